"""A tiny writer of Excel 5.0/95 workbooks (BIFF5), for tests: nothing free writes them today."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.support.compound_file import write_compound

Place = tuple[int, int]
"""0-based row and column."""


@dataclass
class OldSheet:
    """What a sheet holds, by 0-based row and column."""

    name: str
    cells: Mapping[Place, str | float] = field(default_factory=dict)
    notes: Mapping[Place, str] = field(default_factory=dict)
    rich: Mapping[Place, str] = field(default_factory=dict)
    """Texts of more than one font; their first character is struck through."""
    results: Mapping[Place, str] = field(default_factory=dict)
    """Formulas that show these texts."""
    header: str = ""


def old_workbook(
    sheets: Sequence[OldSheet],
    names: Mapping[str, str] | None = None,
    page: int = 932,
    codec: str = "cp932",
) -> bytes:
    """`names`: defined names, each for a text; `page` is the number of the code page `codec`."""
    return write_compound({"Book": book_stream(sheets, names or {}, page, codec)})


def book_stream(
    sheets: Sequence[OldSheet],
    names: Mapping[str, str] | None = None,
    page: int = 932,
    codec: str = "cp932",
) -> bytes:
    fonts = b"".join(_font(flags) for flags in (0, 0, 0, 0, 8))
    formats = b"".join(_format(0, is_style=n < 15) for n in range(16)) + _format(5, is_style=False)
    named = b"".join(_name(*name, codec) for name in (names or {}).items())
    head = _bof(5) + record(0x42, struct.pack("<H", page)) + record(0x22, b"\0\0") + fonts
    head += formats
    parts = [_sheet(sheet, codec) for sheet in sheets]
    titles = [sheet.name.encode(codec) for sheet in sheets]
    at = len(head) + sum(4 + 7 + len(title) for title in titles) + len(named) + 4
    bundle = b""
    for title, part in zip(titles, parts, strict=True):
        bundle += record(0x85, struct.pack("<IHB", at, 0, len(title)) + title)
        at += len(part)
    return head + bundle + named + record(0x0A) + b"".join(parts)


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _bof(kind: int) -> bytes:
    return record(0x809, struct.pack("<HHHH", 0x500, kind, 0x1000, 1995))


def _font(flags: int) -> bytes:
    return record(0x31, struct.pack("<HHHHHBBBB", 200, flags, 8, 400, 0, 0, 0, 128, 0) + b"\5Arial")


def _format(font: int, *, is_style: bool) -> bytes:
    kind = 0xFFF5 if is_style else 1
    return record(0xE0, struct.pack("<HHHHHHHH", font, 0, kind, 0x20, 0x20C0, 0, 0, 0))


def _name(name: str, text: str, codec: str) -> bytes:
    title, said = name.encode(codec), text.encode(codec)
    tokens = b"\x17" + bytes([len(said)]) + said
    head = struct.pack("<HBBHHH4x", 0, 0, len(title), len(tokens), 0, 0)
    return record(0x18, head + title + tokens)


def _sheet(sheet: OldSheet, codec: str) -> bytes:
    places = [*sheet.cells, *sheet.rich, *sheet.results]
    rows = 1 + max((row for row, _ in places), default=0)
    columns = 1 + max((column for _, column in places), default=0)
    body = _bof(0x10)
    if sheet.header:
        said = sheet.header.encode(codec)
        body += record(0x14, bytes([len(said)]) + said)
    body += record(0x200, struct.pack("<HHHHH", 0, rows, 0, columns, 0))
    for (row, column), value in sheet.cells.items():
        head = struct.pack("<HHH", row, column, 15)
        if isinstance(value, float):
            body += record(0x203, head + struct.pack("<d", value))
        else:
            said = value.encode(codec)
            body += record(0x204, head + struct.pack("<H", len(said)) + said)
    for (row, column), text in sheet.rich.items():
        said = text.encode(codec)
        runs = bytes([2, 0, 5, len(text[0].encode(codec)), 0])
        head = struct.pack("<HHHH", row, column, 15, len(said))
        body += record(0xD6, head + said + runs)
    for (row, column), text in sheet.results.items():
        said = text.encode(codec)
        tokens = b"\x17\x01x"
        head = struct.pack("<HHH", row, column, 15) + b"\0\0\0\0\0\0\xff\xff" + bytes(6)
        body += record(0x06, head + struct.pack("<H", len(tokens)) + tokens)
        body += record(0x207, struct.pack("<H", len(said)) + said)
    for place, text in sheet.notes.items():
        body += b"".join(_note(*place, text.encode(codec)))
    return body + record(0x0A)


_LONGEST = 2048
"""Bytes of a note that one record holds."""


def _note(row: int, column: int, said: bytes) -> Sequence[bytes]:
    pieces = [said[at : at + _LONGEST] for at in range(0, len(said), _LONGEST)] or [b""]
    heads = [struct.pack("<HHH", row, column, len(said))]
    heads += [struct.pack("<HHH", 0xFFFF, 0, len(piece)) for piece in pieces[1:]]
    return [record(0x1C, head + piece) for head, piece in zip(heads, pieces, strict=True)]
