"""The lists of plans that ask the usual questions, read and changed in few words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ictxl.model import Plan
from ictxl.questions import (
    NEXT_STEP_LIST_NAME,
    RATING_LIST_NAME,
    Choice,
    ChoiceList,
    rating_list,
)


def listed(plan: Plan, name: str) -> ChoiceList:
    [found] = [one for one in plan.lists if one.name == name]
    return found


def ratings_of(plan: Plan) -> tuple[Choice, ...]:
    return listed(plan, RATING_LIST_NAME).choices


def next_steps_of(plan: Plan) -> tuple[Choice, ...]:
    return listed(plan, NEXT_STEP_LIST_NAME).choices


def with_ratings(plan: Plan, ratings: Iterable[Choice]) -> Plan:
    changed = rating_list(ratings)
    return replace(
        plan,
        questions=tuple(
            replace(q, choices=changed) if q.choices and q.choices.name == changed.name else q
            for q in plan.questions
        ),
    )
