"""Why a file, or a part of it, could not be read."""

from __future__ import annotations

from dataclasses import replace

from ictxl import findings
from ictxl.findings import Finding


class UnreadableError(Exception):
    """The file cannot be read at all; `problem` is why, a finding that names no file yet."""

    def __init__(self, problem: Finding) -> None:
        super().__init__(problem)
        self.problem = problem

    def finding(self, file: str) -> Finding:
        return replace(self.problem, file=file)


class NotOrdinaryError(Exception):
    """The file looks unusual: it shall be read in a process that can be killed."""


def damaged(reason: str) -> UnreadableError:
    """`reason` completes 「このファイルを読めません: …。」."""
    return UnreadableError(findings.FILE_UNREADABLE(reason=reason))
