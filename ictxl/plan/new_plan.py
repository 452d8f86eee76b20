"""The plan that `ictxl init` begins with: the usual lists and nothing else."""

from __future__ import annotations

from ictxl.model import NextStep, Outlook, Plan, Rating
from ictxl.text.era import fiscal_year_label


def starting_plan(year: int) -> Plan:
    """Empty 基本施策, 施策 and 担当課; the legend as a city's published progress table has it."""
    return Plan(
        title="",
        year=year,
        year_label=fiscal_year_label(year),
        ratings=(
            Rating("A", "目標以上に実施できている", False),
            Rating("B", "目標どおり実施できている", False),
            Rating("C", "目標に向けて実施中(現状(当初)よりも進展)", False),
            Rating("D", "現状(当初)と変わらず", False),
            Rating("X", "目標以上を達成して終了", True),
            Rating("Y", "目標どおりを達成して終了", True),
            Rating("Z", "情勢の変更等により、廃止または中止", True),
        ),
        next_steps=(
            NextStep("1", "現状維持", False),
            NextStep("2", "拡充", False),
            NextStep("3", "縮小", False),
            NextStep("4", "終了", True),
        ),
        outlooks=(Outlook("⇒", "継続"), Outlook("↗", "拡充"), Outlook("☆", "新規")),
    )
