"""One workbook's cells, read with calamine."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import python_calamine as calamine

from ictxl.contract.metadata import COMMON_SHEET
from ictxl.spreadsheets.cells import Value, is_panic, without_panic_messages
from ictxl.spreadsheets.errors import UnreadableError, damaged

_EXACT_DIGITS = 15
"""Excel keeps and shows no more significant digits (Excel specifications and limits)."""


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells from A1 on; a row may be shorter than others, or than what Excel shows."""

    name: str
    rows: Sequence[Sequence[Value]]
    far: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Texts so far out (0-based row, column) that a grid up to there would fill the memory."""

    def value(self, row: int, column: int) -> Value:
        """0-based; `""` beyond the filled area."""
        if row < len(self.rows):
            cells = self.rows[row]
            if column < len(cells):
                return cells[column]
        return self.far.get((row, column), "")


@dataclass(frozen=True)
class Workbook:
    """What calamine made of a file."""

    sheets: tuple[Sheet, ...]
    broken: tuple[str, ...] = ()
    """Names of sheets that it could not read."""
    has_common: bool = False
    """There is a sheet that many forms have in common, see `read_common`."""


def completed(workbook: Workbook, texts: Mapping[str, Mapping[tuple[int, int], str]]) -> Workbook:
    """With the texts of cells that calamine passed over."""
    sheets = tuple(_completed(sheet, texts.get(sheet.name, {})) for sheet in workbook.sheets)
    return replace(workbook, sheets=sheets)


def _completed(sheet: Sheet, texts: Mapping[tuple[int, int], str]) -> Sheet:
    if not texts:
        return sheet
    rows = [list(row) for row in sheet.rows]
    far = dict(sheet.far)
    for (row, column), text in texts.items():
        if sheet.value(row, column) != "":
            continue
        if row < len(rows) + _NEAR and column < _NEAR:
            rows.extend([] for _ in range(row + 1 - len(rows)))
            rows[row].extend([""] * (column + 1 - len(rows[row])))
            rows[row][column] = text
        else:
            far[row, column] = text
    return replace(sheet, rows=rows, far=far)


_NEAR = 200
"""Rows or columns that a text may add to a grid."""
_TEXT_SHEETS = (
    calamine.SheetTypeEnum.WorkSheet,
    calamine.SheetTypeEnum.MacroSheet,
    calamine.SheetTypeEnum.DialogSheet,
)


def read_workbook(content: bytes) -> Workbook:
    """The cells of every sheet but the one that many forms have in common (see `read_common`).
    Raises UnreadableError where not even the sheets' names can be read."""
    with without_panic_messages():
        return _read(content, lambda name: name != COMMON_SHEET)


def read_common(content: bytes) -> Sheet | None:
    """The cells of that one; None where it is not there or cannot be read."""
    try:
        with without_panic_messages():
            return next(iter(_read(content, lambda name: name == COMMON_SHEET).sheets), None)
    except UnreadableError:
        return None


def _read(content: bytes, is_wanted: Callable[[str], bool]) -> Workbook:
    try:
        workbook = calamine.load_workbook(io.BytesIO(content))
        names = [meta.name for meta in workbook.sheets_metadata if meta.typ in _TEXT_SHEETS]
    except BaseException as error:
        raise _reason(error) from error
    sheets, broken = [], []
    for name in filter(is_wanted, names):
        try:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except BaseException as error:  # noqa: BLE001 - _reason lets all but reading errors pass
            _reason(error)
            broken.append(name)
        else:
            sheets.append(Sheet(name, rows))
    return Workbook(tuple(sheets), tuple(broken), COMMON_SHEET in names)


def _reason(error: BaseException) -> UnreadableError:
    """Why calamine failed; anything that is not its failure (Ctrl-C) is raised again."""
    if isinstance(error, calamine.PasswordError):
        return UnreadableError("F005", reason="パスワードの指定がありません")
    if isinstance(error, calamine.ZipError):
        return damaged("途中で切れているか、壊れています")
    if isinstance(error, Exception):
        return damaged("ブックの中身が壊れています")
    if is_panic(error):
        return damaged("ブックの中身が壊れています")
    raise error


def cell_text(value: Value) -> str:
    """A cell's value as a person reads it: `1.0` → `1`, TRUE, `2019-11-01`."""
    if type(value) is str:
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 10**_EXACT_DIGITS:
            return str(int(value))
        return f"{value:.{_EXACT_DIGITS}g}"
    return str(value)
