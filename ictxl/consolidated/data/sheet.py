"""Write the sheet データ: one response a row, for machines.

Follows 総務省's 統計表における機械判読可能なデータ作成に関する表記方法 (2020): one value a cell, no
merging, headings in one row, codes and labels in columns of their own, western year beside 和暦.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ictxl.consolidated.data.columns import Column, DataRow, Value, data_columns
from ictxl.consolidated.styles import HEADING_GROUND, Paper, Styles
from ictxl.consolidated.table import ConsolidatedTable
from ictxl.spreadsheets.xlsx.cell_writer import MAX_CELL_TEXT, SHEET_ROWS, SURE_LENGTH, write_text

SHEET_NAME = "データ"
TABLE_NAME = "進捗データ"
REVIEW_SHEET = REVIEW_TABLE = "審査データ"
"""The same of the second reading: a row a measure and reader."""


def data_rows(table: ConsolidatedTable) -> Iterator[list[Value]]:
    """One row an answer, in the table's order, in the order of `data_columns`."""
    columns = data_columns(table.plan)
    for answer in table.answers:
        row = DataRow(table.plan, answer)
        yield [column.value(row) for column in columns]


def exceeds_sheet(table: ConsolidatedTable) -> bool:
    """More answers than fit below the headings of a worksheet."""
    return len(table.answers) >= SHEET_ROWS


PLACE_HEADING = "データの置き場所"
"""Stands in A1 where the rows lie in a file beside the workbook."""


def write_data_place(
    workbook: Workbook, styles: Styles, table: ConsolidatedTable, file: str
) -> None:
    """The sheet of a table that does not fit: it says where all of it is."""
    sheet = workbook.add_worksheet(SHEET_NAME)
    plain, bold = styles.get(), styles.get(bold=True)
    for row, (heading, value) in enumerate(((PLACE_HEADING, file), ("行数", len(table.answers)))):
        write_text(sheet, row, 0, heading, bold)
        write_text(sheet, row, 1, str(value), plain)
    note = (
        f"回答が {len(table.answers):,} 件あり、Excel のシートに入り切らないので、"
        f"同じフォルダーの「{file}」にすべて書きました。このブックといっしょに保管してください。"
    )
    write_text(sheet, 3, 0, note, plain)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 40)


def continued_heading(heading: str, part: int) -> str:
    """The heading of the cells that take what the first of a value's cells cannot hold."""
    return heading if part == 1 else f"{heading}(続き{part})"


def cells_of(headings: Sequence[str], heading: str) -> list[int]:
    """Where a heading stands in a row of them, and what its long texts go on in."""
    if heading not in headings:
        return []
    found = [headings.index(heading)]
    while (further := continued_heading(heading, len(found) + 1)) in headings:
        found.append(headings.index(further))
    return found


def record_of(row: Sequence[str], places: Mapping[str, Sequence[int]]) -> dict[str, str]:
    """Heading → text, put together where it goes on."""
    return {
        heading: "".join(row[index] for index in indices if index < len(row))
        for heading, indices in places.items()
    }


def write_data_sheet(
    workbook: Workbook, styles: Styles, table: ConsolidatedTable, paper: Paper
) -> None:
    """An Excel table; a text too long for a cell goes on in columns of its own beside it. That of a
    second reading is 審査データ."""
    rows = list(data_rows(table))
    is_review = bool(table.plan.review_of)
    sheet = workbook.add_worksheet(REVIEW_SHEET if is_review else SHEET_NAME)
    name = REVIEW_TABLE if is_review else TABLE_NAME
    fill_data_sheet(sheet, styles, name, data_columns(table.plan), rows)
    set_up_data_page(sheet, paper)


def fill_data_sheet(
    sheet: Worksheet,
    styles: Styles,
    name: str,
    columns: Sequence[Column[Any]],
    rows: Sequence[Sequence[Value]],
) -> None:
    """The Excel table of that name, its heading row frozen."""
    widest = [_most_cells(values) for values in zip(*rows, strict=True)] or [1] * len(columns)
    headings: list[str] = []
    for column, count in zip(columns, widest, strict=True):
        for part in range(1, count + 1):
            sheet.set_column(len(headings), len(headings), column.width)
            headings.append(continued_heading(column.heading, part))
    _add_table(sheet, styles, name, headings, len(rows))
    text_style = styles.get(valign="top")
    number_styles = [_number_style(styles, column) for column in columns]
    starts = list(accumulate(widest[:-1], initial=0))
    for number, row in enumerate(rows, start=1):
        for start, cells, value, style in zip(starts, widest, row, number_styles, strict=True):
            if not isinstance(value, str):
                _write_number(sheet, number, start, value, style)
            elif value and cells == 1:
                write_text(sheet, number, start, value, text_style)
            elif value:
                for index, piece in enumerate(parts_for_cells(value), start):
                    write_text(sheet, number, index, piece, text_style)
    sheet.freeze_panes(1, 0)


def set_up_data_page(sheet: Worksheet, paper: Paper) -> None:
    """As wide as the paper, the headings on every page."""
    sheet.set_landscape()
    sheet.set_paper(paper.excel_code)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _number_style(styles: Styles, column: Column[Any]) -> Format:
    shown = column.number_format
    aligned = {"align": "right"} if shown else {}
    return styles.get(valign="top", num_format=shown or "0", **aligned)


def _write_number(
    sheet: Worksheet, row: int, column: int, value: int | Decimal | dt.date, style: Format
) -> None:
    if isinstance(value, int | Decimal):
        sheet.write_number(row, column, value, style)
    elif value < _FIRST_DATE:
        write_text(sheet, row, column, value.isoformat(), style)
    else:
        sheet.write_datetime(row, column, value, style)


_FIRST_DATE = dt.date(1900, 3, 1)
"""Excel counts no earlier days, or counts them wrongly: it takes 1900 for a leap year."""


def _add_table(
    sheet: Worksheet, styles: Styles, name: str, headings: Sequence[str], rows: int
) -> None:
    style = styles.get(bold=True, bg_color=HEADING_GROUND, valign="vcenter")
    last = (max(1, rows), len(headings) - 1)
    sheet.add_table(
        0,
        0,
        *last,
        {
            "name": name,
            "style": "Table Style Light 1",
            "columns": [{"header": text, "header_format": style} for text in headings],
        },
    )
    # xlsxwriter notes every cell, to refuse cells that are joined in a table; here none is.
    sheet.table_cells.clear()
    # 次期展開番号 is a code: text, although it looks like a number.
    sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, *last)})


def _most_cells(column: Iterable[Value]) -> int:
    """Cells that the longest of a column's values takes."""
    texts = [value for value in column if isinstance(value, str)]
    if max(map(len, texts), default=0) <= SURE_LENGTH:
        return 1
    return max(len(parts_for_cells(text)) for text in texts)


def parts_for_cells(text: str) -> list[str]:
    """The text cut where a cell is full; joined they are the text. One part for an empty text."""
    if len(text) <= MAX_CELL_TEXT // 2:
        return [text]
    parts, start, used = [], 0, 0
    for index, char in enumerate(text):
        width = 2 if char > "\uffff" else 1
        if used + width > MAX_CELL_TEXT:
            parts.append(text[start:index])
            start, used = index, 0
        used += width
    return [*parts, text[start:]]
