"""階層, and 基本施策 on several levels: how they are read, and each mistake by its cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ictxl.model import PolicyArea
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan
from ictxl.questions import USUAL_LEVELS, Level
from tests.support.plan_tables import mistakes_of, read_tables

Mistake = tuple[str, str, str]

DEEP: dict[str, str | None] = {
    "階層": """
        | 呼び名   | 番号の書き方 |
        | 基本目標 | 基本目標{Ⅰ} |
        | 基本施策 | 第{1}款      |
        | 事業     | {1}          |
    """,
    "基本施策": """
        | 番号 | 名称     | 上位 |
        | 1    | 暮らし   |      |
        | 1    | 相談     | 1    |
        | 2    | 住まい   | 1    |
        | 2    | 働く     |      |
        | 3    | 就労     | 2    |
    """,
    "施策": """
        | 基本施策 | 項番   | 施策名称 | 目標 | 今後の展開 | 担当課     |
        | 1-1      | '001   | 窓口     |      |            | 秘書広報課 |
        | 1-2      | R2-1   | 改修     |      |            | 福祉課     |
        | 3        | 1-(1)-① | 訓練    |      |            | 施設課     |
    """,
}

# (sheet, what stands in the sound table, what stands there instead, what is found)
BY_CELL: list[tuple[str, str, str, list[Mistake]]] = [
    ("階層", "呼び名", "名前", [("階層", "A1", "P002")]),
    ("階層", "| 基本目標 |", "|          |", [("階層", "A2", "P009")]),
    ("階層", "| 事業     |", "| 基本施策 |", [("階層", "A4", "P011")]),
    ("階層", "| 事業     |", "| 目標     |", [("階層", "A4", "P071")]),
    ("階層", "第{1}款", "第1款", [("階層", "B3", "P091")]),
    ("階層", "第{1}款", "第{2}款", [("階層", "B3", "P091")]),
    ("階層", "第{1}款", "第｛１｝款", []),
    ("基本施策", "住まい   | 1", "住まい | 9", [("基本施策", "C4", "P031")]),
    ("基本施策", "就労     | 2", "就労 | 1-2", [("基本施策", "A6", "P093")]),
    ("基本施策", "就労     | 2", "就労 | 3", [("基本施策", "C6", "P092")]),
    ("基本施策", "就労     | 2", "就労 | ", [("基本施策", "A6", "P094")]),
    ("基本施策", "就労     | 2", "就労 | 基本目標2", []),
    ("基本施策", "| 2    | 住まい", "| 1    | 住まい", [("基本施策", "A4", "P011")]),
    ("基本施策", "| 3    | 就労", "| 2    | 就労", [("施策", "A4", "P031")]),
    ("施策", "| 3   ", "| 4   ", [("施策", "A4", "P031")]),
    ("施策", "| R2-1 ", "| '１   ", []),
]


@pytest.mark.parametrize(("sheet", "sound", "wrong", "expected"), BY_CELL)
def test_a_mistake_is_found_in_its_cell(
    tmp_path: Path, sheet: str, sound: str, wrong: str, expected: list[Mistake]
) -> None:
    table = DEEP[sheet]
    assert table and sound in table
    found = mistakes_of(tmp_path, **{**DEEP, sheet: table.replace(sound, wrong, 1)})
    assert not set(expected) - set(found)
    assert bool(found) == bool(expected)


def test_a_plan_of_three_levels_is_read(tmp_path: Path) -> None:
    plan, findings = read_tables(tmp_path, **DEEP)
    assert not findings
    assert plan.levels == (
        Level("基本目標", "基本目標{Ⅰ}"),
        Level("基本施策", "第{1}款"),
        Level("事業", "{1}"),
    )
    assert plan.areas == (
        PolicyArea("1", "暮らし"),
        PolicyArea("1", "相談", "1"),
        PolicyArea("2", "住まい", "1"),
        PolicyArea("2", "働く"),
        PolicyArea("3", "就労", "2"),
    )
    assert [m.id for m in plan.measures] == ["1-1-001", "1-2-R2-1", "2-3-1-(1)-①"]
    assert [plan.measure_number(m) for m in plan.measures] == ["001", "R2-1", "1-(1)-①"]
    assert plan.area_label(plan.areas[4]) == "第3款 就労"
    assert plan.area_number(plan.areas[3]) == "基本目標Ⅱ"
    write_plan(plan, tmp_path / "again.xlsx")
    assert replace(read_plan(tmp_path / "again.xlsx"), saved_at="") == replace(plan, saved_at="")


def test_the_rows_may_stand_in_any_order(tmp_path: Path) -> None:
    rows = ("| 3 | 就労 | 2 |", "| 2 | 働く | |", "| 1 | 暮らし | |", "| 1 | 相談 | 1 |")
    areas = "\n".join(("| 番号 | 名称 | 上位 |", *rows))
    measures = (DEEP["施策"] or "").replace("1-2 ", "1-1 ")
    plan, findings = read_tables(tmp_path, **{**DEEP, "基本施策": areas, "施策": measures})
    assert not findings
    assert [area.id for area in plan.areas] == ["2", "2-3", "1", "1-1"]


def test_two_areas_of_one_number_are_told_apart_by_their_path(tmp_path: Path) -> None:
    areas = (DEEP["基本施策"] or "").replace("| 3    | 就労", "| 2    | 就労")
    measures = (DEEP["施策"] or "").replace("| 3  ", "| 2-2")
    plan, findings = read_tables(tmp_path, **{**DEEP, "基本施策": areas, "施策": measures})
    assert not findings
    assert plan.measures[2].area == "2-2"
    levels = (DEEP["階層"] or "").replace("| 基本施策", "| 大項目 | {1} |\n| 基本施策")
    deeper = areas.replace("1    | 相談     | 1 ", "5 | 相談 | 1 ").replace(
        "就労     | 2 ", "就労 | 2 |\n| 5 | 研修 | 2 "
    )
    found = mistakes_of(
        tmp_path,
        階層=levels,
        基本施策=deeper,
        施策=(DEEP["施策"] or "").replace("1-1 ", "5 ").replace("| 3 ", "| 2-5 "),
    )
    assert ("施策", "A2", "P095") in found


def test_areas_in_a_circle_are_told_and_stop_nothing_else(tmp_path: Path) -> None:
    areas = (
        "| 番号 | 名称 | 上位 |\n| 1 | 暮らし | |\n| 7 | 甲 | 8 |\n| 8 | 乙 | 7 |\n| 9 | 丙 | 8 |"
    )
    found = mistakes_of(tmp_path, **{**DEEP, "基本施策": areas})
    assert [m for m in found if m[0] == "基本施策"] == [
        ("基本施策", "A2", "P037"),
        ("基本施策", "C3", "P092"),
        ("基本施策", "C4", "P092"),
    ]


def test_numbers_that_read_the_same_once_joined_are_told(tmp_path: Path) -> None:
    areas = "| 番号 | 名称 | 上位 |\n| 1 | 暮らし | |\n| 2 | 相談 | 1 |"
    levels = (DEEP["階層"] or "").replace("第{1}款", "{1}")
    measures = """
        | 基本施策 | 項番 | 施策名称 | 目標 | 今後の展開 | 担当課     |
        | 1        | '2-3 | 窓口     |      |            | 秘書広報課 |
        | 1-2      | 3    | 改修     |      |            | 福祉課、施設課 |
    """
    found = mistakes_of(tmp_path, 階層=levels, 基本施策=areas, 施策=measures)
    assert [mistake for mistake in found if mistake[2] == "P096"] == [("施策", "B3", "P096")]


ONE_LEVEL: dict[str, str | None] = {
    "階層": "| 呼び名 | 番号の書き方 |\n| 取組 | {1} |",
    "基本施策": None,
    "施策": """
        | 項番 | 施策名称 | 目標 | 今後の展開 | 担当課               |
        | 1    | クラウド |      |            | 秘書広報課           |
        | 2    | 健全化   |      |            | 福祉課、施設課       |
    """,
}


def test_a_plan_of_one_level_needs_no_areas(tmp_path: Path) -> None:
    plan, findings = read_tables(tmp_path, **ONE_LEVEL)
    assert not findings
    assert plan.areas == ()
    assert [(m.id, m.area) for m in plan.measures] == [("1", ""), ("2", "")]
    write_plan(plan, tmp_path / "again.xlsx")
    assert replace(read_plan(tmp_path / "again.xlsx"), saved_at="") == replace(plan, saved_at="")


def test_a_plan_that_does_not_say_has_the_usual_levels(tmp_path: Path) -> None:
    assert read_tables(tmp_path)[0].levels == USUAL_LEVELS
    assert read_tables(tmp_path, 階層="| 呼び名 | 番号の書き方 |")[0].levels == USUAL_LEVELS


def test_a_level_without_a_style_has_its_numbers_as_they_are(tmp_path: Path) -> None:
    levels = "| 呼び名 | 番号の書き方 |\n| 取組 | |"
    plan, _ = read_tables(tmp_path, **{**ONE_LEVEL, "階層": levels})
    assert plan.measure_number(plan.measures[0]) == "1"
