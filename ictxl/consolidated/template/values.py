"""What each placeholder of a published template stands for, on which rows, and its value there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import IntEnum

from ictxl.consolidated.legend import LEGEND_COLUMNS
from ictxl.consolidated.review_values import review_value
from ictxl.consolidated.table import Answer, AreaBlock, ConsolidatedTable, MeasureEntry, beside
from ictxl.consolidated.values import data_value, shown_answer
from ictxl.consolidated.year_table import YearTable, read_year_name
from ictxl.contract.fields import fields_of
from ictxl.contract.placeholders import spelled
from ictxl.model import Plan
from ictxl.questions import PROGRESS_NAME, RATING_NAME, Question, QuestionKind


class Scope(IntEnum):
    """How often a placeholder has another value; the widest first."""

    PLAN = 0
    LEGEND = 1
    """With each line of 【凡例】."""
    AREA = 2
    """With each area of the plan's levels."""
    MEASURE = 3
    ANSWER = 4
    """With each department's answer on a measure."""
    SHEET = 5
    """Of what a sheet is made for: a measure, on a sheet of its own."""


@dataclass(frozen=True)
class Told:
    """What a cell says."""

    text: str = ""
    heads: tuple[tuple[int, int, bool], ...] = ()
    """Where in the text the answers' heads stand, and whether something is missing there."""
    is_open: bool = False
    """Whether readers are to see at once that something is missing."""
    number: Decimal | dt.date | None = None
    """The value of a cell that holds nothing else."""
    number_format: str = ""


NOTHING = Told()


@dataclass(frozen=True)
class Context:
    """Where a placeholder is asked for."""

    table: ConsolidatedTable
    block: AreaBlock | None = None
    entry: MeasureEntry | None = None
    answer: Answer | None = None
    legend: Mapping[str, str] = field(default_factory=dict)
    years: YearTable | None = None
    """The answers of earlier years, where some are given."""
    lists_departments: bool = True
    """Whether 担当課 stands for all of a measure's: there is no row for each answer."""


@dataclass(frozen=True)
class Name:
    """A placeholder that a template may hold."""

    scope: Scope
    value: Callable[[Context], Told]
    repeats: bool = False
    """Whether it stands again on each page over which its row goes on."""
    level: int = 0
    """Of an area: its place in the plan's levels, from the top."""
    is_number: bool = False
    """Whether it is a measure's 項番."""
    per_answer: bool = False
    """Whether it has another value on each answer's row, where there is one: 担当課."""
    is_title: bool = False
    """Whether it is a measure's 施策名称, which a further page repeats in short."""


NUMBER, TITLE = "項番", "施策名称"
ANSWERS, DEPARTMENTS, STATE = "各課の回答", "担当課", "提出状況"
AREA, ABOVE = "区分", "上位の区分"
EACH = "各課の"
"""Begins a placeholder for the answers of all departments to one question."""
LEGEND_HEADINGS = tuple(f"凡例見出し{n + 1}" for n in range(LEGEND_COLUMNS))
LEGEND_LINES = tuple(f"凡例{n + 1}" for n in range(LEGEND_COLUMNS))


class Vocabulary(Mapping[str, Name]):
    """All that a published template may hold for a plan, by the placeholders' names.

    Besides those that it lists it knows each question in an earlier year: 評価:前年度, 実績値:R5.
    """

    def __init__(self, plan: Plan, names: Mapping[str, Name]) -> None:
        self._plan, self._names = plan, names
        self._questions = {name: q for name, q in reversed(list(published_names(plan)))}
        self._dated: dict[str, Name] = {}

    def __getitem__(self, name: str) -> Name:
        if name in self._names:
            return self._names[name]
        if name not in self._dated:
            self._dated[name] = self._in_year(name)
        return self._dated[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def _in_year(self, name: str) -> Name:
        """Raises KeyError where it is no question with a year."""
        asked, _, told = name.rpartition(":")
        question, year = self._questions.get(asked), read_year_name(told, self._plan.year)
        if question is None or year is None:
            raise KeyError(name)
        return Name(Scope.ANSWER, _earlier(question, year), repeats=question.is_choice)


def _earlier(question: Question, year: int) -> Callable[[Context], Told]:
    """The answer in an earlier year; of several departments each with its name."""

    def value(context: Context) -> Told:
        years = context.years
        if years is None or context.entry is None:
            return NOTHING
        if context.answer:
            place = (context.answer.measure.id, context.answer.department)
            return Told(years.value(question.name, year, place))
        measure = context.entry.measure.id
        departments = [answer.department for answer in context.entry.answers]
        said = [(d, years.value(question.name, year, (measure, d))) for d in departments]
        lines = [f"{d}: {text}" if len(said) > 1 else text for d, text in said if text]
        return Told("\n".join(lines))

    return value


def vocabulary(plan: Plan) -> Vocabulary:
    """All that a published template may hold for the plan."""
    found = {**_of_plan(), **_of_measure(plan), **dict(_of_levels(plan)), **_of_answers(plan)}
    for name in (*LEGEND_HEADINGS, *LEGEND_LINES):
        found[name] = Name(Scope.LEGEND, _legend(name))
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


def _of_measure(plan: Plan) -> dict[str, Name]:
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


def _of_levels(plan: Plan) -> Iterator[tuple[str, Name]]:
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


def _of_answers(plan: Plan) -> dict[str, Name]:
    found = {
        DEPARTMENTS: Name(Scope.MEASURE, _departments, per_answer=True),
        STATE: Name(Scope.ANSWER, _state, repeats=True),
        ANSWERS: Name(Scope.MEASURE, _paragraphs),
    }
    for name, question in published_names(plan):
        is_short = question.kind.is_number or question.is_choice
        found.setdefault(name, Name(Scope.ANSWER, _answer(question), repeats=is_short))
        found.setdefault(EACH + name, Name(Scope.MEASURE, _each(question)))
        if question.choices:
            meant = Name(Scope.ANSWER, _meaning(question), repeats=True)
            found.setdefault(f"{name}の意味", meant)
    return found


def published_names(plan: Plan) -> Iterator[tuple[str, Question]]:
    """The published questions under all names that stand for them."""
    questions = {q.key: q for q in plan.department_questions if q.published}
    for own in questions.values():
        yield spelled(own.name), own
    for asked in fields_of(plan).inputs:
        if question := questions.get(asked.key):
            for name in (asked.placeholder, *asked.synonyms):
                yield spelled(name), question
    for name, heir in (
        (RATING_NAME, plan.leading_choice),
        (PROGRESS_NAME, plan.leading_text),
        ("次期展開", beside(plan)),
    ):
        if heir:
            yield name, heir


def _departments(context: Context) -> Told:
    if context.answer and not context.lists_departments:
        assigned = context.answer.measure.assignment_of(context.answer.department)
        return Told(assigned.label if assigned else context.answer.department)
    return Told(context.entry.departments if context.entry else "")


def _state(context: Context) -> Told:
    answer = context.answer
    return Told(answer.state.value, is_open=answer.is_open) if answer else NOTHING


def _paragraphs(context: Context) -> Told:
    """【課-評価】本文, one department below the other."""
    if context.entry is None:
        return NOTHING
    heads = tuple(
        (start, start + len(answer.head), answer.is_open)
        for start, answer in zip(context.entry.progress_starts, context.entry.answers, strict=True)
    )
    return Told(context.entry.progress, heads, not context.entry.is_complete)


def _each(question: Question) -> Callable[[Context], Told]:
    """A line for each department that has answered the question."""

    def value(context: Context) -> Told:
        answers: Iterable[Answer] = context.entry.answers if context.entry else ()
        lines = [(a, a[question]) for a in answers if a[question]]
        if question.is_choice:
            shown = [f"{a.department}-{_offered(question, a)}" for a, _ in lines]
            return Told("\n".join(shown))
        text, heads = "", []
        for answer, said in lines:
            head = f"【{answer.department}】"
            text += "\n" if text else ""
            heads.append((len(text), len(text) + len(head), False))
            text += head + shown_answer(question, said)
        return Told(text, tuple(heads))

    return value


def _answer(question: Question) -> Callable[[Context], Told]:
    def value(context: Context) -> Told:
        answer = context.answer
        if answer is None:
            return _of_all(question, context)
        if question is answer_leading(context.table.plan) and answer.mark != answer[question]:
            return Told(answer.mark, is_open=True)
        text = answer[question]
        if question.choices:
            return Told(_offered(question, answer), is_open=bool(answer.unlisted(question)))
        number = data_value(question, text)
        code = number_format(question, number) if number is not None else ""
        return Told(shown_answer(question, text), number=number, number_format=code)

    return value


def _offered(question: Question, answer: Answer) -> str:
    """A choice as a dropdown offers it: `B`, `1.現状維持`."""
    choice = answer.chosen(question)
    return question.choices.offered(choice) if question.choices and choice else answer[question]


def _of_all(question: Question, context: Context) -> Told:
    """A measure's answer to a question; of several departments each with its name."""
    answers = context.entry.answers if context.entry else ()
    if len(answers) == 1:
        return _answer(question)(replace(context, answer=answers[0]))
    return _each(question)(context)


def number_format(question: Question, value: Decimal | dt.date) -> str:
    """How a number is shown in a cell whose look does not say it: as `shown_answer` does."""
    if isinstance(value, dt.date):
        return 'yyyy"年"m"月"d"日"'
    if question.kind is QuestionKind.RATIO:
        return "0.0%" if value * 100 != (value * 100).to_integral_value() else "0%"
    places = (
        0 if value == value.to_integral_value() else -int(value.normalize().as_tuple().exponent)
    )
    unit = question.unit.replace('"', "")
    return "#,##0" + ("." + "0" * places if places else "") + (f'"{unit}"' if unit else "")


def answer_leading(plan: Plan) -> Question | None:
    """The question in whose place a missing answer is told."""
    return plan.leading_choice


def _meaning(question: Question) -> Callable[[Context], Told]:
    def value(context: Context) -> Told:
        choice = context.answer.chosen(question) if context.answer else None
        return Told(choice.name or choice.code if choice else "")

    return value


def joined(parts: Iterable[Told | str]) -> Told:
    """A cell's text of words and placeholders; nothing where all of the placeholders are empty."""
    text, heads, is_open, is_empty = "", [], False, True
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        is_empty = is_empty and not part.text
        is_open = is_open or part.is_open
        heads += [(start + len(text), end + len(text), o) for start, end, o in part.heads]
        text += part.text
    return NOTHING if is_empty else replace(NOTHING, text=text, heads=tuple(heads), is_open=is_open)
