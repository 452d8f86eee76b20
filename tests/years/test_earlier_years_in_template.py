"""Placeholders of earlier years in a city's own published template: {評価:前年度}."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from ictxl.plan.writing import write_plan
from tests.support.books import sheet_of
from tests.support.cli import ictxl
from tests.support.published_templates import SHEET, Columns, published_template
from tests.years.test_year_indicators import published
from tests.years.test_year_table import NOW, desk

pytestmark = pytest.mark.lengthy

__all__ = ["desk", "published"]

ANSWERS: Columns = (
    ("番号", "{項番}", 8),
    ("施策", "{施策名称}", 30),
    ("課", "{担当課}", 16),
    ("3年", "{評価:R3}", 10),
    ("前年", "{評価:前年度}", 10),
    ("今年", "{評価}", 10),
    ("前年の進捗", "{進捗状況:令和5年度}", 30),
)
MEASURES: Columns = (
    ("番号", "{項番}", 8),
    ("施策", "{施策名称}", 30),
    ("前年", "{各課の評価:前年度}", 20),
    ("前年の進捗", "{各課の進捗状況:R5}", 20),
    ("回答", "{各課の回答}", 60),
)


@pytest.fixture
def folder(desk: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(desk, tmp_path / "desk"))


def rows(folder: Path, columns: Columns, *words: str) -> list[list[object]]:
    """The published table below its headings, joined cells filled."""
    published_template(folder / "ひな形.xlsx", columns)
    run = ictxl("merge", "returned", "--template", "ひな形.xlsx", *words, cwd=folder)
    assert run.code in (0, 1), run.err
    sheet = sheet_of(folder / "進捗状況.xlsx", SHEET)
    for area in list(sheet.merged_cells.ranges):
        first = sheet.cell(area.min_row, area.min_col).value
        sheet.unmerge_cells(str(area))
        for row in range(area.min_row, area.max_row + 1):
            sheet.cell(row, area.min_col).value = first
    return [list(row) for row in sheet.iter_rows(min_row=4, values_only=True) if row[0]]


def by_place(found: Sequence[Sequence[object]]) -> dict[tuple[object, object], tuple[object, ...]]:
    return {(row[1], row[2]): tuple(row[3:7]) for row in found}


def test_each_answers_row_has_what_its_department_said_in_other_years(folder: Path) -> None:
    found = by_place(rows(folder, ANSWERS, "--history", "過年度"))
    assert found["電子申請の拡大", "文書課"] == ("D", "C", "B", "Cでした。")
    assert found["電子申請の拡大", "健康課"] == (None, "D", "A", "Dでした。")
    assert found["健康情報の発信", "健康課"] == ("C", "A", "B", "Aでした。")
    assert found["学校の通信環境", "文書課"] == (None, None, "A", None)


def test_a_measures_row_has_them_of_all_its_departments(folder: Path) -> None:
    found = {row[1]: row[2:4] for row in rows(folder, MEASURES, "--history", "過年度")}
    both = ["文書課-C\n健康課-D", "【文書課】Cでした。\n【健康課】Dでした。"]
    assert found["電子申請の拡大"] == both
    assert found["健康情報の発信"] == ["健康課-A", "【健康課】Aでした。"]


def test_without_earlier_years_their_columns_do_not_print(folder: Path) -> None:
    found = by_place(rows(folder, ANSWERS))
    assert found["電子申請の拡大", "文書課"] == ("B",)


def test_a_row_of_an_indicator_has_its_numbers_of_other_years(published: Path) -> None:
    columns: Columns = (
        ("番号", "{項番}", 8),
        ("施策", "{施策名称}", 30),
        ("課", "{指標の担当課}", 16),
        ("指標", "{指標}", 20),
        ("前年の目標", "{目標値:R5}", 12),
        ("前年の実績", "{実績値:前年度}", 12),
        ("前年の率", "{達成率:令和5年度}", 12),
        ("実績", "{実績値}", 12),
    )
    found = rows(published, columns, "--history", "R5.xlsx")
    told = {(row[2], row[3]): tuple(row[4:8]) for row in found}
    assert told["文書課", "申請の件数"] == ("100件", "120件", "120%", 180)
    assert told["健康課", "発信の回数"] == ("12回", "6回", "50%", "未提出")
    assert told["文書課", "紙の使用量"] == (None, None, None, 625)


@pytest.mark.parametrize("name", ["{評価:いつか}", "{予算:R5}", "{:R5}", "{評価:}"])
def test_what_names_no_question_or_no_year_is_told_at_its_cell(tmp_path: Path, name: str) -> None:
    write_plan(NOW, tmp_path / "plan.xlsx")
    published_template(tmp_path / "ひな形.xlsx", (*ANSWERS, ("誤り", name, 10)))
    run = ictxl("template", "check", "ひな形.xlsx", "--json", cwd=tmp_path)
    assert run.code == 1
    assert [found["code"] for found in run.json["findings"] if name in found["message"]] == ["T001"]
