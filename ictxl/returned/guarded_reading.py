"""Read a file so that whatever goes wrong is told of it as a finding, and the run goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ictxl import findings
from ictxl.files.raw_file import RawFile
from ictxl.findings import Finding
from ictxl.returned.form import FileReading, read_content
from ictxl.returned.returned_file import IncompleteForm, UnidentifiedWorkbook, UnreadFile
from ictxl.returned.sent.sendings import Sendings
from ictxl.spreadsheets.errors import (
    Limits,
    NotOrdinaryError,
    Reason,
    UnreadableError,
    beyond,
    damaged,
)
from ictxl.spreadsheets.kinds import WORKBOOK_SUFFIXES

if TYPE_CHECKING:
    from ictxl.runtime.sandbox import Sandbox


def read_safely(
    raw: RawFile, limits: Limits, passwords: Sequence[str], sendings: Sendings, *, apart: bool
) -> FileReading:
    """`read_content`, but nothing other than its own two exceptions ever comes out."""
    with told_of_the_file(limits):
        return read_content(raw, limits, passwords, sendings, apart=apart)


def read_apart(raw: RawFile, limits: Limits, passwords: Sequence[str]) -> FileReading:
    """`read_safely` in a process of its own, which reads one file after another."""
    return read_safely(raw, limits, passwords, _SENDINGS, apart=True)


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


def sandbox_for(job: Callable[..., object], limits: Limits) -> Sandbox:
    """A process to call a module's function in, within the limits of one file."""
    from ictxl.runtime.sandbox import Sandbox  # noqa: PLC0415 - few files need one, and it is slow

    name = f"{job.__module__}:{job.__name__}"
    return Sandbox(name, limits.seconds, limits.memory_megabytes)


def call_apart(sandbox: Sandbox, limits: Limits, *arguments: object) -> Any:
    """What the sandbox's function makes of a file. Raises UnreadableError also where it took too
    long or too much."""
    from ictxl.runtime.sandbox import SandboxDiedError  # noqa: PLC0415 - as above

    try:
        return sandbox.call(*arguments)
    except TimeoutError as error:
        raise UnreadableError(Reason.TIME_EXCEEDED, most=limits.seconds) from error
    except SandboxDiedError as error:
        raise (beyond(limits, "memory_megabytes") if error.for_memory else damaged()) from error


T = TypeVar("T")


class Desk(Generic[T]):
    """Where files are read on whose content had to wait: here, or apart where it is large.

    Does a function's work on one file after another, and tells of a file whatever goes wrong with
    it; use it as a context manager.
    """

    def __init__(self, job: Callable[..., T], limits: Limits) -> None:
        """`job` is a function of a module; it gets the file first."""
        self._job = job
        self._limits = limits
        self._sandbox: Sandbox | None = None

    def __enter__(self) -> Desk[T]:
        return self

    def __exit__(self, *_: object) -> None:
        if self._sandbox is not None:
            self._sandbox.stop()

    def work(
        self, file: IncompleteForm | UnidentifiedWorkbook, *arguments: object
    ) -> T | UnreadFile:
        """What the job makes of the file; a finding where it cannot."""
        try:
            with told_of_the_file(self._limits):
                if not file.content.is_large:
                    return self._job(file, *arguments)
                self._sandbox = self._sandbox or sandbox_for(self._job, self._limits)
                made: T = call_apart(self._sandbox, self._limits, file, *arguments)
                return made
        except UnreadableError as error:
            return UnreadFile(file.source.unopened(), (unreadable(error, file.file),))


_LIMITS = {
    "file_megabytes": ("ファイルの大きさ", "{} MB", "--limit-file-mb"),
    "unpacked_megabytes": ("展開した大きさ", "{} MB", "--limit-unpacked-mb"),
    "cells": ("セルの数", "{:,}", "--limit-cells"),
    "memory_megabytes": ("読むのに要るメモリー", "{} MB", "--limit-memory-mb"),
}
"""Field of `Limits` → what it bounds, how its value is told, and the option that raises it."""


def unreadable(error: UnreadableError, file: str) -> Finding:
    """The finding that a file cannot be read; `file` is how findings call it."""
    match error.reason:
        case Reason.DAMAGED:
            found = findings.FILE_UNREADABLE(file=file, reason=error.what)
        case Reason.PASSWORD_REQUIRED:
            found = findings.PASSWORD_REQUIRED(file=file, reason=error.what)
        case Reason.OTHER_FILE:
            claims = PurePath(file).suffix.lower() in WORKBOOK_SUFFIXES
            kind = findings.NOT_AN_EXCEL_WORKBOOK if claims else findings.OTHER_KIND_OF_FILE
            found = kind(file=file, what=error.what)
        case Reason.RIGHTS_RESTRICTED:
            found = findings.RIGHTS_RESTRICTED(file=file)
        case Reason.WORKBOOKS_INSIDE:
            names = _few(error.inside)
            found = findings.WORKBOOKS_INSIDE(
                file=file, what=error.what, names=names, how=error.how
            )
        case Reason.LIMIT_EXCEEDED:
            what, value, option = _LIMITS[error.what]
            limit = value.format(error.most)
            found = findings.LIMIT_EXCEEDED(file=file, what=what, limit=limit, option=option)
        case Reason.TIME_EXCEEDED:
            found = findings.READING_TIMED_OUT(file=file, limit=f"{error.most:g} 秒")
    return found


def _few(names: tuple[str, ...]) -> str:
    more = len(names) - _MOST_NAMES
    return "、".join(names[:_MOST_NAMES]) + (f" ほか {more} 個" if more > 0 else "")


_MOST_NAMES = 5
