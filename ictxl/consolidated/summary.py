"""Count the answers (集計) by 基本施策 and by 担当課."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from ictxl.consolidated.table import Answer, ConsolidatedTable, State, beside

UNLISTED = "一覧外"
NO_NEXT_STEP = "記載なし"
TOTAL = "計"


_LONGEST_NAME = 30
"""Letters of a name in a chart; its full text stands in the table."""


class TallyKind(Enum):
    """How a category is drawn: what goes on, what has ended, what is not known."""

    CONTINUING = "継続"
    FINISHED = "終了"
    OPEN = "未回答"


@dataclass(frozen=True)
class Category:
    """What answers are counted as: `code` heads the column, `label` stands in the chart."""

    code: str
    label: str
    kind: TallyKind


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
    """All of 集計, in the order in which they are shown."""
    ratings, steps, kinds = _ratings(table), _next_steps(table), _kinds(table)
    areas = _by_area(table)
    return (
        _tally("評価(基本施策別)", "基本施策", ratings, areas, rating_code),
        _tally("継続・終了(基本施策別)", "基本施策", kinds, areas, _kind_code),
        _tally("次期計画での展開(基本施策別)", "基本施策", steps, areas, _next_step_code),
        _tally("評価(担当課別)", "担当課", ratings, _by_department(table), rating_code),
    )


Groups = Sequence[tuple[str, Sequence[Answer]]]


def _tally(
    title: str,
    group_heading: str,
    categories: Sequence[Category],
    groups: Groups,
    code: Callable[[Answer], str],
) -> Tally:
    counted = [(name, Counter(map(code, answers))) for name, answers in groups]
    # A category that not one answer has, and that is none of the plan's own, is left out.
    shown = tuple(
        category
        for category in categories
        if category.kind is not TallyKind.OPEN
        or any(counts[category.code] for _, counts in counted)
    )
    rows = tuple((name, tuple(counts[c.code] for c in shown)) for name, counts in counted)
    return Tally(title, group_heading, shown, rows)


def rating_code(answer: Answer) -> str:
    """The symbol of the answer's rating, or what stands for it where there is none."""
    if answer.state is not State.ANSWERED:
        return answer.state.value
    chosen = answer.chosen(answer.leading)
    return chosen.code if chosen else UNLISTED


def _kind_code(answer: Answer) -> str:
    chosen = answer.chosen(answer.leading)
    return _kind(chosen.finished).value if chosen else rating_code(answer)


def _next_step_code(answer: Answer) -> str:
    question = answer.beside
    if question and answer.chosen(question):
        return question.shown(answer[question])
    return UNLISTED if answer.unlisted(question) else NO_NEXT_STEP


def _kind(finished: bool) -> TallyKind:
    return TallyKind.FINISHED if finished else TallyKind.CONTINUING


def _open_categories(*codes: str) -> Iterable[Category]:
    return (Category(code, code, TallyKind.OPEN) for code in codes)


def _ratings(table: ConsolidatedTable) -> list[Category]:
    leading = table.plan.leading_choice
    one = leading.choices if leading else None
    labels = [(c, one.label(c)) for c in one.choices] if one else []
    listed = [Category(c.code, short(label), _kind(c.finished)) for c, label in labels]
    return [*listed, *_open_categories(UNLISTED, State.BLANK.value, State.MISSING.value)]


def _kinds(_table: ConsolidatedTable) -> list[Category]:
    listed = [Category(k.value, k.value, k) for k in (TallyKind.CONTINUING, TallyKind.FINISHED)]
    return [*listed, *_open_categories(UNLISTED, State.BLANK.value, State.MISSING.value)]


def _next_steps(table: ConsolidatedTable) -> list[Category]:
    question = beside(table.plan)
    one = question.choices if question else None
    labels = [(one.label(c), c.finished) for c in one.choices] if one else []
    listed = [Category(label, short(label), _kind(ends)) for label, ends in labels]
    return [*listed, *_open_categories(UNLISTED, NO_NEXT_STEP)]


def _by_area(table: ConsolidatedTable) -> Groups:
    return [
        (short(block.label), [answer for entry in block.entries for answer in entry.answers])
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
