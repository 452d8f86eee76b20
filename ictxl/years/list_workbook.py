"""Write plain tables as a workbook, for a person to look through and tick off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter.workbook import Workbook

from ictxl.files.outputs import write_content
from ictxl.spreadsheets.xlsx.cell_writer import (
    MAX_CELL_TEXT,
    SHEET_ROWS,
    Fragment,
    body_font,
    cell_length,
    sheet_part,
    write_fragments,
    write_text,
)
from ictxl.spreadsheets.xlsx.zip_writer import OWNERS_ONLY, made_parts, zip_parts
from ictxl.text.linebreak import line_count
from ictxl.text.row_height import MAX_ROW_HEIGHT, column_units, height_of

FONT_SIZE = 10.5
_NO_TIME = dt.datetime(2000, 1, 1)
"""Documents carry no clock: the same input gives the same bytes."""
HEADING_GROUND = "#DDEBF7"
_LINE = {"border": 1, "border_color": "#BFBFBF"}
_MARGIN = 0.4

Cell = str | int | float | Sequence[Fragment]


@dataclass(frozen=True)
class ListColumn:
    heading: str
    width: int
    """In digits of the body font."""
    centred: bool = False


@dataclass(frozen=True)
class Listing:
    """One sheet: a title, a line on what it is for, and a table."""

    name: str
    note: str
    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    paper: int = 9
    """`paperSize` of the page setup (ECMA-376 part 1, 18.3.1.63): 9 for A4, 8 for A3."""
    pages_wide: int = 1
    """Sheets of paper side by side; the first three columns stand on each."""


def number_cell(number: Decimal | None, text: str = "") -> Cell:
    """A whole number without a point; the text where there is no number."""
    if number is None:
        return text
    return int(number) if number == number.to_integral_value() else float(number)


@contextmanager
def writing_workbook(title: str, path: Path) -> Iterator[Workbook]:
    """A workbook to fill in, with the body font, whose digits widths are counted in; then written,
    in the same bytes on every system. Raises OutputError where the place cannot be written."""
    made = BytesIO()
    font = body_font(FONT_SIZE)
    workbook = Workbook(made, {"in_memory": True, "default_format_properties": font})
    workbook.set_properties({"title": title, "created": _NO_TIME})
    yield workbook
    workbook.close()
    write_content(path, zip_parts(made_parts(made.getvalue()), mode=OWNERS_ONLY))


def write_listings(listings: Sequence[Listing], title: str, path: Path) -> None:
    """Write a workbook of the listings. Raises OutputError where the place cannot be written."""
    with writing_workbook(title, path) as workbook:
        for listing in listings:
            add_listing(workbook, listing)


def add_listing(workbook: Workbook, listing: Listing) -> None:
    """On one sheet, or on as many as its rows take: 比較, 比較(2) …"""
    starts = range(0, max(1, len(listing.rows)), LISTING_ROWS)
    for part, start in enumerate(starts, 1):
        rows = listing.rows[start : start + LISTING_ROWS]
        _add_sheet(workbook, replace(listing, name=sheet_part(listing.name, part), rows=rows))


def _add_sheet(workbook: Workbook, listing: Listing) -> None:
    """Note, headings with a filter, rows as high as their texts, ready to print."""
    sheet = workbook.add_worksheet(listing.name)
    head = workbook.add_format(
        {"bold": True, "bg_color": HEADING_GROUND, "valign": "vcenter", "text_wrap": True, **_LINE}
    )
    body = {"valign": "top", "text_wrap": True, **_LINE}
    text, centred = workbook.add_format(body), workbook.add_format({**body, "align": "center"})
    write_text(sheet, 0, 0, listing.note, workbook.add_format({"valign": "vcenter"}))
    headings = [column.heading for column in listing.columns]
    sheet.set_row(_HEAD_ROW, row_height(listing.columns, headings) + _HEAD_PADDING)
    for index, column in enumerate(listing.columns):
        sheet.set_column(index, index, column.width)
        write_text(sheet, _HEAD_ROW, index, column.heading, head)
    for number, row in enumerate(listing.rows, start=_HEAD_ROW + 1):
        sheet.set_row(number, row_height(listing.columns, row))
        for index, (column, value) in enumerate(zip(listing.columns, row, strict=True)):
            _write(sheet, number, index, value, centred if column.centred else text)
    last = _HEAD_ROW + max(1, len(listing.rows))
    sheet.autofilter(_HEAD_ROW, 0, last, len(listing.columns) - 1)
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
    set_up_print(sheet, listing.paper)
    sheet.repeat_rows(_HEAD_ROW)
    if listing.pages_wide > 1:
        sheet.fit_to_pages(listing.pages_wide, 0)
        sheet.repeat_columns(0, 2)


_CUT = "…(長いので、ここまでです。全文は元の表にあります。)"
_HEAD_ROW = 2
LISTING_ROWS = SHEET_ROWS - _HEAD_ROW - 1
"""What one sheet of a listing holds."""
_HEAD_PADDING = 6


def set_up_print(sheet: Any, paper: int = 9) -> None:
    """Across, as wide as the paper."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=_MARGIN, right=_MARGIN, top=0.6, bottom=0.6)
    sheet.set_footer("&L&A&R&P / &N")
    sheet.hide_gridlines(2)


def _write(sheet: Any, row: int, column: int, value: Cell, cell_format: Any) -> None:
    if isinstance(value, int | float):
        sheet.write_number(row, column, value, cell_format)
    elif cell_length(_text(value)) > MAX_CELL_TEXT:
        shown = _text(value)[: MAX_CELL_TEXT // 2]
        write_text(sheet, row, column, shown + _CUT, cell_format)
    elif isinstance(value, str):
        write_text(sheet, row, column, value, cell_format)
    else:
        write_fragments(sheet, row, column, value, cell_format)


def row_height(columns: Sequence[ListColumn], row: Sequence[Cell]) -> float:
    lines = [
        line_count(_text(value), column_units(column.width, FONT_SIZE, FONT_SIZE))
        for column, value in zip(columns, row, strict=True)
    ]
    return min(height_of(max(lines), FONT_SIZE), MAX_ROW_HEIGHT)


def _text(value: Cell) -> str:
    if isinstance(value, int | float | str):
        return str(value)
    return "".join(text for _, text in value)
