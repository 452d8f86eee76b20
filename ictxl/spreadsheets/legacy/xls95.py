"""Marks of an Excel 5.0/95 workbook (BIFF5): like those of its successor, but texts are bytes.

The records are told in OpenOffice.org's documentation of the format (Rentz, chapters 5 and 3).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from ictxl.spreadsheets.hidden_texts.texts import defined_name
from ictxl.spreadsheets.legacy.biff import Runs, texts_of_xls95
from ictxl.spreadsheets.legacy.xls import BiffRecord, Book, Cell, Kind, SheetReader, cell_of
from ictxl.spreadsheets.marks import Mark, MarkKind, with_text

_BUILT_IN = 0x20
_MORE = 0xFFFF
"""In the place of a note's row: this record continues the note before it."""
_TEXT_TOKEN = 0x17
_OBJECTS = {6: "図形", 7: "図形", 8: "画像", 14: "図形"}
"""Kinds of drawn objects that may say something."""


class Book95(Book):
    """Of fonts and formats only what strikes out is looked at."""

    def sheet_name(self, data: bytes, length: int) -> str:
        return self.text(data[7 : 7 + length])

    def sheet(self, texts: dict[tuple[int, int], str]) -> SheetReader:
        return _Sheet95(self, texts)

    def take(self, record: BiffRecord) -> None:
        data = record.data
        match record.kind:
            case Kind.FONT:
                self.looks.add_font(data[2], 0, "")
            case Kind.XF:
                self.looks.formats.append((struct.unpack_from("<H", data)[0], 0))
            case Kind.NAME_95:
                self.scan.add("", self._name(data))

    def text(self, raw: bytes) -> str:
        return raw.decode(self.stream.codec, "replace")

    def texts_of(self, tokens: bytes) -> Iterator[str]:
        return texts_of_xls95(tokens, self.stream.codec)

    def marks_of_text(self, cell: Cell, raw: bytes, runs: Runs) -> Iterator[Mark]:
        """`runs`: the byte that each begins with, and its font."""
        letters = [(len(self.text(raw[:start])), font) for start, font in runs]
        return self.looks.marks_of_text(*cell, self.text(raw), letters)

    def _name(self, data: bytes) -> Iterator[Mark]:
        """5.33 NAME: the name, its formula, then four texts for menus and help."""
        flags, _, length, size = struct.unpack_from("<HBBH", data)
        if flags & _BUILT_IN:
            return
        at = 14 + length
        tokens = data[at : at + size]
        at += size
        is_text = tokens[:1] == bytes([_TEXT_TOKEN])
        said = [self.text(tokens[2 : 2 + tokens[1]])] if is_text else []
        for count in data[10:14]:
            said.append(self.text(data[at : at + count]))
            at += count
        yield from with_text(defined_name(self.text(data[14 : 14 + length]), said))


@dataclass
class _Sheet95(SheetReader):
    book: Book95
    note: tuple[int, int, bytes] | None = None
    """The note that is being read: row, column, what it says so far."""

    def result(self, cell: Cell, record: BiffRecord) -> Iterator[Mark]:
        return self.book.marks_of_text(cell, _counted(record.data, 0), [])

    def marks_of(self, record: BiffRecord) -> Iterator[Mark]:
        data, book = record.data, self.book
        match record.kind:
            case Kind.LABEL_95:
                yield from book.marks_of_text(cell_of(data), _counted(data, 6), [])
            case Kind.RICH_95:
                raw = _counted(data, 6)
                at = 8 + len(raw)
                runs = [(data[at + 1 + 2 * n], data[at + 2 + 2 * n]) for n in range(data[at])]
                yield from book.marks_of_text(cell_of(data), raw, runs)
            case Kind.HEADER | Kind.FOOTER if data:
                yield Mark(MarkKind.PAGE, text=book.text(data[1 : 1 + data[0]]))
            case Kind.OBJ:
                (kind,) = struct.unpack_from("<H", data, 4)
                if kind in _OBJECTS:
                    yield Mark(MarkKind.OBJECT, text=_OBJECTS[kind])
            case Kind.NOTE:
                yield from self._note_record(data)
            case _:
                yield from self.layout(record)

    def _note_record(self, data: bytes) -> Iterator[Mark]:
        """5.70 NOTE: at most 2,048 bytes a record."""
        row, column, length = struct.unpack_from("<HHH", data)
        if row == _MORE and self.note:
            first_row, first_column, said = self.note
            self.note = (first_row, first_column, said + data[6 : 6 + length])
        else:
            yield from self.last()
            self.note = (row, column, data[6 : 6 + length])

    def last(self) -> Iterator[Mark]:
        if self.note:
            row, column, said = self.note
            yield Mark(MarkKind.COMMENT, row, column, self.book.text(said))
            self.note = None


def _counted(data: bytes, at: int) -> bytes:
    (length,) = struct.unpack_from("<H", data, at)
    return data[at + 2 : at + 2 + length]
