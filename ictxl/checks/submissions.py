"""Check which departments have returned a form."""

from __future__ import annotations

from collections.abc import Iterator

from ictxl import findings
from ictxl.findings import Finding
from ictxl.round import Round


def check_not_submitted(collected: Round) -> Iterator[Finding]:
    """D002: an answering department without any readable form."""
    for department in collected.plan.answering_departments:
        if department.name not in collected.submitted:
            yield findings.FORM_NOT_RETURNED(department=department.name)


def check_measures_missing(collected: Round) -> Iterator[Finding]:
    """S002: a department's forms together lack the row of one of its measures."""
    forms = {s.department: s for s in collected.submissions if s.is_read}
    for measure, department in _missing(collected):
        yield findings.MEASURE_ROW_MISSING(
            file=forms[department].file,
            department=department,
            measure=measure,
            title=collected.plan.measure_by_id[measure].title,
            level=collected.plan.measure_level.label,
        )


def _missing(collected: Round) -> Iterator[tuple[str, str]]:
    """(measure id, department) that a department which returned something left out."""
    answered = {(row.measure, row.department) for row in collected.responses}
    for measure in collected.plan.measures:
        for department in measure.departments:
            pair = (measure.id, department)
            if department in collected.submitted and pair not in answered:
                yield pair
