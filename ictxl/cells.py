"""What all rooms that read spreadsheets share: cell values, addresses, calamine's panics."""

from __future__ import annotations

import datetime as dt
import functools

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
"""What calamine makes of a cell; `""` for an empty one."""


@functools.cache
def column_letters(index: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """A → 0, AA → 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def address(row: int, column: int) -> str:
    """0-based row and column → `K9`; empty where the place is no cell."""
    return f"{column_letters(column)}{row + 1}" if row >= 0 and column >= 0 else ""


def is_panic(error: BaseException) -> bool:
    """A Rust panic reaches Python as a BaseException of its own, past `except Exception`."""
    return type(error).__name__ == "PanicException"
