"""One finding, and one entry of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Entry:
    """A kind of finding. `message` and `remedy` are `str.format` templates."""

    code: str
    severity: Severity
    title: str
    message: str
    remedy: str
    request: str = ""
    """What to ask of the department, in words for it; empty where only 情報課 can act."""
    why: str = ""
    """What the check looks at and what it leaves alone, where the title does not say it all."""
