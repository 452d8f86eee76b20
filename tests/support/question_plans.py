"""Plans that say themselves what is asked: a designed one of ten questions, and random ones."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ictxl.model import Assignment, Department, Measure, Plan, PolicyArea
from ictxl.questions import (
    ALWAYS,
    NEVER,
    UNLESS_FINISHED,
    Choice,
    ChoiceList,
    Level,
    Question,
    QuestionKind,
    Requirement,
    RequirementKind,
)

DEPARTMENT = "福祉課"
SCORES = ChoiceList(
    "達成区分",
    (
        Choice("A", "達成した"),
        Choice("B", "おおむね達成した"),
        Choice("C", "少し達成した"),
        Choice("D", "達成しなかった"),
    ),
)
WAYS = ChoiceList(
    "今後の方向",
    (Choice("拡充"), Choice("継続"), Choice("見直し"), Choice("終了", finished=True)),
)
TEN = (
    Question("事業の実績", maximum=Decimal(600), hint="年度中に行ったことを書きます。"),
    Question("利用者数", QuestionKind.WHOLE, unit="人", minimum=Decimal(0)),
    Question("決算額", QuestionKind.MONEY, unit="千円", minimum=Decimal(0), required=NEVER),
    Question("達成率", QuestionKind.RATIO, minimum=Decimal(0), maximum=Decimal("1.5")),
    Question("目標に対する評価", QuestionKind.CHOICE, SCORES),
    Question(
        "評価の理由",
        required=Requirement(RequirementKind.WHERE_CHOSEN, "目標に対する評価", ("C", "D")),
    ),
    Question("今後の方向", QuestionKind.CHOICE, WAYS),
    Question("今後の課題", required=UNLESS_FINISHED, maximum=Decimal(400)),
    Question("次回見直しの日", QuestionKind.DATE, required=NEVER),
    Question("連絡事項", required=NEVER, published=False),
)


def plan_asking(questions: Sequence[Question], count: int = 3, **changes: object) -> Plan:
    """A small plan with two levels above its measures, and columns of its own."""
    plan = Plan(
        "障害者計画",
        2026,
        "令和8年度",
        deadline="2026年12月25日",
        contact="福祉課 内線123",
        saved_at="2026-10-01T00:00:00Z",
        levels=(Level("基本目標", "基本目標{Ⅰ}"), Level("施策の柱", "{1}"), Level("事業", "{1}")),
        areas=(PolicyArea("1", "くらしを支える"), PolicyArea("2", "相談支援の充実", parent="1")),
        measures=tuple(
            Measure(
                "1-2",
                f"{n:03}",
                f"事業{n}の実施",
                f"年{n}回行う",
                "",
                (Assignment(DEPARTMENT),),
                ("新規", f"地域の人が集まる場を設け、{n}か所で相談を受ける。" * 3),
            )
            for n in range(1, count + 1)
        ),
        departments=(Department(DEPARTMENT),),
        given_columns=("種別", "事業内容"),
        questions=tuple(questions),
    )
    return replace(plan, **changes)  # type: ignore[arg-type]  # a test may set any part


def random_questions(pick: random.Random, most: int = 9) -> tuple[Question, ...]:
    """Questions of any kind, each with any demand that its kind and the others allow."""
    lists = [_random_list(pick, f"一覧{n}") for n in range(1, 4)]
    drafts = [_random_question(pick, n, lists) for n in range(1, pick.randint(2, most) + 1)]
    return tuple(_with_demand(pick, question, drafts) for question in drafts)


def _random_list(pick: random.Random, name: str) -> ChoiceList:
    codes = pick.choice((list("ABCDE"), list("◎○△×"), ["1", "2", "3"], ["済", "未着手", "検討中"]))
    ends = pick.random() < 0.5
    choices = [
        Choice(code, pick.choice(("", f"{code}の意味")), ends and pick.random() < 0.4)
        for code in codes
    ]
    return ChoiceList(name, tuple(choices), offers_labels=pick.random() < 0.3)


NAMES = ("", "(%)", 'の"値"', "と理由")


def _random_question(pick: random.Random, number: int, lists: Sequence[ChoiceList]) -> Question:
    kind = pick.choice([*QuestionKind, QuestionKind.CHOICE, QuestionKind.TEXT])
    name = f"問{number}{pick.choice(NAMES)}"
    if kind is QuestionKind.CHOICE:
        return Question(name, kind, pick.choice(lists))
    if kind is QuestionKind.TEXT:
        return Question(name, kind, maximum=pick.choice((None, Decimal(10))))
    if kind is QuestionKind.DATE:
        return Question(name, kind)
    low, high = pick.choice(((None, None), (Decimal(0), None), (Decimal(-5), Decimal("120.5"))))
    return Question(name, kind, unit=pick.choice(("", "件", "千円")), minimum=low, maximum=high)


def _with_demand(pick: random.Random, question: Question, others: Sequence[Question]) -> Question:
    demands = [ALWAYS, NEVER, UNLESS_FINISHED]
    choices = [q for q in others if q.choices and q is not question]
    if choices:
        deciding = pick.choice(choices)
        assert deciding.choices
        codes = pick.sample([c.code for c in deciding.choices.choices], 2)
        demands.append(
            Requirement(RequirementKind.WHERE_CHOSEN, deciding.name, tuple(codes)),
        )
    return replace(question, required=pick.choice(demands))


def random_answers(pick: random.Random, question: Question) -> Iterator[str | float]:
    """What may stand in its cell: texts, or numbers as a sheet keeps them (dates too)."""
    while True:
        if question.choices:
            choice = pick.choice(question.choices.choices)
            yield pick.choice((choice.code, question.choices.label(choice), "", " ", "対象外"))
        elif question.kind is QuestionKind.TEXT:
            yield pick.choice(("", "済", " ", "\u3000", "長" * 10, "長" * 11))
        elif question.kind is QuestionKind.DATE:
            yield pick.choice((46000.0, 46381.0, "", "来年度", " "))
        else:
            yield pick.choice((0.0, 0.5, 3.0, -6.0, 120.5, 121.0, "約30", "", "\u3000"))
