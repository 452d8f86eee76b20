"""Compare two years: what became of each measure and each department's answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from ictxl.contract.answer_values import typed_value
from ictxl.model import Measure, Plan
from ictxl.questions import Choice, Question
from ictxl.responses import Response
from ictxl.text.clean import fold_name
from ictxl.years.matching import Match, match_departments, match_measures
from ictxl.years.questions import QuestionPair, Trend, answer_to, question_pairs, trend_of
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
