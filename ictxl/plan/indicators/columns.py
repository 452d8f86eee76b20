"""The columns of the sheet 指標: those of every plan, years of targets, and the plan's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ictxl.indicators import Direction
from ictxl.plan.columns import DEPARTMENTS_SHEET, PATHS
from ictxl.plan.plan_sheet import ColumnKind, PlanColumn, PlanSheet

INDICATOR_AREA = PlanColumn(
    "基本施策",
    10,
    "指標のある施策の、基本施策の番号を選びます。",
    ColumnKind.CODE,
    listed_in=PATHS,
)
INDICATOR_NUMBER = PlanColumn("項番", 10, "指標のある施策の項番です。", ColumnKind.CODE)
INDICATOR_NAME = PlanColumn(
    "指標",
    44,
    "指標の名称です(例: 講座の参加者数)。1つの施策に、いくつあっても構いません。",
    ColumnKind.TEXT,
    each_row=True,
)
INDICATOR_UNIT = PlanColumn(
    "単位", 10, "数の単位です(例: 人、件、千円、%)。空欄でも構いません。", optional=True
)
INDICATOR_BASELINE = PlanColumn(
    "基準値", 14, "計画を作ったときの値です。空欄でも構いません。", ColumnKind.BOUND, optional=True
)
INDICATOR_TARGET = PlanColumn(
    "目標値",
    14,
    "この年度の目標です。数だけを記入します。年度ごとの目標があれば、"
    "「目標値 R6」のような列を加えると、この年度のものを使います。",
    ColumnKind.BOUND,
    optional=True,
)
INDICATOR_DIRECTION = PlanColumn(
    "向き",
    8,
    "増(空欄も)は多いほどよい指標で、達成率は 実績÷目標 です。"
    "減は少ないほどよい指標で、目標÷実績 です。",
    choices=tuple(direction.value for direction in Direction),
    optional=True,
)
INDICATOR_CHARGE = PlanColumn(
    "担当課",
    28,
    "実績を答える課です。施策の担当課から選びます。空欄なら、施策の担当課のすべてに尋ねます。",
    ColumnKind.TEXT,
    listed_in=DEPARTMENTS_SHEET.name,
    optional=True,
)
INDICATOR_PREVIOUS = PlanColumn(
    "前年度実績",
    14,
    "前年度の実績です。ictxl rollover が書き込みます。空欄でも構いません。",
    ColumnKind.BOUND,
    optional=True,
)
INDICATORS_SHEET = PlanSheet(
    "指標",
    (
        INDICATOR_AREA,
        INDICATOR_NUMBER,
        INDICATOR_NAME,
        INDICATOR_UNIT,
        INDICATOR_BASELINE,
        INDICATOR_TARGET,
        INDICATOR_DIRECTION,
        INDICATOR_CHARGE,
        INDICATOR_PREVIOUS,
    ),
    optional=True,
    may_be_other=True,
)
TARGET_OF_YEAR = INDICATOR_TARGET.heading
"""Begins the headings of further years' targets: `目標値 R6`."""


def indicators_sheet(
    years: Iterable[str], own: Iterable[str], *, has_areas: bool, has_previous: bool = True
) -> PlanSheet:
    """指標 of a plan with targets of these years and these columns of its own."""
    usual = [c for c in INDICATORS_SHEET.columns if has_areas or c is not INDICATOR_AREA]
    place = usual.index(INDICATOR_TARGET) + 1
    targets = [
        PlanColumn(f"{TARGET_OF_YEAR} {year}", 14, kind=ColumnKind.BOUND, optional=True, own=True)
        for year in years
    ]
    # The year before comes last: it is no part of what a person fills in.
    *usual, previous = [*usual[:place], *targets, *usual[place:]]
    given = [PlanColumn(name, 24, kind=ColumnKind.TEXT, optional=True, own=True) for name in own]
    return replace(
        INDICATORS_SHEET, columns=(*usual, *given, *([previous] if has_previous else []))
    )
