"""One finding, and its kind: a code, the texts and how grave it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NotRequired, TypedDict, Unpack

from ictxl.findings.facts import Facts, FindingPlace


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FindingKind:
    """Called with its facts, a kind makes a finding. `message`, `remedy` and `request` are
    `str.format` templates; their blanks are the facts, the place and `brief`, the beginning of the
    value."""

    code: str
    severity: Severity
    title: str
    message: str
    remedy: str
    request: str = ""
    """What to ask of the department, in words for it; empty where only 情報課 can act."""
    why: str = ""
    """What the check looks at and what it leaves alone, where the title does not say it all."""

    def __call__(self, **facts: Unpack[Facts]) -> Finding:
        """The finding. Raises KeyError where a fact is missing that the texts speak of."""
        return self.at({}, **facts)

    def at(self, place: FindingPlace, /, **facts: Unpack[Facts]) -> Finding:
        """The finding at a place that somebody else knows; what `facts` say of it goes before."""
        words: dict[str, object] = {"level": "施策", **place, **facts}
        own = {name: str(words.get(name, "")) for name in _PLACE}
        words |= {**own, "brief": brief(own["value"])}
        return Finding(
            code=self.code,
            severity=self.severity,
            message=self.message.format_map(words),
            remedy=self.remedy.format_map(words),
            request=self.request.format_map(words),
            **own,
        )


class Texts(TypedDict):
    """What every kind has besides its remedy, as `FindingKind` tells it."""

    code: str
    title: str
    message: str
    why: NotRequired[str]


def error(*, remedy: str, request: str = "", **texts: Unpack[Texts]) -> FindingKind:
    """A kind that must be mended before publishing."""
    return FindingKind(severity=Severity.ERROR, remedy=remedy, request=request, **texts)


def warning(*, remedy: str, request: str = "", **texts: Unpack[Texts]) -> FindingKind:
    """A kind that somebody should look at."""
    return FindingKind(severity=Severity.WARNING, remedy=remedy, request=request, **texts)


def info(*, remedy: str = "そのままで構いません。", **texts: Unpack[Texts]) -> FindingKind:
    """A kind that tells what ictxl did by itself; mostly there is nothing to do about it."""
    return FindingKind(severity=Severity.INFO, remedy=remedy, **texts)


def asked_error(*, remedy: str, **texts: Unpack[Texts]) -> FindingKind:
    """As `error`; the department is asked for what the remedy says."""
    return error(remedy=remedy, request=remedy, **texts)


def asked_warning(*, remedy: str, **texts: Unpack[Texts]) -> FindingKind:
    """As `warning`; the department is asked for what the remedy says."""
    return warning(remedy=remedy, request=remedy, **texts)


_PLACE = tuple(name for name in FindingPlace.__annotations__ if name != "level")


def codes(*kinds: FindingKind) -> frozenset[str]:
    """The kinds' codes, to look findings up by."""
    return frozenset(kind.code for kind in kinds)


def brief(text: str) -> str:
    """The beginning of a text on one line, for a message; the finding's value holds it whole."""
    line = " ".join(text.split())
    return line if len(line) <= _BRIEF else line[: _BRIEF - 1] + "…"


_BRIEF = 40


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
