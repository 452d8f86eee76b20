"""Reading where any failure at all is the file's and not the run's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ictxl.files.raw_file import RawFile
from ictxl.returned.form import FileReading, read_content
from ictxl.returned.sendings import Sendings
from ictxl.spreadsheets.errors import NotOrdinaryError, UnreadableError, beyond, damaged
from ictxl.spreadsheets.limits import Limits


def read_safely(
    raw: RawFile,
    limits: Limits,
    passwords: Sequence[str] = (),
    sendings: Sendings | None = None,
    *,
    apart: bool = True,
) -> FileReading:
    """`read_content`, but nothing other than its own two exceptions ever comes out."""
    with told_of_the_file(limits):
        return read_content(raw, limits, passwords, sendings, apart=apart)


def read_apart(raw: RawFile, limits: Limits, passwords: Sequence[str]) -> FileReading:
    """`read_safely` in a process of its own, which reads one file after another."""
    return read_safely(raw, limits, passwords, _SENDINGS)


_SENDINGS = Sendings()
"""What the forms have told that this process has read apart."""


@contextmanager
def told_of_the_file(limits: Limits) -> Iterator[None]:
    """Whatever goes wrong in this block becomes an UnreadableError."""
    try:
        yield
    except (UnreadableError, NotOrdinaryError):
        raise
    except MemoryError as error:
        raise beyond(limits, "memory_megabytes") from error
    except Exception as error:
        raise damaged() from error
