"""Cells of Excel binary workbooks that do not say their column, written out in full.

Records 12 to 18 are shorter forms of the records 1 to 7 and stand in the column behind the cell
before them. [MS-XLSB] keeps silent on them, but Excel reads them and other programs write them
(https://oss.sheetjs.com/notes/xlsb_short_records/). calamine passes over them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

from ictxl.spreadsheets.errors import BrokenPartError
from ictxl.spreadsheets.limits import Limits
from ictxl.spreadsheets.xlsx.package import Package, has_usual_names, under_usual_names

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
    """A sheet's records without the short ones."""
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
        sheets = set(_sheet_paths(package))
        parts = {path: package.read(path) for path in package.names}
        short = {path for path in sheets if _has_short_cells(parts.get(path, b""))}
        if not short and has_usual_names(package, "bin"):
            return content
        parts |= {path: b"".join(map(_bytes, written_out(records(parts[path])))) for path in short}
        return under_usual_names(package, "bin", parts)
    except (BrokenPartError, IndexError, struct.error):
        return content


def _sheet_paths(package: Package) -> Iterator[str]:
    for relation in package.relations(package.workbook_path).values():
        if not relation.external and relation.type.endswith("sheet"):
            yield relation.target.lower()


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
