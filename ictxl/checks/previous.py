"""Compare this year's answers with last year's, where the form showed them."""

from __future__ import annotations

from collections.abc import Iterator

from ictxl import findings
from ictxl.contract.spellings import read_choice
from ictxl.findings import Finding
from ictxl.questions import Choice, ChoiceList, Question, QuestionKind
from ictxl.responses import Response
from ictxl.round import Round
from ictxl.text.clean import fold_name

LARGE_CHANGE = 2
"""Steps of a list from which on a change of choice is worth a second look."""


def check_same_as_last_year(collected: Round) -> Iterator[Finding]:
    """A012: a text is last year's."""
    asked = [q for q in collected.plan.questions if q.kind is QuestionKind.TEXT and q.published]
    for row in collected.responses:
        for question in asked if row.previous else ():
            before = fold_name(row.previous.get(question.key, ""))
            if before and before == fold_name(row[question.key]):
                place = row.place(question.key)
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
    place, name = row.place(question.key), question.name
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
