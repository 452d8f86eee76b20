"""The cells of a plan workbook as they stand in the file, each with its address."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ictxl.errors import InputError, PlanError
from ictxl.findings import finding
from ictxl.spreadsheets.cells import Value, address
from ictxl.spreadsheets.guarded import FarCellsError, WorksheetsError, read_worksheets
from ictxl.spreadsheets.xlsx.faults import Package, read_package
from ictxl.text.clean import clean_text

# What a cell in error shows (ECMA-376 part 1, 18.17.3); Excel's newer ones behind them.
_ERROR_VALUES = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
    | {"#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!"}
)
NO_RESULT = "数式"
"""The fault of a formula whose result was never saved."""
NO_COLUMN = "列"
"""The fault of a cell whose column is missing, which is reported once and not for each row."""


class Cell(NamedTuple):
    """One cell; a tuple, for a plan may have many."""

    sheet: str
    ref: str
    """Such as `C5`."""
    heading: str = ""
    """Of its column (of its row in 設定)."""
    value: Value = ""
    text: str = ""
    """The value as a person reads it: `1.0` → `1`, a date → 2019年10月31日."""
    fault: str = ""
    """The error it shows, NO_RESULT or NO_COLUMN; it then has no value, and was reported."""

    @property
    def is_date(self) -> bool:
        return isinstance(self.value, dt.date | dt.time | dt.timedelta)

    @property
    def is_empty(self) -> bool:
        return not self.fault and not self.text


@dataclass(frozen=True)
class Grid:
    """A worksheet's cells, from A1 on."""

    name: str
    rows: Sequence[Sequence[Value]]
    faults: dict[str, str]

    def cell(self, row: int, column: int, heading: str = "") -> Cell:
        """Row and column counted from 0; empty beyond the edge."""
        values = self.rows[row] if row < len(self.rows) else ()
        value = values[column] if column < len(values) else ""
        ref = address(row, column)
        fault = self.faults.get(ref, "")
        if isinstance(value, str) and "#" in value and value.strip() in _ERROR_VALUES:
            fault = value.strip()
        if fault:
            return Cell(self.name, ref, heading, fault=fault)
        return Cell(self.name, ref, heading, value, _text(value))

    def cells_of(self, row: int) -> Iterator[Cell]:
        return (self.cell(row, column) for column in range(len(self.rows[row])))


@dataclass(frozen=True)
class Book:
    """A workbook's worksheets."""

    file: str
    saved_at: str
    grids: tuple[Grid, ...]


def read_book(path: Path, names: Collection[str]) -> Book:
    """The worksheets whose folded names are in `names`; the others are never touched.

    Raises InputError where the file is missing or no workbook, PlanError where a stray cell
    stretches a sheet beyond reading.
    """
    try:
        content = path.read_bytes()
        sheets = read_worksheets(content, names)
    except OSError as error:
        raise InputError(*_why_not_opened(path, error)) from error
    except FarCellsError as error:
        raise PlanError(
            f"計画台帳「{path.name}」に、表から遠く離れたセルがあり、読めません。",
            "示したセルを消してから、もう一度実行してください。",
            [finding("P013", file=path.name, sheet=sheet, cell=ref) for sheet, ref in error.cells],
        ) from error
    except WorksheetsError as error:
        raise InputError(f"計画台帳「{path}」を読めません({error.why})。", error.remedy) from error
    package = read_package(io.BytesIO(content))
    grids = tuple(_grid(sheet.name, sheet.rows, package) for sheet in sheets)
    return Book(path.name, package.saved_at, grids)


def _grid(name: str, rows: Sequence[Sequence[Value]], package: Package) -> Grid:
    faults = package.faults.get(name, {})
    return Grid(name, rows, {ref: fault or NO_RESULT for ref, fault in faults.items()})


def _why_not_opened(path: Path, error: OSError) -> tuple[str, str]:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return (
            f"計画台帳「{path}」がありません。",
            "ファイル名を確かめてください。まだなければ ictxl init で作れます。",
        )
    if path.is_dir():
        return f"「{path}」はフォルダーです。", "計画台帳のファイルを指定してください。"
    return (
        f"計画台帳「{path}」を開けません({error.strerror or error})。",
        "Excel などで開いていれば閉じ、アクセス権を確かめてください。",
    )


def _text(value: Value) -> str:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.date):
        return _printed_date(value)
    return str(value)


def _printed_date(value: dt.date) -> str:
    day = f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, dt.datetime) and (value.hour or value.minute):
        return f"{day} {value.hour}:{value.minute:02}"
    return day
