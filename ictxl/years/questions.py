"""The questions of two years side by side, matched by their names, and how an answer changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from ictxl.contract.answer_values import Value, plain, shown_number, typed_value
from ictxl.model import Plan
from ictxl.questions import Choice, Question, QuestionKind
from ictxl.responses import Response
from ictxl.text.clean import fold_name


class Trend(StrEnum):
    """How a choice changed, in its list's order."""

    UP = "上昇"
    DOWN = "下降"
    SAME = "変化なし"
    FINISHED = "終了へ"
    RESUMED = "再開"
    UNKNOWN = ""
    """One of the years has no answer, or one that its list does not have."""


@dataclass(frozen=True)
class QuestionPair:
    """A question in two years; None where one of them does not ask it."""

    before: Question | None
    after: Question | None

    @cached_property
    def latest(self) -> Question:
        question = self.after or self.before
        assert question is not None
        return question

    @property
    def name(self) -> str:
        return self.latest.name

    @cached_property
    def kind(self) -> QuestionKind | None:
        """None where the years ask for different things under one name."""
        if self.before and self.after and self.before.measured_in != self.after.measured_in:
            return None
        return self.latest.kind

    @property
    def has_trend(self) -> bool:
        """Whether both choose from scales; a list that offers labels (1.現状維持) is none."""
        one, other = self.before, self.after
        return bool(one and other and one.is_scale and other.is_scale)

    @property
    def is_number(self) -> bool:
        return self.kind is not None and self.kind.is_number

    def answers(self, before: Response | None, after: Response | None) -> tuple[str, str]:
        """As they are kept."""
        return answer_to(before, self.before), answer_to(after, self.after)

    def numbers(
        self, before: Response | None, after: Response | None
    ) -> tuple[Decimal | None, Decimal | None]:
        one, other = self.values(before, after)
        return (
            one if isinstance(one, Decimal) else None,
            other if isinstance(other, Decimal) else None,
        )

    def values(
        self, before: Response | None, after: Response | None
    ) -> tuple[Value | None, Value | None]:
        one, other = self.answers(before, after)
        return (
            typed_value(self.before, one) if self.before else None,
            typed_value(self.after, other) if self.after else None,
        )

    def change(self, before: Response | None, after: Response | None) -> str:
        """`上昇`, `+12人`, `-3.5ポイント`, `変更`; empty where there is nothing to compare."""
        one, other = self.values(before, after)
        if one is None or other is None or not (self.before and self.after):
            return ""
        if self.has_trend:
            return trend_of(self.before, self.after, *self.answers(before, after)).value
        if self.is_number and isinstance(one, Decimal) and isinstance(other, Decimal):
            return difference(self.after, one, other)
        shown = (shown_value(self.before, one), shown_value(self.after, other))
        return "" if fold_name(shown[0]) == fold_name(shown[1]) else CHANGED


CHANGED = "変更"


def question_pairs(before: Plan, after: Plan) -> tuple[QuestionPair, ...]:
    """The published questions of both years: the later year's in its order, then those gone."""
    old = {fold_name(q.name): q for q in before.published_questions}
    new = {fold_name(q.name): q for q in after.published_questions}
    return tuple(QuestionPair(old.get(name), new.get(name)) for name in {**new, **old})


def answer_to(response: Response | None, question: Question | None) -> str:
    """As it is kept; empty where there is none."""
    return response[question.key] if response and question else ""


def shown_value(question: Question, value: Value | None) -> str:
    """As a person reads it: `1.現状維持`, `1,200千円`, `2026-12-25`."""
    if isinstance(value, Decimal):
        return shown_number(question, value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return question.shown(value) if value else ""


def difference(question: Question, before: Decimal, after: Decimal) -> str:
    """`+12人`, `±0人`; of shares in percentage points."""
    change = after - before
    sign = "+" if change > 0 else "-" if change < 0 else "±"
    if question.kind is QuestionKind.RATIO:
        return f"{sign}{plain(abs(change) * 100)}ポイント"
    unit = "ポイント" if question.unit == "%" else question.unit
    return f"{sign}{shown_number(question, abs(change)).removesuffix(question.unit)}{unit}"


def trend_of(before: Question, after: Question, was: str, now: str) -> Trend:
    """How a choice changed; lists go from the best to the worst."""
    old, new = before.choice(was), after.choice(now)
    if old is None or new is None:
        return Trend.UNKNOWN
    if old.finished != new.finished:
        return Trend.FINISHED if new.finished else Trend.RESUMED
    if old.code == new.code:
        return Trend.SAME
    return _direction(old, new, after)


def _direction(old: Choice, new: Choice, question: Question) -> Trend:
    listed = question.choices.choices if question.choices else ()
    codes = [choice.code for choice in listed if choice.finished == new.finished]
    if old.code not in codes or new.finished:
        return Trend.UNKNOWN
    return Trend.UP if codes.index(new.code) < codes.index(old.code) else Trend.DOWN
