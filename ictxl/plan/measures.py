"""Read the sheet 施策."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ictxl import findings
from ictxl.contract.spellings import fold_spelling
from ictxl.model import Assignment, Measure, Outlook
from ictxl.plan.assignments import Departments, check_known
from ictxl.plan.columns import (
    CHARGE,
    MEASURE_AREA,
    MEASURE_NUMBER,
    MEASURE_TITLE,
    MEASURES_SHEET,
    OUTLOOK,
    TARGET,
)
from ictxl.plan.lists import Areas, read_filled
from ictxl.plan.parse_values import Once, line, number, required, text
from ictxl.plan.source_cells import SourceBook, SourceCell
from ictxl.plan.table_rows import Mistakes, Row


@dataclass(frozen=True)
class Lists:
    """What the measures refer to."""

    areas: Areas
    departments: Departments
    outlooks: tuple[Outlook, ...]
    outlooks_whole: bool

    @cached_property
    def marks(self) -> dict[str, str]:
        """Folded mark → as the list spells it."""
        return {fold_spelling(outlook.mark): outlook.mark for outlook in self.outlooks}


def read_measures(book: SourceBook, lists: Lists, mistakes: Mistakes) -> tuple[Measure, ...]:
    once = Once(mistakes)
    table = read_filled(book, MEASURES_SHEET, mistakes)
    measures = tuple(_measure(row, lists, once, mistakes) for row in table.rows)
    if table.whole and measures:
        _check_areas_used(measures, lists.areas, mistakes)
        _check_departments_used(measures, lists.departments, mistakes)
    return measures


def _measure(row: Row, lists: Lists, once: Once, mistakes: Mistakes) -> Measure:
    area = str(number(row[MEASURE_AREA], mistakes) or "")
    if area and lists.areas.whole and area not in lists.areas.cells:
        mistakes.at(row[MEASURE_AREA], findings.UNKNOWN_POLICY_AREA)
    position = str(number(row[MEASURE_NUMBER], mistakes) or "")
    if area and position:
        cell = row[MEASURE_NUMBER]
        first = once.before((area, position), cell)
        if first is not None:
            mistakes.at(cell, findings.MEASURE_NUMBER_DUPLICATED, area=area, first=first.ref)
    measure = f"{area}-{position}" if area and position else ""
    title = required(text, row[MEASURE_TITLE], mistakes)
    target = text(row[TARGET], mistakes)
    outlook = _outlook(row[OUTLOOK], lists, mistakes)
    assignments = _assignments(row[CHARGE], lists.departments, mistakes, measure)
    return Measure(area, position, title, target, outlook, assignments)


def _outlook(cell: SourceCell, lists: Lists, mistakes: Mistakes) -> str:
    """The mark as the list spells it."""
    mark = line(cell, mistakes)
    if not mark or fold_spelling(mark) in lists.marks:
        return lists.marks.get(fold_spelling(mark), "")
    if lists.outlooks_whole:
        mistakes.at(cell, findings.UNKNOWN_OUTLOOK)
    return mark


def _assignments(
    cell: SourceCell, departments: Departments, mistakes: Mistakes, measure: str
) -> tuple[Assignment, ...]:
    found: dict[str, Assignment] = {}
    if cell.is_empty:
        mistakes.at(cell, findings.MEASURE_WITHOUT_DEPARTMENT, measure=measure)
    for part in departments.parse(text(cell, mistakes)):
        if isinstance(part, str):
            check_known(part, departments, cell, mistakes, measure)
        elif part.department in found:
            mistakes.at(
                cell, findings.DEPARTMENT_LISTED_TWICE, department=part.department, measure=measure
            )
        else:
            found[part.department] = part
    if found and departments.whole and departments.answering.isdisjoint(found):
        mistakes.at(cell, findings.NO_ANSWERING_DEPARTMENT, measure=measure)
    return tuple(found.values())


def _check_areas_used(measures: tuple[Measure, ...], areas: Areas, mistakes: Mistakes) -> None:
    used = {measure.area for measure in measures}
    for value, cell in areas.cells.items():
        if value not in used and "" not in used:
            mistakes.at(cell, findings.POLICY_AREA_WITHOUT_MEASURES)


def _check_departments_used(
    measures: tuple[Measure, ...], departments: Departments, mistakes: Mistakes
) -> None:
    used = {name for measure in measures for name in measure.departments}
    for name, cell in departments.cells.items():
        if name not in used:
            mistakes.at(cell, findings.DEPARTMENT_WITHOUT_MEASURES, department=name)
