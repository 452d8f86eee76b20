"""Read the sheet 指標."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ictxl import findings
from ictxl.contract.answer_values import plain, read_number
from ictxl.contract.placeholders import indicator_names
from ictxl.indicators import PERCENT, Direction, Indicator
from ictxl.model import Measure
from ictxl.plan.areas import Areas
from ictxl.plan.assignments import Departments, check_known
from ictxl.plan.codes import MeasureNumbers
from ictxl.plan.indicators.columns import (
    INDICATOR_AREA,
    INDICATOR_BASELINE,
    INDICATOR_CHARGE,
    INDICATOR_DIRECTION,
    INDICATOR_NAME,
    INDICATOR_NUMBER,
    INDICATOR_PREVIOUS,
    INDICATOR_TARGET,
    INDICATOR_UNIT,
    INDICATORS_SHEET,
    TARGET_OF_YEAR,
    indicators_sheet,
)
from ictxl.plan.measures import read_area
from ictxl.plan.parse_values import Once, choice, further_columns, line, required, text
from ictxl.plan.plan_sheet import PlanColumn, PlanSheet
from ictxl.plan.source_cells import SourceBook, SourceCell
from ictxl.plan.table_rows import Mistakes, Row, find_grid, headings, read_table
from ictxl.questions import Question, QuestionKind
from ictxl.text.clean import fold_name, normalized
from ictxl.text.era import read_fiscal_year


@dataclass(frozen=True)
class ReadIndicators:
    """What the sheet says; all of it empty where there is none."""

    indicators: tuple[Indicator, ...] = ()
    columns: tuple[str, ...] = ()
    """Headings of the plan's own columns."""
    years: tuple[str, ...] = ()
    """Headings of further years' targets, without 目標値."""


def read_indicators(
    book: SourceBook,
    year: int,
    areas: Areas,
    departments: Departments,
    measures: Sequence[Measure],
    mistakes: Mistakes,
) -> ReadIndicators:
    """The indicators in the order of their measures; those of no measure are reported."""
    grid = find_grid(book, INDICATORS_SHEET.name)
    row, found = headings(grid, INDICATORS_SHEET) if grid else (0, {})
    if grid is None or not {INDICATOR_NUMBER, INDICATOR_NAME} & found.keys():
        return ReadIndicators()  # somebody's own sheet
    years = _target_years(cell.text for cell in grid.cells_of(row))
    taken = dict.fromkeys(map(fold_name, years), "年度の目標値の列")
    used = {**indicator_names(), **taken}
    own = list(further_columns(book, INDICATORS_SHEET, used, mistakes, passed=years))
    has_areas = len(areas.levels) > 1
    sheet = indicators_sheet(years.values(), own, has_areas=has_areas)
    reader = _Reader(sheet, year, tuple(years.values()), areas, departments, measures, mistakes)
    rows = map(reader.indicator, read_table(book, sheet, mistakes).rows)
    read = [indicator for indicator in rows if indicator]
    if not read:
        return ReadIndicators()
    order = {measure.id: place for place, measure in enumerate(measures)}
    read.sort(key=lambda indicator: order[indicator.measure_id])
    reader.numbers.tell()
    return ReadIndicators(tuple(read), tuple(own), tuple(years.values()))


def _target_years(headings: Iterable[str]) -> dict[str, str]:
    """Heading → the year as it names it: `目標値 R6` → `R6`."""
    found = {}
    for heading in headings:
        squeezed = "".join(heading.split())
        named = squeezed.removeprefix(TARGET_OF_YEAR)
        if named and named != squeezed and read_fiscal_year(named):
            found[heading] = named
    return found


class _Reader:
    """Reads row by row, and sees to it that no two indicators are taken for each other."""

    def __init__(
        self,
        sheet: PlanSheet,
        year: int,
        years: Sequence[str],
        areas: Areas,
        departments: Departments,
        measures: Sequence[Measure],
        mistakes: Mistakes,
    ) -> None:
        self.sheet, self.year, self.years = sheet, year, years
        self.areas, self.departments, self.mistakes = areas, departments, mistakes
        self.measures = {measure.id: measure for measure in measures}
        self.numbers = MeasureNumbers(areas.levels[-1], areas.ids, mistakes)
        self.names = Once(mistakes)

    @cached_property
    def _targets(self) -> list[PlanColumn]:
        columns = {column.heading: column for column in self.sheet.columns}
        return [columns[f"{TARGET_OF_YEAR} {year}"] for year in self.years]

    @cached_property
    def _own(self) -> list[PlanColumn]:
        return [c for c in self.sheet.columns if c.own and c not in self._targets]

    def indicator(self, row: Row) -> Indicator | None:
        """The row's; None, and reported, where its measure or its name is not known."""
        measure = self._measure(row)
        name = required(line, row[INDICATOR_NAME], self.mistakes)
        if measure and name and not self._is_new(measure, name, row[INDICATOR_NAME]):
            return None
        unit = self._unit(row[INDICATOR_UNIT])
        amounts = self._amounts(row, unit)
        direction = Direction(choice(row[INDICATOR_DIRECTION], INDICATOR_DIRECTION, self.mistakes))
        departments = self._departments(row[INDICATOR_CHARGE], measure)
        if measure is None or not name:
            return None
        targets = tuple(amounts[column] for column in self._targets)
        this_year = dict(zip(map(read_fiscal_year, self.years), targets, strict=True))
        chosen = this_year.get(self.year) or amounts[INDICATOR_TARGET]
        if chosen and not _is_number(chosen):
            self._tell_no_number(row, chosen)
        return Indicator(
            measure.id,
            name,
            unit,
            amounts[INDICATOR_BASELINE],
            chosen,
            direction,
            departments,
            tuple(row[column].text for column in self._own),
            targets,
            amounts[INDICATOR_PREVIOUS],
        )

    def _measure(self, row: Row) -> Measure | None:
        has_areas = INDICATOR_AREA in row
        area = read_area(row[INDICATOR_AREA], self.areas, self.mistakes) if has_areas else ""
        cell = row[INDICATOR_NUMBER]
        number = self.numbers.of(cell, area)
        if not number or (has_areas and not area):
            return None
        written = f"{area}-{number}" if area else number
        measure = self.measures.get(written)
        if measure is None:
            self.mistakes.at(cell, findings.INDICATOR_OF_UNKNOWN_MEASURE, read_as=written)
        return measure

    def _is_new(self, measure: Measure, name: str, cell: SourceCell) -> bool:
        first = self.names.before((measure.id, fold_name(name)), cell)
        if first is not None:
            self.mistakes.at(
                cell, findings.INDICATOR_NAMED_TWICE, measure=measure.id, first=first.ref
            )
        return first is None

    def _unit(self, cell: SourceCell) -> str:
        unit = line(cell, self.mistakes)
        if _is_number(unit):
            self.mistakes.at(cell, findings.INDICATOR_UNIT_IS_NUMBER)
        return PERCENT if normalized("NFKC", unit) in (PERCENT, "パーセント") else unit

    def _amounts(self, row: Row, unit: str) -> dict[PlanColumn, str]:
        """Numbers in plain digits in the unit, other texts as they stand."""
        columns = [INDICATOR_BASELINE, INDICATOR_TARGET, *self._targets, INDICATOR_PREVIOUS]
        cells = {column: row[column] for column in columns}
        are_fractions = unit == PERCENT and self._are_fractions(cells.values())
        question = Question("", QuestionKind.NUMBER, unit=unit)
        amounts = {}
        for column, cell in cells.items():
            written = text(cell, self.mistakes)
            number = read_number(written, question) if written else None
            if number is not None and are_fractions and _is_held_as_number(cell):
                number *= 100
            amounts[column] = written if number is None else plain(number)
        return amounts

    def _are_fractions(self, cells: Iterable[SourceCell]) -> bool:
        """Whether percentages were typed with their sign: Excel holds 80 % as 0.8."""
        question = Question("", QuestionKind.NUMBER)
        held = [cell for cell in cells if _is_held_as_number(cell)]
        numbers = [read_number(cell.text, question) or Decimal(0) for cell in held]
        if not any(numbers) or any(abs(number) > 1 for number in numbers):
            return False
        cell, number = next((c, n) for c, n in zip(held, numbers, strict=True) if n)
        read_as = f"{plain(number * 100)}%"
        self.mistakes.at(cell, findings.PERCENT_HELD_AS_FRACTION, read_as=read_as)
        return True

    def _tell_no_number(self, row: Row, target: str) -> None:
        columns = [*self._targets, INDICATOR_TARGET]
        cell = next(row[column] for column in columns if row[column].text)
        for column in columns:
            if row[column].text == target:
                cell = row[column]
        self.mistakes.at(cell, findings.INDICATOR_TARGET_NOT_A_NUMBER)

    def _departments(self, cell: SourceCell, measure: Measure | None) -> tuple[str, ...]:
        found: dict[str, None] = {}
        id_ = measure.id if measure else ""
        for part in self.departments.parse(text(cell, self.mistakes)):
            if isinstance(part, str):
                check_known(part, self.departments, cell, self.mistakes, id_)
            elif measure and part.department not in measure.departments:
                self.mistakes.at(
                    cell,
                    findings.INDICATOR_OF_OTHER_DEPARTMENT,
                    name=part.department,
                    measure=id_,
                    choices="、".join(measure.departments),
                )
            else:
                found[part.department] = None
        return tuple(found)


def _is_number(words: str) -> bool:
    return read_number(words, Question("", QuestionKind.NUMBER)) is not None


def _is_held_as_number(cell: SourceCell) -> bool:
    return isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
