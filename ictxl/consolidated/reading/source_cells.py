"""The cells of a table as they stand in a workbook of any kind or in tab-separated text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ictxl.errors import InputError
from ictxl.files.inputs import WORKBOOK_SUFFIXES
from ictxl.spreadsheets.cells import Value, address
from ictxl.spreadsheets.guarded import FarCellsError, WorksheetsError, read_worksheets
from ictxl.text.clean import clean_text

TEXT_SUFFIXES = frozenset({".txt", ".tsv"})
_TEXT_CODECS = ("utf-8-sig", "utf-16", "cp932")


@dataclass(frozen=True)
class Spot:
    """A cell and its text."""

    sheet: str
    row: int
    """From 0."""
    column: int
    """From 0."""
    text: str
    value: Value = ""

    @property
    def cell(self) -> str:
        return address(self.row, self.column)

    @property
    def place(self) -> tuple[str, int, int]:
        return self.sheet, self.row, self.column


@dataclass(frozen=True)
class Sheet:
    """A worksheet's cells, from A1 on."""

    name: str
    rows: Sequence[Sequence[Value]]
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """First cell → last cell of what is merged; empty where the file's kind does not tell."""

    def spot(self, row: int, column: int) -> Spot:
        """Empty beyond the edge."""
        values = self.rows[row] if 0 <= row < len(self.rows) else ()
        value = values[column] if 0 <= column < len(values) else ""
        return Spot(self.name, row, column, cell_text(value), value)

    def spots(self, row: int) -> list[Spot]:
        """The cells of a row that hold text."""
        found = (self.spot(row, column) for column in range(len(self.rows[row])))
        return [spot for spot in found if spot.text]

    def all_spots(self) -> Iterator[Spot]:
        for row in range(len(self.rows)):
            yield from self.spots(row)

    def last_row(self, spot: Spot) -> int:
        """The last row of the merged cell that begins here."""
        return self.merged.get((spot.row, spot.column), (spot.row, spot.column))[0]


@dataclass(frozen=True)
class Book:
    path: Path
    sheets: tuple[Sheet, ...]
    is_text: bool = False

    @property
    def file(self) -> str:
        return self.path.name


def read_book(path: Path) -> Book:
    """Every worksheet of the file; a text file is one sheet without a name.

    Raises InputError where the file is missing or can be read as neither.
    """
    try:
        if path.suffix.lower() in TEXT_SUFFIXES:
            return Book(path, (_text_sheet(path),), is_text=True)
        found = read_worksheets(path.read_bytes())
    except OSError as error:
        raise InputError(*_why_not_opened(path, error)) from error
    except FarCellsError as error:
        raise error.of_file(path) from error
    except WorksheetsError as error:
        raise InputError(f"「{path}」を読めません({error.why})。", error.remedy) from error
    return Book(path, tuple(Sheet(one.name, one.rows, one.merged) for one in found))


def cell_text(value: Value) -> str:
    """A value as a person reads it: `1.0` → `1`, a date → 2019年10月31日."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value)


def _text_sheet(path: Path) -> Sheet:
    content = path.read_bytes()
    for codec in _TEXT_CODECS:
        # UTF-16 without its mark would take any text of even length.
        if codec == "utf-16" and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        return Sheet("", [line.split("\t") for line in clean_lines(text)])
    raise InputError(
        f"「{path}」を読めません(文字コードが UTF-8 でも Shift_JIS でもありません)。",
        "文字コードを UTF-8 にして保存し直してください。",
    )


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
