"""点検設定: what a plan changes about the findings, never below what publishing needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from ictxl.findings.kind import Finding, FindingKind, Severity
from ictxl.model import CheckSetting


class Setting(StrEnum):
    """What a plan may say of a code; the value is what `CheckSetting` holds."""

    OFF = "off"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def label(self) -> str:
        return "点検しない" if self is Setting.OFF else Severity(self.value).label


def settings_for(kind: FindingKind) -> tuple[Setting, ...]:
    """What a plan may make of the kind; empty where it must stay as it is.

    Errors stay: they are what publishing needs. Findings that may carry a text that stands nowhere
    else can be made lighter, but not be switched off: nothing a department wrote is lost.
    """
    if kind.severity is Severity.ERROR or kind.code[0] not in _LETTERS or _is_of_reading(kind):
        return ()
    return tuple(Setting) if kind.code[0] in _NEVER_HOMELESS else tuple(Setting)[1:]


_LETTERS = "FSADPR"
_NEVER_HOMELESS = "APR"
_FIRST_OF_CHECKS = "P100"


def _is_of_reading(kind: FindingKind) -> bool:
    """P0…: the plan workbook's own mistakes, found before its settings are known."""
    return kind.code[0] == "P" and kind.code < _FIRST_OF_CHECKS


def apply_settings(
    findings: Iterable[Finding],
    settings: Sequence[CheckSetting],
    catalogue: Mapping[str, FindingKind],
) -> list[Finding]:
    """The findings as the plan wants them; a setting that is not allowed changes nothing."""
    wanted = {
        s.code: Setting(s.setting)
        for s in settings
        if s.code in catalogue and s.setting in settings_for(catalogue[s.code])
    }
    return [
        replace(found, severity=Severity(wanted[found.code].value))
        if found.code in wanted
        else found
        for found in findings
        if wanted.get(found.code) is not Setting.OFF
    ]
