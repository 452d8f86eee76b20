"""Count the answers and the indicators (集計) by 基本施策 and by 担当課."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from ictxl.consolidated.indicator_entries import IndicatorEntry
from ictxl.consolidated.table import Answer, ConsolidatedTable, State, area_level, review_table
from ictxl.consolidated.values import data_value
from ictxl.model import grouped
from ictxl.questions import Question, QuestionKind
from ictxl.readers import readers

NO_NEXT_STEP = "記載なし"
NO_AREA = "(なし)"
TOTAL = "計"
REST = "ほか"
MOST_CATEGORIES = 60
"""Columns of a table of counts: more could neither be read nor told apart in a chart."""

_LONGEST_NAME = 30
"""Letters of a name in a chart; its full text stands in the table."""


class TallyKind(Enum):
    """How a category is drawn: what goes on, what has ended, what was answered with something that
    is not in the list, what is not known."""

    CONTINUING = "継続"
    FINISHED = "終了"
    UNLISTED = "一覧外"
    OPEN = "未回答"

    @property
    def is_own(self) -> bool:
        """Whether the plan's own choices are of this kind."""
        return self in (TallyKind.CONTINUING, TallyKind.FINISHED)


UNLISTED = TallyKind.UNLISTED.value


@dataclass(frozen=True)
class Category:
    """What answers are counted as: `code` heads the column, `label` stands in the chart."""

    code: str
    label: str
    kind: TallyKind


UNCHOSEN = (
    Category(UNLISTED, UNLISTED, TallyKind.UNLISTED),
    *(
        Category(code, code, TallyKind.OPEN)
        for code in (NO_NEXT_STEP, State.BLANK.value, State.MISSING.value)
    ),
)
"""What an answer without a choice is counted as."""
_KINDS = (
    *(Category(k.value, k.value, k) for k in (TallyKind.CONTINUING, TallyKind.FINISHED)),
    *UNCHOSEN,
)


@dataclass(frozen=True)
class Tally:
    """Counts of categories (columns) in groups (rows). Every answer is counted once."""

    title: str
    group_heading: str
    categories: tuple[Category, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def totals(self) -> tuple[int, ...]:
        columns = zip(*(counts for _, counts in self.rows), strict=True)
        return tuple(map(sum, columns)) if self.rows else (0,) * len(self.categories)


def tallies(table: ConsolidatedTable) -> tuple[Tally, ...]:
    """The counts of 集計, in the order in which they are shown.

    Each choice by area, and by department too unless it tells what comes next (次期展開); a list
    that ends measures with its 区分. Without any choice, who has answered. Then what a second
    reading chose; last how far the indicators have come.
    """
    areas, departments = _by_area(table), _by_department(table)
    asked = [q for q in table.plan.published_questions if q.choices]
    made = [tally for question in asked for tally in _area_tallies(table, question, areas)]
    made += [
        _tally(f"{q.name}(担当課別)", _DEPARTMENT, _choice_categories(q), departments, _coded(q))
        for q in asked
        if not q.offers_labels
    ]
    made = made or _states(table, areas, departments)
    return (*made, *_review_tallies(table), *_indicator_tallies(table))


def _review_tallies(table: ConsolidatedTable) -> Iterator[Tally]:
    """What the readers of a second reading chose, by area; each of several counts."""
    if table.review is None:
        return
    rated = review_table(table.review)
    counted = "、審査した人ごとに数える" if len(readers(table.review)) > 1 else ""
    level = area_level(rated.plan)
    for question in rated.plan.questions:
        if question.choices and question.published:
            title = f"{question.name}({level}別{counted})"
            yield _tally(
                title, level, _choice_categories(question), _by_area(rated), _coded(question)
            )


_DEPARTMENT = "担当課"


def _area_tallies(table: ConsolidatedTable, question: Question, areas: Groups) -> Iterator[Tally]:
    level = area_level(table.plan)
    title = f"{question.name}({level}別)"
    if question.offers_labels:
        yield _tally(title, level, _step_categories(question), areas, _step_coded(question))
        return
    yield _tally(title, level, _choice_categories(question), areas, _coded(question))
    if question.choices and (question.choices.ends or table.plan.asks_the_usual):
        is_leading = question is table.plan.leading_choice
        of = "" if is_leading else f"{question.name}の"
        yield _tally(f"{of}継続・終了({level}別)", level, _KINDS, areas, _kind_coded(question))


Groups = Sequence[tuple[str, Sequence[Answer]]]
Code = Callable[[Answer], str]
Item = TypeVar("Item")


def _tally(
    title: str,
    group_heading: str,
    categories: Sequence[Category],
    groups: Iterable[tuple[str, Sequence[Item]]],
    code: Callable[[Item], str],
) -> Tally:
    counted = [(name, Counter(map(code, items))) for name, items in groups]
    # A category that not one answer has, and that is none of the plan's own, is left out; of a list
    # far too long for a table, so are the plan's own.
    is_long = len(categories) > MOST_CATEGORIES
    shown = tuple(
        category
        for category in categories
        if (category.kind.is_own and not is_long)
        or any(counts[category.code] for _, counts in counted)
    )
    rows = tuple((name, tuple(counts[c.code] for c in shown)) for name, counts in counted)
    return _without_rarest(Tally(title, group_heading, shown, rows))


def _without_rarest(tally: Tally) -> Tally:
    """What a table has no room for is counted together."""
    if len(tally.categories) <= MOST_CATEGORIES:
        return tally
    totals = tally.totals
    order = sorted(range(len(totals)), key=lambda place: (-totals[place], place))
    kept = sorted(order[: MOST_CATEGORIES - 1])
    rows = tuple(
        (name, (*(counts[i] for i in kept), sum(counts) - sum(counts[i] for i in kept)))
        for name, counts in tally.rows
    )
    categories = (*(tally.categories[i] for i in kept), Category(REST, REST, TallyKind.OPEN))
    return replace(tally, categories=categories, rows=rows)


def _states(table: ConsolidatedTable, areas: Groups, departments: Groups) -> list[Tally]:
    answered = State.ANSWERED.value
    categories = [Category(answered, answered, TallyKind.CONTINUING), *UNCHOSEN[2:]]
    level = area_level(table.plan)
    groups = ((level, areas), (_DEPARTMENT, departments))
    return [
        _tally(f"提出状況({heading}別)", heading, categories, of, lambda answer: answer.state.value)
        for heading, of in groups
    ]


def rating_code(answer: Answer) -> str:
    """The symbol of the answer's leading choice, or what stands for it where there is none."""
    return choice_code(answer, answer.leading)


def choice_code(answer: Answer, question: Question | None) -> str:
    """What the answer is counted as: its choice, or why there is none."""
    if answer.state is not State.ANSWERED:
        return answer.state.value
    if question is None:
        return State.ANSWERED.value
    chosen = answer.chosen(question)
    if chosen:
        return chosen.code
    return UNLISTED if answer[question] else NO_NEXT_STEP


def _coded(question: Question) -> Code:
    return lambda answer: choice_code(answer, question)


def _kind_coded(question: Question) -> Code:
    def code(answer: Answer) -> str:
        chosen = answer.chosen(question)
        return _kind(chosen.finished).value if chosen else choice_code(answer, question)

    return code


def _step_coded(question: Question) -> Code:
    def code(answer: Answer) -> str:
        if answer.chosen(question):
            return question.shown(answer[question])
        return UNLISTED if answer.unlisted(question) else NO_NEXT_STEP

    return code


def _kind(finished: bool) -> TallyKind:
    return TallyKind.FINISHED if finished else TallyKind.CONTINUING


def _choice_categories(question: Question) -> list[Category]:
    return [*listed_categories(question), *UNCHOSEN]


def listed_categories(question: Question) -> list[Category]:
    """One for each choice that the question's list has."""
    one = question.choices
    labels = [(c, one.label(c)) for c in one.choices] if one else []
    return [Category(c.code, short(label), _kind(c.finished)) for c, label in labels]


def _step_categories(question: Question) -> list[Category]:
    one = question.choices
    labels = [(one.label(c), c.finished) for c in one.choices] if one else []
    listed = [Category(label, short(label), _kind(ends)) for label, ends in labels]
    return [*listed, *UNCHOSEN[:2]]


@dataclass(frozen=True)
class NumberSummary:
    """Figures of one question's numbers; those of no number, and a sum of shares, are None."""

    count: int
    total: Decimal | None = None
    mean: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None

    @property
    def figures(self) -> tuple[Decimal | None, ...]:
        return self.total, self.mean, self.least, self.most


NUMBER_HEADINGS = ("件数", "合計", "平均", "最小", "最大")


@dataclass(frozen=True)
class NumberTally:
    """A question's numbers in groups (rows)."""

    title: str
    """With the unit: 実績値(人)(基本施策別)."""
    group_heading: str
    question: Question
    rows: tuple[tuple[str, NumberSummary], ...]
    total: NumberSummary


def number_tallies(table: ConsolidatedTable) -> tuple[NumberTally, ...]:
    """Numbers by area, then by department."""
    asked = [q for q in table.plan.published_questions if q.kind.is_number]
    if not asked:
        return ()
    groups = (
        (area_level(table.plan), _by_area(table)),
        (_DEPARTMENT, _by_department(table)),
    )
    totals = {q.key: _summary(q, table.answers) for q in asked}
    return tuple(
        NumberTally(
            f"{q.name_with_unit}({heading}別)",
            heading,
            q,
            tuple((name, _summary(q, answers)) for name, answers in of),
            totals[q.key],
        )
        for heading, of in groups
        for q in asked
    )


def _summary(question: Question, answers: Iterable[Answer]) -> NumberSummary:
    values = [data_value(question, answer[question]) for answer in answers]
    numbers = [value for value in values if isinstance(value, Decimal)]
    if not numbers:
        return NumberSummary(0)
    total = sum(numbers, Decimal(0))
    is_share = question.kind is QuestionKind.RATIO
    mean = total / len(numbers)
    return NumberSummary(
        len(numbers), None if is_share else total, mean, min(numbers), max(numbers)
    )


def _by_area(table: ConsolidatedTable) -> Groups:
    return [
        (
            short(block.label) or NO_AREA,
            [answer for entry in block.entries for answer in entry.answers],
        )
        for block in table.blocks
    ]


def _by_department(table: ConsolidatedTable) -> Groups:
    """In the plan's order; departments without any measure are left out."""
    answers: dict[str, list[Answer]] = {d.name: [] for d in table.plan.departments}
    for answer in table.answers:
        answers.setdefault(answer.department, []).append(answer)
    return [(short(name), own) for name, own in answers.items() if own]


def short(name: str, longest: int = _LONGEST_NAME) -> str:
    """The name as a chart can show it."""
    name = " ".join(name.split())
    return name if len(name) <= longest else name[: longest - 1] + "…"


_BANDS = (
    ("100%以上", Decimal(1)),
    ("80%以上", Decimal("0.8")),
    ("50%以上", Decimal("0.5")),
    ("50%未満", None),
)
"""Label of a band of 達成率, and from what on it holds; what is below all others has no bound."""
_NO_RATE, _BLANK, _MISSING = "算出なし", "未記入", "未提出"
_BAND_CATEGORIES = (
    *(Category(label, label, TallyKind.CONTINUING) for label, _ in _BANDS),
    Category(_NO_RATE, "達成率を出せない(目標や実績が数でない)", TallyKind.UNLISTED),
    Category(_BLANK, "実績値が未記入", TallyKind.OPEN),
    Category(_MISSING, "調査票が未提出", TallyKind.OPEN),
)


def _indicator_tallies(table: ConsolidatedTable) -> Iterator[Tally]:
    """Each indicator of each department once, by area and by department."""
    areas = {
        entry.measure.id: short(block.label) for block in table.blocks for entry in block.entries
    }
    groups_of: tuple[tuple[str, Callable[[IndicatorEntry], str]], ...] = (
        (area_level(table.plan), lambda entry: areas.get(entry.measure.id, "")),
        (_DEPARTMENT, lambda entry: short(entry.department)),
    )
    for heading, group_of in groups_of:
        groups = grouped((group_of(entry), entry) for entry in table.indicator_entries)
        if groups:
            title = f"指標の達成率({heading}別)"
            yield _tally(title, heading, _BAND_CATEGORIES, groups.items(), _band)


def _band(entry: IndicatorEntry) -> str:
    if not entry.actual:
        return _BLANK if entry.is_submitted else _MISSING
    rate = entry.rate
    if rate is None:
        return _NO_RATE
    return next(label for label, least in _BANDS if least is None or rate >= least)
