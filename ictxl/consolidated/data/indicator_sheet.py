"""指標データ: one indicator and department a row, for machines; written and read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from xlsxwriter.workbook import Workbook

from ictxl.consolidated.data.columns import Column, ColumnType, Value, as_number
from ictxl.consolidated.data.sheet import cells_of, fill_data_sheet, record_of, set_up_data_page
from ictxl.consolidated.indicator_entries import IndicatorEntry
from ictxl.consolidated.styles import Paper, Styles
from ictxl.consolidated.table import ConsolidatedTable
from ictxl.indicators import ACTUAL_KEY, REMARK_KEY, number_of
from ictxl.model import Plan
from ictxl.responses import IndicatorResponse
from ictxl.spreadsheets.xlsx.cell_writer import SHEET_ROWS, sheet_part

SHEET_NAME = "指標データ"
NO_NUMBER = "数でないもの"
"""Stands behind the heading of what was written in place of a number."""
ACTUAL_HEADING, REMARK_HEADING, NAME_HEADING = "実績値", "備考", "指標"
MEASURE_HEADING, NUMBER_HEADING, DEPARTMENT_HEADING = "施策の番号", "項番", "担当課"


IndicatorColumn = Column[IndicatorEntry]


def indicator_columns(plan: Plan) -> tuple[IndicatorColumn, ...]:
    """The columns of the plan's 指標データ; no two have the same heading."""
    taken: dict[str, int] = {}
    columns = []
    for column in _columns(plan):
        taken[column.heading] = taken.get(column.heading, 0) + 1
        count = taken[column.heading]
        heading = column.heading if count == 1 else f"{column.heading}({count})"
        columns.append(replace(column, heading=heading))
    return tuple(columns)


def _columns(plan: Plan) -> Iterator[IndicatorColumn]:
    yield IndicatorColumn("計画名", lambda _: plan.title, 20)
    yield IndicatorColumn("年度(西暦)", lambda _: plan.year, 12, ColumnType.COUNT)
    yield IndicatorColumn("年度(和暦)", lambda _: plan.year_label, 22)
    yield IndicatorColumn(MEASURE_HEADING, lambda entry: entry.measure.id, 12)
    yield IndicatorColumn(
        NUMBER_HEADING, lambda entry: as_number(entry.measure.number), 8, ColumnType.COUNT
    )
    yield IndicatorColumn(plan.measure_level.title_heading, lambda entry: entry.measure.title, 34)
    yield IndicatorColumn(NAME_HEADING, lambda entry: entry.indicator.name, 34)
    yield IndicatorColumn("単位", lambda entry: entry.indicator.unit, 10)
    yield IndicatorColumn("向き", lambda entry: entry.indicator.direction.value, 8)
    yield from _amount(plan, "基準値", lambda entry: entry.indicator.baseline)
    yield from _amount(plan, "目標値", lambda entry: entry.indicator.target)
    for place, year in enumerate(plan.target_years):
        yield from _amount(plan, f"目標値 {year}", partial(IndicatorEntry.target_at, place=place))
    yield from _amount(plan, "前年度実績", lambda entry: entry.indicator.previous)
    yield IndicatorColumn(DEPARTMENT_HEADING, lambda entry: entry.department, 20)
    yield IndicatorColumn("提出状況", _state, 12)
    yield _number(ACTUAL_HEADING, lambda entry: entry.actual)
    yield _words(ACTUAL_HEADING, lambda entry: entry.actual)
    yield IndicatorColumn(
        "達成率",
        lambda entry: "" if entry.rate is None else entry.rate,
        10,
        ColumnType.NUMBER,
        "0.0%",
    )
    yield IndicatorColumn(REMARK_HEADING, lambda entry: entry.remark, 40)
    for place, heading in enumerate(plan.indicator_columns):
        yield IndicatorColumn(heading, partial(IndicatorEntry.given_at, place=place), 24)


Text = Callable[[IndicatorEntry], str]


def _amount(plan: Plan, heading: str, text: Text) -> Iterator[IndicatorColumn]:
    """The plan's numbers; and, where it has any, what it says in place of one."""
    yield _number(heading, text)
    texts = (
        text(IndicatorEntry(i, plan.measure_by_id[i.measure_id], "", is_submitted=False))
        for i in plan.indicators
    )
    if any(one and number_of(one) is None for one in texts):
        yield _words(heading, text)


def _number(heading: str, text: Text) -> IndicatorColumn:
    def value(entry: IndicatorEntry) -> Value:
        number = number_of(text(entry))
        return "" if number is None else number

    return IndicatorColumn(heading, value, 14, ColumnType.NUMBER, "General")


def _words(heading: str, text: Text) -> IndicatorColumn:
    def value(entry: IndicatorEntry) -> Value:
        return text(entry) if number_of(text(entry)) is None else ""

    return IndicatorColumn(f"{heading}({NO_NUMBER})", value, 20)


def _state(entry: IndicatorEntry) -> str:
    """As データ says it of an answer."""
    if not entry.is_submitted:
        return "未提出"
    return "回答あり" if entry.actual else "未記入"


def indicator_rows(table: ConsolidatedTable) -> Iterator[list[Value]]:
    """In the order of the entries and of `indicator_columns`."""
    columns = indicator_columns(table.plan)
    for entry in table.indicator_entries:
        yield [column.value(entry) for column in columns]


def write_indicator_sheets(
    workbook: Workbook, styles: Styles, table: ConsolidatedTable, paper: Paper
) -> None:
    """An Excel table; one that a sheet cannot hold goes on on 指標データ(2) …"""
    columns, rows = indicator_columns(table.plan), list(indicator_rows(table))
    for part, start in enumerate(range(0, len(rows), SHEET_ROWS - 1), 1):
        name = sheet_part(SHEET_NAME, part)
        sheet = workbook.add_worksheet(name)
        of_sheet = rows[start : start + SHEET_ROWS - 1]
        fill_data_sheet(sheet, styles, f"{SHEET_NAME}{part}", columns, of_sheet)
        set_up_data_page(sheet, paper)


_SAYING = {
    ACTUAL_HEADING: ACTUAL_KEY,
    f"{ACTUAL_HEADING}({NO_NUMBER})": ACTUAL_KEY,
    REMARK_HEADING: REMARK_KEY,
}
"""Heading → the key of what is told there."""


def read_indicator_responses(
    plan: Plan, sheets: Iterable[Sequence[Sequence[str]]], file: str
) -> tuple[IndicatorResponse, ...]:
    """The rows of 指標データ, 指標データ(2) … that tell anything of the plan's indicators."""
    known = {(i.measure_id, i.name): i for i in plan.indicators}
    found = []
    for rows in sheets:
        headings = (*_SAYING, MEASURE_HEADING, NAME_HEADING, DEPARTMENT_HEADING)
        places = {heading: cells_of(rows[0], heading) for heading in headings} if rows else {}
        for record in (record_of(row, places) for row in rows[1:]):
            key = record.get(MEASURE_HEADING, ""), record.get(NAME_HEADING, "")
            values = {
                _SAYING[heading]: record[heading] for heading in _SAYING if record.get(heading)
            }
            department = record.get(DEPARTMENT_HEADING, "")
            if key in known and values and department:
                found.append(IndicatorResponse(key[0], department, values, file, indicator=key[1]))
    return tuple(found)
