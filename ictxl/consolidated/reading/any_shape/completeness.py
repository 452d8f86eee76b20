"""The net below all reading: a text that is in neither plan, answers nor findings is reported."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ictxl import findings
from ictxl.consolidated.reading.any_shape.values import is_nothing
from ictxl.consolidated.reading.notes import Notes
from ictxl.consolidated.reading.source_cells import CellSpot, TableBook
from ictxl.contract.answer_values import normal_text
from ictxl.model import Plan
from ictxl.responses import Response
from ictxl.text.clean import fold_name


def report_the_rest(
    book: TableBook,
    plan: Plan,
    responses: Iterable[Response],
    plain: Collection[tuple[str, int, int]],
    notes: Notes,
) -> None:
    """Report each text of the file that went nowhere, whatever the reading thinks of it.

    A cell that was used is believed only where its text stands in the plan or an answer, whole, or
    each of its parts does; a cell that a finding quotes needs no more, nor one of `plain`: headings
    that mean what they say.
    """
    texts = list(_texts(plan, responses))
    folded = {fold_name(text) for text in texts}
    whole = "\n".join(folded)
    told = {(f.sheet, f.cell) for f in notes.found if f.value}
    whole_sheets = {f.sheet for f in notes.found if f.value and not f.cell}
    values = {fold_name(line) for f in notes.found for line in (f.value, *f.value.split("\n"))}
    for sheet in book.sheets:
        for spot in sheet.all_spots():
            is_told = (spot.sheet, spot.cell) in told or spot.sheet in whole_sheets
            if is_nothing(spot.text) or is_told or spot.place in plain:
                continue
            if spot.place in notes.used and _is_kept(spot, folded | values, whole, plan):
                continue
            notes.at(spot, findings.TEXT_NOT_IMPORTED)


def _is_kept(spot: CellSpot, folded: set[str], whole: str, plan: Plan) -> bool:
    text = fold_name(spot.text)
    if text in folded or text in whole:
        return True
    if any(
        fold_name(normal_text(q, spot.text)) in folded
        for q in plan.questions
        if q.kind.is_number or q.kind.value == "日付"
    ):
        return True
    return all(piece in whole for piece in _pieces(spot.text))


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
        yield plan.measure_number(m) + m.title
        yield from m.given
        yield from (a.label for a in m.assignments)
    yield from _of_questions(plan)
    for department in plan.departments:
        yield from (department.name, *department.aliases)
    for answer in plan.previous:
        yield from answer.values.values()
    for response in responses:
        yield from response.values.values()


def _of_areas(plan: Plan) -> Iterator[str]:
    for level in plan.levels:
        yield from (level.label, level.title_heading)
    for area in plan.areas:
        yield plan.area_number(area) + area.title
        yield area.title
    yield from (outlook.mark + outlook.meaning for outlook in plan.outlooks)


def _of_questions(plan: Plan) -> Iterator[str]:
    yield from plan.given_columns
    for question in plan.questions:
        yield from (question.name_with_unit, question.name)
    for one in plan.lists:
        for c in one.choices:
            yield from (c.code, c.name, c.code + c.name, one.label(c))
