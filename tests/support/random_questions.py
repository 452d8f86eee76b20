"""Lists of questions, at random: of all kinds, with names that look like each other."""

from __future__ import annotations

import random
from decimal import Decimal

from ictxl.model import Plan
from ictxl.questions import (
    ALWAYS,
    NEVER,
    UNLESS_FINISHED,
    Choice,
    ChoiceList,
    Question,
    QuestionKind,
    Requirement,
    RequirementKind,
)
from tests.support.returned_forms import small_plan

_NAMES = (
    *("評価", "二次評価", "達成度", "進捗状況", "成果と課題", "実績値", "実績 値(累計)", "目標比"),
    *("予算\u3000現額", "件数", "件数%", "完了日", "次期計画での展開", "連絡事項", "=1+1", "理由"),
    *("<b>名</b>", "Result", "項番2", "state", "q:q", "長い名前" * 12),
)
_LISTS = (
    ChoiceList("記号", (Choice("○", "よい"), Choice("×", "わるい"), Choice("済", "終えた", True))),
    ChoiceList("数字", tuple(Choice(str(n), f"第{n}") for n in range(1, 6)), ".", True),
    ChoiceList("言葉", (Choice("順調"), Choice("遅れ"), Choice("終了", finished=True))),
    ChoiceList("多数", tuple(Choice(f"C{n:03}", f"選択肢 {n}") for n in range(60))),
)
_UNITS = {
    QuestionKind.NUMBER: ("", "kWh", "人/日"),
    QuestionKind.WHOLE: ("", "人", "件"),
    QuestionKind.MONEY: ("", "円", "千円"),
}


def random_questions(r: random.Random) -> tuple[Question, ...]:
    """From one to eight; names are unique."""
    names = r.sample(_NAMES, r.randint(1, 8))
    questions: list[Question] = []
    for name in names:
        kind = r.choice(list(QuestionKind))
        listed = r.choice(_LISTS) if kind is QuestionKind.CHOICE else None
        high = Decimal(r.choice((40, 400))) if kind is QuestionKind.TEXT else Decimal("1e12")
        questions.append(
            Question(
                name,
                kind,
                listed,
                r.choice(_UNITS.get(kind, ("",))),
                _requirement(r, questions),
                r.choice((None, Decimal(0))) if kind.is_number else None,
                r.choice((None, high)) if kind.is_number or kind is QuestionKind.TEXT else None,
                published=r.random() < 0.8,
                hint=r.choice(("", "前の年と比べて書く。")),
            )
        )
    return tuple(questions)


def _requirement(r: random.Random, before: list[Question]) -> Requirement:
    choices = [(q.name, q.choices) for q in before if q.choices]
    if choices and r.random() < 0.3:
        name, listed = r.choice(choices)
        codes = tuple(c.code for c in r.sample(listed.choices, 2))
        return Requirement(RequirementKind.WHERE_CHOSEN, name, codes)
    return r.choice((ALWAYS, NEVER, UNLESS_FINISHED))


def random_plan(seed: int) -> Plan:
    """The measures and departments of `small_plan`, asked something else."""
    return small_plan(questions=random_questions(random.Random(seed)))
