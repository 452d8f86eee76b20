"""Reading many files, each within its limits, so that none can harm the run."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import TracebackType

from ictxl.files.addresses import Place
from ictxl.findings import finding
from ictxl.returned.deferred import complete_forms
from ictxl.returned.form import ReturnedForm
from ictxl.returned.guarded_reading import read_safely
from ictxl.returned.metadata_records import Sendings
from ictxl.runtime.sandbox import Worker
from ictxl.runtime.workers import ONE_PROCESS, Workers
from ictxl.spreadsheets.errors import NotOrdinaryError, UnreadableError
from ictxl.spreadsheets.limits import DEFAULT_LIMITS, MEGABYTE, ORDINARY, Limits
from ictxl.spreadsheets.opening import RawFile, read_raw

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


USUAL_READING = Reading()


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
        self._sendings = Sendings()
        self._kept: set[str] = set()
        self._worker: Worker | None = None

    def __enter__(self) -> FormReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._worker is not None:
            self._worker.stop()
            self._worker = None

    def read(self, path: Place, file: str) -> ReturnedForm:
        """Read one file; `file` is how findings call it. Never raises on what the file is."""
        try:
            raw = read_raw(path, file, self.limits)
        except UnreadableError as error:
            return ReturnedForm(path, file, findings=(error.finding(file),))
        digest = hashlib.sha256(raw.content).hexdigest() if raw.content else ""
        first = self._seen.setdefault(digest, file) if digest else file
        if first != file:
            copy = finding("F009", file=file, first=first)
            return ReturnedForm(path, file, findings=(copy,), size=len(raw.content), digest=digest)
        try:
            form = self._read(raw)
        except UnreadableError as error:
            form = ReturnedForm(path, file, findings=(error.finding(file),))
        first_of_sending = form.identity is not None and self._is_new(form.identity.plan_id)
        return replace(
            form,
            # The layout of a sending's first form serves all that lost their own.
            layout=form.layout if first_of_sending else None,
            common=form.common if form.common and self._is_new(form.common.digest) else None,
            size=len(raw.content),
            digest=digest,
        )

    def _is_new(self, sending: str) -> bool:
        if sending in self._kept:
            return False
        self._kept.add(sending)
        return True

    def _read(self, raw: RawFile) -> ReturnedForm:
        if _may_be_ordinary(raw.content):
            try:
                return read_safely(
                    raw, _least(self.limits, ORDINARY), (), self._sendings, apart=False
                )
            except NotOrdinaryError:
                pass
            except UnreadableError as error:
                if error.code != "F008":  # beyond the ordinary limits, perhaps not the real ones
                    raise
        return self._read_apart(raw)

    def _read_apart(self, raw: RawFile) -> ReturnedForm:
        self._worker = self._worker or Worker(self.limits)
        for _ in range(_TRIES):
            try:
                return self._worker.read(raw, tuple(self._passwords))
            except UnreadableError as error:
                if error.code != "F005" or self._ask_password is None:
                    raise
                typed = self._ask_password(raw.name)
                if not typed:
                    raise
                self._passwords.append(typed)
        return self._worker.read(raw, tuple(self._passwords))


def _may_be_ordinary(content: bytes) -> bool:
    """A package of common size; whether it unpacks to a common size shows while it is scanned."""
    return content[:2] == b"PK" and len(content) <= ORDINARY.file_megabytes * MEGABYTE


def _least(limits: Limits, ordinary: Limits) -> Limits:
    return Limits(
        min(limits.file_megabytes, ordinary.file_megabytes),
        min(limits.unpacked_megabytes, ordinary.unpacked_megabytes),
        min(limits.cells, ordinary.cells),
        limits.seconds,
        limits.memory_megabytes,
    )


def read_form(path: Place, file: str) -> ReturnedForm:
    """Read one file with the usual limits and no password."""
    with FormReader() as reader:
        (form,) = complete_forms([reader.read(path, file)])
    return form
