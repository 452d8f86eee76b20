"""Plans that ask anything, at random: questions of all kinds under odd names."""

from __future__ import annotations

import random
from dataclasses import replace

from ictxl.model import Plan
from tests.support.question_plans import random_questions
from tests.support.returned_forms import small_plan

_NAMES = (
    *("評価", "二次評価", "達成度", "進捗状況", "成果と課題", "実績値", "実績 値(累計)", "目標比"),
    *("予算\u3000現額", "件数", "件数%", "完了日", "次期計画での展開", "連絡事項", "=1+1", "理由"),
    *("<b>名</b>", "Result", "項番2", "state", "q:q", "長い名前" * 12, 'の"値"', "⦘点検⦗"),
)
"""Names of the usual questions among them: they need not be asked as usual."""


def random_plan(seed: int) -> Plan:
    """The measures and departments of `small_plan`, asked something else."""
    pick = random.Random(seed)
    drafts = random_questions(pick)
    name_of = dict(zip((q.name for q in drafts), pick.sample(_NAMES, len(drafts)), strict=True))
    questions = tuple(
        replace(
            question,
            name=name_of[question.name],
            required=replace(
                question.required,
                question=name_of.get(question.required.question, ""),
            ),
            published=pick.random() < 0.8,
        )
        for question in drafts
    )
    return small_plan(questions=questions)
