"""指摘: what a person must mend or should know, and the catalogue of all its kinds.

Each code is defined once, in the module of its letter: F… file, S… structure of the form,
A… answers, D… departments, P… plan workbook, T… template,
I… a consolidated table read back.
"""

from __future__ import annotations

from collections.abc import Iterable

from ictxl.findings.answers import ANSWER_ENTRIES
from ictxl.findings.cells import CELL_ENTRIES
from ictxl.findings.departments import DEPARTMENT_ENTRIES
from ictxl.findings.files import FILE_ENTRIES
from ictxl.findings.finding import Entry, Finding, Severity
from ictxl.findings.imports import IMPORT_ENTRIES
from ictxl.findings.plan import PLAN_ENTRIES
from ictxl.findings.settings import Setting, apply_settings, settings_for
from ictxl.findings.structure import STRUCTURE_ENTRIES
from ictxl.findings.template import TEMPLATE_ENTRIES

__all__ = [
    "CATALOGUE",
    "Entry",
    "Finding",
    "Setting",
    "Severity",
    "apply_settings",
    "brief",
    "finding",
    "has_errors",
    "in_order",
    "settings_for",
]


def _catalogue() -> dict[str, Entry]:
    entries = (
        *FILE_ENTRIES,
        *STRUCTURE_ENTRIES,
        *ANSWER_ENTRIES,
        *CELL_ENTRIES,
        *DEPARTMENT_ENTRIES,
        *PLAN_ENTRIES,
        *TEMPLATE_ENTRIES,
        *IMPORT_ENTRIES,
    )
    catalogue = {entry.code: entry for entry in entries}
    if len(catalogue) != len(entries):
        raise ValueError("a finding code is defined twice")
    return catalogue


CATALOGUE = _catalogue()
"""Every kind of finding by its code."""


def finding(
    code: str,
    *,
    file: str = "",
    sheet: str = "",
    cell: str = "",
    department: str = "",
    measure: str = "",
    value: str = "",
    **facts: object,
) -> Finding:
    """Make the finding `code` at a place; `facts` fill the blanks of its message and remedy.

    The place itself (`file`, `sheet`, `cell`, `department`, `measure`, `value`) may be used in the
    message too, and `brief`, the value's beginning. An unknown code, or a fact that the message
    needs and was not given, raises KeyError: that is a mistake in ictxl, never in a workbook.
    """
    entry = CATALOGUE[code]
    place = {
        "file": file,
        "sheet": sheet,
        "cell": cell,
        "department": department,
        "measure": measure,
        "value": value,
    }
    words = {**place, "brief": brief(value), **facts}
    return Finding(
        code=code,
        severity=entry.severity,
        message=entry.message.format_map(words),
        remedy=entry.remedy.format_map(words),
        request=entry.request.format_map(words),
        **place,
    )


def brief(text: str) -> str:
    """The beginning of a text on one line, for a message; the finding's value holds it whole."""
    line = " ".join(text.split())
    return line if len(line) <= _BRIEF else line[: _BRIEF - 1] + "…"


_BRIEF = 40


def has_errors(findings: Iterable[Finding]) -> bool:
    return any(found.severity is Severity.ERROR for found in findings)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, otherwise as they were found."""
    return sorted(findings, key=lambda found: found.severity.rank)
