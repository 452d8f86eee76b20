"""A tiny writer of Excel binary workbooks ([MS-XLSB]), for tests: nothing free writes them."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.text.clean import decode_escapes

RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRUCK_FONT = 1
_MERGED = re.compile(b"<mergeCells.*?</mergeCells>", re.DOTALL)
_CONTROL = re.compile("_x(00[01][0-9A-F])_")


def record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(data), b""
    while True:
        size, low = size >> 7, size & 0x7F
        length += bytes([low | (0x80 if size else 0)])
        if not size:
            return head + length + data


def wide(text: str) -> bytes:
    # This format has no escapes: characters stand as they are ([MS-XLSB] 2.5.169 XLWideString).
    # openpyxl keeps those of control characters and undoes those of literal `_x0041_`.
    raw = _CONTROL.sub(lambda match: chr(int(match[1], 16)), text).encode(
        "utf-16-le", "surrogatepass"
    )
    return struct.pack("<I", len(raw) // 2) + raw


def save_as_xlsb(source: Path, target: Path) -> Path:
    """The texts, strikes, comments, merged cells and hidden rows of a workbook, as .xlsb."""
    book, merged = _load(source)
    parts = {"xl/styles.bin": _styles(), "xl/workbook.bin": b""}
    bundle, rels = b"", ""
    for number, sheet in enumerate(book.worksheets, 1):
        name = f"xl/worksheets/sheet{number}.bin"
        parts[name] = _sheet(sheet, merged[sheet.title])
        comments = _comments(sheet)
        if comments:
            parts[f"xl/comments{number}.bin"] = comments
            parts[f"xl/worksheets/_rels/sheet{number}.bin.rels"] = _rels(
                f'<Relationship Id="rId1" Type="{OFFICE}/comments" '
                f'Target="../comments{number}.bin"/>'
            )
        state = 0 if sheet.sheet_state == "visible" else 2
        bundle += record(
            156, struct.pack("<II", state, number) + wide(f"rId{number}") + wide(sheet.title)
        )
        rels += (
            f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" '
            f'Target="worksheets/sheet{number}.bin"/>'
        )
    parts["xl/workbook.bin"] = record(131) + record(143) + bundle + record(144) + record(132)
    parts["xl/_rels/workbook.bin.rels"] = _rels(
        rels + f'<Relationship Id="rIdS" Type="{OFFICE}/styles" Target="styles.bin"/>'
    )
    parts["_rels/.rels"] = _rels(
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.bin"/>'
    )
    parts["[Content_Types].xml"] = (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        b'<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.main"/>'
        b"</Types>"
    )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return target


def _load(source: Path) -> tuple[Workbook, dict[str, list[CellRange]]]:
    """The workbook with its merged areas apart: openpyxl drops what they cover."""
    merged = {
        sheet.title: list(sheet.merged_cells.ranges) for sheet in openpyxl.load_workbook(source)
    }
    whole = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(whole, "w") as new:
        for name in old.namelist():
            new.writestr(name, _MERGED.sub(b"", old.read(name)))
    return openpyxl.load_workbook(whole, rich_text=True), merged


def _rels(content: str) -> bytes:
    return f'<Relationships xmlns="{RELS}">{content}</Relationships>'.encode()


def _styles() -> bytes:
    """Font 0 plain, font 1 struck; cell formats 0 and 1 use them."""
    fonts = b"".join(
        record(
            43,
            struct.pack("<HHHHBBBB8s", 220, flags, 400, 0, 0, 0, 0, 0, bytes(8))
            + b"\x00"
            + wide("x"),
        )
        for flags in (0, 8)
    )
    formats = b"".join(
        record(47, struct.pack("<HHHHHBBHH", 0, 0, font, 0, 0, 0, 0, 0, 0)) for font in (0, 1)
    )
    return record(278) + fonts + record(617, struct.pack("<I", 2)) + formats + record(618)


def _sheet(sheet: Worksheet, areas: list[CellRange]) -> bytes:
    last = struct.pack("<IIII", 0, sheet.max_row - 1, 0, sheet.max_column - 1)
    rows = b""
    for cells in sheet.iter_rows():
        row = cells[0].row
        hidden = 0x10 if sheet.row_dimensions[row].hidden else 0
        rows += record(0, struct.pack("<IIHBBBI", row - 1, 0, 300, 0, hidden, 0, 0))
        for cell in cells:
            if cell.value is not None and cell.data_type != "f":
                rows += _cell(cell.column - 1, cell.value, bool(cell.font and cell.font.strike))
    merged = b"".join(
        record(
            176, struct.pack("<IIII", r.min_row - 1, r.max_row - 1, r.min_col - 1, r.max_col - 1)
        )
        for r in areas
    )
    body = record(145) + rows + record(146) + merged + _page(sheet)
    return record(129) + record(148, last) + body + record(130)


def _page(sheet: Worksheet) -> bytes:
    """The header's left part is all that tests write."""
    text = sheet.oddHeader.left.text if sheet.oddHeader else None
    parts = [f"&L{text}" if text else "", *[""] * 5]
    return record(479, struct.pack("<H", 0) + b"".join(map(wide, parts))) if text else b""


def _cell(column: int, value: object, struck: bool) -> bytes:
    head = struct.pack("<II", column, int(struck))
    if not isinstance(value, CellRichText):
        return record(6, head + wide(str(value)))
    text, runs = "", []
    for piece in value:
        is_struck = isinstance(piece, TextBlock) and bool(piece.font.strike)
        runs.append(struct.pack("<HH", len(text), STRUCK_FONT if is_struck else 0))
        text += str(piece)
    return record(62, head + b"\x01" + wide(text) + struct.pack("<I", len(runs)) + b"".join(runs))


def _comments(sheet: Worksheet) -> bytes:
    found = b""
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.comment:
                row, column = cell.row - 1, cell.column - 1
                said = decode_escapes(cell.comment.text)
                place = struct.pack("<IIIII16s", 0, row, row, column, column, bytes(16))
                found += record(635, place) + record(637, b"\x00" + wide(said))
    return found
