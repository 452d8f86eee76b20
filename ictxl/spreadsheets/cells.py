"""What all rooms that read spreadsheets share: cell values, addresses, calamine's panics."""

from __future__ import annotations

import datetime as dt
import functools
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

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


@contextmanager
def without_panic_messages() -> Iterator[None]:
    """Rust tells of a panic on standard error, in English, before anybody can catch it."""
    _SILENCE.enter()
    try:
        yield
    finally:
        _SILENCE.leave()


class _Silence:
    """Standard error put away while anybody reads: the first to come does it, the last undoes it.

    It is the whole process's, and a Dask worker reads in several threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._readers = 0
        self._kept: int | None = None

    def enter(self) -> None:
        with self._lock:
            self._readers += 1
            if self._readers > 1:
                return
            with suppress(OSError):  # there may be no standard error at all, as under pythonw
                kept = os.dup(STDERR)
                silence = os.open(os.devnull, os.O_WRONLY)
                os.dup2(silence, STDERR)
                os.close(silence)
                self._kept = kept

    def leave(self) -> None:
        with self._lock:
            self._readers -= 1
            if self._readers == 0 and self._kept is not None:
                os.dup2(self._kept, STDERR)
                os.close(self._kept)
                self._kept = None


STDERR = 2
_SILENCE = _Silence()
