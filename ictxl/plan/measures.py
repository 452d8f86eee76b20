"""Read the sheet 施策."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ictxl import findings
from ictxl.contract.spellings import fold_spelling
from ictxl.model import Assignment, Measure, Outlook
from ictxl.plan.areas import Areas
from ictxl.plan.assignments import Departments, check_known
from ictxl.plan.codes import MeasureNumbers, code_key, plain_code
from ictxl.plan.columns import (
    CHARGE,
    MEASURE_AREA,
    MEASURE_NUMBER,
    MEASURE_TITLE,
    OUTLOOK,
    TARGET,
)
from ictxl.plan.lists import read_filled
from ictxl.plan.parse_values import Once, line, required, text
from ictxl.plan.plan_sheet import PlanColumn, PlanSheet
from ictxl.plan.source_cells import SourceBook, SourceCell
from ictxl.plan.table_rows import Mistakes, Row
from ictxl.text.clean import fold_name


@dataclass(frozen=True)
class Lists:
    """What the measures refer to."""

    areas: Areas
    departments: Departments
    outlooks: tuple[Outlook, ...]
    outlooks_whole: bool
    sheet: PlanSheet
    """施策 with the plan's own columns."""

    @cached_property
    def marks(self) -> dict[str, str]:
        """Folded mark → as the list spells it."""
        return {fold_spelling(outlook.mark): outlook.mark for outlook in self.outlooks}

    @cached_property
    def own_columns(self) -> tuple[PlanColumn, ...]:
        return tuple(column for column in self.sheet.columns if column.own)

    @property
    def has_areas(self) -> bool:
        return MEASURE_AREA in self.sheet.columns


def read_measures(book: SourceBook, lists: Lists, mistakes: Mistakes) -> tuple[Measure, ...]:
    table = read_filled(book, lists.sheet, mistakes)
    reader = _Reader(lists, mistakes)
    measures = tuple(map(reader.measure, table.rows))
    reader.numbers.tell()
    if table.whole and measures:
        _check_areas_used(measures, lists.areas, mistakes)
        _check_departments_used(measures, lists.departments, mistakes)
    return measures


class _Reader:
    """Reads row by row, and sees to it that no two measures are taken for each other."""

    def __init__(self, lists: Lists, mistakes: Mistakes) -> None:
        self.lists, self.mistakes = lists, mistakes
        self.numbers = MeasureNumbers(lists.areas.levels[-1], lists.areas.ids, mistakes)
        self.places, self.ids = Once(mistakes), Once(mistakes)
        self.titles = Once(mistakes)
        self.doubled: set[str] = set()

    def measure(self, row: Row) -> Measure:
        lists, mistakes = self.lists, self.mistakes
        area = read_area(row[MEASURE_AREA], lists.areas, mistakes) if lists.has_areas else ""
        number = self.numbers.of(row[MEASURE_NUMBER], area)
        measure = self._id(area, number, row[MEASURE_NUMBER])
        title = required(text, row[MEASURE_TITLE], mistakes)
        self._check_title(title, row[MEASURE_TITLE])
        target = text(row[TARGET], mistakes)
        outlook = _outlook(row[OUTLOOK], lists, mistakes)
        assignments = _assignments(row[CHARGE], lists.departments, mistakes, measure)
        given = tuple(row[column].text for column in lists.own_columns)
        return Measure(area, number, title, target, outlook, assignments, given)

    def _id(self, area: str, number: str, cell: SourceCell) -> str:
        """The measure's id; that of two measures is reported."""
        if not number or (self.lists.has_areas and not area):
            return ""
        measure = f"{area}-{number}" if area else number
        first = self.places.before((area, code_key(number)), cell)
        if first is not None:
            self.mistakes.at(cell, findings.MEASURE_NUMBER_DUPLICATED, first=first.ref)
            return measure
        first = self.ids.before(code_key(measure), cell)
        if first is not None:
            self.mistakes.at(cell, findings.NUMBERS_COLLIDE, read_as=measure, first=first.ref)
        return measure

    def _check_title(self, title: str, cell: SourceCell) -> None:
        """Report a name that several measures have, once."""
        name = fold_name(title)
        first = self.titles.before(name, cell) if name else None
        if first is not None and name not in self.doubled:
            self.doubled.add(name)
            self.mistakes.at(cell, findings.MEASURES_OF_ONE_NAME, first=first.ref)


def read_area(cell: SourceCell, areas: Areas, mistakes: Mistakes) -> str:
    """The id of the area that a measure names."""
    return areas.find(cell, mistakes) if plain_code(cell, mistakes) else ""


def _outlook(cell: SourceCell, lists: Lists, mistakes: Mistakes) -> str:
    """The mark as the list spells it."""
    mark = line(cell, mistakes)
    if not mark or fold_spelling(mark) in lists.marks:
        return lists.marks.get(fold_spelling(mark), "")
    if lists.outlooks_whole:
        meant = [o.mark for o in lists.outlooks if fold_name(o.meaning) == fold_name(mark)]
        near = f"「{mark}」の記号は {'、'.join(meant)} です。" if meant else ""
        mistakes.at(cell, findings.UNKNOWN_OUTLOOK, hint=near)
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
    if "" in used:
        return  # one that could not be read may have been any
    above = {area.parent for area in areas.areas}
    for area in areas.areas:
        if area.id not in used and area.id not in above:
            mistakes.at(areas.cells[area.id], findings.POLICY_AREA_WITHOUT_MEASURES)
        level = areas.level_above(area) if area.id in used else None
        if level:
            cell = areas.cells[area.id]
            mistakes.at(cell, findings.AREA_WITHOUT_PARENT, level_name=level.label)


def _check_departments_used(
    measures: tuple[Measure, ...], departments: Departments, mistakes: Mistakes
) -> None:
    used = {name for measure in measures for name in measure.departments}
    for name, cell in departments.cells.items():
        if name not in used:
            mistakes.at(cell, findings.DEPARTMENT_WITHOUT_MEASURES, department=name)
