"""Read the cell values of a workbook with calamine."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection

import python_calamine as calamine

from ictxl.spreadsheets.cells import is_panic, without_panic_messages
from ictxl.spreadsheets.errors import CUT_OFF, Reason, UnreadableError, damaged
from ictxl.spreadsheets.sheet import Sheet, Workbook

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
