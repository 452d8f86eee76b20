"""Exceptions that stop a run. What a person can mend inside a workbook is a `Finding` instead."""

from __future__ import annotations

from collections.abc import Iterable

from ictxl.findings import Finding


class IctxlError(Exception):
    """The run cannot go on; `message` says why and `remedy` what to do, both in Japanese."""

    def __init__(self, message: str, remedy: str = "", findings: Iterable[Finding] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.findings: tuple[Finding, ...] = tuple(findings)


class InputError(IctxlError):
    """What was named on the command line is not there or cannot be read."""


class PlanError(IctxlError):
    """The plan workbook has mistakes: `findings` holds all of them, each with its cell."""


class TemplateError(IctxlError):
    """The template cannot be filled in: `findings` holds all reasons, each with its cell."""


class OutputError(IctxlError):
    """An output file or folder cannot be written."""
