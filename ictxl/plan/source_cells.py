"""The cells of a plan workbook as they stand in the file, each with its address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ictxl import findings
from ictxl.errors import InputError, PlanError
from ictxl.spreadsheets.cells import Value, address, printed_text
from ictxl.spreadsheets.errors import UnreadableError
from ictxl.spreadsheets.guarded import FarCellsError, read_faults, read_worksheets, remedy
from ictxl.spreadsheets.sheet import Sheet
from ictxl.spreadsheets.xlsx.zip_writer import FIRST_TIME

# What a cell in error shows (ECMA-376 part 1, 18.17.3); Excel's newer ones behind them.
_ERROR_VALUES = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
    | {"#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!"}
)
NO_RESULT = "数式"
"""The fault of a formula whose result was never saved."""
NO_COLUMN = "列"
"""The fault of a cell whose column is missing, which is reported once and not for each row."""


class SourceCell(NamedTuple):
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
    joined: str = ""
    """The range of which it is joined to be a part, where the value stands in another cell."""

    @property
    def is_date(self) -> bool:
        return isinstance(self.value, dt.date | dt.time | dt.timedelta)

    @property
    def is_empty(self) -> bool:
        return not self.fault and not self.text


@dataclass(frozen=True)
class SourceSheet:
    """A worksheet's cells, from A1 on."""

    name: str
    rows: Sequence[Sequence[Value]]
    faults: dict[str, str]
    joined: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """Cells that are joined with others → the first cell of these."""
    ranges: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """First cell of those that are joined → their range."""

    def cell(self, row: int, column: int, heading: str = "") -> SourceCell:
        """Row and column counted from 0; empty beyond the edge."""
        values = self.rows[row] if row < len(self.rows) else ()
        value = values[column] if column < len(values) else ""
        ref = address(row, column)
        fault = self.faults.get(ref, "")
        if isinstance(value, str) and "#" in value and value.strip() in _ERROR_VALUES:
            fault = value.strip()
        if fault:
            return SourceCell(self.name, ref, heading, fault=fault)
        text = printed_text(value)
        first = self.joined.get((row, column)) if not text else None
        return SourceCell(
            self.name, ref, heading, value, text, joined=self.ranges[first] if first else ""
        )

    def cell_above(self, row: int, column: int, heading: str = "") -> SourceCell:
        """The cell; where it is joined with one of its column above it, with that one's value."""
        here = self.cell(row, column, heading)
        first = self.joined.get((row, column))
        if not here.joined or first is None or first[1] != column:
            return here
        return self.cell(*first, heading)._replace(ref=here.ref)

    def cells_of(self, row: int) -> Iterator[SourceCell]:
        return (self.cell(row, column) for column in range(len(self.rows[row])))


@dataclass(frozen=True)
class SourceBook:
    """A workbook's worksheets."""

    file: str
    saved_at: str
    grids: tuple[SourceSheet, ...]


def read_book(path: Path, names: Collection[str]) -> SourceBook:
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
            [
                findings.PLAN_CELL_FAR_AWAY(file=path.name, sheet=sheet, cell=ref)
                for sheet, ref in error.cells
            ],
        ) from error
    except UnreadableError as error:
        told = f"計画台帳「{path}」を読めません({error.what})。"
        raise InputError(told, remedy(error)) from error
    faults = read_faults(content, names)
    grids = tuple(_grid(sheet, faults.cells.get(sheet.name, {})) for sheet in sheets)
    return SourceBook(path.name, "" if faults.saved_at == FIRST_TIME else faults.saved_at, grids)


def _grid(sheet: Sheet, faults: Mapping[str, str]) -> SourceSheet:
    told = {ref: fault or NO_RESULT for ref, fault in faults.items()}
    joined = {
        (row, column): first
        for first, last in sheet.merged.items()
        for row in range(first[0], min(last[0] + 1, len(sheet.rows)))
        for column in range(first[1], min(last[1] + 1, _WIDEST))
        if (row, column) != first
    }
    ranges = {first: f"{address(*first)}:{address(*last)}" for first, last in sheet.merged.items()}
    return SourceSheet(sheet.name, sheet.rows, told, joined, ranges)


_WIDEST = 200
"""Columns in which joined cells are looked for."""


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
