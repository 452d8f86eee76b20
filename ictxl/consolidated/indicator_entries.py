"""The indicators of a table, each with what one department told of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ictxl.indicators import Indicator, achievement, percent
from ictxl.model import Measure, Plan
from ictxl.responses import IndicatorResponse


@dataclass(frozen=True)
class IndicatorEntry:
    """One indicator and department."""

    indicator: Indicator
    measure: Measure
    department: str
    is_submitted: bool
    """Whether the department has returned anything."""
    response: IndicatorResponse | None = None

    @property
    def actual(self) -> str:
        """As it was read: a number in plain digits, or a text; empty where there is none."""
        return self.response.actual if self.response else ""

    @property
    def remark(self) -> str:
        return self.response.remark if self.response else ""

    def target_at(self, place: int) -> str:
        """Of the `place`th of the years that the plan has targets for."""
        return "".join(self.indicator.targets[place : place + 1])

    def given_at(self, place: int) -> str:
        """What stands in the `place`th of the plan's own columns."""
        return "".join(self.indicator.given[place : place + 1])

    @property
    def rate(self) -> Decimal | None:
        """達成率 as a fraction; None where there is none."""
        return achievement(self.indicator, self.actual)


def indicator_entries(
    plan: Plan, responses: Iterable[IndicatorResponse], submitted: Collection[str]
) -> tuple[IndicatorEntry, ...]:
    """One for each indicator and department that is asked for it, in the plan's order; those of
    departments that are not asked follow."""
    given: dict[tuple[str, str], dict[str, IndicatorResponse]] = {}
    for response in responses:
        of_one = given.setdefault((response.measure, response.indicator), {})
        of_one.setdefault(response.department, response)
    found = []
    for indicator in plan.indicators:
        measure = plan.measure_by_id[indicator.measure_id]
        told = given.get((indicator.measure_id, indicator.name), {})
        asked = indicator.departments or measure.departments
        names = [n for n in asked if n in told or plan.is_asked(n)]
        for name in dict.fromkeys([*names, *told]):
            is_submitted = name in submitted
            found.append(IndicatorEntry(indicator, measure, name, is_submitted, told.get(name)))
    return tuple(found)


def indicator_lines(
    entries: Iterable[IndicatorEntry],
) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """(measure's id, department) → a line an indicator, as it is printed below the answer."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for entry in entries:
        if entry.is_submitted:
            key = entry.measure.id, entry.department
            found[key] = (*found.get(key, ()), indicator_line(entry))
    return found


def indicator_line(entry: IndicatorEntry) -> str:
    """`申請の件数: 180件 / 目標 200件 (達成率 90%)`; what is not known is left out."""
    indicator = entry.indicator
    actual = indicator.with_unit(entry.actual) if entry.actual else "未記入"
    target = f" / 目標 {indicator.with_unit(indicator.target)}" if indicator.target else ""
    rate = f" (達成率 {percent(entry.rate)})" if entry.rate is not None else ""
    return f"{indicator.name}: {actual}{target}{rate}"
