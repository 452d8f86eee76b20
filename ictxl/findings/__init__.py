"""指摘: what a person must mend or should know, and the catalogue of all its kinds.

Each code is defined once, in the module of its letter: F… file, S… structure of the form,
A… answers, D… departments, P… plan workbook, T… template,
I… a consolidated table read back, R… the second reading and other years.
"""

from __future__ import annotations

from collections.abc import Iterable

from ictxl.findings.answers import *
from ictxl.findings.departments import *
from ictxl.findings.facts import Facts as Facts
from ictxl.findings.facts import FindingPlace as FindingPlace
from ictxl.findings.files import *
from ictxl.findings.import_shapes import *
from ictxl.findings.imports import *
from ictxl.findings.indicators import *
from ictxl.findings.kind import Finding as Finding
from ictxl.findings.kind import FindingKind as FindingKind
from ictxl.findings.kind import Severity as Severity
from ictxl.findings.kind import brief as brief
from ictxl.findings.kind import codes as codes
from ictxl.findings.plan import *
from ictxl.findings.plan_questions import *
from ictxl.findings.reviews import *
from ictxl.findings.settings import Setting as Setting
from ictxl.findings.settings import apply_settings as apply_settings
from ictxl.findings.settings import settings_for as settings_for
from ictxl.findings.structure import *
from ictxl.findings.template import *

CATALOGUE = {
    kind.code: kind
    for kind in sorted(
        (value for value in globals().values() if isinstance(value, FindingKind)),
        key=lambda kind: kind.code,
    )
}
"""Every kind of finding by its code."""


def has_errors(findings: Iterable[Finding]) -> bool:
    return any(found.severity is Severity.ERROR for found in findings)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, otherwise as they were found."""
    return sorted(findings, key=lambda found: found.severity.rank)
