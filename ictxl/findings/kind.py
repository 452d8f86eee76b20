"""A kind of finding: its code, its texts, and the facts that these need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NotRequired, ParamSpec, TypedDict, Unpack

from ictxl.findings.facts import Words
from ictxl.findings.finding import Finding, Severity
from ictxl.findings.places import FindingPlace

Facts = ParamSpec("Facts")
"""What a kind's texts need: the parameters of one function of `facts`, all of them by keyword."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FindingKind(Generic[Facts]):
    """Called with its facts, a kind makes a finding. `message` and `remedy` are `str.format`
    templates; their blanks are the facts, the place and `brief`, the beginning of the value."""

    code: str
    severity: Severity
    title: str
    message: str
    remedy: str
    request: str = ""
    """What to ask of the department, in words for it; empty where only 情報課 can act."""
    why: str = ""
    """What the check looks at and what it leaves alone, where the title does not say it all."""
    facts: Callable[Facts, Words]

    def __call__(self, *nothing: Facts.args, **facts: Facts.kwargs) -> Finding:
        """The finding; mypy tells where a fact is missing, unknown or of another type."""
        return self._made(self.facts(*nothing, **facts))

    def at(self, place: FindingPlace, /, *nothing: Facts.args, **facts: Facts.kwargs) -> Finding:
        """The finding at a place that somebody else knows; what `facts` say of it goes before."""
        return self._made({**place, **self.facts(*nothing, **facts)})

    def _made(self, words: Words) -> Finding:
        place = {name: str(words.get(name, "")) for name in _PLACE}
        words = {"level": "施策", **words, **place, "brief": brief(place["value"])}
        return Finding(
            code=self.code,
            severity=self.severity,
            message=self.message.format_map(words),
            remedy=self.remedy.format_map(words),
            request=self.request.format_map(words),
            **place,
        )


class Texts(TypedDict):
    """What every kind has, as `FindingKind` tells it."""

    code: str
    title: str
    message: str
    remedy: str
    why: NotRequired[str]


def error(
    *, facts: Callable[Facts, Words], request: str = "", **texts: Unpack[Texts]
) -> FindingKind[Facts]:
    """A kind that must be mended before publishing."""
    return FindingKind(severity=Severity.ERROR, request=request, facts=facts, **texts)


def warning(
    *, facts: Callable[Facts, Words], request: str = "", **texts: Unpack[Texts]
) -> FindingKind[Facts]:
    """A kind that somebody should look at."""
    return FindingKind(severity=Severity.WARNING, request=request, facts=facts, **texts)


def info(
    *, facts: Callable[Facts, Words], request: str = "", **texts: Unpack[Texts]
) -> FindingKind[Facts]:
    """A kind that tells what ictxl did by itself."""
    return FindingKind(severity=Severity.INFO, request=request, facts=facts, **texts)


def asked_error(*, facts: Callable[Facts, Words], **texts: Unpack[Texts]) -> FindingKind[Facts]:
    """As `error`; the department is asked for what the remedy says."""
    return error(facts=facts, request=texts["remedy"], **texts)


def asked_warning(*, facts: Callable[Facts, Words], **texts: Unpack[Texts]) -> FindingKind[Facts]:
    """As `warning`; the department is asked for what the remedy says."""
    return warning(facts=facts, request=texts["remedy"], **texts)


_PLACE = tuple(name for name in FindingPlace.__annotations__ if name != "level")


def codes(*kinds: FindingKind[...]) -> frozenset[str]:
    """The kinds' codes, to look findings up by."""
    return frozenset(kind.code for kind in kinds)


def brief(text: str) -> str:
    """The beginning of a text on one line, for a message; the finding's value holds it whole."""
    line = " ".join(text.split())
    return line if len(line) <= _BRIEF else line[: _BRIEF - 1] + "…"


_BRIEF = 40
