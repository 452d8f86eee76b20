"""Placeholders for what departments answered, this year and earlier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ictxl.consolidated.table import Answer, beside
from ictxl.consolidated.template.words.told import NOTHING, Context, Name, Scope, Told
from ictxl.consolidated.values import data_value, shown_answer
from ictxl.contract.fields import fields_of
from ictxl.contract.placeholders import spelled
from ictxl.model import Plan
from ictxl.questions import PROGRESS_NAME, RATING_NAME, Question, QuestionKind

ANSWERS, DEPARTMENTS, STATE = "各課の回答", "担当課", "提出状況"
EACH = "各課の"
"""Begins a placeholder for the answers of all departments to one question."""
BESIDE = "次期展開"
"""The choice that stands in a column of its own, whatever it is called."""


def answer_words(plan: Plan) -> dict[str, Name]:
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
    # ictxl's own layout has its column, which prints only where the plan asks for it.
    found.setdefault(f"{EACH}{BESIDE}", Name(Scope.MEASURE, lambda _: NOTHING))
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
        (BESIDE, beside(plan)),
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
        answers = context.entry.answers if context.entry else ()
        if len(answers) == 1 and question is not beside(context.table.plan):
            return _answer(question)(replace(context, answer=answers[0]))
        lines = [(a, a[question]) for a in answers if a[question]]
        shown = [
            (
                a.department,
                _offered(question, a) if question.is_choice else shown_answer(question, said),
            )
            for a, said in lines
        ]
        return _told_by(question, shown)

    return value


def _told_by(question: Question, said: Sequence[tuple[str, str]]) -> Told:
    """A line for each department with what it said; of numbers and days two where it is narrow."""
    if question.is_choice:
        return Told("\n".join(f"{department}-{text}" for department, text in said))
    if question.kind.is_number or question.kind is QuestionKind.DATE:
        wide, narrow = (
            "\n".join(f"{department}:{gap}{text}" for department, text in said)
            for gap in (" ", "\n")
        )
        return Told(wide, narrow=narrow)
    whole, heads = "", []
    for department, text in said:
        head = f"【{department}】"
        whole += "\n" if whole else ""
        heads.append((len(whole), len(whole) + len(head), False))
        whole += head + text
    return Told(whole, tuple(heads))


def _answer(question: Question) -> Callable[[Context], Told]:
    def value(context: Context) -> Told:
        answer = context.answer
        if answer is None:
            return _of_all(question, context)
        # In place of the leading choice a missing answer is told.
        leading = context.table.plan.leading_choice
        if question is leading and answer.mark != answer[question]:
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


def _meaning(question: Question) -> Callable[[Context], Told]:
    def value(context: Context) -> Told:
        choice = context.answer.chosen(question) if context.answer else None
        return Told(choice.name or choice.code if choice else "")

    return value


def earlier_answer(question: Question, year: int) -> Callable[[Context], Told]:
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
        return _told_by(question, [(d, text) for d, text in said if text])

    return value
