"""The rows of a measure → its departments, and what each of them answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ictxl import findings
from ictxl.consolidated.reading.any_shape.asking import Asked
from ictxl.consolidated.reading.any_shape.headings.boxes import chosen
from ictxl.consolidated.reading.any_shape.headings.kinds import split_choice
from ictxl.consolidated.reading.any_shape.indicators import IndicatorReader
from ictxl.consolidated.reading.any_shape.records import AnswerRow, Record
from ictxl.consolidated.reading.any_shape.values import is_nothing, one_line
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.names import DepartmentNames
from ictxl.consolidated.reading.source_cells import CellSpot
from ictxl.consolidated.reading.split_cells import join_texts, split_next_steps, split_paragraphs
from ictxl.contract.answer_values import normal_text
from ictxl.contract.spellings import fold_spelling
from ictxl.model import Assignment
from ictxl.questions import Question, Respondent
from ictxl.responses import Response
from ictxl.text.clean import fold_name, trim

_CHARGE_MARKS = dict.fromkeys(map(ord, "◎○●◯〇☆★■□"))
_CHARGE_END = re.compile(r"(?<=[課室局部係所館])(?:ほか|他|など|等)$")
UNKNOWN_DEPARTMENT = "(担当課不明)"
_NAME_ONLY = re.compile(r"(?:^|\n)[ \u3000]*[【〔\[]([^【】〔〕\[\]\n]{1,40})[】〕\]]")

Said = dict[str, list[CellSpot]]
"""Name of a column → the cells with what a department says there."""


@dataclass
class Answers:
    """What the departments of one measure answered."""

    assignments: tuple[Assignment, ...]
    said: dict[str, Said] = field(default_factory=dict)
    """By department."""
    tagged: dict[str, dict[str, str]] = field(default_factory=dict)
    """By department and column: what stands behind 【課-評価】."""
    ratings: dict[str, dict[str, str]] = field(default_factory=dict)
    """By department and column: the rating in 【課-評価】."""

    def rating(self, department: str, columns: Iterable[str]) -> str:
        """The rating that stands before the department's text in one of the columns."""
        own = self.ratings.get(department, {})
        return next((own[name] for name in columns if name in own), "")


class AnswerReader:
    """Reads the answers of one file's measures."""

    def __init__(self, asked: Asked, names: DepartmentNames, notes: Notes, file: str) -> None:
        self.asked, self.names, self.notes, self.file = asked, names, notes, file
        self.indicators = IndicatorReader(asked.indicators, notes, file)

    def read(self, record: Record, measure: str) -> Answers:
        """The measure's departments in the order of its rows, and what each says."""
        found: dict[str, Assignment] = {}
        answers = Answers(())
        current: list[str] = []
        charge: dict[int, list[str]] = {}
        for place, row in enumerate(record.rows):
            named = self._departments(row, record)
            for one in named:
                found.setdefault(one.department, one)
            current = [one.department for one in named] or current
            if not current:
                current = [self.names.add(UNKNOWN_DEPARTMENT, record.spot)]
                found[UNKNOWN_DEPARTMENT] = Assignment(UNKNOWN_DEPARTMENT)
                self.notes.at(
                    record.spot,
                    findings.IMPORTED_MEASURE_WITHOUT_DEPARTMENT,
                    measure=measure,
                    title=record.words,
                )
            charge[place] = current
            self._take(row, current, answers, measure)
        self.indicators.read(record, measure, one_line(record.words), charge)
        answers.assignments = tuple(found.values())
        return answers

    def _departments(self, row: AnswerRow, record: Record) -> list[Assignment]:
        if row.departments:
            return self.names.parse_charge([self._without_marks(spot) for spot in row.departments])
        if record.charge and row is record.rows[0]:
            spot = record.spot.saying(record.charge)
            return self.names.parse_charge([spot])
        return []

    def _without_marks(self, spot: CellSpot) -> CellSpot:
        """`◎子ども課、教育課ほか`: the names alone."""
        text = _CHARGE_END.sub("", spot.text.translate(_CHARGE_MARKS))
        if text == spot.text:
            return spot
        self.notes.at(spot, findings.DEPARTMENTS_READ_AS, read_as=text)
        return spot.saying(text)

    def _take(self, row: AnswerRow, current: Sequence[str], answers: Answers, measure: str) -> None:
        asked = {
            n: s
            for n, s in row.cells.items()
            if n in self.asked.questions or n in self.asked.previous
        }
        shared: list[CellSpot] = []
        for name, spots in asked.items():
            if self._take_tagged(name, spots, answers):
                continue
            shared += spots
            for department in current:
                cells = answers.said.setdefault(department, {}).setdefault(name, [])
                cells += [spot for spot in spots if spot not in cells]
        if shared and len(current) > 1:
            self.notes.at(
                shared[0], findings.ANSWER_OF_SEVERAL, measure=measure, count=len(current)
            )

    def _take_tagged(self, name: str, spots: Sequence[CellSpot], answers: Answers) -> bool:
        """Whether the text is in paragraphs of departments: 【課-評価】本文 or 【課】本文."""
        text = join_texts([spot.text for spot in spots])
        pieces = list(self._paragraphs(text))
        if not pieces or not pieces[0][0]:
            return False
        for department, rating, body in pieces:
            known = self.names.resolve(department, [], spots[0]) or self.names.add(
                department, spots[0]
            )
            own = answers.tagged.setdefault(known, {})
            own[name] = "\n".join(filter(None, [own.get(name, ""), body]))
            if rating:
                answers.ratings.setdefault(known, {}).setdefault(name, rating)
            answers.said.setdefault(known, {}).setdefault(name, list(spots))
        return True

    def _paragraphs(self, text: str) -> Iterator[tuple[str, str, str]]:
        """(department, rating, text) of each piece that begins with a department's name."""
        known = self.names.by_fold.keys()
        steps = split_next_steps(text, self.names.order)
        if steps and all(fold_name(step.name) in known for step in steps):
            yield from ((step.name, "", step.value) for step in steps)
            return
        split = split_paragraphs(text, lambda tag: tag.begins_line and fold_name(tag.name) in known)
        if any(paragraph.name for paragraph in split):
            yield from ((p.name, p.rating, p.body) for p in split)
            return
        starts = [m for m in _NAME_ONLY.finditer(text) if fold_name(m[1]) in known]
        if not starts or trim(text[: starts[0].start()]):
            return
        for match, end in zip(starts, [*(m.start() for m in starts[1:]), len(text)], strict=True):
            yield trim(match[1]), "", trim(text[match.end() : end])

    # --- values

    def response(self, measure: str, department: str, answers: Answers) -> Response | None:
        """What a department answered, by the keys of the questions; None where it said nothing."""
        said = answers.said.get(department, {})
        values: dict[str, str] = {}
        cells_of: dict[str, CellSpot] = {}
        for name, question in self.asked.questions.items():
            cells = said.get(name, [])
            if question.asked_of is Respondent.REVIEWER:
                self._list_review(question, cells)
                continue
            tagged = answers.tagged.get(department, {}).get(name)
            value = self.normal(question, tagged) if tagged else ""
            text = value or self._value(question, cells, measure)
            if text:
                values[question.key] = text
                cells_of[question.key] = cells[0]
        if not values:
            return None
        leading = (q.key for q in self.asked.questions.values() if q.choices)
        first = cells_of[next((key for key in leading if key in cells_of), next(iter(cells_of)))]
        return Response(
            measure,
            department,
            values,
            file=self.file,
            sheet=first.sheet,
            row=first.row_number,
            columns={k: s.letters for k, s in cells_of.items() if s.row_number == first.row_number},
        )

    def _list_review(self, question: Question, cells: Sequence[CellSpot]) -> None:
        for spot in cells:
            if not is_nothing(spot.text):
                self.notes.at(spot, findings.REVIEW_LISTED, heading=question.name)

    def _value(self, question: Question, cells: Sequence[CellSpot], measure: str) -> str:
        """Texts joined; of anything else the first, and the others listed."""
        texts = [spot for spot in cells if not is_nothing(chosen(spot.text))]
        if not texts:
            return ""
        if question.kind.value == "文":
            distinct = dict.fromkeys(spot.text for spot in texts)
            return join_texts(list(distinct)) if len(distinct) > 1 else next(iter(distinct))
        first = self.normal(question, texts[0].text)
        for other in texts[1:]:
            if self.normal(question, other.text) != first:
                self.notes.at(
                    other,
                    findings.SECOND_VALUE_LISTED,
                    measure=measure,
                    heading=question.name,
                    read_as=texts[0].text,
                )
        return first

    def normal(self, question: Question, text: str) -> str:
        """A choice as its code, as written where it is none; a number in plain digits."""
        if not question.choices:
            return normal_text(question, text)
        code, _ = split_choice(text)
        by_key = {fold_spelling(choice.code): choice.code for choice in question.choices.choices}
        return by_key.get(fold_spelling(code), text)

    def previous(
        self, department: str, answers: Answers, rating: Question | None
    ) -> Mapping[str, str]:
        """Last year's answers, as this year's form offers them."""
        values = {}
        if rating and (code := answers.rating(department, self.asked.previous)):
            values[rating.key] = code
        said = answers.said.get(department, {})
        for name, of in self.asked.previous.items():
            question = self.asked.questions.get(of)
            cells = [spot for spot in said.get(name, []) if not is_nothing(spot.text)]
            if question is None or not cells:
                continue
            if question.asked_of is Respondent.REVIEWER:
                self._list_review(question, cells)
                continue
            tagged = answers.tagged.get(department, {}).get(name)
            text = tagged or "\n".join(dict.fromkeys(spot.text for spot in cells))
            choices = question.choices
            choice = choices.by_code.get(self.normal(question, text)) if choices else None
            values[question.key] = choices.offered(choice) if choices and choice else text
        return values


def given_text(record: Record, name: str, label: Callable[[AnswerRow], str]) -> str:
    """What a plan's own column says of a measure; where its departments differ, each by name."""
    rows = [(row, row.cells[name]) for row in record.rows if name in row.cells]
    texts = ["\n".join(dict.fromkeys(spot.text for spot in spots)) for _, spots in rows]
    if len(set(texts)) <= 1:
        return texts[0] if texts else ""
    if all(label(row) for row, _ in rows):
        return "\n".join(
            f"{label(row)}: {text}" for (row, _), text in zip(rows, texts, strict=True)
        )
    return "\n".join(texts)
