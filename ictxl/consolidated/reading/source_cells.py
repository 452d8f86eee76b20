"""The cells of a table as they stand in a workbook of any kind or in tab-separated text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ictxl.consolidated.data.reading import far_cells_told
from ictxl.errors import InputError
from ictxl.spreadsheets.cells import Value, address, column_letters, printed_text
from ictxl.spreadsheets.errors import Reason, UnreadableError
from ictxl.spreadsheets.guarded import FarCellsError, read_worksheets, remedy, unlocked
from ictxl.spreadsheets.kinds import WORKBOOK_SUFFIXES
from ictxl.spreadsheets.sheet import Sheet

_COMMAS = ".csv"
TEXT_SUFFIXES = frozenset({".txt", ".tsv", _COMMAS})
_TEXT_CODECS = ("utf-8-sig", "utf-16", "cp932")


@dataclass(frozen=True)
class CellSpot:
    """A cell and its text."""

    sheet: str
    row: int
    """From 0, where it is read: in the file too, unless `origin` says otherwise."""
    column: int
    """As `row`."""
    text: str
    value: Value = ""
    origin: tuple[int, int] | None = None
    """Its row and column in the file, where the sheet is read in another order than it stands."""

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it stands in the file."""
        return self.sheet, *(self.origin or (self.row, self.column))

    @property
    def cell(self) -> str:
        return address(*self.place[1:])

    @property
    def row_number(self) -> int:
        """As Excel shows it."""
        return self.place[1] + 1

    @property
    def letters(self) -> str:
        return column_letters(self.place[2])

    def saying(self, text: str) -> CellSpot:
        """The same cell, read as `text`."""
        return replace(self, text=text, value="")


class TableSheet(Sheet):
    """A sheet whose cells are asked for one by one."""

    def spot(self, row: int, column: int) -> CellSpot:
        """Empty beyond the edge."""
        value = self.value(row, column) if row >= 0 and column >= 0 else ""
        return CellSpot(self.name, row, column, printed_text(value), value)

    def spots(self, row: int) -> list[CellSpot]:
        """The cells of a row that hold text."""
        found = (self.spot(row, column) for column in range(len(self.rows[row])))
        return [spot for spot in found if spot.text]

    def all_spots(self) -> Iterator[CellSpot]:
        for row in range(len(self.rows)):
            yield from self.spots(row)

    def last_row(self, spot: CellSpot) -> int:
        """The last row of the merged cell that begins here."""
        return self.merged.get((spot.row, spot.column), (spot.row, spot.column))[0]


@dataclass(frozen=True)
class TableBook:
    path: Path
    sheets: tuple[TableSheet, ...]
    is_text: bool = False
    content: bytes = b""
    """Of a workbook."""

    @property
    def file(self) -> str:
        return self.path.name


def read_content(path: Path, passwords: Sequence[str] = ()) -> bytes:
    """The file's bytes; of a workbook with a password that of `passwords` opens, those inside.

    Raises InputError where the file is missing, or stays closed.
    """
    try:
        return unlocked(path.read_bytes(), passwords)
    except OSError as error:
        raise InputError(*_why_not_opened(path, error)) from error
    except UnreadableError as error:
        raise _not_read(path, error) from error


def read_book(path: Path, content: bytes | None = None) -> TableBook:
    """Every worksheet of the file; a text file (by tabs, .csv by commas) is one without a name.

    `content` are its bytes, where they have been read. Raises InputError where the file is missing
    or can be read as neither.
    """
    content = read_content(path) if content is None else content
    if path.suffix.lower() in TEXT_SUFFIXES:
        return TableBook(path, (_text_sheet(path, content),), is_text=True)
    try:
        found = read_worksheets(content)
    except FarCellsError as error:
        raise far_cells_told(path, error) from error
    except UnreadableError as error:
        raise _not_read(path, error) from error
    sheets = tuple(TableSheet(one.name, one.rows, merged=one.merged) for one in found)
    return TableBook(path, sheets, content=content)


def _not_read(path: Path, error: UnreadableError) -> InputError:
    option = _OR_OPTION if error.reason is Reason.PASSWORD_REQUIRED else ""
    return InputError(f"「{path}」を読めません({error.what})。", remedy(error) + option)


_OR_OPTION = "外さなくても、--password か --password-file でパスワードを指定すれば読めます。"


def _text_sheet(path: Path, content: bytes) -> TableSheet:
    for codec in _TEXT_CODECS:
        # UTF-16 without its mark would take any text of even length.
        if codec == "utf-16" and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        return TableSheet("", _rows(text, by_commas=path.suffix.lower() == _COMMAS))
    raise InputError(
        f"「{path}」を読めません(文字コードが UTF-8 でも Shift_JIS でもありません)。",
        "文字コードを UTF-8 にして保存し直してください。",
    )


def _rows(text: str, *, by_commas: bool) -> list[list[str]]:
    """A cell of a .csv in quotes may hold commas and line breaks."""
    if by_commas:
        try:
            rows = list(csv.reader(io.StringIO(text, newline="")))
        except csv.Error:
            pass  # a cell beyond what a table can hold: its lines are read
        else:
            return [["\n".join(clean_lines(cell)) for cell in row] for row in rows]
    return [line.split("," if by_commas else "\t") for line in clean_lines(text)]


def clean_lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _why_not_opened(path: Path, error: OSError) -> tuple[str, str]:
    kinds = "、".join(sorted(WORKBOOK_SUFFIXES | TEXT_SUFFIXES))
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"「{path}」がありません。", "ファイル名を確かめてください。"
    if path.is_dir():
        return f"「{path}」はフォルダーです。", f"ファイルを指定してください({kinds})。"
    return (
        f"「{path}」を開けません({error.strerror or error})。",
        "Excel などで開いていれば閉じ、アクセス権を確かめてください。",
    )
