"""All placeholders that a published template may hold for a plan."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping

from ictxl.consolidated.legend import LEGEND_COLUMNS
from ictxl.consolidated.table import ConsolidatedTable
from ictxl.consolidated.template.words.answer_words import (
    EACH,
    answer_words,
    earlier_answer,
    published_names,
)
from ictxl.consolidated.template.words.indicator_words import (
    INDICATOR,
    indicator_words,
    words_of_indicators,
)
from ictxl.consolidated.template.words.measure_words import level_words, measure_words
from ictxl.consolidated.template.words.told import Context, Name, Scope, Told, Words
from ictxl.consolidated.year_table import read_year_name
from ictxl.model import Plan

LEGEND_HEADINGS = tuple(f"凡例見出し{n + 1}" for n in range(LEGEND_COLUMNS))
LEGEND_LINES = tuple(f"凡例{n + 1}" for n in range(LEGEND_COLUMNS))


class Vocabulary(Words):
    """All that a published template may hold for a plan, by the placeholders' names.

    Besides those that it lists it knows each question in an earlier year: 評価:前年度, 実績値:R5.
    """

    def __init__(self, plan: Plan, names: Mapping[str, Name]) -> None:
        super().__init__(names, self._in_year)
        self._plan = plan
        self._questions = {name: q for name, q in reversed(list(published_names(plan)))}
        self.of_indicators = words_of_indicators(plan)
        """What goes before the others on rows of indicators."""

    def on_row(self, *, is_of_indicators: bool) -> Mapping[str, Name]:
        """What placeholders mean on such a row."""
        return ChainMap(self.of_indicators, self) if is_of_indicators else self  # type: ignore[arg-type]  # it only looks up

    def _in_year(self, asked: str, told: str) -> Name | None:
        is_each = asked.startswith(EACH) and asked not in self._questions
        question = self._questions.get(asked.removeprefix(EACH) if is_each else asked)
        year = read_year_name(told, self._plan.year)
        if question is None or year is None:
            return None
        scope = Scope.MEASURE if is_each else Scope.ANSWER
        repeats = question.is_choice and not is_each
        return Name(scope, earlier_answer(question, year), repeats=repeats)


def vocabulary(plan: Plan) -> Vocabulary:
    """All that a published template may hold for the plan."""
    found = {**_of_plan(), **measure_words(plan), **dict(level_words(plan)), **answer_words(plan)}
    for name in (*LEGEND_HEADINGS, *LEGEND_LINES):
        found[name] = Name(Scope.LEGEND, _legend(name))
    found[INDICATOR] = indicator_words(plan)[INDICATOR]
    return Vocabulary(plan, found)


def _legend(name: str) -> Callable[[Context], Told]:
    return lambda c: Told(c.legend.get(name, ""))


def _plain(value: Callable[[ConsolidatedTable], str]) -> Name:
    return Name(Scope.PLAN, lambda c: Told(value(c.table)))


def _of_plan() -> dict[str, Name]:
    return {
        "計画名": _plain(lambda t: t.plan.title),
        "年度": _plain(lambda t: t.plan.year_label),
        "作成日": _plain(lambda t: t.plan.compiled_on),
        "施策の呼び名": _plain(lambda t: t.plan.measure_level.label),
        "区分の見出し": _plain(lambda t: t.area_heading),
        "施策名称の見出し": _plain(lambda t: t.title_heading),
        "目標の見出し": _plain(lambda t: t.target_heading),
        "回答の見出し": _plain(lambda t: t.progress_heading),
        "次期展開の見出し": _plain(lambda t: t.next_heading),
    }
