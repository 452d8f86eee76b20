"""One finding: what a person must mend or should know."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ictxl.findings.kind import FindingKind


class Severity(StrEnum):
    """How much a finding asks of a person."""

    ERROR = "error"
    """Must be mended before publishing."""
    WARNING = "warning"
    """Please look."""
    INFO = "info"
    """What ictxl did by itself."""

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


_LABELS = {Severity.ERROR: "要修正", Severity.WARNING: "要確認", Severity.INFO: "お知らせ"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with its place (file, sheet, cell), what is wrong, and what to do."""

    code: str
    severity: Severity
    message: str
    remedy: str
    file: str = ""
    sheet: str = ""
    cell: str = ""
    department: str = ""
    measure: str = ""
    request: str = ""
    """The remedy in words for the department; empty where nothing is asked of it."""
    value: str = ""
    """The text the finding is about, whole: nothing a department wrote is lost."""

    def is_a(self, kind: FindingKind) -> bool:
        """Whether it was found by this check: `found.is_a(findings.RATING_MISSING)`."""
        return self.code == kind.code
