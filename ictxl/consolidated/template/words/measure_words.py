"""Placeholders for what the plan tells of a measure and of the areas above it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ictxl.consolidated.table import MeasureEntry
from ictxl.consolidated.template.words.told import NOTHING, Context, Name, Scope, Told
from ictxl.consolidated.values import review_value
from ictxl.contract.placeholders import spelled
from ictxl.model import Measure, Plan
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
        "施策番号": replace(of(lambda e: e.measure.id, repeats=True), only_names=True),
        NUMBER: replace(of(lambda e: e.number, repeats=True), is_number=True, only_names=True),
        TITLE: replace(of(lambda e: e.measure.title), is_title=True, only_names=True),
        "目標": of(lambda e: e.measure.target),
        "目標など": of(lambda e: e.target),
        "今後の展開": of(lambda e: e.measure.outlook, repeats=True),
        "今後の展開の意味": of(meaning, repeats=True),
        "担当課一覧": of(lambda e: e.departments),
    }
    for place, heading in enumerate(plan.given_columns):
        parts = _is_in_parts(plan, place)
        name = _part_of_given(place) if parts else of(_given(place))
        found.setdefault(spelled(heading), name)
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
        # As a dropdown offers it; the legend explains the code.
        is_code = question.choices is not None and not question.choices.offers_labels
        measure = context.entry.measure.id
        return Told(review_value(review, measure, question, only_code=is_code))

    return value


def _given(place: int) -> Callable[[MeasureEntry], str]:
    def value(entry: MeasureEntry) -> str:
        given = entry.measure.given
        return given[place] if place < len(given) else ""

    return value


def _is_in_parts(plan: Plan, place: int) -> bool:
    """Whether a column of the plan's own has a line for each department: `児童福祉課 ○`; what
    names none is all departments'."""
    texts = [(m, m.given[place]) for m in plan.measures if place < len(m.given) and m.given[place]]
    several = [(m, text) for m, text in texts if len(set(m.departments)) > 1]
    return any(_parts(m, text) is not None for m, text in several)


def _parts(measure: Measure, text: str) -> dict[str, str] | None:
    """Department → its line; None where a line begins with none of the measure's departments."""
    found = {}
    for line in filter(None, text.split("\n")):
        own = [name for name in measure.departments if line.startswith(name)]
        if not own:
            return None
        name = max(own, key=len)
        found[name] = line[len(name) :].strip(" :：　")
    return found


def _part_of_given(place: int) -> Name:
    """A department's own line on its answer's row, the whole text elsewhere."""

    def value(context: Context) -> Told:
        if context.entry is None:
            return NOTHING
        text = _given(place)(context.entry)
        parts = _parts(context.entry.measure, text) if context.answer else None
        if context.answer is None or parts is None:
            return Told(text)
        return Told(parts.get(context.answer.department, ""))

    return Name(Scope.MEASURE, value, per_answer=True)


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
