"""Plans of the usual questions, with other lists or another limit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ictxl.model import Plan
from ictxl.questions import Choice, ChoiceList, next_step_list, rating_list, usual_questions


def ratings_of(plan: Plan) -> ChoiceList:
    """凡例."""
    return _list_of(plan, "rating")


def next_steps_of(plan: Plan) -> ChoiceList:
    """次期展開."""
    return _list_of(plan, "next_step")


def _list_of(plan: Plan, key: str) -> ChoiceList:
    choices = plan.question_by_key[key].choices
    assert choices, "both are choices of the usual questions"
    return choices


def with_usual(
    plan: Plan,
    *,
    ratings: Iterable[Choice] | None = None,
    next_steps: Iterable[Choice] | None = None,
    limit: int | None = None,
) -> Plan:
    """The plan with other lists, and with the limit of 進捗状況."""
    questions = usual_questions(
        ratings_of(plan) if ratings is None else rating_list(ratings),
        next_steps_of(plan) if next_steps is None else next_step_list(next_steps),
        limit,
    )
    return replace(plan, questions=questions)
