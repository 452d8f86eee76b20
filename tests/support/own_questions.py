"""A plan that says itself what is asked, and what its departments answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from ictxl.model import Plan
from ictxl.questions import (
    NEVER,
    UNLESS_FINISHED,
    Choice,
    ChoiceList,
    Question,
    QuestionKind,
    Requirement,
    RequirementKind,
)
from ictxl.responses import Response
from tests.support.returned_forms import Form, small_plan

DEGREES = ChoiceList(
    "達成度",
    (
        Choice("◎", "目標を超えた"),
        Choice("○", "目標どおり"),
        Choice("×", "目標に届かない"),
        Choice("済", "終わった", finished=True),
    ),
)
DEGREE = Question("達成度", QuestionKind.CHOICE, DEGREES)
RESULT = Question("実績値", QuestionKind.NUMBER, unit="千円", required=UNLESS_FINISHED)
RATE = Question("達成率", QuestionKind.RATIO, required=NEVER, maximum=Decimal(2))
DAY = Question("完了日", QuestionKind.DATE, required=NEVER)
REASON = Question(
    "理由",
    required=Requirement(RequirementKind.WHERE_CHOSEN, "達成度", ("×",)),
    maximum=Decimal(100),
)
PEOPLE = Question("参加者数", QuestionKind.WHOLE, unit="人", required=NEVER, minimum=Decimal(0))
COST = Question("事業費", QuestionKind.MONEY, unit="円", required=NEVER)
NOTE = Question("庁内メモ", required=NEVER, published=False)
QUESTIONS = (DEGREE, RESULT, RATE, DAY, REASON, PEOPLE, COST, NOTE)

Typed = str | int | float | dt.date
"""What a cell holds."""


def own_plan(**changes: object) -> Plan:
    """The measures and departments of `small_plan`, with questions of its own."""
    return small_plan(**{"questions": QUESTIONS, **changes})  # type: ignore[arg-type]  # any part


def fill_in(form: Form, measure: str, answers: Mapping[Question, Typed]) -> Form:
    """Type the answers into the measure's row; a text stays one, whatever it looks like."""
    for question, value in answers.items():
        cell = form.cell(measure, question.key)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    return form


def by_name(response: Response, plan: Plan) -> dict[str, str]:
    """What was answered, by the questions' names."""
    return {q.name: response[q.key] for q in plan.questions if response[q.key]}
