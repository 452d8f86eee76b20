"""Sheets and workbooks, whichever reader they come from; their values as calamine reads them."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import python_calamine as calamine

from ictxl.spreadsheets.cells import Value, is_panic, without_panic_messages
from ictxl.spreadsheets.errors import CUT_OFF, Reason, UnreadableError, damaged


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells from A1 on; a row may be shorter than others, or than what Excel shows."""

    name: str
    rows: Sequence[Sequence[Value]]
    far: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Texts so far out (0-based row, column) that a grid up to there would fill the memory."""
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """First cell → last cell of what is merged; empty where nobody asked, or the file's kind does
    not tell."""

    def value(self, row: int, column: int) -> Value:
        """0-based; `""` beyond the filled area."""
        if row < len(self.rows):
            cells = self.rows[row]
            if column < len(cells):
                return cells[column]
        return self.far.get((row, column), "")


@dataclass(frozen=True)
class Workbook:
    """A file's sheets, as far as they could be read."""

    sheets: tuple[Sheet, ...]
    broken: tuple[str, ...] = ()
    """Names of sheets that could not be read."""
    left_out: tuple[str, ...] = ()
    """Names of sheets that were not to be read."""


def completed(workbook: Workbook, texts: Mapping[str, Mapping[tuple[int, int], str]]) -> Workbook:
    """With the texts of cells that calamine passes over or garbles."""
    sheets = tuple(_completed(sheet, texts.get(sheet.name, {})) for sheet in workbook.sheets)
    return replace(workbook, sheets=sheets)


def _completed(sheet: Sheet, texts: Mapping[tuple[int, int], str]) -> Sheet:
    if not texts:
        return sheet
    rows = [list(row) for row in sheet.rows]
    far = dict(sheet.far)
    for (row, column), text in texts.items():
        if row < len(rows) + _NEAR and column < _NEAR:
            rows.extend([] for _ in range(row + 1 - len(rows)))
            rows[row].extend([""] * (column + 1 - len(rows[row])))
            if isinstance(rows[row][column], str):  # a number or a day was read, and is no text
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


def read_workbook(content: bytes, without: Collection[str] = ()) -> Workbook:
    """The cells of every sheet but those `without`. Raises UnreadableError where not even the
    sheets' names can be read."""
    with without_panic_messages():
        return _read(content, lambda name: name not in without)


def read_sheet(content: bytes, name: str) -> Sheet | None:
    """The cells of one sheet; None where it is not there or cannot be read."""
    try:
        with without_panic_messages():
            return next(iter(_read(content, lambda other: other == name).sheets), None)
    except UnreadableError:
        return None


def hidden_sheets(content: bytes) -> frozenset[str]:
    """The names of sheets that nobody sees. Raises UnreadableError where calamine cannot tell."""
    try:
        with without_panic_messages():
            found = calamine.load_workbook(io.BytesIO(content)).sheets_metadata
    except BaseException as error:
        raise _reason(error) from error
    return frozenset(s.name for s in found if s.visible != calamine.SheetVisibleEnum.Visible)


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
    left_out = tuple(name for name in names if not is_wanted(name))
    return Workbook(tuple(sheets), tuple(broken), left_out)


def _reason(error: BaseException) -> UnreadableError:
    """Why calamine failed; anything that is not its failure (Ctrl-C) is raised again."""
    if isinstance(error, calamine.PasswordError):
        return UnreadableError(Reason.PASSWORD_REQUIRED, "パスワードの指定がありません")
    if isinstance(error, calamine.ZipError):
        return damaged(CUT_OFF)
    if isinstance(error, Exception) or is_panic(error):
        return damaged()
    raise error
