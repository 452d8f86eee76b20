"""Reading where any failure at all is the file's and not the run's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ictxl.returned.form import ReturnedForm, read_content
from ictxl.returned.metadata_records import Sendings
from ictxl.spreadsheets.errors import NotOrdinaryError, UnreadableError, damaged
from ictxl.spreadsheets.limits import Limits
from ictxl.spreadsheets.opening import RawFile


def read_safely(
    raw: RawFile,
    limits: Limits,
    passwords: Sequence[str] = (),
    sendings: Sendings | None = None,
    *,
    apart: bool = True,
) -> ReturnedForm:
    """`read_content`, but nothing other than its own two exceptions ever comes out."""
    with told_of_the_file(limits):
        return read_content(raw, limits, passwords, sendings, apart=apart)


@contextmanager
def told_of_the_file(limits: Limits) -> Iterator[None]:
    """Whatever goes wrong in this block becomes an UnreadableError."""
    try:
        yield
    except (UnreadableError, NotOrdinaryError):
        raise
    except MemoryError as error:
        raise out_of_memory(limits) from error
    except Exception as error:
        raise damaged("ブックの中身が壊れています") from error


def out_of_memory(limits: Limits) -> UnreadableError:
    return UnreadableError(
        "F008",
        what="読むのに要るメモリー",
        limit=f"{limits.memory_megabytes} MB",
        option="--limit-memory-mb",
    )
