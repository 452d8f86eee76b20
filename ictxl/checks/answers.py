"""Check each answer against the rules that the form's own 点検 column shows, and against
last year's where the form showed it."""

from __future__ import annotations

from collections.abc import Iterator

from ictxl import findings
from ictxl.contract.answer_rules import AnswerRule, answer_rules
from ictxl.contract.spellings import read_choice
from ictxl.findings import Finding
from ictxl.model import Plan
from ictxl.questions import Choice, ChoiceList, Question, QuestionKind
from ictxl.responses import Response, place_of
from ictxl.round import Round
from ictxl.text.clean import fold_name


def check_answers(collected: Round) -> Iterator[Finding]:
    """A001…A008, A112…: blank, unknown, unreadable, contradictory and overlong answers."""
    plan = collected.plan
    rules = answer_rules(plan)
    for row in collected.responses:
        for rule in rules:
            if rule.holds(row.values):
                yield _finding(rule, row, plan)


def _finding(rule: AnswerRule, row: Response, plan: Plan) -> Finding:
    question = rule.question
    keys = (key for key in plan.question_by_key if key in rule.keys and key != question.key)
    other = plan.question_by_key.get(next(keys, ""))
    place = place_of(row, question.key)
    place["value"] = question.shown(place["value"])
    return rule.kind(
        **place,
        question=question.name,
        choices=_choices(question),
        to_do=_to_do(question),
        listed=_listed(question),
        other=other.name if other else "",
        chosen=row[other.key] if other else "",
        length=len(row[question.key]),
        limit=rule.limit,
        unit=question.unit,
    )


def _choices(question: Question) -> str:
    listed = question.choices
    return " ".join(map(listed.offered, listed.choices)) if listed else ""


def _to_do(question: Question) -> str:
    """What is to be done about a blank."""
    if question.choices:
        return f"ドロップダウンから{question.name}({_choices(question)})を選んでください。"
    return f"{question.name}を記入してください{_EXAMPLES.get(question.kind, '')}。"


_EXAMPLES = {
    QuestionKind.TEXT: "(例: 講座を2回開催し、延べ30人が参加した。)",
    QuestionKind.DATE: "(例: 2026/12/25)",
}


def _listed(question: Question) -> str:
    return question.choices.name if question.choices else ""


LARGE_CHANGE = 2
"""Steps of a list from which on a change of choice is worth a second look."""


def check_same_as_last_year(collected: Round) -> Iterator[Finding]:
    """A012: a text is last year's."""
    asked = [q for q in collected.plan.questions if q.kind is QuestionKind.TEXT and q.published]
    for row in collected.responses:
        for question in asked if row.previous else ():
            before = fold_name(row.previous.get(question.key, ""))
            if before and before == fold_name(row[question.key]):
                place = place_of(row, question.key)
                yield findings.TEXT_SAME_AS_LAST_YEAR.at(place, question=question.name)


def check_ratings_since_last_year(collected: Round) -> Iterator[Finding]:
    """A013, A014: a finished measure that goes on again; a rating that jumps."""
    leading = collected.plan.leading_choice
    if leading is None or leading.choices is None:
        return
    for row in collected.responses:
        before = read_choice(row.previous.get(leading.key, ""), leading.choices)
        if before is not None:
            yield from _changed(row, leading, leading.choices, before)


def _changed(
    row: Response, question: Question, choices: ChoiceList, before: str
) -> Iterator[Finding]:
    was, now = choices.by_code[before], choices.by_code.get(row[question.key])
    if now is None:
        return
    place, name = place_of(row, question.key), question.name
    if was.finished and not now.finished:
        yield findings.FINISHED_MEASURE_CONTINUES.at(
            place, previous=was.code, chosen=now.code, question=name
        )
    elif _steps(choices, was, now) >= LARGE_CHANGE:
        yield findings.RATING_CHANGED_GREATLY.at(
            place, previous=was.code, chosen=now.code, question=name
        )


def _steps(choices: ChoiceList, before: Choice, now: Choice) -> int:
    """How far apart two continuing choices stand; 0 where one of them is finished."""
    if before.finished or now.finished:
        return 0
    going_on = [choice.code for choice in choices.choices if not choice.finished]
    return abs(going_on.index(before.code) - going_on.index(now.code))
