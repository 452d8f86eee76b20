"""Check choices that follow from the 達成率 of the measure's indicators."""

from __future__ import annotations

from collections.abc import Iterator

from ictxl import findings
from ictxl.findings import Finding
from ictxl.indicators import achievement, mean_rate, percent
from ictxl.model import grouped
from ictxl.questions import choice_of_rate
from ictxl.round import Round


def check_choices_against_rates(collected: Round) -> Iterator[Finding]:
    """A136: another choice than follows from the numbers, and no word why."""
    rated = [q for q in collected.plan.department_questions if q.rate_bounds]
    if not rated:
        return
    told = grouped(((r.measure, r.department), r) for r in collected.indicator_responses)
    indicators = {(i.measure_id, i.name): i for i in collected.plan.indicators}
    for row in collected.responses:
        own = told.get((row.measure, row.department), ())
        if any(response.remark for response in own):
            continue
        rate = mean_rate(achievement(indicators[r.measure, r.indicator], r.actual) for r in own)
        for question in rated:
            expected = choice_of_rate(question.rate_bounds, rate)
            chosen = row[question.key]
            # What is none of the choices is told as that.
            is_one = question.choices is not None and chosen in question.choices.by_code
            if expected and is_one and chosen != expected:
                place = row.place(question.key)
                place["value"] = question.shown(chosen)
                yield findings.CHOICE_DIFFERS_FROM_RATE.at(
                    place,
                    question=question.name,
                    rate=percent(rate),
                    expected=question.shown(expected),
                )
