"""Which of the plan's lists stand where a template shows lists."""

from __future__ import annotations

from ictxl.model import Plan
from ictxl.questions import NEXT_STEP_LIST_NAME, RATING_LIST_NAME, ChoiceList


def lists_of(plan: Plan) -> tuple[ChoiceList, ...]:
    """The lists that departments choose from, each once."""
    asked = plan.department_questions
    return tuple({q.choices.name: q.choices for q in asked if q.choices}.values())


def rating_list_of(plan: Plan) -> ChoiceList | None:
    """The list of 凡例: the one of that name, else that of the first 選択 which has no place of its
    own."""
    lists = [one for one in lists_of(plan) if one.name != NEXT_STEP_LIST_NAME]
    return next((one for one in lists if one.name == RATING_LIST_NAME), next(iter(lists), None))


def next_step_list_of(plan: Plan) -> ChoiceList | None:
    """The list of 次期展開, where a question chooses from it."""
    return next((one for one in lists_of(plan) if one.name == NEXT_STEP_LIST_NAME), None)
