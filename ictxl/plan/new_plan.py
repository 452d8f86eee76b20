"""The plan that `ictxl init` begins with: the usual lists and nothing else."""

from __future__ import annotations

from ictxl.model import Outlook, Plan
from ictxl.questions import Choice, next_step_list, rating_list, usual_questions
from ictxl.text.era import fiscal_year_label


def starting_plan(year: int) -> Plan:
    """Empty 基本施策, 施策 and 担当課; the legend as a city's published progress table has it."""
    return Plan(
        title="",
        year=year,
        year_label=fiscal_year_label(year),
        questions=usual_questions(RATINGS, NEXT_STEPS),
        outlooks=(Outlook("⇒", "継続"), Outlook("↗", "拡充"), Outlook("☆", "新規")),
    )


RATINGS = rating_list(
    [
        Choice("A", "目標以上に実施できている"),
        Choice("B", "目標どおり実施できている"),
        Choice("C", "目標に向けて実施中(現状(当初)よりも進展)"),
        Choice("D", "現状(当初)と変わらず"),
        Choice("X", "目標以上を達成して終了", finished=True),
        Choice("Y", "目標どおりを達成して終了", finished=True),
        Choice("Z", "情勢の変更等により、廃止または中止", finished=True),
    ]
)
NEXT_STEPS = next_step_list(
    [
        Choice("1", "現状維持"),
        Choice("2", "拡充"),
        Choice("3", "縮小"),
        Choice("4", "終了", finished=True),
    ]
)
