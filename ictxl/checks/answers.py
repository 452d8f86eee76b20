"""Check each answer against the rules that the form's own 点検 column shows."""

from __future__ import annotations

from collections.abc import Iterator

from ictxl.contract.answer_rules import AnswerRule, answer_rules
from ictxl.findings import Finding
from ictxl.model import Plan
from ictxl.questions import Question, QuestionKind
from ictxl.responses import Response
from ictxl.round import Round


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
    place = row.place(question.key)
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
