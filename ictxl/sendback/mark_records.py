"""Record the marks of a send-back on the form's hidden sheet, so that they are recognised later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.fields import SENDBACK_MARK
from ictxl.contract.metadata import (
    HIDDEN_SHEETS,
    META_SHEET,
    SENDBACK_FILL_KIND,
    SENDBACK_SHEET_KIND,
    OwnText,
    TextKind,
)
from ictxl.sendback.highlighting import remove_colouring
from ictxl.sendback.list_sheet import FILLS
from ictxl.text.clean import decode_escapes, encode_escapes


def texts_of(sheet: Worksheet) -> Iterator[OwnText]:
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell, Cell) and cell.value is not None:
                text = decode_escapes(str(cell.value))
                yield OwnText(TextKind.CELL, sheet.title, cell.row, cell.column_letter, text)


def add_records(book: Workbook, records: Sequence[Sequence[str]]) -> None:
    hidden = book[META_SHEET]
    row = _last_row(hidden)
    for record in records:
        row += 1
        for column, text in enumerate(record, 1):
            if text:
                cell = hidden.cell(row, column)
                cell.value = encode_escapes(text)
                cell.data_type = "s"


def _last_row(sheet: Worksheet) -> int:
    """Below it nothing is written; `max_row` counts cells that were emptied too."""
    filled = (cells[0].row for cells in sheet.iter_rows(max_col=1) if cells[0].value is not None)
    return max((row for row in filled if row is not None), default=0)


def remove_marks(book: Workbook) -> None:
    """Take away what an earlier send-back added, wherever its cells have moved since."""
    hidden = book[META_SHEET]
    records = [
        [decode_escapes(str(cell.value)) if cell.value is not None else "" for cell in cells]
        for cells in hidden.iter_rows()
    ]
    names = {record[1] for record in records if record[0] == SENDBACK_SHEET_KIND}
    fills = [record for record in records if record[0] == SENDBACK_FILL_KIND]
    for name in names & set(book.sheetnames):
        del book[name]
    for sheet in book.worksheets:
        if sheet.title not in HIDDEN_SHEETS:
            _clear_marks(sheet, [record for record in fills if record[1] == sheet.title])
    for number, record in enumerate(records, 1):
        if _is_of_sendback(record, names):
            for cell in hidden[number]:
                cell.value = None


def _is_of_sendback(record: Sequence[str], names: set[str]) -> bool:
    if record[0] in (SENDBACK_SHEET_KIND, SENDBACK_FILL_KIND):
        return True
    of_list = record[0] == TextKind.CELL and record[1] in names
    return of_list or (
        record[0] == TextKind.COMMENT and any(text.startswith(SENDBACK_MARK) for text in record)
    )


def _clear_marks(sheet: Worksheet, fills: Sequence[Sequence[str]]) -> None:
    remove_colouring(sheet)
    exact = {record[2]: record for record in fills}
    of_column = {record[2].rstrip("0123456789"): record for record in fills}
    for cells in sheet.iter_rows():
        for cell in cells:
            if not isinstance(cell, Cell):
                continue
            if cell.fill.fgColor.rgb in FILLS.values() and fills:
                record = exact.get(cell.coordinate) or of_column.get(cell.column_letter)
                cell.fill = _fill(record) if record else PatternFill()
            if cell.comment and SENDBACK_MARK in cell.comment.text:
                kept = cell.comment.text.partition(SENDBACK_MARK)[0].strip()
                author = cell.comment.author
                cell.comment = Comment(kept, author) if kept else None


def _fill(record: Sequence[str]) -> PatternFill:
    pattern, kind, value, tint = [*record[3:7], *[""] * 4][:4]
    if not pattern or kind not in ("rgb", "theme", "indexed"):
        return PatternFill()
    colour = Color(tint=float(tint or 0))
    setattr(colour, kind, value if kind == "rgb" else int(value))
    colour.type = kind
    fill = PatternFill(fgColor=colour)
    fill.fill_type = pattern
    return fill
