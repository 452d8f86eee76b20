"""Placeholders for what the plan tells of a measure and of the areas above it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ictxl.consolidated.review_values import review_value
from ictxl.consolidated.table import MeasureEntry
from ictxl.consolidated.template.words.told import NOTHING, Context, Name, Scope, Told
from ictxl.contract.placeholders import spelled
from ictxl.model import Plan
from ictxl.questions import Question

NUMBER, TITLE = "項番", "施策名称"
AREA, ABOVE = "区分", "上位の区分"


def measure_words(plan: Plan) -> dict[str, Name]:
    def of(value: Callable[[MeasureEntry], str], *, repeats: bool = False) -> Name:
        def told(context: Context) -> Told:
            return Told(value(context.entry)) if context.entry else NOTHING

        return Name(Scope.MEASURE, told, repeats)

    def meaning(entry: MeasureEntry) -> str:
        outlook = plan.outlook_by_mark.get(entry.measure.outlook)
        return outlook.meaning if outlook else ""

    found = {
        "施策番号": of(lambda e: e.measure.id, repeats=True),
        NUMBER: replace(of(lambda e: e.number, repeats=True), is_number=True),
        TITLE: replace(of(lambda e: e.measure.title), is_title=True),
        "目標": of(lambda e: e.measure.target),
        "目標など": of(lambda e: e.target),
        "今後の展開": of(lambda e: e.measure.outlook, repeats=True),
        "今後の展開の意味": of(meaning, repeats=True),
        "担当課一覧": of(lambda e: e.departments),
    }
    for place, heading in enumerate(plan.given_columns):
        found.setdefault(spelled(heading), of(_given(place)))
    for question in plan.reviewer_questions:
        if question.published:
            found.setdefault(spelled(question.name), Name(Scope.MEASURE, _review(question)))
    return found


def _review(question: Question) -> Callable[[Context], Told]:
    """What the second reading answered to a question of its own."""

    def value(context: Context) -> Told:
        review = context.table.review
        if review is None or context.entry is None:
            return NOTHING
        return Told(review_value(review, context.entry.measure.id, question))

    return value


def _given(place: int) -> Callable[[MeasureEntry], str]:
    def value(entry: MeasureEntry) -> str:
        given = entry.measure.given
        return given[place] if place < len(given) else ""

    return value


def level_words(plan: Plan) -> Iterator[tuple[str, Name]]:
    """The areas that a measure belongs to, under the names of their levels."""
    lowest = max(len(plan.levels) - 2, 0)

    def label(context: Context) -> Told:
        return Told(context.block.label if context.block else "")

    yield AREA, Name(Scope.AREA, label, repeats=True, level=lowest)
    yield "基本施策", Name(Scope.AREA, label, repeats=True, level=lowest)
    above = max(lowest - 1, 0)
    yield ABOVE, Name(Scope.AREA, lambda c: Told(c.block.above if c.block else ""), level=above)
    for depth, level in enumerate(plan.levels[:-1]):
        for ending, part in (("", 0), ("の番号", 1), ("の名称", 2)):
            value = _level_part(plan, depth, part)
            yield spelled(level.label + ending), Name(Scope.AREA, value, repeats=True, level=depth)


def _level_part(plan: Plan, depth: int, part: int) -> Callable[[Context], Told]:
    def value(context: Context) -> Told:
        if not context.block or not context.block.label:
            return NOTHING
        path = plan.path_of(context.block.area)
        if depth >= len(path):
            return NOTHING
        area = path[depth]
        return Told((plan.area_label(area), plan.area_number(area), area.title)[part])

    return value
