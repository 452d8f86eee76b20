"""One workbook's cells as text, read with calamine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import python_calamine as calamine

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


class UnreadableError(Exception):
    """calamine cannot read the file; the text says why, in Japanese."""


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells as text, from A1 on; rows may differ in length from what Excel shows."""

    name: str
    rows: Sequence[Sequence[str]]


def read_sheets(path: Path) -> list[Sheet]:
    """Every worksheet of the file. Raises UnreadableError; OSError only for the file itself."""
    content = path.open("rb")
    with content:
        try:
            workbook = calamine.load_workbook(content)
            return [
                _sheet(workbook, meta.name)
                for meta in workbook.sheets_metadata
                if meta.typ == calamine.SheetTypeEnum.WorkSheet
            ]
        except calamine.PasswordError as error:
            raise UnreadableError("パスワードがかかっています") from error
        except calamine.ZipError as error:
            raise UnreadableError("Excel ブックではないか、途中で切れています") from error
        except Exception as error:
            raise UnreadableError("Excel ブックではないか、壊れています") from error
        except BaseException as error:
            # A Rust panic reaches Python as a BaseException of its own.
            if type(error).__name__ != "PanicException":
                raise
            raise UnreadableError("ブックの中身が壊れています") from error


def _sheet(workbook: calamine.CalamineWorkbook, name: str) -> Sheet:
    cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return Sheet(name, [[cell_text(value) for value in row] for row in cells])


def cell_text(value: Cell) -> str:
    """A cell's value as a person reads it: `1.0` → `1`, TRUE, `2019-11-01`."""
    if type(value) is str:
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def column_letters(index: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
