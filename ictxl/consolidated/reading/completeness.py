"""The net below all reading: a text that is in neither plan, answers nor findings is reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from ictxl import findings
from ictxl.consolidated.reading.any_shape.values import is_nothing
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.source_cells import CellSpot, TableBook
from ictxl.consolidated.reading.split_cells import tags
from ictxl.contract.answer_values import normal_text
from ictxl.model import Plan
from ictxl.questions import QuestionKind
from ictxl.responses import IndicatorResponse, Response
from ictxl.text.clean import fold_name


def report_the_rest(
    book: TableBook,
    plan: Plan,
    responses: Iterable[Response],
    notes: Notes,
    words: Iterable[str] = (),
) -> None:
    """Report each text of the file that went nowhere, whatever the reading thinks of it.

    A cell that was used is believed only where its text stands in the plan or an answer, whole, or
    each of its parts does; one that a finding quotes needs no more, nor does one of `notes.plain`.
    `words` are those that the layout itself prints.
    """
    kept = _Kept(plan, responses, notes, words)
    for sheet in book.sheets:
        spots = list(sheet.all_spots())
        signs = [spot for spot in spots if is_nothing(spot.text)]
        _tell_signs([s for s in signs if not _is_held(s, kept, notes)], notes)
        for spot in spots:
            if spot.place in notes.plain or is_nothing(spot.text) or kept.is_told(spot):
                continue
            if not _is_held(spot, kept, notes):
                notes.at(spot, findings.TEXT_NOT_IMPORTED)


def _is_held(spot: CellSpot, kept: _Kept, notes: Notes) -> bool:
    return spot.place in notes.used and kept.holds(spot.text)


class _Kept:
    """All texts of plan, answers and findings."""

    def __init__(
        self, plan: Plan, responses: Iterable[Response], notes: Notes, words: Iterable[str]
    ) -> None:
        texts = {*_texts(plan, responses), *(f.value for f in notes.found), *words}
        self.lines = {line for text in texts for line in text.split("\n")}
        parts = {part for line in self.lines if ": " in line for part in line.split(": ")}
        self.exact = {fold_name(text) for text in texts | self.lines | parts} - {""}
        self.typed = [q for q in plan.questions if q.kind.is_number or q.kind is QuestionKind.DATE]
        self.of_cells: dict[tuple[str, str], str] = {}
        """By sheet and cell: what findings quote there."""
        self.of_sheets: dict[str, set[str]] = {}
        """The lines that findings on a whole sheet quote."""
        for found in (found for found in notes.found if found.value):
            if found.cell:
                place = found.sheet, found.cell
                self.of_cells[place] = f"{self.of_cells.get(place, '')}\n{fold_name(found.value)}"
            else:
                lines_there = map(fold_name, found.value.split("\n"))
                self.of_sheets.setdefault(found.sheet, set()).update(lines_there)

    def is_told(self, spot: CellSpot) -> bool:
        """Whether a finding quotes the cell, there or for all of its sheet."""
        there = self.of_cells.get((spot.sheet, spot.cell))
        if there and fold_name(spot.text) in there:
            return True
        lines = self.of_sheets.get(spot.sheet, set())
        return bool(lines) and all(fold_name(line) in lines for line in spot.text.split("\n"))

    def holds(self, text: str) -> bool:
        """Most texts stand there as they are, or in parts; looking inside others takes longer."""
        if fold_name(text) in self.exact:
            return True
        parts = [part for part in _parts(text) if fold_name(part)]
        if all(fold_name(part) in self.exact for part in parts):
            return bool(parts)
        if any(fold_name(tag.rating) not in self.exact for tag in tags(text)):
            return False
        words = [piece for part in parts for word in part.split() for piece in _pieces(word)]
        if not words:
            return False  # ◎ alone says something
        return all(word in self.exact for word in words) or self._holds_inside(text, parts)

    def _holds_inside(self, text: str, parts: Sequence[str]) -> bool:
        if self._has(fold_name(text)) or self._has("".join(_pieces(text))):
            return True
        if any(fold_name(normal_text(q, text)) in self.exact for q in self.typed):
            return True
        return all(map(self._holds_part, parts))

    def _holds_part(self, part: str) -> bool:
        """Blanks part words, or stand there for looks."""
        if self._has(fold_name(part)) or all(map(self._has, _pieces(part))):
            return True
        return all(self._has(piece) for word in part.split() for piece in _pieces(word))

    @cached_property
    def _whole(self) -> str:
        return "\n".join(self.exact)

    @cached_property
    def _bare(self) -> set[str]:
        """The lines without any sign."""
        return {"".join(_pieces(line)) for line in self.lines}

    def _has(self, folded: str) -> bool:
        # A short text may stand anywhere by chance.
        if folded in self.exact or folded in self._bare:
            return True
        return len(folded) >= _LONG and folded in self._whole


_LONG = 4


def _tell_signs(spots: Sequence[CellSpot], notes: Notes) -> None:
    """One finding for all cells of a sheet that hold the same sign for nothing."""
    for sign, count in Counter(spot.text for spot in spots).items():
        first = next(spot for spot in spots if spot.text == sign)
        notes.at(first, findings.SIGN_FOR_NOTHING, count=count)


def _parts(text: str) -> Iterator[str]:
    """The lines of a text, each 【課-評価】 in them apart."""
    for line in text.split("\n"):
        end = 0
        for tag in tags(line):
            yield from (line[end : tag.start], tag.name, tag.rating)
            end = tag.end
        yield line[end:]


def _pieces(text: str) -> Iterator[str]:
    """The words of a text between signs that a plan writes in its own way."""
    word = ""
    for char in fold_name(text):
        if char.isalnum() or char in "ー〜~%":
            word += char
        elif word:
            yield word
            word = ""
    if word:
        yield word


def _texts(plan: Plan, responses: Iterable[Response]) -> Iterator[str]:
    yield from (plan.title, plan.year_label, plan.compiled_on, str(plan.year))
    yield from _of_areas(plan)
    for m in plan.measures:
        yield from (m.title, m.target, m.outlook, m.charge, plan.measure_number(m), m.number)
        yield from (plan.measure_number(m) + m.title, m.number + m.title)
        yield from m.given
        yield from (text for a in m.assignments for text in (a.label, a.note))
    yield from _of_questions(plan)
    yield from _of_indicators(plan)
    for department in plan.departments:
        yield from (department.name, *department.aliases)
    for answer in plan.previous:
        yield from answer.values.values()
    indicators = {(one.measure_id, one.name): one for one in plan.indicators}
    for response in responses:
        yield from response.values.values()
        if isinstance(response, IndicatorResponse):
            yield indicators[response.measure, response.indicator].with_unit(response.actual)


def _of_areas(plan: Plan) -> Iterator[str]:
    for level in plan.levels:
        yield from (level.label, level.title_heading)
    for area in plan.areas:
        yield from (plan.area_number(area) + area.title, area.number + area.title)
        yield from (area.title, area.number, plan.area_number(area))
    for outlook in plan.outlooks:
        yield from (outlook.mark + outlook.meaning, outlook.mark, outlook.meaning)


def _of_indicators(plan: Plan) -> Iterator[str]:
    yield from (*plan.indicator_columns, *plan.target_years)
    for one in plan.indicators:
        numbers = (one.baseline, one.target, one.previous, *one.targets)
        yield from (one.name, one.unit, *one.given)
        yield from (text for number in numbers for text in (number, one.with_unit(number)))


def _of_questions(plan: Plan) -> Iterator[str]:
    yield from plan.given_columns
    for question in plan.questions:
        yield from (question.name_with_unit, question.name)
    for one in plan.lists:
        for c in one.choices:
            yield from (c.code, c.name, c.code + c.name, one.label(c))
