"""Marks of an Excel 5.0/95 workbook (BIFF5): like those of its successor, but texts are bytes.

The records are told in OpenOffice.org's documentation of the format (Rentz, chapters 5 and 3).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from ictxl.spreadsheets.hidden_texts.texts import defined_name
from ictxl.spreadsheets.legacy.biff import texts_of_xls95
from ictxl.spreadsheets.legacy.old_workbooks import WorkbookStream
from ictxl.spreadsheets.legacy.xls import ERRORS, BiffRecord, layout_marks, records
from ictxl.spreadsheets.marks import COMPILED, IN_FORMULA, Mark, MarkKind
from ictxl.spreadsheets.xlsx.package_texts import marks_of
from ictxl.spreadsheets.xlsx.scan import Scan


class _Kind(IntEnum):
    """Records that matter here."""

    FORMULA = 0x06
    HEADER = 0x14
    FOOTER = 0x15
    NAME = 0x18
    NOTE = 0x1C
    FONT = 0x31
    OBJECT = 0x5D
    SHEET = 0x85
    RICH = 0xD6
    FORMAT = 0xE0
    LABEL = 0x204
    BOOLERR = 0x205
    STRING = 0x207
    SHARED_FORMULA = 0x4BC


_STRUCK, _BUILT_IN = 0x08, 0x20
_MISSING_FONT = 4
_WORKSHEETS = {0, 2}
"""Worksheets and charts."""
_MORE = 0xFFFF
"""In the place of a note's row: this record continues the note before it."""
_TEXT_TOKEN = 0x17
_ERROR_RESULT = 2
_OBJECTS = {6: "図形", 7: "図形", 8: "画像", 14: "図形"}
"""Kinds of drawn objects that may say something."""
Runs = list[tuple[int, int]]
Cell = tuple[int, int, int]
"""Row, column and format."""


def scan_xls95(stream: WorkbookStream, scan: Scan) -> None:
    """Add the workbook's marks, and those of its sheets."""
    _Book(stream, scan).read()


@dataclass
class _Book:
    stream: WorkbookStream
    scan: Scan
    fonts: list[bool] = field(default_factory=list)
    formats: list[int] = field(default_factory=list)

    def read(self) -> None:
        sheets = []
        for record in records(self.stream.data):
            data = record.data
            match record.kind:
                case _Kind.FONT:
                    self.fonts.append(bool(data[2] & _STRUCK))
                case _Kind.FORMAT:
                    self.formats.append(struct.unpack_from("<H", data)[0])
                case _Kind.NAME:
                    self.scan.add("", self._name(data))
                case _Kind.SHEET:
                    offset, kind, length = struct.unpack_from("<IxBB", data)
                    sheets.append((self.text(data[7 : 7 + length]), offset, kind))
        for name, offset, kind in sheets:
            if kind in _WORKSHEETS:
                self.scan.marks.setdefault(name, []).extend(_Sheet(self).marks(offset))

    def text(self, raw: bytes) -> str:
        return raw.decode(self.stream.codec, "replace")

    def struck(self, cell: Cell, raw: bytes, runs: Runs) -> Iterator[Mark]:
        """`runs`: the byte that each begins with, and its font."""
        row, column, style = cell
        font = self.formats[style] if style < len(self.formats) else 0
        pieces, at, is_struck = [], 0, self._is_struck(font)
        for start, run_font in [*runs, (len(raw), 0)]:
            pieces.append((self.text(raw[at:start]), is_struck))
            at, is_struck = start, self._is_struck(run_font)
        if any(is_struck and piece.strip() for piece, is_struck in pieces):
            kept = "".join(piece for piece, is_struck in pieces if not is_struck)
            yield Mark(MarkKind.STRUCK, row, column, self.text(raw), kept)

    def _is_struck(self, font: int) -> bool:
        index = font - (font > _MISSING_FONT)
        return index < len(self.fonts) and self.fonts[index]

    def _name(self, data: bytes) -> Iterator[Mark]:
        """5.33 NAME: the name, its formula, then four texts for menus and help."""
        flags, _, length, size = struct.unpack_from("<HBBH", data)
        if flags & _BUILT_IN:
            return
        at = 14 + length
        tokens = data[at : at + size]
        at += size
        said = []
        for count in data[10:14]:
            said.append(self.text(data[at : at + count]))
            at += count
        formula = ""
        if tokens[:1] == bytes([_TEXT_TOKEN]):
            formula = '"' + self.text(tokens[2 : 2 + tokens[1]]).replace('"', '""') + '"'
        yield from marks_of(defined_name(self.text(data[14 : 14 + length]), said, formula))


@dataclass
class _Sheet:
    book: _Book
    note: tuple[int, int, bytes] | None = None
    """The note that is being read: row, column, what it says so far."""

    def marks(self, offset: int) -> Iterator[Mark]:
        waiting: Cell | None = None
        for record in records(self.book.stream.data, offset):
            data = record.data
            if record.kind == _Kind.STRING and waiting:
                yield from self.book.struck(waiting, _counted(data, 0), [])
            if record.kind == _Kind.FORMULA:
                waiting = _cell(data)
            elif record.kind != _Kind.SHARED_FORMULA:
                waiting = None
            if record.kind == _Kind.NOTE:
                yield from self._note_record(data)
            else:
                yield from self._marks_of(record)
        yield from self._finished_note()

    def _marks_of(self, record: BiffRecord) -> Iterator[Mark]:
        data = record.data
        match record.kind:
            case _Kind.FORMULA:
                yield from self._formula(data)
            case _Kind.SHARED_FORMULA:
                row, _, column = struct.unpack_from("<HHB", data)
                yield from self._in_formula(data, 8, row, column)
            case _Kind.LABEL:
                yield from self.book.struck(_cell(data), _counted(data, 6), [])
            case _Kind.RICH:
                raw = _counted(data, 6)
                at = 8 + len(raw)
                runs = [(data[at + 1 + 2 * n], data[at + 2 + 2 * n]) for n in range(data[at])]
                yield from self.book.struck(_cell(data), raw, runs)
            case _Kind.BOOLERR:
                row, column, _, code, is_error = struct.unpack_from("<HHHBB", data)
                if is_error:
                    yield Mark(MarkKind.ERROR, row, column, ERRORS.get(code, "#エラー"))
            case _Kind.HEADER | _Kind.FOOTER if data:
                yield Mark(MarkKind.PAGE, text=self.book.text(data[1 : 1 + data[0]]))
            case _Kind.OBJECT:
                (kind,) = struct.unpack_from("<H", data, 4)
                if kind in _OBJECTS:
                    yield Mark(MarkKind.OBJECT, text=_OBJECTS[kind])
            case _:
                yield from layout_marks(record)

    def _formula(self, data: bytes) -> Iterator[Mark]:
        row, column = struct.unpack_from("<HH", data)
        yield Mark(MarkKind.FORMULA, row, column, COMPILED)
        yield from self._in_formula(data, 20, row, column)
        if data[12:14] == b"\xff\xff" and data[6] == _ERROR_RESULT:
            yield Mark(MarkKind.ERROR, row, column, ERRORS.get(data[8], "#エラー"))

    def _in_formula(self, data: bytes, at: int, row: int, column: int) -> Iterator[Mark]:
        (size,) = struct.unpack_from("<H", data, at)
        for raw in texts_of_xls95(data[at + 2 : at + 2 + size]):
            yield Mark(MarkKind.PART, row, column, self.book.text(raw), about=IN_FORMULA)

    def _note_record(self, data: bytes) -> Iterator[Mark]:
        """5.70 NOTE: at most 2,048 bytes a record."""
        row, column, length = struct.unpack_from("<HHH", data)
        if row == _MORE and self.note:
            first_row, first_column, said = self.note
            self.note = (first_row, first_column, said + data[6 : 6 + length])
        else:
            yield from self._finished_note()
            self.note = (row, column, data[6 : 6 + length])

    def _finished_note(self) -> Iterator[Mark]:
        if self.note:
            row, column, said = self.note
            yield Mark(MarkKind.COMMENT, row, column, self.book.text(said))
            self.note = None


def _cell(data: bytes) -> Cell:
    row, column, style = struct.unpack_from("<HHH", data)
    return row, column, style


def _counted(data: bytes, at: int) -> bytes:
    (length,) = struct.unpack_from("<H", data, at)
    return data[at + 2 : at + 2 + length]
