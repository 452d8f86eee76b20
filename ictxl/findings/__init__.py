"""指摘: what a person must mend or should know, and the catalogue of all its kinds.

Each code is defined once, in the module of its letter: F… file, S… structure of the form,
A… answers, D… departments, P… plan workbook, T… template,
I… a consolidated table read back, R… the second reading and other years.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ictxl.findings import (
    answers,
    departments,
    files,
    import_shapes,
    imports,
    indicators,
    plan,
    plan_questions,
    reviews,
    structure,
    template,
)
from ictxl.findings.answers import *
from ictxl.findings.departments import *
from ictxl.findings.facts import Facts as Facts
from ictxl.findings.facts import FindingPlace as FindingPlace
from ictxl.findings.files import *
from ictxl.findings.finding import Finding as Finding
from ictxl.findings.finding import Severity as Severity
from ictxl.findings.import_shapes import *
from ictxl.findings.imports import *
from ictxl.findings.indicators import *
from ictxl.findings.kind import FindingKind as FindingKind
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


def _kinds() -> Iterator[tuple[str, FindingKind]]:
    answering = (files, structure, answers, departments, reviews)
    reading = (imports, import_shapes)
    for module in (*answering, plan, plan_questions, indicators, template, *reading):
        for name, value in vars(module).items():
            if isinstance(value, FindingKind):
                yield name, value


def _catalogue() -> dict[str, FindingKind]:
    kinds = list(_kinds())
    catalogue = {kind.code: kind for _, kind in kinds}
    if not len(catalogue) == len({name for name, _ in kinds}) == len(kinds):
        raise ValueError("a finding's code or name is defined twice")
    return catalogue


CATALOGUE = _catalogue()
"""Every kind of finding by its code."""


def has_errors(findings: Iterable[Finding]) -> bool:
    return any(found.severity is Severity.ERROR for found in findings)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, otherwise as they were found."""
    return sorted(findings, key=lambda found: found.severity.rank)
