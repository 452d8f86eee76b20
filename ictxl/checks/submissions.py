"""Check which departments have returned a form."""

from __future__ import annotations

from collections.abc import Iterator

from ictxl.checks.case import Case
from ictxl.findings import Finding, finding


def check_not_submitted(case: Case) -> Iterator[Finding]:
    """D002: an answering department without any readable form."""
    for department in case.plan.answering_departments:
        if department.name not in case.submitted:
            yield finding("D002", department=department.name)


def check_measures_missing(case: Case) -> Iterator[Finding]:
    """S002: a department's forms together lack the row of one of its measures."""
    forms = {s.department: s for s in case.submissions if s.is_read}
    for measure, department in case.missing():
        yield finding(
            "S002",
            file=forms[department].file,
            department=department,
            measure=measure,
            title=case.plan.measure_by_id[measure].title,
        )
