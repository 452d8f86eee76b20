"""Read returned files one after another, each within limits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ictxl.files.addresses import Place
from ictxl.files.raw_file import RawFile, read_raw
from ictxl.responses import Source
from ictxl.returned.form import FileReading
from ictxl.returned.guarded_reading import (
    call_apart,
    read_apart,
    read_safely,
    sandbox_for,
    unreadable,
)
from ictxl.returned.returned_file import (
    CopyOfAnother,
    FileAsRead,
    ReturnedFile,
    UnreadFile,
)
from ictxl.returned.sent.sendings import Sendings
from ictxl.returned.settling import settled
from ictxl.runtime.workers import ONE_PROCESS, Workers
from ictxl.spreadsheets.errors import (
    DEFAULT_LIMITS,
    ORDINARY,
    Limits,
    NotOrdinaryError,
    Reason,
    UnreadableError,
)

if TYPE_CHECKING:
    from ictxl.runtime.sandbox import Sandbox

AskPassword = Callable[[str], str | None]
"""Given a file's name, the password a person types; None to leave the file closed."""
_TRIES = 3
"""How often a person may mistype a password."""


@dataclass(frozen=True)
class Reading:
    """How files are to be read."""

    limits: Limits = DEFAULT_LIMITS
    passwords: tuple[str, ...] = ()
    ask_password: AskPassword | None = None
    workers: Workers = ONE_PROCESS
    """Who reads, where there are many files."""


USUAL_READING: Reading = Reading()


class FormReader:
    """Reads returned files one after another; use it as a context manager.

    An ordinary workbook is read at once. What is large, in an old format or behind a password is
    read in a process of its own, which is killed where it takes too long.
    """

    def __init__(self, reading: Reading = USUAL_READING) -> None:
        self.limits = reading.limits
        self._ask_password = reading.ask_password
        self._passwords = list(reading.passwords)
        self._seen: dict[str, str] = {}
        self.sendings = Sendings()
        """What the files read so far tell of their sendings."""
        self._count = 0
        self._sandbox: Sandbox | None = None

    def __enter__(self) -> FormReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._sandbox is not None:
            self._sandbox.stop()
            self._sandbox = None

    def read(self, path: Place, file: str) -> FileAsRead:
        """Read one file; `file` is how findings call it. Never raises on what the file is."""
        place = self._count
        self._count += 1
        try:
            raw = read_raw(path, file, self.limits)
        except UnreadableError as error:
            return UnreadFile(Source(path, file), (unreadable(error, file),))
        bare = _bare_source(path, file, raw)
        first = self._seen.setdefault(bare.digest, file) if bare.digest else file
        if first != file:
            return CopyOfAnother.of(bare, first)
        read, told = self._read_raw(raw, bare)
        if told:
            self.sendings.take(place, told)
        return read

    def read_telling(self, path: Place, file: str) -> FileReading:
        """As `read`, of a file alone: a copy is read too, and what it tells is for the caller."""
        try:
            raw = read_raw(path, file, self.limits)
        except UnreadableError as error:
            return UnreadFile(Source(path, file), (unreadable(error, file),)), None
        return self._read_raw(raw, _bare_source(path, file, raw))

    def _read_raw(self, raw: RawFile, bare: Source) -> FileReading:
        try:
            read, told = self._read(raw)
        except UnreadableError as error:
            return UnreadFile(bare, (unreadable(error, bare.file),)), None
        source = replace(read.source, size=bare.size, digest=bare.digest)
        return replace(read, source=source), told

    def _read(self, raw: RawFile) -> FileReading:
        if _may_be_ordinary(raw.content):
            try:
                return read_safely(
                    raw, _least(self.limits, ORDINARY), (), self.sendings, apart=False
                )
            except NotOrdinaryError:
                pass
            except UnreadableError as error:
                # Beyond the ordinary limits, perhaps not the real ones; or behind a password.
                if error.reason not in {Reason.LIMIT_EXCEEDED, Reason.PASSWORD_REQUIRED}:
                    raise
        return self._read_apart(raw)

    def _read_apart(self, raw: RawFile) -> FileReading:
        for _ in range(_TRIES):
            try:
                return self._in_sandbox(raw)
            except UnreadableError as error:
                if error.reason is not Reason.PASSWORD_REQUIRED or self._ask_password is None:
                    raise
                typed = self._ask_password(raw.name)
                if not typed:
                    raise
                self._passwords.append(typed)
        return self._in_sandbox(raw)

    def _in_sandbox(self, raw: RawFile) -> FileReading:
        limits = self.limits
        if self._sandbox is None:
            self._sandbox = sandbox_for(read_apart, limits)
        read, told = call_apart(self._sandbox, limits, raw, limits, tuple(self._passwords))
        return read, told


def _bare_source(path: Place, file: str, raw: RawFile) -> Source:
    digest = hashlib.sha256(raw.content).hexdigest() if raw.content else ""
    return Source(path, file, size=len(raw.content), digest=digest)


def _may_be_ordinary(content: bytes) -> bool:
    """A package of common size; whether it unpacks to a common size shows while it is scanned."""
    return content[:2] == b"PK" and len(content) <= ORDINARY.file_bytes


def _least(limits: Limits, ordinary: Limits) -> Limits:
    return Limits(
        min(limits.file_megabytes, ordinary.file_megabytes),
        min(limits.unpacked_megabytes, ordinary.unpacked_megabytes),
        min(limits.cells, ordinary.cells),
        limits.seconds,
        limits.memory_megabytes,
    )


def read_form(path: Place, file: str, passwords: Sequence[str] = ()) -> ReturnedFile:
    """Read one file with the usual limits."""
    with FormReader(Reading(passwords=tuple(passwords))) as reader:
        (read,) = settled([reader.read(path, file)], reader.sendings)
    return read
