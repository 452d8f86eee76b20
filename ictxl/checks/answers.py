"""Check each answer against the rules that the form's own 点検 column shows."""

from __future__ import annotations

from collections.abc import Iterator

from ictxl.contract.answer_rules import answer_rules
from ictxl.findings import Finding
from ictxl.model import Plan
from ictxl.responses import Response
from ictxl.round import Round


def check_answers(collected: Round) -> Iterator[Finding]:
    """A001…A008: blank, unknown, contradictory and overlong answers."""
    rules = answer_rules(collected.plan)
    choices = _choices(collected.plan)
    for row in collected.responses:
        answer = {"rating": row.rating, "progress": row.progress, "next_step": row.next_step}
        for rule in rules:
            if rule.holds(answer):
                yield rule.kind(
                    file=row.file,
                    sheet=row.sheet,
                    cell=row.cell(rule.field),
                    department=row.department,
                    measure=row.measure,
                    value=_shown(collected.plan, row, rule.field),
                    choices=choices.get(rule.field, ""),
                    rating=row.rating,
                    length=len(row.progress),
                    limit=collected.plan.progress_limit,
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
