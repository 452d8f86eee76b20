"""Check what departments told of indicators, and choices that follow from their 達成率."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ictxl import findings
from ictxl.findings import Finding, FindingPlace
from ictxl.indicators import (
    ACTUAL_KEY,
    Direction,
    Indicator,
    achievement,
    mean_rate,
    number_of,
    percent,
)
from ictxl.model import grouped
from ictxl.questions import choice_of_rate
from ictxl.responses import IndicatorResponse, place_of
from ictxl.round import Round
from ictxl.text.clean import is_blank, normalized

_FAR = 3
"""So many times the target or last year's actual are probably a slip."""


def check_actuals(collected: Round) -> Iterator[Finding]:
    """A131…A134: blank, unreadable, of another unit, and far off what was to be expected."""
    by_name = {(i.measure_id, i.name): i for i in collected.plan.indicators}
    for row in collected.indicator_responses:
        indicator = by_name[row.measure, row.indicator]
        place = place_of(row, ACTUAL_KEY)
        if is_blank(row.actual):
            yield findings.INDICATOR_BLANK.at(place, name=indicator.name)
        elif number_of(row.actual) is None:
            if _other_unit(indicator, row.actual):
                unit = indicator.unit or "なし"
                yield findings.INDICATOR_OTHER_UNIT.at(place, name=indicator.name, unit=unit)
            else:
                yield findings.INDICATOR_NOT_A_NUMBER.at(place, name=indicator.name)
        elif is_blank(row.remark):
            yield from _far_beyond(indicator, row, place)


def check_indicators_missing(collected: Round) -> Iterator[Finding]:
    """S055: a department's forms together lack the row of one of its indicators.

    Where the whole table is missing, that is told by the form (S051).
    """
    told = {(r.measure, r.indicator, r.department) for r in collected.indicator_responses}
    without_table = findings.codes(findings.INDICATOR_TABLE_MISSING)
    for form in {s.department: s for s in collected.submissions if s.is_read}.values():
        if any(found.code in without_table for found in form.findings):
            continue
        for indicator in collected.plan.indicators_of(form.department):
            if (indicator.measure_id, indicator.name, form.department) not in told:
                yield findings.INDICATOR_ROW_MISSING(
                    file=form.file,
                    department=form.department,
                    measure=indicator.measure_id,
                    name=indicator.name,
                )


def check_targets_of_indicators(collected: Round) -> Iterator[Finding]:
    """A135: an indicator without a target, once however many departments tell its actual."""
    answered = {(row.measure, row.indicator) for row in collected.indicator_responses}
    for indicator in collected.plan.indicators:
        if not indicator.target and (indicator.measure_id, indicator.name) in answered:
            yield findings.INDICATOR_WITHOUT_TARGET(
                sheet="指標", measure=indicator.measure_id, name=indicator.name
            )


_UNIT_BEHIND = re.compile(r"[-+▲△]?[0-9][0-9,]*(?:\.[0-9]+)?([^0-9,.]{1,8})")


def _other_unit(indicator: Indicator, text: str) -> bool:
    """Whether a number stands there with a unit that is not the indicator's."""
    words = _UNIT_BEHIND.fullmatch("".join(normalized("NFKC", text).split()))
    return words is not None and words[1] != normalized("NFKC", indicator.unit)


def _far_beyond(
    indicator: Indicator, row: IndicatorResponse, place: FindingPlace
) -> Iterator[Finding]:
    """More than three times what it is held against; of what shall fall, the target says little."""
    against = [("前年度実績", indicator.previous)]
    if indicator.direction is Direction.UP:
        against.insert(0, ("目標値", indicator.target))
    actual = number_of(row.actual)
    for what, text in against:
        other = number_of(text)
        if actual is not None and other is not None and actual > _FAR * other > 0:
            yield findings.INDICATOR_FAR_BEYOND.at(
                place, name=indicator.name, what=what, other=indicator.with_unit(text)
            )
            return


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
                place = place_of(row, question.key)
                place["value"] = question.shown(chosen)
                yield findings.CHOICE_DIFFERS_FROM_RATE.at(
                    place,
                    question=question.name,
                    rate=percent(rate),
                    expected=question.shown(expected),
                )
