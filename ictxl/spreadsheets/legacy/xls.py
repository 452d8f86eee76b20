"""Read the marks of an Excel 97-2003 workbook ([MS-XLS])."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from ictxl.spreadsheets.legacy.biff import BiffLooks, Runs, error_mark, short_number, texts_of_xls
from ictxl.spreadsheets.legacy.old_workbooks import WorkbookStream, workbook_stream
from ictxl.spreadsheets.legacy.xls_drawings import XlsDrawings
from ictxl.spreadsheets.legacy.xls_hidden_texts import (
    KINDS,
    STREAMS,
    characters,
    hidden_text_marks,
    property_set_texts,
)
from ictxl.spreadsheets.marks import COMPILED, IN_FORMULA, Mark, MarkKind, with_text
from ictxl.spreadsheets.xlsx.scan import Scan
from ictxl.text.times import iso_utc


@dataclass(frozen=True)
class BiffRecord:
    """One record, its continuations joined; `breaks` tells where each of them began."""

    kind: int
    data: bytes
    breaks: tuple[int, ...]


class Kind(IntEnum):
    """Records that matter here."""

    FORMULA = 0x06
    CALENDAR = 0x22
    EOF = 0x0A
    HEADER = 0x14
    FOOTER = 0x15
    NAME_95 = 0x18
    NOTE = 0x1C
    FONT = 0x31
    CONTINUE = 0x3C
    OBJ = 0x5D
    COLINFO = 0x7D
    BOUNDSHEET = 0x85
    SHORT_NUMBERS = 0xBD
    RICH_95 = 0xD6
    XF = 0xE0
    MERGED = 0xE5
    DRAWING = 0xEC
    SST = 0xFC
    LABELSST = 0xFD
    TXO = 0x1B6
    LABEL_95 = 0x204
    BOOLERR = 0x205
    NUMBER = 0x203
    STRING = 0x207
    ROW = 0x208
    ARRAY = 0x221
    DATA_TABLE = 0x236
    SHORT_NUMBER = 0x27E
    NUMBER_FORMAT = 0x41E
    SHARED_FORMULA = 0x4BC
    BOF = 0x809


_BEFORE_RESULT = {Kind.SHARED_FORMULA, Kind.ARRAY, Kind.DATA_TABLE}
"""What may stand between a formula and the text that it results in ([MS-XLS] 2.1.7.20.5)."""
_HIDDEN_ROW = 0x20
_SHEETS = {0, 2}
"""Worksheets and charts."""


def scan_xls(content: bytes) -> tuple[Scan, str]:
    """The marks by sheet, and when the workbook was last saved."""
    import olefile  # noqa: PLC0415 - only for the old format

    scan = Scan()
    modified = ""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            stream = workbook_stream(compound)
            scan.has_macros = compound.exists("_VBA_PROJECT_CUR")
            aside = {
                "/".join(path): compound.openstream(path).read()
                for path in compound.listdir()
                if path[0] in STREAMS or path[0] == _PIVOT_FOLDER
            }
            saved = compound.get_metadata().last_saved_time
            if isinstance(saved, datetime):
                modified = iso_utc(saved)
        book = Book(stream, scan)
        if stream.is_old:
            from ictxl.spreadsheets.legacy.xls95 import Book95  # noqa: PLC0415 - it imports us

            book = Book95(stream, scan)
        book.read()
        scan.add("", _marks_aside(aside, scan.broken))
    except Exception:  # noqa: BLE001 - damaged files provoke anything; what was found stays
        scan.broken.append("コメントや書式")
    return scan, modified


_PIVOT_FOLDER = "_SX_DB_CUR"
"""Streams of the data that pivot tables are made from."""


def _marks_aside(streams: Mapping[str, bytes], broken: list[str]) -> Iterator[Mark]:
    """Of streams other than the workbook itself."""
    for name, stream in streams.items():
        try:
            if name in STREAMS:
                yield from with_text(property_set_texts(stream))
            else:
                for record in records(stream):
                    yield from hidden_text_marks(record.kind, record.data)
        except (struct.error, IndexError):
            broken.append("属性" if name in STREAMS else "ピボットテーブルの元のデータ")


def records(stream: bytes, start: int = 0) -> Iterator[BiffRecord]:
    """The records from a place on, up to the end of their substream."""
    at, depth = start, 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        pieces = [stream[at + 4 : at + 4 + size]]
        at += 4 + size
        breaks = []
        while at + 4 <= len(stream) and struct.unpack_from("<H", stream, at)[0] == Kind.CONTINUE:
            breaks.append(sum(map(len, pieces)))
            (size,) = struct.unpack_from("<H", stream, at + 2)
            pieces.append(stream[at + 4 : at + 4 + size])
            at += 4 + size
        depth += (kind == Kind.BOF) - (kind == Kind.EOF)
        yield BiffRecord(kind, b"".join(pieces), tuple(breaks))
        if kind == Kind.EOF and depth <= 0:
            return


@dataclass
class Book:
    """The workbook's own records, then each sheet's."""

    stream: WorkbookStream
    scan: Scan
    looks: BiffLooks = field(default_factory=lambda: BiffLooks(skips_font_4=True))
    strings: list[tuple[str, Runs]] = field(default_factory=list)

    def read(self) -> None:
        sheets = []
        for record in records(self.stream.data):
            if record.kind == Kind.BOUNDSHEET:
                offset, kind, length = struct.unpack_from("<IxBB", record.data)
                sheets.append((self.sheet_name(record.data, length), offset, kind))
            else:
                self.take(record)
        for name, offset, kind in sheets:
            if kind in _SHEETS:
                sheet = self.sheet(self.scan.texts.setdefault(name, {}))
                self.scan.marks.setdefault(name, []).extend(sheet.marks(offset))

    def sheet_name(self, data: bytes, length: int) -> str:
        return characters(data, 7, length)[0]

    def sheet(self, texts: dict[tuple[int, int], str]) -> SheetReader:
        return SheetReader(self, texts)

    def take(self, record: BiffRecord) -> None:
        """One of the workbook's own records."""
        data = record.data
        match record.kind:
            case Kind.FONT:
                self.looks.add_font(data[2], data[8], characters(data, 15, data[14])[0])
            case Kind.XF:
                self.looks.formats.append(struct.unpack_from("<HH", data))
            case Kind.NUMBER_FORMAT:
                number, length = struct.unpack_from("<HH", data)
                self.looks.codes[number] = characters(data, 4, length)[0]
            case Kind.CALENDAR:
                self.looks.is_1904 = data[:1] == b"\x01"
            case Kind.SST:
                self.strings = list(_shared_strings(record))
            case _:
                self.scan.add("", self.hidden_texts(record))

    def hidden_texts(self, record: BiffRecord) -> list[Mark]:
        """A record that cannot be read costs itself only."""
        if record.kind not in KINDS:
            return []
        try:
            return list(hidden_text_marks(record.kind, record.data))
        except (struct.error, IndexError):
            self.scan.broken.append("リンクや入力規則")
            return []

    def texts_of(self, tokens: bytes) -> Iterator[str]:
        """The texts in a compiled formula."""
        return texts_of_xls(tokens)


Cell = tuple[int, int, int]
"""Row, column and format."""


@dataclass
class SheetReader:
    """One sheet's records."""

    book: Book
    texts: dict[tuple[int, int], str]
    """Texts of cells that calamine would cut."""
    drawings: XlsDrawings = field(default_factory=XlsDrawings)

    def marks(self, offset: int) -> Iterator[Mark]:
        waiting: Cell | None = None
        for record in records(self.book.stream.data, offset):
            if record.kind == Kind.STRING and waiting:
                yield from self.result(waiting, record)
            if record.kind == Kind.FORMULA:
                waiting = cell_of(record.data)
            elif record.kind not in _BEFORE_RESULT:
                waiting = None
            yield from self.marks_of(record)
        yield from self.last()

    def last(self) -> Iterator[Mark]:
        """What is known only behind the last record."""
        return self.drawings.marks()

    def result(self, cell: Cell, record: BiffRecord) -> Iterator[Mark]:
        """Of the text that a formula results in."""
        (length,) = struct.unpack_from("<H", record.data)
        text = _Continued(record, 2).characters(length)
        yield from self.book.looks.marks_of_text(*cell, text, [])
        if record.breaks:
            self.texts[cell[:2]] = text

    def _formula(self, data: bytes) -> Iterator[Mark]:
        """The formula itself is compiled and not told; its result is."""
        row, column = struct.unpack_from("<HH", data)
        yield Mark(MarkKind.FORMULA, row, column, COMPILED)
        yield from self._in_formula(data, 20, row, column)
        if data[12:14] == b"\xff\xff" and data[6] == _ERROR_RESULT:
            yield error_mark(row, column, data[8])

    def _in_formula(self, data: bytes, at: int, row: int, column: int) -> Iterator[Mark]:
        """The texts in a compiled formula, whose length stands at a place."""
        (size,) = struct.unpack_from("<H", data, at)
        for text in self.book.texts_of(data[at + 2 : at + 2 + size]):
            yield Mark(MarkKind.PART, row, column, text, about=IN_FORMULA)

    def layout(self, record: BiffRecord) -> Iterator[Mark]:
        """Merged cells, hidden rows and columns, errors: alike in all generations."""
        data = record.data
        match record.kind:
            case Kind.MERGED:
                (count,) = struct.unpack_from("<H", data)
                for index in range(count):
                    top, bottom, left, right = struct.unpack_from("<HHHH", data, 2 + 8 * index)
                    yield Mark(MarkKind.MERGED, top, left, last_row=bottom, last_column=right)
            case Kind.ROW:
                row, flags = struct.unpack_from("<H10xB", data)
                if flags & _HIDDEN_ROW:
                    yield Mark(MarkKind.HIDDEN_ROW, row, last_row=row)
            case Kind.COLINFO:
                first, last, _, _, flags = struct.unpack_from("<HHHHH", data)
                if flags & 1:
                    yield Mark(MarkKind.HIDDEN_COLUMN, column=first, last_column=last)
            case _:
                yield from self._results(record)

    def _results(self, record: BiffRecord) -> Iterator[Mark]:
        data = record.data
        match record.kind:
            case Kind.FORMULA:
                yield from self._formula(data)
            case Kind.SHARED_FORMULA:
                row, _, column = struct.unpack_from("<HHB", data)
                yield from self._in_formula(data, 8, row, column)
            case Kind.BOOLERR:
                row, column, _, code, is_error = struct.unpack_from("<HHHBB", data)
                if is_error:
                    yield error_mark(row, column, code)

    def marks_of(self, record: BiffRecord) -> Iterator[Mark]:
        data = record.data
        yield from self._numbers(record)
        match record.kind:
            case Kind.LABELSST:
                row, column, style, index = struct.unpack_from("<HHHI", data)
                if index < len(self.book.strings):
                    yield from self.book.looks.marks_of_text(
                        row, column, style, *self.book.strings[index]
                    )
            case Kind.NOTE:
                row, column, _, number = struct.unpack_from("<HHHH", data)
                self.drawings.add_note(number, row, column)
            case Kind.DRAWING:
                self.drawings.add_drawing(data)
            case Kind.OBJ:
                self.drawings.add_object(data)
            case Kind.TXO:
                # In the record's first continuation.
                (length,) = struct.unpack_from("<H", data, 10)
                reader = _Continued(record, record.breaks[0] if record.breaks else 0)
                has_text = length and record.breaks
                self.drawings.add_text(reader.characters(length) if has_text else "")
            case Kind.HEADER | Kind.FOOTER if data:
                (length,) = struct.unpack_from("<H", data)
                yield Mark(MarkKind.PAGE, text=characters(data, 2, length)[0])
            case _:
                yield from self.layout(record)
                yield from self.book.hidden_texts(record)

    def _numbers(self, record: BiffRecord) -> Iterator[Mark]:
        data, looks = record.data, self.book.looks
        if record.kind == Kind.NUMBER:
            yield from looks.marks_of_number(*struct.unpack_from("<HHHd", data))
        elif record.kind == Kind.SHORT_NUMBER:
            row, column, style = struct.unpack_from("<HHH", data)
            yield from looks.marks_of_number(row, column, style, short_number(data, 6))
        elif record.kind == Kind.SHORT_NUMBERS:
            row, first = struct.unpack_from("<HH", data)
            for index in range((len(data) - 6) // 6):
                (style,) = struct.unpack_from("<H", data, 4 + 6 * index)
                value = short_number(data, 6 + 6 * index)
                yield from looks.marks_of_number(row, first + index, style, value)
        elif record.kind == Kind.FORMULA and data[12:14] != b"\xff\xff":
            yield from looks.marks_of_number(*struct.unpack_from("<HHHd", data))


_ERROR_RESULT = 2


def cell_of(data: bytes) -> Cell:
    row, column, style = struct.unpack_from("<HHH", data)
    return row, column, style


@dataclass
class _Continued:
    """Reads on over the borders of continuations, where a string's flag byte is repeated."""

    record: BiffRecord
    at: int

    def take(self, layout: str) -> tuple[int, ...]:
        values: tuple[int, ...] = struct.unpack_from(layout, self.record.data, self.at)
        self.at += struct.calcsize(layout)
        return values

    def characters(self, length: int) -> str:
        (flags,) = self.take("<B")
        return self.more(length, flags)

    def more(self, length: int, flags: int) -> str:
        pieces: list[str] = []
        while length > 0:
            end = next((b for b in self.record.breaks if b > self.at), len(self.record.data))
            if self.at >= len(self.record.data):
                break
            if self.at in self.record.breaks and pieces:
                (flags,) = self.take("<B")
            width = 2 if flags & 1 else 1
            count = min(length, (end - self.at) // width)
            if count <= 0:
                break
            raw = self.record.data[self.at : self.at + count * width]
            pieces.append(raw.decode("utf-16-le" if width == 2 else "latin-1", "replace"))  # noqa: PLR2004
            self.at += count * width
            length -= count
        return "".join(pieces)


def _shared_strings(record: BiffRecord) -> Iterator[tuple[str, Runs]]:
    reader = _Continued(record, 4)
    (count,) = reader.take("<I")
    for _ in range(count):
        if reader.at >= len(record.data):
            return
        length, flags = reader.take("<HB")
        runs = reader.take("<H")[0] if flags & 0x08 else 0
        extra = reader.take("<I")[0] if flags & 0x04 else 0
        text = reader.more(length, flags)
        found = [(start, font) for start, font in (reader.take("<HH") for _ in range(runs))]
        reader.at += extra  # furigana and the like
        yield text, found
