"""Templates of published tables as a city makes them in Excel, for tests."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

FONT, SIZE = "BIZ UDゴシック", 10.5
SHEET = "公表"
HEADING_ROW, BODY_ROW = 2, 3
"""Rows, from 0."""
GREEN = "#CCFFCC"
Columns = Sequence[tuple[str, str, float]]
"""Heading, what stands in the prototype row, and width."""


def published_template(
    path: Path,
    columns: Columns,
    *,
    font: str = FONT,
    paper: int = 9,
    more: Callable[[Workbook, Worksheet], None] = lambda _book, _sheet: None,
) -> Path:
    """A table with a row of headings and a prototype row; `more` adds to it."""
    book = Workbook(
        path,
        {"default_format_properties": {"font_name": font, "font_size": SIZE}},
    )
    sheet = book.add_worksheet(SHEET)
    look = {"border": 1, "border_color": "#008000", "text_wrap": True, "valign": "top"}
    head, body = book.add_format({**look, "bg_color": GREEN}), book.add_format(look)
    sheet.write(0, 0, "{計画名} {年度}", book.add_format({"bold": True, "font_size": 14}))
    for column, (heading, text, width) in enumerate(columns):
        sheet.write(HEADING_ROW, column, heading, head)
        sheet.write_string(BODY_ROW, column, text, body)
        sheet.set_column(column, column, width)
    sheet.set_paper(paper)
    sheet.set_landscape()
    sheet.repeat_rows(HEADING_ROW)
    sheet.set_footer("&C{計画名} &P / &N")
    more(book, sheet)
    book.close()
    return path


def table_below(
    columns: Columns, row: int = 5, caption: str = "", note: str = ""
) -> Callable[[Workbook, Worksheet], None]:
    """A further table for `more`: caption, headings and prototype row from that row on, counted
    from 0; and a note below it."""

    def more(book: Workbook, sheet: Worksheet) -> None:
        look = {"border": 1, "text_wrap": True, "valign": "top"}
        head, body = book.add_format({**look, "bg_color": GREEN}), book.add_format(look)
        if caption:
            sheet.write(row, 0, caption)
        for column, (heading, text, _) in enumerate(columns):
            sheet.write(row + 1, column, heading, head)
            sheet.write_string(row + 2, column, text, body)
        if note:
            sheet.write(row + 4, 0, note)

    return more


def add_logo(sheet: Worksheet, row: int, column: int) -> None:
    """A small red picture."""
    picture = io.BytesIO(_png(24, 24))
    sheet.insert_image(row, column, "logo.png", {"image_data": picture, "description": "市章"})


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    rows = b"".join(b"\0" + b"\xff\0\0" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def measure_sheet_template(path: Path, name: str = "個票{施策番号}") -> Path:
    """個票: one measure on a sheet, a label beside each text, a row for each answer at the end."""
    book = Workbook(path, {"default_format_properties": {"font_name": FONT, "font_size": SIZE}})
    sheet = book.add_worksheet(name)
    look = {"border": 1, "text_wrap": True, "valign": "top"}
    label, text = book.add_format({**look, "bg_color": GREEN}), book.add_format(look)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 3, 22)
    sheet.merge_range(0, 0, 0, 3, "{計画名} 個票", book.add_format({"bold": True}))
    rows = (
        *(("施策", "{項番} {施策名称}"), ("目標", "{目標}"), ("評価", "{評価}")),
        ("進捗状況", "{進捗状況}"),
    )
    for row, (heading, filled) in enumerate(rows, 1):
        sheet.write(row, 0, heading, label)
        sheet.merge_range(row, 1, row, 3, filled, text)
    below = ("課", "評価", "次期"), ("{担当課}", "{評価}", "{次期展開}")
    for row, (texts, style) in enumerate(zip(below, (label, text), strict=True), 5):
        for column, filled in enumerate(texts):
            sheet.write(row, column, filled, style)
    add_logo(sheet, 0, 3)
    sheet.set_paper(9)
    sheet.set_footer("&C{施策名称} &P / &N")
    book.close()
    return path


ROWS: Columns = (
    ("基本施策", "{基本施策}", 16),
    ("番号", "{項番}", 6),
    ("取組", "{施策名称}", 28),
    ("担当課", "{担当課}", 16),
    ("評価", "{評価}", 6),
    ("実績", "{進捗状況}", 58),
    ("次期", "{次期展開}", 14),
)
"""A row for each department's answer, as many bodies publish it."""


if __name__ == "__main__":
    wanted, target = sys.argv[1], Path(sys.argv[2])
    if wanted == "rows":
        published_template(target, ROWS, more=lambda _book, sheet: add_logo(sheet, 0, 6))
    else:
        measure_sheet_template(target)
