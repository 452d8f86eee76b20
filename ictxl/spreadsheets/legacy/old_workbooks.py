"""The cells of workbooks that are no .xlsx: by calamine, where it does not drop or garble them.

calamine believes the record of an .xls that names a code page, which means something in Excel
5.0/95 only: from 97 on all texts are Unicode ([MS-XLS] 2.4.52). There it takes only pages of one
byte a letter.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ictxl.spreadsheets.errors import BrokenPartError, Limits, UnreadableError
from ictxl.spreadsheets.kinds import WorkbookKind
from ictxl.spreadsheets.legacy.ods_values import read_ods
from ictxl.spreadsheets.legacy.xlsb import readable_xlsb
from ictxl.spreadsheets.sheet import Sheet, Workbook, read_workbook

if TYPE_CHECKING:
    import olefile

_NAMES = ("Workbook", "Book")
"""A workbook saved for both generations has both; that for Excel 97 holds more."""
_BOF, _EOF, _CODE_PAGE = 0x809, 0x0A, 0x42
_UNICODE, _WESTERN = 1200, 1252
_VERSION_97 = 0x600
_CODECS = {10000: "mac_roman", 10001: "shift_jis", 0x8000: "mac_roman", 0x8001: "cp1252"}
_USUAL = "cp932"
"""Of a workbook that names no page: departments write Japanese."""


@dataclass(frozen=True)
class WorkbookStream:
    """The stream, and how the texts in it are encoded."""

    name: str
    data: bytes
    is_old: bool
    """Of Excel 5.0/95, whose texts are bytes of a code page."""
    codec: str
    page_at: int
    """Where the code page's number stands; -1 where none does."""


def workbook_stream(compound: olefile.OleFileIO) -> WorkbookStream:
    """Raises OSError where there is none."""
    there = {path[0].lower(): path[0] for path in compound.listdir() if len(path) == 1}
    name = next((there[name.lower()] for name in _NAMES if name.lower() in there), _NAMES[0])
    return _described(name, compound.openstream(name).read())


def _described(name: str, data: bytes) -> WorkbookStream:
    is_old, page, page_at, at = False, 0, -1, 0
    while at + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        if kind == _BOF and at == 0 and size >= 2:  # noqa: PLR2004 - the version's bytes
            is_old = struct.unpack_from("<H", data, 4)[0] < _VERSION_97
        elif kind == _CODE_PAGE and at + 6 <= len(data):
            (page,), page_at = struct.unpack_from("<H", data, at + 4), at + 4
            break
        elif kind == _EOF:
            break
        at += 4 + size
    return WorkbookStream(name, data, is_old, _codec(page), page_at)


def _codec(page: int) -> str:
    codec = _CODECS.get(page, f"cp{page}" if page else _USUAL)
    try:
        b"".decode(codec)
    except LookupError:
        return _USUAL
    return codec


def read_xls_workbook(content: bytes, without: Collection[str] = ()) -> Workbook:
    """As `sheet.read_workbook`; the names of sheets `without` are ASCII."""
    plain, decode = xls_for_calamine(content)
    workbook = read_workbook(plain, without)
    if decode is None:
        return workbook
    sheets = tuple(decoded(sheet, decode) for sheet in workbook.sheets)
    return replace(workbook, sheets=sheets, broken=tuple(map(decode, workbook.broken)))


def decoded(sheet: Sheet, decode: Callable[[str], str]) -> Sheet:
    """With the texts as `xls_for_calamine` told how to decode them."""
    rows = [[decode(v) if isinstance(v, str) else v for v in row] for row in sheet.rows]
    return replace(sheet, name=decode(sheet.name), rows=rows)


def xls_for_calamine(content: bytes) -> tuple[bytes, Callable[[str], str] | None]:
    """The workbook with a code page that calamine makes no mistake with; what then makes the true
    text of each, where that is not it."""
    import olefile  # noqa: PLC0415 - only for the old format

    file = io.BytesIO(content)
    with suppress(Exception), olefile.OleFileIO(file, write_mode=True) as compound:
        stream = workbook_stream(compound)
        page = _WESTERN if stream.is_old else _UNICODE
        told = struct.pack("<H", page)
        at = stream.page_at
        if at >= 0 and stream.data[at : at + 2] != told:
            compound.write_stream(stream.name, stream.data[:at] + told + stream.data[at + 2 :])
            content = file.getvalue()
        usual = next((name for name in _NAMES if name.lower() == stream.name.lower()), stream.name)
        if usual != stream.name:  # calamine tells capitals apart, and would go on to the other one
            content = content.replace(_as_entry(stream.name), _as_entry(usual))
        if stream.is_old:
            return content, lambda text: _bytes(text).decode(stream.codec, "replace")
    return content, None


def _as_entry(name: str) -> bytes:
    """A name as the directory of streams has it ([MS-CFB] 2.6.1)."""
    return f"{name}\0".encode("utf-16-le").ljust(64, b"\0")


def _bytes(text: str) -> bytes:
    """What was read as Western letters; bytes that are none are controls of the same number."""
    return b"".join(_BYTES.get(char, b"?") for char in text)


_BYTES = {
    **{chr(byte): bytes([byte]) for byte in range(0x100)},
    **{bytes([byte]).decode("cp1252", "ignore"): bytes([byte]) for byte in range(0x80, 0x100)},
}


def read_old_workbook(
    kind: WorkbookKind, content: bytes, limits: Limits, without: Collection[str] = ()
) -> Workbook:
    """As `sheet.read_workbook`."""
    if kind is WorkbookKind.XLS:
        return read_xls_workbook(content, without)
    if kind is not WorkbookKind.ODS:
        return read_workbook(readable_xlsb(content, limits), without)
    try:
        sheets = read_ods(content, limits)
    except BrokenPartError:
        return read_workbook(content, without)  # calamine reads up to what is broken
    left_out = tuple(sheet.name for sheet in sheets if sheet.name in without)
    return Workbook(tuple(s for s in sheets if s.name not in without), left_out=left_out)


def read_old_sheet(kind: WorkbookKind, content: bytes, limits: Limits, name: str) -> Sheet | None:
    """One sheet; None where it is not there or cannot be read."""
    try:
        sheets = read_old_workbook(kind, content, limits).sheets
    except UnreadableError:
        return None
    return next((sheet for sheet in sheets if sheet.name == name), None)
