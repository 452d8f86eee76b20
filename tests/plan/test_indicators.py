"""指標: the plan's numbers to reach, and each mistake by its cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from ictxl.indicators import Direction, Indicator
from ictxl.model import Plan
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan
from tests.support.books import sheet_names
from tests.support.plan_tables import mistakes_of, plan_book, read_tables

HEADINGS = "| 基本施策 | 項番 | 指標 | 単位 | 基準値 | 目標値 | 向き | 担当課 |"


def sheet(*rows: str, headings: str = HEADINGS) -> dict[str, str | None]:
    return {"指標": "\n".join([headings, *rows])}


def plan_with(tmp_path: Path, *rows: str, headings: str = HEADINGS) -> Plan:
    return read_tables(tmp_path, **sheet(*rows, headings=headings))[0]


def test_indicators_are_read_in_the_order_of_their_measures(tmp_path: Path) -> None:
    plan = plan_with(
        tmp_path,
        "| 2 | 1 | 点検の回数 | 回 | 10 | 1,200回 | | |",
        "| 1 | 2 | 苦情 | 件 | 30 | 20 | 減 | 福祉課 |",
        "| 1 | 1 | 閲覧数 | ％ | 50% | 80 | 増 | |",
    )
    assert plan.indicators == (
        Indicator("1-1", "閲覧数", "%", "50", "80"),
        Indicator("1-2", "苦情", "件", "30", "20", Direction.DOWN, ("福祉課",)),
        Indicator("2-1", "点検の回数", "回", "10", "1200"),
    )


def test_the_targets_of_the_plans_year_are_chosen(tmp_path: Path) -> None:
    headings = "| 基本施策 | 項番 | 指標 | 目標値 | 目標値 H30 | 目標値 R1 | 出典 | (メモ) |"
    plan = plan_with(tmp_path, "| 1 | 1 | 閲覧数 | 9 | 10 | 20 | 統計 | x |", headings=headings)
    (indicator,) = plan.indicators
    assert (indicator.target, indicator.targets, indicator.given) == ("20", ("10", "20"), ("統計",))
    assert (plan.target_years, plan.indicator_columns) == (("H30", "R1"), ("出典",))


def test_without_a_target_of_the_year_the_general_one_counts(tmp_path: Path) -> None:
    headings = "| 基本施策 | 項番 | 指標 | 目標値 | 目標値 H30 |"
    plan = plan_with(tmp_path, "| 1 | 1 | 閲覧数 | 9 | 10 |", headings=headings)
    assert plan.indicators[0].target == "9"


def test_percentages_typed_with_their_sign_are_told_how_they_were_read(tmp_path: Path) -> None:
    plan, found = read_tables(tmp_path, **sheet("| 1 | 1 | 割合 | % | 0.5 | 0.8 | | |"))
    assert (plan.indicators[0].baseline, plan.indicators[0].target) == ("50", "80")
    assert ("指標", "E2", "P126") in [(f.sheet, f.cell, f.code) for f in found]


BY_CELL: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("| 1 | 9 | 閲覧数 | 件 | | 1 | | |", [("指標", "B2", "P121")]),
    (
        "| 1 | 1 | 閲覧数 | 件 | | 1 | | |\n| 1 | 1 | 閲覧 数 | | | 2 | | |",
        [("指標", "C3", "P122")],
    ),
    ("| 1 | 1 | 閲覧数 | 件 | | 維持 | | |", [("指標", "F2", "P123")]),
    ("| 1 | 1 | 閲覧数 | 件 | | 1 | | 施設課 |", [("指標", "H2", "P124")]),
    ("| 1 | 1 | 閲覧数 | 12 | | 1 | | |", [("指標", "D2", "P125")]),
    ("| 1 | 1 | 閲覧数 | % | | 0.8 | | |", [("指標", "F2", "P126")]),
    ("| 1 | 1 | 閲覧数 | 件 | | 1 | 横 | |", [("指標", "G2", "P012")]),
    ("| 1 | 1 | 閲覧数 | 件 | | 1 | | 宇宙課 |", [("指標", "H2", "P035")]),
    ("| 1 | 1 | | 件 | | 1 | | |", [("指標", "C2", "P009")]),
]


@pytest.mark.parametrize(("rows", "expected"), BY_CELL)
def test_each_mistake_names_its_cell(
    tmp_path: Path, rows: str, expected: list[tuple[str, str, str]]
) -> None:
    found = mistakes_of(tmp_path, **sheet(rows))
    assert [one for one in found if one[0] == "指標"] == expected


def test_a_sheet_of_that_name_that_is_somebodys_own_is_left_alone(tmp_path: Path) -> None:
    plan, found = read_tables(tmp_path, **{"指標": "| 単位 | メモ |\n| 人 | x |"})
    assert plan.indicators == ()
    assert [f for f in found if f.sheet == "指標"] == []


def test_a_written_plan_reads_back_alike(tmp_path: Path) -> None:
    headings = (
        "| 基本施策 | 項番 | 指標 | 単位 | 目標値 | 目標値 R2 | 向き | 担当課 | 出典 | 前年度実績 |"
    )
    rows = [
        "| 1 | 1 | 閲覧数 | % | 80 | 82 | | | 統計 | 12.5 |",
        "| 1 | 2 | 苦情 | 件 | 維持 | | 減 | 福祉課 | | |",
    ]
    plan = plan_with(tmp_path, *rows, headings=headings)
    write_plan(plan, tmp_path / "again.xlsx")
    again = read_plan(tmp_path / "again.xlsx")
    assert (again.indicators, again.target_years) == (plan.indicators, plan.target_years)
    assert again.indicator_columns == plan.indicator_columns == ("出典",)


def test_a_plan_without_indicators_has_no_sheet_for_them(tmp_path: Path) -> None:
    plan = read_plan(plan_book(tmp_path / "plan.xlsx"))
    write_plan(plan, tmp_path / "again.xlsx")
    assert "指標" not in sheet_names(tmp_path / "again.xlsx")


RATED = """
    | 名称 | 種類 | 選択肢 | 達成率からの判定 |
    | 評価 | 選択 | 凡例   | {} |
"""
RATED_BY_CELL: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("A≧100、Z", []),
    ("A>=100%、 Z≧５０", []),
    ("A≧100、Q≧50", [("記入欄", "D2", "P131")]),
    ("A≧多い", [("記入欄", "D2", "P132")]),
    ("A≧50、Z≧80", [("記入欄", "D2", "P133")]),
    ("A、Z≧80", [("記入欄", "D2", "P133")]),
]


@pytest.mark.parametrize(("bounds", "expected"), RATED_BY_CELL)
def test_bounds_of_a_rating_are_read_or_told(
    tmp_path: Path, bounds: str, expected: list[tuple[str, str, str]]
) -> None:
    found = mistakes_of(tmp_path, 記入欄=RATED.format(bounds), 次期展開=None)
    assert [one for one in found if one[0] == "記入欄"] == expected


def test_bounds_of_another_kind_of_question_are_told(tmp_path: Path) -> None:
    table = "| 名称 | 種類 | 達成率からの判定 |\n| 進捗状況 | 文 | A≧100 |"
    found = mistakes_of(tmp_path, 記入欄=table, 次期展開=None, 凡例=None)
    assert ("記入欄", "C2", "P074") in found
