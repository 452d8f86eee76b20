"""Write 指標データ: one indicator and department a row, for machines."""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter.workbook import Workbook

from ictxl.consolidated.data.columns import Value
from ictxl.consolidated.data.sheet import fill_data_sheet, set_up_data_page
from ictxl.consolidated.indicators.columns import SHEET_NAME, indicator_columns
from ictxl.consolidated.paper import Paper
from ictxl.consolidated.styles import Styles
from ictxl.consolidated.table import ConsolidatedTable
from ictxl.spreadsheets.xlsx.cell_writer import SHEET_ROWS, sheet_part


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
