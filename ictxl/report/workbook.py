"""The report as a workbook, one sheet a table."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ictxl.files.outputs import write_whole
from ictxl.report.content import Report
from ictxl.report.own_outputs import REPORT_TITLE
from ictxl.report.sheets import Link, ReportTable, Row, Value, report_tables
from ictxl.spreadsheets.xlsx.cell_writer import (
    MAX_CELL_TEXT,
    SHEET_ROWS,
    body_font,
    cell_length,
    fits_cell,
    sheet_part,
    write_text,
)
from ictxl.spreadsheets.xlsx.zip_writer import OWNERS_ONLY, made_parts, zip_parts
from ictxl.text.row_height import MAX_ROW_HEIGHT, column_units, height_of, lines_within

MAX_LINKS = 65_530
"""Hyperlinks that a worksheet can hold (Excel specifications and limits)."""
MAX_LINK_UNITS = 2_079
"""Longest link that Excel opens."""
# Documents carry no clock: the same input gives the same bytes.
_NO_TIME = dt.datetime(2000, 1, 1)


def write_report_workbook(report: Report, target: Path) -> None:
    """Write the report; its links lead from the target's folder to the returned workbooks."""
    is_large = report.round.foreign_count > _MANY_ROWS

    def write(draft: Path) -> None:
        # The tables' rows may be gone through once only.
        draft.write_bytes(_content(report_tables(report, target.parent), by_rows=is_large))

    write_whole(target, write)


def workbook_content(report: Report, folder: Path) -> bytes:
    """The same as its file holds it, with links as seen from `folder`; for ordinary rounds."""
    return _content(report_tables(report, folder), by_rows=False)


_HEAD_ROW = 2
_MANY_ROWS = 20_000
"""Copied from workbooks that are no form: beyond, the report is written row by row."""
_FONT_SIZE = 10.5
_RAGGED = 1
"""Units a wrapped line may leave empty because a wide letter, or 、 after it, does not fit."""
_TONES = {"error": "#F8CBAD", "warning": "#FFE699", "info": "#DDEBF7", "done": "#C6E0B4"}
_TONED_COLUMNS = 3
"""Number, kind and code, or number, department and state, carry a row's colour."""


def _content(tables: Sequence[ReportTable], *, by_rows: bool) -> bytes:
    made = io.BytesIO()
    options = {
        # Row by row, so that no table has to fit into the memory; texts then stand in their cells.
        "constant_memory": by_rows,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": body_font(_FONT_SIZE),
    }
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"title": REPORT_TITLE, "created": _NO_TIME})
        formats = _Formats(book)
        for table in tables:
            for part, rows in enumerate(_sheets(table.rows), 1):
                name = sheet_part(table.name, part)
                _write_table(book.add_worksheet(name), replace(table, name=name), rows, formats)
    return zip_parts(made_parts(made.getvalue()), mode=OWNERS_ONLY)


def _sheets(rows: Iterable[Row]) -> Iterator[Iterable[Row]]:
    """The rows of each sheet that a table takes: one, unless it has more than a sheet can hold."""
    pieces = (piece for row in rows for piece in continued(row))
    first = next(pieces, None)
    if first is None:
        yield ()
    while first is not None:
        yield chain([first], islice(pieces, SHEET_ROWS - _HEAD_ROW - 2))
        first = next(pieces, None)


class _Formats:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"valign": "top"}
        cell = {**base, "text_wrap": True, "border": 1, "border_color": "#BFBFBF"}
        white = {"font_color": "#FFFFFF"}
        link = {"font_color": "#0563C1", "underline": 1}
        self.note: Format = book.add_format(base)
        self.head: Format = book.add_format(
            {**cell, **white, "bold": True, "bg_color": "#1F3864", "valign": "vcenter"}
        )
        self.text: Format = book.add_format({**cell})
        self.number: Format = book.add_format({**cell, "align": "center"})
        self.link: Format = book.add_format({**cell, **link})
        self.toned: dict[str, Format] = {
            tone: book.add_format({**cell, "bg_color": colour}) for tone, colour in _TONES.items()
        }


def _write_table(
    sheet: Worksheet, table: ReportTable, rows: Iterable[Row], formats: _Formats
) -> None:
    sheet.write_string(0, 0, f"{table.name}  {table.note}", formats.note)
    for index, (heading, width) in enumerate(table.columns):
        sheet.set_column(index, index, width)
        sheet.write_string(_HEAD_ROW, index, heading, formats.head)
    last = _HEAD_ROW
    writer = _RowWriter(sheet, formats)
    units = [column_units(width, _FONT_SIZE, _FONT_SIZE) for _, width in table.columns]
    for row in rows:
        last += 1
        sheet.set_row(last, _row_height(row, units))
        writer.write(last, row)
    if last == _HEAD_ROW:
        sheet.write_string(last + 1, 0, table.empty, formats.note)
    sheet.autofilter(_HEAD_ROW, 0, max(last, _HEAD_ROW + 1), len(table.columns) - 1)
    sheet.freeze_panes(_HEAD_ROW + 1, _TONED_COLUMNS)
    _set_page(sheet, table)


def _row_height(row: Row, units: Sequence[int]) -> float:
    """Points that show the row's texts whole, as far as Excel allows a row to grow."""
    lines = 1
    for value, width in zip(row.values, units, strict=True):
        text = value if isinstance(value, str) else _shown(value)
        # A letter takes two units at most: many texts surely fit into the lines there are.
        if len(text) * 2 > width * lines or "\n" in text:
            lines = max(lines, _line_estimate(text, width))
    return min(height_of(lines, _FONT_SIZE), MAX_ROW_HEIGHT)


def _shown(value: int | Link) -> str:
    return value.text if isinstance(value, Link) else str(value)


_MOST_LINES = lines_within(MAX_ROW_HEIGHT, _FONT_SIZE) + 1
"""More do not make a row higher."""


def _line_estimate(text: str, units: int) -> int:
    """How many lines a text takes; counted, not laid out: a report may have 100,000 rows."""
    # In this encoding a full-width letter takes two bytes, which is its width.
    shown = text[: _MOST_LINES * units].encode("cp932", "replace")
    if b"\n" not in shown:
        return _lines(len(shown), units)
    return sum(_lines(len(part), units) for part in shown.split(b"\n", _MOST_LINES))


def _lines(length: int, units: int) -> int:
    return 1 if length <= units else -(-length // max(1, units - _RAGGED))


def _set_page(sheet: Worksheet, table: ReportTable) -> None:
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.set_footer(f"&L{table.name}&R&P / &N")


class _RowWriter:
    """Writes one sheet's rows; beyond Excel's number of links, their texts stay without one."""

    def __init__(self, sheet: Worksheet, formats: _Formats) -> None:
        self._sheet = sheet
        self._formats = formats
        self._links = 0

    def write(self, line: int, row: Row) -> None:
        toned = self._formats.toned.get(row.tone, self._formats.text)
        for column, value in enumerate(row.values):
            if isinstance(value, str):
                cell_format = toned if column < _TONED_COLUMNS else self._formats.text
                write_text(self._sheet, line, column, value, cell_format)
            elif isinstance(value, Link):
                self._write_link(line, column, value)
            else:
                self._sheet.write_number(line, column, value, self._formats.number)

    def _write_link(self, line: int, column: int, link: Link) -> None:
        if self._links < MAX_LINKS and _opens(link.target):
            self._links += 1
            self._sheet.write_url(line, column, link.target, self._formats.link, link.text)
        else:
            write_text(self._sheet, line, column, link.text, self._formats.text)


def _opens(target: str) -> bool:
    return 2 * len(target) <= MAX_LINK_UNITS or cell_length(target) <= MAX_LINK_UNITS


_SURELY_FITS = MAX_CELL_TEXT // 2
"""Letters, of which none counts more than two."""


def continued(row: Row) -> Iterator[Row]:
    """The row, with texts too long for a cell carried on in further rows of the same number."""
    if not any(isinstance(value, str) and len(value) > _SURELY_FITS for value in row.values):
        yield row
        return
    pieces = [_pieces(value) for value in row.values]
    for part in range(max(map(len, pieces))):
        values = tuple(
            texts[part] if part < len(texts) else (texts[0] if len(texts) == 1 else "")
            for texts in pieces
        )
        if part:
            values = (f"{row.values[0]} (続き{part})", *values[1:])
        yield Row(values, row.tone)


def _pieces(value: Value) -> list[Value]:
    if not isinstance(value, str) or fits_cell(value):
        return [value]
    pieces: list[Value] = []
    start = 0
    while start < len(value):
        piece = _fitting(value[start : start + MAX_CELL_TEXT])
        if start + len(piece) < len(value):
            # Cut after a line, unless that leaves half a cell unused.
            piece = piece[: piece.rfind("\n", MAX_CELL_TEXT // 2) + 1] or piece
        pieces.append(piece)
        start += len(piece)
    return pieces


def _fitting(text: str) -> str:
    """As much of a text as a cell holds, whose characters beyond the BMP count two."""
    while (excess := cell_length(text) - MAX_CELL_TEXT) > 0:
        text = text[: -excess // 2]
    return text
