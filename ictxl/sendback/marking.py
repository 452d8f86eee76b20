"""Mark the findings in a workbook: coloured cells, comments, and a list as the first sheet.

The marks are recorded on the form's hidden sheet, so that they are recognised later.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.fields import SENDBACK_MARK, SENDBACK_SHEET
from ictxl.contract.metadata import (
    HIDDEN_SHEETS,
    META_SHEET,
    SENDBACK_FILL_KIND,
    SENDBACK_SHEET_KIND,
    OwnText,
    TextKind,
    own_text_rows,
)
from ictxl.findings import Finding
from ictxl.model import grouped
from ictxl.report.links import cell_anchor
from ictxl.sendback.highlighting import colour_while_unchanged, remove_colouring
from ictxl.sendback.list_sheet import FILLS, write_list
from ictxl.text.clean import decode_escapes, encode_escapes
from ictxl.text.linebreak import line_count
from ictxl.text.row_height import column_units

_AUTHOR = "ictxl"
_COMMENT_WIDTH, _COMMENT_LINE = 300, 17
"""Pixels."""
_COMMENT_UNITS = column_units(_COMMENT_WIDTH / 7, 9, 11)
_EXPLANATION = (
    "色の付いたセルを直して上書き保存し、このブックをそのままご返送ください。"
    "セルをクリックするとその場所へ移ります。このシート、色、コメントは消さなくて構いません。"
)


class NotMarkableError(Exception):
    """openpyxl cannot read the workbook or finds no form in it; the text says why, in Japanese."""


def marked_workbook(content: bytes, findings: Sequence[Finding], heading: str) -> bytes:
    """The workbook with the findings marked, as openpyxl saves it.

    Raises NotMarkableError.
    """
    book = _load(content)
    remove_marks(book)
    for one in book.worksheets:
        # Drawings are put back as they were when the package is finished.
        vars(one).update(_images=[], _charts=[])
    titles = [sheet.title for sheet in book.worksheets if sheet.title not in HIDDEN_SHEETS]
    own: list[OwnText] = []
    fills: list[tuple[str, ...]] = []
    colours: dict[str, dict[str, str]] = {}
    by_cell = grouped(((f.sheet, f.cell), f) for f in findings if f.sheet and f.cell)
    for place, of_cell in by_cell.items():
        cell = _cell(book, *place)
        if cell is not None:
            own.append(_comment(cell, of_cell))
            fills.append(_colour(cell, of_cell))
            colours.setdefault(_title(cell), {})[cell.coordinate] = str(cell.fill.fgColor.rgb)
    for title, of_sheet in colours.items():
        colour_while_unchanged(book[title], of_sheet)
    sheet = _list_sheet(book, findings, heading, set(titles))
    own.extend(texts_of(sheet))
    add_records(book, [(SENDBACK_SHEET_KIND, sheet.title), *fills, *own_text_rows(own)])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _load(content: bytes) -> Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
    except Exception as error:
        raise NotMarkableError("openpyxl で読めません") from error
    if META_SHEET not in book.sheetnames:
        raise NotMarkableError("識別用のシートがありません")
    return book


def _list_sheet(
    book: Workbook, findings: Sequence[Finding], heading: str, titles: set[str]
) -> Worksheet:
    sheet = book.create_sheet(SENDBACK_SHEET, 0)
    assert isinstance(sheet, Worksheet)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False

    def link(found: Finding) -> Hyperlink | None:
        if not found.cell or found.sheet not in titles:
            return None
        return Hyperlink(ref="A1", location=cell_anchor(found.sheet, found.cell))

    write_list(sheet, findings, heading, _EXPLANATION, link)
    return sheet


def _cell(book: Workbook, sheet: str, place: str) -> Cell | None:
    """The cell, or the one that shows for it where it is merged away; None without the sheet."""
    if sheet not in book.sheetnames:
        return None
    cell = book[sheet][place]
    if isinstance(cell, MergedCell):
        area = next(r for r in book[sheet].merged_cells.ranges if cell.coordinate in r)
        cell = book[sheet].cell(area.min_row, area.min_col)
    return cell if isinstance(cell, Cell) else None


def _comment(cell: Cell, findings: Sequence[Finding]) -> OwnText:
    """Put the mark's comment on the cell, below what a person may have written there."""
    mark = "\n".join([SENDBACK_MARK, *(f"{f.message}\n→ {f.request}" for f in findings)])
    before = cell.comment.text if cell.comment else ""
    whole = f"{before}\n\n{mark}" if before else mark
    author = cell.comment.author if cell.comment else _AUTHOR
    comment = Comment(encode_escapes(whole), author)
    comment.width = _COMMENT_WIDTH
    comment.height = (line_count(whole, _COMMENT_UNITS) + 2) * _COMMENT_LINE
    cell.comment = comment
    return OwnText(TextKind.COMMENT, _title(cell), cell.row, cell.column_letter, mark)


def _colour(cell: Cell, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Colour the cell; the record tells how to take the colour away again."""
    before = cell.fill
    colour = before.fgColor
    kind = str(colour.type or "")
    record = (
        SENDBACK_FILL_KIND,
        _title(cell),
        cell.coordinate,
        str(before.fill_type or ""),
        kind,
        str(getattr(colour, kind, "")) if kind else "",
        repr(float(colour.tint or 0)),
    )
    gravest = min(findings, key=lambda found: found.severity.rank).severity
    cell.fill = PatternFill("solid", fgColor=FILLS[gravest])
    return record


def _title(cell: Cell) -> str:
    sheet: Any = cell.parent
    return str(sheet.title)


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
