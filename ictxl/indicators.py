"""指標: numbers that a measure is to reach, and how far it has. Frozen, no I/O."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from functools import cached_property

from ictxl.questions import NEVER, Question, QuestionKind

ACTUAL_NAME, REMARK_NAME = "実績値", "指標備考"
ACTUAL_KEY, REMARK_KEY = "indicator_actual", "indicator_remark"
INDICATOR_ID = "指標"
"""Begins an indicator's id, so that it is never taken for a measure's."""
PERCENT = "%"
"""The unit whose cells are percentages as Excel has them: 80 % is 0.8 in the cell."""


class Direction(StrEnum):
    """向き: which way is better."""

    UP = "増"
    DOWN = "減"


@dataclass(frozen=True)
class Indicator:
    """One 指標 of a measure. Numbers are texts in plain digits, in the indicator's unit: of `%`, 80
    is 80 %. What is no number stands as it was written."""

    measure_id: str
    name: str
    unit: str = ""
    baseline: str = ""
    target: str = ""
    """The year's; may be empty, or no number."""
    direction: Direction = Direction.UP
    departments: tuple[str, ...] = ()
    """Who tells the actual; empty where all in charge of the measure do."""
    given: tuple[str, ...] = ()
    """What stands in the plan's own columns (`Plan.indicator_columns`), in their order."""
    targets: tuple[str, ...] = ()
    """Of several years (`Plan.target_years`), in their order."""
    previous: str = ""
    """前年度実績: the year's before, where it is known."""

    @cached_property
    def id(self) -> str:
        """By which forms call it; the same wherever it stands in the plan: `指標3fa2c1:1-3`."""
        digest = hashlib.sha256(self.name.encode("utf-8", "surrogatepass")).hexdigest()
        return f"{INDICATOR_ID}{digest[:6]}:{self.measure_id}"

    @property
    def core(self) -> list[object]:
        """What answers depend on, for the plan's id."""
        asked = [self.measure_id, self.name, self.unit, self.target, self.direction.value]
        return [*asked, list(self.departments)]

    @cached_property
    def actual_question(self) -> Question:
        """How its actual is asked for."""
        kind = QuestionKind.RATIO if self.is_percent else QuestionKind.NUMBER
        return Question(ACTUAL_NAME, kind, unit=self.unit)

    @property
    def is_percent(self) -> bool:
        return self.unit == PERCENT

    @cached_property
    def target_number(self) -> Decimal | None:
        """None where there is none, or a text."""
        return number_of(self.target)

    def with_unit(self, value: str) -> str:
        """A value as people write it: `1,200人`; a text as it stands."""
        number = number_of(value)
        return value if number is None else f"{number:,f}{self.unit}"

    def cell_number(self, value: str) -> Decimal | None:
        """What a cell holds for the value: of 80 % it is 0.8; None where it is no number."""
        number = number_of(value)
        return number / 100 if number is not None and self.is_percent else number


REMARK_QUESTION = Question(REMARK_NAME, required=NEVER)


def number_of(text: str) -> Decimal | None:
    """The number that a kept text is; None where it is none."""
    try:
        number = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def achievement(indicator: Indicator, actual: str) -> Decimal | None:
    """達成率 as a fraction, to a tenth of a percent: 0.952.

    Of 増 actual ÷ target, of 減 target ÷ actual. None where one of them is no number, where the
    divisor is not above 0, and where a target is below: no such quotient tells how far one is.
    """
    target, number = indicator.target_number, number_of(actual)
    if target is None or number is None or target < 0:
        return None
    over, under = (number, target) if indicator.direction is Direction.UP else (target, number)
    if under <= 0:
        return None
    return (over / under).quantize(TENTH_OF_PERCENT, ROUND_HALF_UP)


def mean_rate(rates: Iterable[Decimal | None]) -> Decimal | None:
    """Of a measure's indicators: the mean of those that have a 達成率, to a tenth of a percent."""
    known = [rate for rate in rates if rate is not None]
    if not known:
        return None
    return (sum(known, Decimal(0)) / len(known)).quantize(TENTH_OF_PERCENT, ROUND_HALF_UP)


TENTH_OF_PERCENT = Decimal("0.001")


def percent(rate: Decimal | None) -> str:
    """`95.2%`; empty where there is none."""
    if rate is None:
        return ""
    text = f"{rate * 100:.1f}"
    return f"{text.removesuffix('.0')}%"
