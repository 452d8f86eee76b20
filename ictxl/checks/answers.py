"""Check each answer against the rules that the form's own 点検 column shows."""

from __future__ import annotations

from collections.abc import Iterator

from ictxl.checks.case import Case
from ictxl.contract.answer_rules import answer_rules
from ictxl.findings import Finding, finding
from ictxl.model import Plan
from ictxl.responses import Response


def check_answers(case: Case) -> Iterator[Finding]:
    """A001…A008: blank, unknown, contradictory and overlong answers."""
    rules = answer_rules(case.plan)
    choices = _choices(case.plan)
    for row in case.rows:
        answer = {"rating": row.rating, "progress": row.progress, "next_step": row.next_step}
        for rule in rules:
            if rule.holds(answer):
                yield finding(
                    rule.code,
                    file=row.file,
                    sheet=row.sheet,
                    cell=row.cell(rule.field),
                    department=row.department,
                    measure=row.measure,
                    value=_shown(case.plan, row, rule.field),
                    choices=choices.get(rule.field, ""),
                    rating=row.rating,
                    length=len(row.progress),
                    limit=case.plan.progress_limit,
                )


def _choices(plan: Plan) -> dict[str, str]:
    return {
        "rating": " ".join(rating.symbol for rating in plan.ratings),
        "next_step": " ".join(step.label for step in plan.next_steps),
    }


def _shown(plan: Plan, row: Response, field: str) -> str:
    """The field's value as a person knows it: `1.現状維持` for the code `1`."""
    value: str = getattr(row, field)
    if field == "next_step" and value in plan.next_step_by_number:
        return plan.next_step_by_number[value].label
    return value
