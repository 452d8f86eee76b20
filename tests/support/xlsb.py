"""A tiny writer of Excel binary workbooks ([MS-XLSB]), for tests: nothing free writes them."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

import openpyxl
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.text.clean import decode_escapes

RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES = {
    "xl/workbook": "application/vnd.ms-excel.sheet.binary.macroEnabled.main",
    "xl/worksheets/sheet": "application/vnd.ms-excel.worksheet",
    "xl/styles": "application/vnd.ms-excel.styles",
    "xl/comments": "application/vnd.ms-excel.comments",
}
STRUCK_FONT = 1
_MERGED = re.compile(b"<mergeCells.*?</mergeCells>", re.DOTALL)
_MERGED_AREA = re.compile(rb'<mergeCell\b[^<>]*\bref="([A-Z0-9:]+)"')
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
    """A workbook as .xlsb: texts, strikes, formulas of words, comments, links, rules, names,
    properties, merged cells and hidden rows."""
    book, merged = _load(source)
    parts = {"xl/styles.bin": _styles(), "xl/workbook.bin": b""}
    words = _words(book)
    bundle, rels = b"", ""
    for number, sheet in enumerate(book.worksheets, 1):
        name = f"xl/worksheets/sheet{number}.bin"
        parts[name] = _sheet(sheet, merged[sheet.title], words)
        comments = _comments(sheet)
        related = "".join(
            f'<Relationship Id="{link.id}" Type="{OFFICE}/hyperlink" '
            f'Target={quoteattr(link.target)} TargetMode="External"/>'
            for link in _links(sheet)
            if link.target
        )
        if comments:
            parts[f"xl/comments{number}.bin"] = comments
            related += (
                f'<Relationship Id="rIdC" Type="{OFFICE}/comments" '
                f'Target="../comments{number}.bin"/>'
            )
        if related:
            parts[f"xl/worksheets/_rels/sheet{number}.bin.rels"] = _rels(related)
        state = 0 if sheet.sheet_state == "visible" else 2
        bundle += record(
            156, struct.pack("<II", state, number) + wide(f"rId{number}") + wide(sheet.title)
        )
        rels += (
            f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" '
            f'Target="worksheets/sheet{number}.bin"/>'
        )
    names = b"".join(map(_name, (*book.defined_names.values(), *map(_undefined, words))))
    parts["xl/workbook.bin"] = (
        record(131) + record(143) + bundle + record(144) + names + record(157) + record(132)
    )
    parts["xl/_rels/workbook.bin.rels"] = _rels(
        rels + f'<Relationship Id="rIdS" Type="{OFFICE}/styles" Target="styles.bin"/>'
    )
    with zipfile.ZipFile(source) as package:
        parts |= {n: package.read(n) for n in package.namelist() if n.startswith("docProps/")}
    parts["_rels/.rels"] = _rels(
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.bin"/>'
    )
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{content_type}"/>'
        for name in parts
        for beginning, content_type in CONTENT_TYPES.items()
        if name.startswith(beginning) and name.endswith(".bin")
    )
    parts["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.main"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}</Types>"
    ).encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return target


def _load(source: Path) -> tuple[Workbook, dict[str, list[CellRange]]]:
    """The workbook with its merged areas apart: openpyxl drops what they cover."""
    whole, merged = io.BytesIO(), {}
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(whole, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            merged[name] = [CellRange(ref.decode()) for ref in _MERGED_AREA.findall(part)]
            new.writestr(name, _MERGED.sub(b"", part))
    book = openpyxl.load_workbook(whole, rich_text=True)
    # openpyxl numbers the sheets' parts in their order.
    parts = {s.title: f"xl/worksheets/sheet{n}.xml" for n, s in enumerate(book.worksheets, 1)}
    return book, {title: merged[part] for title, part in parts.items()}


def _rels(content: str) -> bytes:
    return f'<Relationships xmlns="{RELS}">{content}</Relationships>'.encode()


_FONTS = ((0, 0, "x"), (8, 0, "x"), (0, 1, "x"), (0, 2, "x"), (0, 0, "Wingdings"))
"""(flags, script, name): plain, struck (`STRUCK_FONT`), raised, lowered, symbols."""
_NUMBER_FORMATS = {'0"人"': (2, 170), "[h]:mm:ss": (3, 46)}
"""Those that a number may have: (cell format, number of the format)."""


def _styles() -> bytes:
    """Cell formats 0 and 1 use the fonts of that number, the others a number format."""
    codes = record(615, struct.pack("<I", 1)) + record(44, struct.pack("<H", 170) + wide('0"人"'))
    fonts = b"".join(
        record(
            43,
            struct.pack("<HHHHBBBB8s", 220, flags, 400, script, 0, 0, 0, 0, bytes(8))
            + b"\x00"
            + wide(name),
        )
        for flags, script, name in _FONTS
    )
    uses = [(0, 0), (0, 1), *((number, 0) for _, number in _NUMBER_FORMATS.values())]
    formats = b"".join(
        record(47, struct.pack("<HHHHHBBHH", 0, number, font, 0, 0, 0, 0, 0, 0))
        for number, font in uses
    )
    head = record(278) + codes + record(616) + fonts
    return head + record(617, struct.pack("<I", len(uses))) + formats + record(618)


def _sheet(sheet: Worksheet, areas: list[CellRange], words: dict[str, int]) -> bytes:
    last = struct.pack("<IIII", 0, sheet.max_row - 1, 0, sheet.max_column - 1)
    rows = b""
    for cells in sheet.iter_rows():
        row = cells[0].row
        hidden = 0x10 if sheet.row_dimensions[row].hidden else 0
        rows += record(0, struct.pack("<IIHBBBI", row - 1, 0, 300, 0, hidden, 0, 0))
        for cell in cells:
            if cell.data_type == "f":
                rows += _formula_of_words(cell.column - 1, str(cell.value), words)
            elif cell.value is not None:
                rows += _cell_of(cell)
    merged = b"".join(
        record(
            176, struct.pack("<IIII", r.min_row - 1, r.max_row - 1, r.min_col - 1, r.max_col - 1)
        )
        for r in areas
    )
    found = sheet.data_validations.dataValidation
    head = struct.pack("<HIIII", 0, 0, 0, 0, len(found))
    rules = record(573, head) + b"".join(map(_rule, found)) + record(574) if found else b""
    links = b"".join(map(_link, _links(sheet)))
    body = record(145) + rows + record(146) + merged + rules + links + _page(sheet)
    return record(129) + record(148, last) + body + record(130)


def _links(sheet: Worksheet) -> list[Hyperlink]:
    """The sheet's links, each with its id."""
    links = [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    for number, link in enumerate(links):
        # A place inside the workbook needs no relation.
        link.id = f"rIdL{number}" if link.target else ""
    return links


def _link(link: Hyperlink) -> bytes:
    area = CellRange(link.ref)
    place = (area.min_row - 1, area.max_row - 1, area.min_col - 1, area.max_col - 1)
    texts = (link.id or "", link.location or "", link.tooltip or "", link.display or "")
    return record(494, struct.pack("<IIII", *place) + b"".join(map(wide, texts)))


def _rule(rule: DataValidation) -> bytes:
    areas = [
        (r.min_row - 1, r.max_row - 1, r.min_col - 1, r.max_col - 1) for r in rule.cells.ranges
    ]
    said = (rule.errorTitle, rule.error, rule.promptTitle, rule.prompt)
    data = struct.pack("<II", 3, len(areas)) + b"".join(struct.pack("<IIII", *a) for a in areas)
    formulas = _formula(rule.formula1 or "") + _formula("")
    return record(64, data + b"".join(wide(text or "") for text in said) + formulas)


def _name(name: DefinedName) -> bytes:
    flags = 0x20 if name.name.startswith("_xlnm.") else 0
    head = struct.pack("<IBI", flags, 0, 0xFFFFFFFF) + wide(name.name)
    return record(39, head + _formula(name.attr_text or "") + wide(name.comment or ""))


def _formula(formula: str) -> bytes:
    """One text as the token for it (PtgStr); of others nothing."""
    tokens = b""
    if formula.startswith('"'):
        text = formula[1:-1].replace('""', '"')
        tokens = struct.pack("<BH", 0x17, len(text)) + text.encode("utf-16-le")
    return struct.pack("<I", len(tokens)) + tokens + struct.pack("<I", 0)


_OPERAND = r"-?[^\W\dA-Za-z]\w*|\"[^\"]*\""
_OF_WORDS = re.compile(rf"=(?:{_OPERAND})(?:&(?:{_OPERAND}))*")
"""Words typed as a formula, such as `=-担当者が異動` or `=来年度も&"予定"`; the form's own formulas
are not written."""


def _words(book: Workbook) -> dict[str, int]:
    """The words without quotes in such formulas, each with its number among the book's names."""
    first, found = len(book.defined_names) + 1, dict[str, int]()
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and _OF_WORDS.fullmatch(str(cell.value)):
                    for word in re.findall(_OPERAND, str(cell.value)):
                        if not word.startswith('"'):
                            found.setdefault(word.removeprefix("-"), first + len(found))
    return found


def _undefined(word: str) -> DefinedName:
    """A name that a formula refers to and nobody has defined."""
    return DefinedName(word)


def _formula_of_words(column: int, formula: str, words: dict[str, int]) -> bytes:
    """A cell that shows #NAME? (2.4.669 BrtFmlaError)."""
    if not _OF_WORDS.fullmatch(formula):
        return b""
    tokens = b""
    for number, operand in enumerate(re.findall(_OPERAND, formula)):
        if operand.startswith('"'):
            text = operand[1:-1]
            tokens += struct.pack("<BH", 0x17, len(text)) + text.encode("utf-16-le")
        else:
            tokens += struct.pack("<BI", 0x23, words[operand.removeprefix("-")])
        tokens += b"\x13" if operand.startswith("-") else b""
        tokens += b"\x08" if number else b""
    head = struct.pack("<IIBH", column, 0, 0x1D, 0)
    return record(11, head + struct.pack("<I", len(tokens)) + tokens + struct.pack("<I", 0))


def _page(sheet: Worksheet) -> bytes:
    """The header is all that tests write."""
    text = str(sheet.oddHeader) if sheet.oddHeader else ""
    parts = [text, *[""] * 5]
    return record(479, struct.pack("<H", 0) + b"".join(map(wide, parts))) if text else b""


def _cell_of(cell: Cell | MergedCell) -> bytes:
    column, value, number_format = cell.column - 1, cell.value, str(cell.number_format)
    if number_format in _NUMBER_FORMATS and isinstance(value, int | float | dt.timedelta):
        number = value / dt.timedelta(days=1) if isinstance(value, dt.timedelta) else value
        style, _ = _NUMBER_FORMATS[number_format]
        return record(5, struct.pack("<IId", column, style, number))
    return _cell(column, value, bool(cell.font and cell.font.strike))


def _cell(column: int, value: object, struck: bool) -> bytes:
    head = struct.pack("<II", column, int(struck))
    if not isinstance(value, CellRichText):
        return record(6, head + wide(str(value)))
    text, runs = "", []
    for piece in value:
        font = _font_of(piece.font) if isinstance(piece, TextBlock) else 0
        runs.append(struct.pack("<HH", len(text), font))
        text += str(piece)
    return record(62, head + b"\x01" + wide(text) + struct.pack("<I", len(runs)) + b"".join(runs))


def _font_of(font: InlineFont) -> int:
    if font.strike:
        return STRUCK_FONT
    if font.rFont == "Wingdings":
        return 4
    return {"superscript": 2, "subscript": 3}.get(str(font.vertAlign), 0)


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
