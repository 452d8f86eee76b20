"""Why a file, or a part of it, could not be read."""

from __future__ import annotations

from ictxl.findings import Finding, finding


class UnreadableError(Exception):
    """The file cannot be read at all: the code of its finding, and the facts of its message."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __reduce__(self) -> tuple[object, ...]:
        return _remake, (self.code, self.facts)

    def finding(self, file: str) -> Finding:
        return finding(self.code, file=file, **self.facts)


class NotOrdinaryError(Exception):
    """The file looks unusual: it shall be read in a process that can be killed."""


def _remake(code: str, facts: dict[str, str]) -> UnreadableError:
    """Across a process's border: an exception's keyword arguments are not pickled by themselves."""
    return UnreadableError(code, **facts)


def damaged(reason: str) -> UnreadableError:
    """`reason` completes 「このファイルを読めません: …。」."""
    return UnreadableError("F002", reason=reason)
