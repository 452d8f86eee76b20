"""What was read from a table, and everything that was decided in reading it."""

from __future__ import annotations

from dataclasses import dataclass

from ictxl.findings import Finding
from ictxl.model import Plan
from ictxl.responses import IndicatorResponse, Response


@dataclass(frozen=True)
class HeadingGuess:
    """A heading and what its column was taken for: a row of 見出しの対応."""

    heading: str
    example: str
    meaning: str
    """One of the words that the sheet offers."""
    is_sure: bool


@dataclass(frozen=True)
class ImportedTable:
    """What a consolidated table says, and everything that was decided in reading it."""

    plan: Plan
    responses: tuple[Response, ...]
    """The codes as in the plan's lists; what is in no list stays as written."""
    submitted: frozenset[str]
    """Departments that had returned anything."""
    findings: tuple[Finding, ...]
    headings: tuple[HeadingGuess, ...] = ()
    """Of a table of any shape: its headings, as a person may correct them."""
    indicator_responses: tuple[IndicatorResponse, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether a heading's meaning is a guess that a person should look at."""
        return any(not heading.is_sure for heading in self.headings)
