"""Numbers, percentages and dates as Excel holds them, rather than as texts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan
from tests.support.shapes import outcome, read_shape

HEADINGS = ["No", "施策名", "担当課", "指標", "単位", "基準値", "目標値", "実績値"]
HEADINGS += ["達成率", "執行率", "決算額(千円)", "完了日", "評価"]
ROWS: list[list[object]] = [
    [
        1,
        "移住",
        "企画課",
        "移住率",
        "%",
        0.1,
        0.3,
        0.32,
        1.07,
        0.95,
        1200,
        dt.date(2024, 3, 31),
        "A",
    ],
    [2, "観光", "観光課", "客数", "万人", 30, 40, 31.5, 0.79, 0.8, 300, dt.date(2024, 2, 1), "B"],
]


def save(path: Path, ratings: tuple[object, object] = ("A", "B")) -> Path:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["総合戦略 令和5年度 進捗状況"])
    sheet.append(HEADINGS)
    for row, rating in zip(ROWS, ratings, strict=True):
        sheet.append([*row[:-1], rating])
    for place in "FGHIJ":
        sheet[f"{place}3"].number_format = "0%"
    book.save(path)
    return path


def test_percentages_dates_and_amounts_are_what_they_show(tmp_path: Path) -> None:
    table = read_shape(save(tmp_path / "表.xlsx"))
    said = [line for line in outcome(table) if line[0] in "問指績答"]
    assert said == [
        "問 執行率 割合",
        "問 決算額(千円) 金額 千円",
        "問 完了日 日付",
        "問 評価 選択 A/B",
        "指 1 移住率 (%) 基準=10 目標=30",
        "指 2 客数 (万人) 基準=30 目標=40",
        "答 1 企画課: 執行率=0.95 決算額(千円)=1200 完了日=2024-03-31 評価=A",
        "答 2 観光課: 執行率=0.8 決算額(千円)=300 完了日=2024-02-01 評価=B",
        "績 1 企画課 移住率: 32",
        "績 2 観光課 客数: 31.5",
    ]
    read_as = {f.cell: f.message for f in table.findings if f.code == "I084"}
    assert set(read_as) == {"F3", "G3", "H3"}
    assert "30%" in read_as["G3"]
    assert {f.cell for f in table.findings if f.code == "I086"} == {"I3", "I4"}


def test_the_plan_of_such_a_table_reads_back(tmp_path: Path) -> None:
    table = read_shape(save(tmp_path / "表.xlsx"))
    write_plan(table.plan, tmp_path / "plan.xlsx")
    again = read_plan(tmp_path / "plan.xlsx")
    assert again.indicators == table.plan.indicators
    assert again.questions == table.plan.questions


def test_a_rating_of_whole_numbers_is_chosen_from(tmp_path: Path) -> None:
    table = read_shape(save(tmp_path / "表.xlsx", ratings=(5, 3)))
    assert "問 評価 選択 3/5" in outcome(table)
