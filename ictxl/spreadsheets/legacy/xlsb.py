"""Excel binary workbooks ([MS-XLSB], BIFF12): their marks, and cells that calamine passes over."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from ictxl.spreadsheets.errors import BrokenPartError, Limits
from ictxl.spreadsheets.hidden_texts.texts import (
    LINK_NAME,
    defined_name,
    joined,
    validation_rule,
)
from ictxl.spreadsheets.legacy.biff import BiffLooks, Runs, error_mark, short_number, texts_of_xlsb
from ictxl.spreadsheets.marks import COMPILED, IN_FORMULA, Mark, MarkKind, with_text
from ictxl.spreadsheets.xlsx.drawings import attached_marks, package_marks, threads_of
from ictxl.spreadsheets.xlsx.package import Package, has_usual_names, under_usual_names
from ictxl.spreadsheets.xlsx.scan import Scan

Record = tuple[int, bytes]
_ROW, _FIRST_CELL, _LAST_CELL, _RICH_CELL = 0, 1, 11, 62
_FIRST_SHORT, _LAST_SHORT = 12, 18
_COLUMN = struct.Struct("<I")
_PLAIN_KIND, _MORE = 0x80, 0x80


def records(content: bytes) -> Iterator[Record]:
    """Kind and data of each record; both numbers come seven bits a byte."""
    at = 0
    while at < len(content):
        kind, at = _number(content, at, 2)
        size, at = _number(content, at, 4)
        yield kind, content[at : at + size]
        at += size


def _number(content: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for index in range(most):
        byte = content[at]
        at += 1
        # The kind keeps its marker bits: 0x9C 0x01 is record 156.
        value |= (byte & 0x7F) << (7 * index)
        if not byte & _MORE:
            break
    return value, at


def written_out(found: Iterable[Record]) -> Iterator[Record]:
    """A sheet's records without the short ones, which do not say their column.

    Records 12 to 18 are shorter forms of the records 1 to 7 and stand in the column behind the cell
    before them. [MS-XLSB] keeps silent on them, but Excel reads them and other programs write them
    (https://oss.sheetjs.com/notes/xlsb_short_records/). calamine passes over them.
    """
    column = -1
    for kind, data in found:
        if _FIRST_SHORT <= kind <= _LAST_SHORT:
            column += 1
            yield kind - _FIRST_SHORT + _FIRST_CELL, _COLUMN.pack(column) + data
            continue
        if kind == _ROW:
            column = -1
        elif (_FIRST_CELL <= kind <= _LAST_CELL or kind == _RICH_CELL) and len(data) >= 4:  # noqa: PLR2004 - a number's bytes
            (column,) = _COLUMN.unpack_from(data)
        yield kind, data


def readable_xlsb(content: bytes, limits: Limits) -> bytes:
    """The workbook as calamine reads all of it: whole records, usual names."""
    package = Package(content, limits)
    try:
        related = package.relations(package.workbook_path).values()
        sheets = {r.target.lower() for r in related if not r.external and r.type.endswith("sheet")}
        parts = {path: package.read(path) for path in package.names}
        short = {path for path in sheets if _has_short_cells(parts.get(path, b""))}
        if not short and has_usual_names(package, "bin"):
            return content
        parts |= {path: b"".join(map(_bytes, written_out(records(parts[path])))) for path in short}
        return under_usual_names(package, "bin", parts)
    except (BrokenPartError, IndexError, struct.error):
        return content


def _has_short_cells(part: bytes) -> bool:
    return any(_FIRST_SHORT <= kind <= _LAST_SHORT for kind, _ in records(part))


def _bytes(record: Record) -> bytes:
    kind, data = record
    head = bytes([kind]) if kind < _PLAIN_KIND else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(data), bytearray()
    while True:
        size, low = size >> 7, size & 0x7F
        length.append(low | (_MORE if size else 0))
        if not size:
            return head + bytes(length) + data


class _Kind(IntEnum):
    """Records that matter here."""

    ROW = 0
    CELL_SHORT = 2
    CELL_ERROR = 3
    CELL_REAL = 5
    CELL_STRING = 6
    CELL_SHARED = 7
    FORMULA_STRING = 8
    FORMULA_NUMBER = 9
    FORMULA_ERROR = 11
    SHARED_ITEM = 19
    FONT = 43
    NAME = 39
    NUMBER_FORMAT = 44
    FORMAT = 47
    COLUMN = 60
    CELL_RICH = 62
    RULE = 64
    WORKBOOK_PROPERTIES = 153
    SHEET = 156
    MERGED = 176
    HEADER_FOOTER = 479
    LINK = 494
    BEGIN_FORMATS = 617
    END_FORMATS = 618
    BEGIN_COMMENT = 635
    COMMENT_TEXT = 637


_FORMULAS = range(_Kind.FORMULA_STRING, _Kind.FORMULA_ERROR + 1)
_STRINGS = {_Kind.CELL_STRING, _Kind.FORMULA_STRING}
_HIDDEN_ROW, _RICH = 0x10, 0x01
_NO_TEXT = 0xFFFFFFFF
_LEAST_SIZE = 5
"""A cell's record has at least so many bytes: its column, its format, something of a value."""


def scan_xlsb(package: Package) -> Scan:
    """The marks by sheet. What is damaged is told; what was found until there stays."""
    scan = Scan(has_macros=any(name.endswith("vbaproject.bin") for name in package.names))
    try:
        book = _Book.of(package)
        sheets = list(_sheets(package))
    except (BrokenPartError, struct.error, IndexError):
        scan.broken.append("書式か文字の一覧")
        return scan
    for name, path in sheets:
        marks = scan.marks.setdefault(name, [])
        try:
            aside: list[Aside] = []
            marks.extend(_sheet_marks(written_out(records(package.read(path))), book, aside))
            marks.extend(with_text(_rules(aside)))
            marks.extend(_links(package, path, aside))
            # calamine passes over rich texts that stand in their cell.
            scan.texts[name] = dict(_rich_cells(aside))
            relations = package.relations(path)
            threads = threads_of(package, relations)
            for relation in relations.values():
                if relation.type == "comments":
                    notes = _comments(records(package.read(relation.target)))
                    marks.extend(note for note in notes if not threads.repeated_by(note))
        except (BrokenPartError, struct.error, IndexError):
            scan.broken.append(f"シート「{name}」")
        marks.extend(attached_marks(package, path, scan.broken))
    scan.add("", with_text(_names(package)))
    scan.add("", package_marks(package, scan.broken))
    return scan


def _wide(data: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", data, at)
    if length == _NO_TEXT:
        return "", at + 4
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _rich(data: bytes, at: int) -> tuple[str, Runs]:
    flags = data[at]
    text, at = _wide(data, at + 1)
    if not flags & _RICH:
        return text, []
    (count,) = struct.unpack_from("<I", data, at)
    return text, [struct.unpack_from("<HH", data, at + 4 + 4 * n) for n in range(count)]


def _sheets(package: Package) -> Iterator[tuple[str, str]]:
    path = package.workbook_path
    relations = package.relations(path)
    for kind, data in records(package.read(path)):
        if kind == _Kind.SHEET:
            relation, at = _wide(data, 8)
            name, _ = _wide(data, at)
            if relation in relations:
                yield name, relations[relation].target


@dataclass(frozen=True)
class _Book:
    """What the sheets refer to."""

    looks: BiffLooks
    strings: list[tuple[str, Runs]]

    @classmethod
    def of(cls, package: Package) -> _Book:
        looks = BiffLooks()
        in_formats = False
        for kind, data in records(
            package.read(package.related_to_workbook("styles", "xl/styles.bin"))
        ):
            if kind in {_Kind.BEGIN_FORMATS, _Kind.END_FORMATS}:
                in_formats = kind == _Kind.BEGIN_FORMATS
            elif kind == _Kind.FONT:
                name = _wide(data, _FONT_NAME)[0] if len(data) >= _FONT_NAME + 4 else ""
                looks.add_font(data[2], data[6], name)
            elif kind == _Kind.NUMBER_FORMAT:
                looks.codes[struct.unpack_from("<H", data)[0]] = _wide(data, 2)[0]
            elif kind == _Kind.FORMAT and in_formats:
                number, font = struct.unpack_from("<HH", data, 2)
                looks.formats.append((font, number))
        for kind, data in records(package.read(package.workbook_path)):
            if kind == _Kind.WORKBOOK_PROPERTIES:
                looks.is_1904 = bool(data[0] & 1)
        path = package.related_to_workbook("sharedStrings", "xl/sharedStrings.bin")
        shared = records(package.read(path))
        strings = [_rich(data, 0) for kind, data in shared if kind == _Kind.SHARED_ITEM]
        return cls(looks, strings)


_FONT_NAME = 21
"""Where a font's name stands (2.4.149 BrtFont)."""
Aside = tuple[int, int, bytes]
"""Kind, row and data of a record that is looked at after the sheet's others."""
_ASIDE = {_Kind.CELL_RICH, _Kind.RULE, _Kind.LINK}


def _sheet_marks(
    found: Iterator[tuple[int, bytes]], book: _Book, aside: list[Aside]
) -> Iterator[Mark]:
    row = 0
    for kind, data in found:
        if kind in _ASIDE:
            aside.append((kind, row, data))
        if kind == _Kind.ROW:
            (row,) = struct.unpack_from("<I", data)
            if data[11] & _HIDDEN_ROW:
                yield Mark(MarkKind.HIDDEN_ROW, row, last_row=row)
        elif kind <= _Kind.FORMULA_ERROR or kind == _Kind.CELL_RICH:
            if len(data) > _LEAST_SIZE:
                yield from _cell_marks(kind, data, row, book)
        else:
            yield from _layout_marks(kind, data)


def _cell_marks(kind: int, data: bytes, row: int, book: _Book) -> Iterator[Mark]:
    column, style = struct.unpack_from("<II", data)
    style &= 0xFFFFFF
    if kind in _FORMULAS:
        yield Mark(MarkKind.FORMULA, row, column, COMPILED)
        sizes: dict[int, int] = {
            _Kind.FORMULA_NUMBER: 8,
            _Kind.FORMULA_STRING: len(_wide(data, 8)[0]) * 2 + 4,
        }
        yield from _in_formula(data, 8 + sizes.get(kind, 1) + 2, row, column)
    if kind in {_Kind.CELL_ERROR, _Kind.FORMULA_ERROR}:
        yield error_mark(row, column, data[8])
    elif kind in _STRINGS:
        yield from book.looks.marks_of_text(row, column, style, _wide(data, 8)[0], [])
    elif kind == _Kind.CELL_RICH:
        yield from book.looks.marks_of_text(row, column, style, *_rich(data, 8))
    elif kind in {_Kind.CELL_REAL, _Kind.FORMULA_NUMBER}:
        (value,) = struct.unpack_from("<d", data, 8)
        yield from book.looks.marks_of_number(row, column, style, value)
    elif kind == _Kind.CELL_SHORT:
        yield from book.looks.marks_of_number(row, column, style, short_number(data, 8))
    elif kind == _Kind.CELL_SHARED:
        (index,) = struct.unpack_from("<I", data, 8)
        if index < len(book.strings):
            yield from book.looks.marks_of_text(row, column, style, *book.strings[index])


def _in_formula(data: bytes, at: int, row: int, column: int) -> Iterator[Mark]:
    """The texts in a compiled formula, whose length stands at a place."""
    if at + 4 <= len(data):
        (size,) = struct.unpack_from("<I", data, at)
        for text in texts_of_xlsb(data[at + 4 : at + 4 + size]):
            yield Mark(MarkKind.PART, row, column, text, about=IN_FORMULA)


def _layout_marks(kind: int, data: bytes) -> Iterator[Mark]:
    if kind == _Kind.MERGED:
        top, bottom, left, right = struct.unpack_from("<IIII", data)
        yield Mark(MarkKind.MERGED, top, left, last_row=bottom, last_column=right)
    elif kind == _Kind.COLUMN:
        first, last = struct.unpack_from("<II", data)
        if data[16] & 1:
            yield Mark(MarkKind.HIDDEN_COLUMN, column=first, last_column=last)
    elif kind == _Kind.HEADER_FOOTER:
        at = 2
        while at + 4 <= len(data):
            text, at = _wide(data, at)
            if text:
                yield Mark(MarkKind.PAGE, text=text)


def _rich_cells(aside: list[Aside]) -> Iterator[tuple[tuple[int, int], str]]:
    for kind, row, data in aside:
        if kind == _Kind.CELL_RICH and len(data) > _LEAST_SIZE:
            yield (row, struct.unpack_from("<I", data)[0]), _rich(data, 8)[0]


def _links(package: Package, path: str, aside: list[Aside]) -> Iterator[Mark]:
    """Hyperlinks (2.4.691 BrtHLink), and what their tips say."""
    relations = package.relations(path)
    for kind, _, data in aside:
        if kind == _Kind.LINK:
            row, _, column, _ = struct.unpack_from("<IIII", data)
            relation, at = _wide(data, 16)
            location, at = _wide(data, at)
            tip, at = _wide(data, at)
            name = _wide(data, at)[0] if at + 4 <= len(data) else ""
            outside = relations[relation].target if relation in relations else ""
            target = joined(outside, location)
            if target:
                yield Mark(MarkKind.LINK, row, column, target)
            if name.strip():
                yield Mark(MarkKind.PART, row, column, name, about=LINK_NAME)
            if tip.strip():
                yield Mark(MarkKind.PART, row, column, tip, about="リンクのヒント")


def _rules(aside: list[Aside]) -> Iterator[Mark]:
    """Validation rules (2.4.354 BrtDVal): the areas, then four texts, then two formulas."""
    for kind, _, data in aside:
        if kind == _Kind.RULE:
            (areas,) = struct.unpack_from("<I", data, 4)
            place = (-1, -1)
            if areas:
                row, _, column, _ = struct.unpack_from("<IIII", data, 8)
                place = (row, column)
            at = 8 + 16 * areas
            said = []
            for _ in range(4):
                text, at = _wide(data, at)
                said.append(text)
            yield from validation_rule(place, said[2:], said[:2], [_constant(data, at)])


_TEXT_TOKEN = 0x17


def _constant(data: bytes, at: int) -> str:
    """A formula that is one text, as such; formulas are compiled, others are not told."""
    (size,) = struct.unpack_from("<I", data, at)
    if size < _LEAST_SIZE or data[at + 4] != _TEXT_TOKEN:
        return ""
    (length,) = struct.unpack_from("<H", data, at + 5)
    return data[at + 7 : at + 7 + 2 * length].decode("utf-16-le", "replace")


_BUILT_IN_NAME = 0x20


def _names(package: Package) -> Iterator[Mark]:
    """Defined names (2.4.720 BrtName): flags, key, sheet, the name, its formula, its comment."""
    for kind, data in records(package.read(package.workbook_path)):
        if kind == _Kind.NAME and not data[0] & _BUILT_IN_NAME:
            name, at = _wide(data, 9)
            text = _constant(data, at)
            for _ in range(2):  # the formula's tokens, then what they refer to
                (size,) = struct.unpack_from("<I", data, at)
                at += 4 + size
            comment = _wide(data, at)[0] if at + 4 <= len(data) else ""
            yield from defined_name(name, [text, comment])


def _comments(found: Iterator[tuple[int, bytes]]) -> Iterator[Mark]:
    row = column = -1
    for kind, data in found:
        if kind == _Kind.BEGIN_COMMENT:
            row, _, column, _ = struct.unpack_from("<IIII", data, 4)
        elif kind == _Kind.COMMENT_TEXT:
            yield Mark(MarkKind.COMMENT, row, column, _rich(data, 0)[0])
