"""Cell values, cell addresses, and guards around calamine's panics."""

from __future__ import annotations

import datetime as dt
import functools
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from ictxl.text.clean import clean_text

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


def place_of(cell: str) -> tuple[int, int]:
    """0-based row and column of `K9`; -1 where it is no cell."""
    match = _CELL.fullmatch(cell)
    return (int(match[2]) - 1, column_index(match[1])) if match else (-1, -1)


_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


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


_EXACT_DIGITS = 15
"""Excel keeps and shows no more significant digits (Excel specifications and limits)."""


def printed_text(value: Value) -> str:
    """The same for what is printed in Japanese again: 2019年10月31日; texts are trimmed."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dt.date):
        day = f"{value.year}年{value.month}月{value.day}日"
        if isinstance(value, dt.datetime) and (value.hour or value.minute):
            return f"{day} {value.hour}:{value.minute:02}"
        return day
    return cell_text(value)


def is_panic(error: BaseException) -> bool:
    """A Rust panic reaches Python as a BaseException of its own, past `except Exception`."""
    return type(error).__name__ == "PanicException"


class _Silence:
    """Standard error put away while anybody reads: the first to come does it, the last undoes it.

    It is the whole process's, and a Dask worker reads in several threads.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.readers = 0
        self.kept: int | None = None


@contextmanager
def without_panic_messages() -> Iterator[None]:
    """Rust tells of a panic on standard error, in English, before anybody can catch it."""
    with _SILENCE.lock:
        _SILENCE.readers += 1
        if _SILENCE.readers == 1:
            with suppress(OSError):  # there may be no standard error at all, as under pythonw
                kept = os.dup(STDERR)
                silence = os.open(os.devnull, os.O_WRONLY)
                os.dup2(silence, STDERR)
                os.close(silence)
                _SILENCE.kept = kept
    try:
        yield
    finally:
        with _SILENCE.lock:
            _SILENCE.readers -= 1
            if _SILENCE.readers == 0 and _SILENCE.kept is not None:
                os.dup2(_SILENCE.kept, STDERR)
                os.close(_SILENCE.kept)
                _SILENCE.kept = None


STDERR = 2
_SILENCE = _Silence()
