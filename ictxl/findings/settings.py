"""点検設定: what a plan changes about the findings, never below what publishing needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from ictxl.findings.finding import Entry, Finding, Severity
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


def settings_for(entry: Entry) -> tuple[Setting, ...]:
    """What a plan may make of the entry; empty where it must stay as it is.

    Errors stay: they are what publishing needs. Findings that may carry a text that stands nowhere
    else can be made lighter, but not be switched off: nothing a department wrote is lost.
    """
    if entry.severity is Severity.ERROR or entry.code[0] not in _LETTERS or _is_of_reading(entry):
        return ()
    return tuple(Setting) if entry.code[0] in _NEVER_HOMELESS else tuple(Setting)[1:]


_LETTERS = "FSADP"
_NEVER_HOMELESS = "AP"
_FIRST_OF_CHECKS = "P100"


def _is_of_reading(entry: Entry) -> bool:
    """P0…: the plan workbook's own mistakes, found before its settings are known."""
    return entry.code[0] == "P" and entry.code < _FIRST_OF_CHECKS


def apply_settings(
    findings: Iterable[Finding], settings: Sequence[CheckSetting], catalogue: dict[str, Entry]
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
