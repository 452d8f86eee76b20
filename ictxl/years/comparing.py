"""Compare two years: what became of each measure, of each question, matched by its name, and of
each department's answer."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from ictxl.contract.answer_values import Value, plain, shown_number, typed_value
from ictxl.model import Measure, Plan
from ictxl.questions import Choice, Question, QuestionKind
from ictxl.responses import Response
from ictxl.text.clean import fold_name
from ictxl.years.matching import Match, match_departments, match_measures
from ictxl.years.year import Year

__all__ = ["ChangeKind", "ComparedAnswer", "Comparison", "NumberTotals", "Trend", "compare"]


class ChangeKind(StrEnum):
    """What became of a department's part in a measure."""

    KEPT = "継続"
    NEW = "新規"
    ENDED = "終了"
    """The measure is no longer in the plan."""
    JOINED = "担当追加"
    LEFT = "担当外れ"


@dataclass(frozen=True)
class ComparedAnswer:
    """One department on one measure, in both years."""

    match: Match
    kind: ChangeKind
    department: str
    """As the later year calls it, or the earlier one where it is gone."""
    before: Response | None
    after: Response | None
    trend: Trend
    leading: QuestionPair
    """The leading choice of each year."""
    body: QuestionPair
    """The leading text of each year."""

    @property
    def measure(self) -> Measure:
        """The later year's, or the earlier one's where it is gone."""
        measure = self.match.after or self.match.before
        assert measure is not None
        return measure

    @property
    def rating_before(self) -> str:
        return answer_to(self.before, self.leading.before)

    @property
    def rating_after(self) -> str:
        return answer_to(self.after, self.leading.after)

    @property
    def progress_before(self) -> str:
        return answer_to(self.before, self.body.before)

    @property
    def progress_after(self) -> str:
        return answer_to(self.after, self.body.after)

    @property
    def is_copied(self) -> bool:
        """Both years say the same, widths and blanks aside: perhaps last year's text again."""
        before = fold_name(self.progress_before)
        return bool(before) and before == fold_name(self.progress_after)

    @property
    def is_target_changed(self) -> bool:
        before, after = self.match.before, self.match.after
        return bool(before and after and fold_name(before.target) != fold_name(after.target))


@dataclass(frozen=True)
class Comparison:
    """Two years, the earlier one first."""

    before: Year
    after: Year
    rows: tuple[ComparedAnswer, ...]

    @cached_property
    def questions(self) -> tuple[QuestionPair, ...]:
        """What both years or one of them asked and published."""
        return question_pairs(self.before.plan, self.after.plan)

    @property
    def leading(self) -> QuestionPair:
        """The leading choices, whatever they are called."""
        return _leading(self.before.plan, self.after.plan)

    @property
    def matches(self) -> tuple[Match, ...]:
        return tuple(dict.fromkeys(row.match for row in self.rows))

    @property
    def measure_counts(self) -> dict[str, int]:
        """Of measures: 継続, うち項番の変更, うち名称の変更, 新規, 終了."""
        matches = self.matches
        both = [match for match in matches if match.before and match.after]
        return {
            "継続": len(both),
            "うち項番の変更": sum(match.is_moved for match in both),
            "うち名称の変更": sum(match.is_renamed for match in both),
            "新規": sum(match.before is None for match in matches),
            "終了": sum(match.after is None for match in matches),
        }

    @property
    def trend_counts(self) -> dict[Trend, int]:
        """Of answers that both years have."""
        counts = Counter(row.trend for row in self.rows if row.kind is ChangeKind.KEPT)
        return {trend: counts[trend] for trend in Trend}

    def rating_counts(self) -> list[tuple[str, int, int]]:
        """Each listed rating with its answers before and after, in the legends' order."""
        before, after = self._given
        return [(code, before[code], after[code]) for code in self._codes]

    def unlisted_counts(self) -> list[tuple[str, int, int]]:
        """The same of what else was written as a rating, as it comes in the tables."""
        before, after = self._given
        others = dict.fromkeys(code for code in (*after, *before) if code not in self._codes)
        return [(text, before[text], after[text]) for text in others if text]

    @cached_property
    def _codes(self) -> tuple[str, ...]:
        years = (self.after, self.before)
        return tuple(dict.fromkeys(c.code for year in years for c in _listed(year.plan)))

    @property
    def _given(self) -> tuple[Counter[str], Counter[str]]:
        before, after = (
            Counter(answer_to(r, year.plan.leading_choice) for r in year.responses)
            for year in (self.before, self.after)
        )
        return before, after

    def number_totals(self) -> list[NumberTotals]:
        """Each number that both years asked: answers, sum and mean before and after."""
        return [
            NumberTotals(
                pair,
                _numbers(pair.before, self.before.responses),
                _numbers(pair.after, self.after.responses),
            )
            for pair in self.questions
            if pair.is_number and pair.before and pair.after
        ]


@dataclass(frozen=True)
class NumberTotals:
    """One question's numbers in both years."""

    pair: QuestionPair
    before: tuple[Decimal, ...]
    after: tuple[Decimal, ...]


def _numbers(question: Question, responses: Iterable[Response]) -> tuple[Decimal, ...]:
    values = (typed_value(question, answer_to(response, question)) for response in responses)
    return tuple(value for value in values if isinstance(value, Decimal))


def _leading(before: Plan, after: Plan) -> QuestionPair:
    return QuestionPair(before.leading_choice, after.leading_choice)


def compare(one: Year, other: Year) -> Comparison:
    """Compare two years, whichever comes first in time; measures are matched by their names."""
    before, after = (one, other) if one.plan.year <= other.plan.year else (other, one)
    rows = tuple(
        row
        for match in match_measures(before.plan, after.plan)
        for row in _compare_measure(match, before, after)
    )
    return Comparison(before, after, rows)


def _compare_measure(match: Match, before: Year, after: Year) -> Iterator[ComparedAnswer]:
    earlier = before.answering(match.before) if match.before else ()
    later = after.answering(match.after) if match.after else ()
    for old, new in match_departments(earlier, later, (before.plan, after.plan)):
        was = before.by_place.get((match.before.id, old)) if match.before and old else None
        now = after.by_place.get((match.after.id, new)) if match.after and new else None
        leading = _leading(before.plan, after.plan)
        yield ComparedAnswer(
            match,
            _kind(match, old, new),
            new or old,
            was,
            now,
            _trend(leading, was, now),
            leading,
            QuestionPair(before.plan.leading_text, after.plan.leading_text),
        )


def _listed(plan: Plan) -> Sequence[Choice]:
    """The choices of the leading question."""
    question = plan.leading_choice
    return question.choices.choices if question and question.choices else ()


def _kind(match: Match, old: str, new: str) -> ChangeKind:
    if match.before is None:
        return ChangeKind.NEW
    if match.after is None:
        return ChangeKind.ENDED
    if not old:
        return ChangeKind.JOINED
    return ChangeKind.KEPT if new else ChangeKind.LEFT


def _trend(leading: QuestionPair, was: Response | None, now: Response | None) -> Trend:
    if not (leading.before and leading.after):
        return Trend.UNKNOWN
    return trend_of(leading.before, leading.after, *leading.answers(was, now))


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
