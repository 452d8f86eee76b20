"""The report of a plan that says itself what is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

import ictxl
from ictxl.plan.writing import write_plan
from tests.support.books import load
from tests.support.question_plans import TEN, plan_asking

ANSWERS = {
    "事業の実績": "相談会を開いた。",
    "利用者数": 1230,
    "決算額": 1200.5,
    "達成率": 0.85,
    "目標に対する評価": "C",
    "評価の理由": "人手が足りなかった。",
    "今後の方向": "継続",
    "今後の課題": "人材の確保",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round of one department; the first of its measures is filled in."""
    folder = tmp_path_factory.mktemp("round")
    write_plan(plan_asking(TEN), folder / "plan.xlsx")
    [form] = ictxl.generate(folder / "plan.xlsx", folder / "returned").forms
    book = load(form.path)
    keys = {question.key: question.name for question in TEN}
    for sheet in book:
        columns = {cell.value: cell.column for cell in sheet[1] if cell.value in keys}
        rows = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value]
        if columns:
            first = next(row for row in rows if sheet.cell(row, 1).value == "1-2-001")
            texts = {**ANSWERS, "連絡事項": "様式が長い。"}
            for key, column in columns.items():
                sheet.cell(first, column).value = texts.get(keys[str(key)])
    book.save(form.path)
    ictxl.merge(folder / "returned", folder / "表.xlsx", plan=folder / "plan.xlsx")
    return folder


def rows_of(folder: Path, sheet: str) -> list[list[object]]:
    book = load(folder / "内部用_表.report.xlsx")
    return [[cell.value for cell in row] for row in book[sheet].iter_rows()]


@pytest.mark.lengthy
def test_sources_have_a_column_for_every_published_question(folder: Path) -> None:
    rows = rows_of(folder, "出典")
    headings = next(row for row in rows if "担当課" in row)
    first = next(row for row in rows if "1-2-001" in row)
    told = dict(zip(headings, first, strict=True))
    assert told["事業"] == "1-2-001"
    assert told["事業名"] == "事業1の実施"
    assert (told["利用者数(人)"], told["決算額(千円)"], told["達成率"]) == (
        "1230",
        "1200.5",
        "0.85",
    )
    assert (told["目標に対する評価"], told["今後の方向"]) == ("C", "継続")
    assert "連絡事項" not in headings


def test_what_is_not_published_stands_under_its_name(folder: Path) -> None:
    headings, row = [row for row in rows_of(folder, "連絡事項") if len(set(row)) > 3][:2]
    assert dict(zip(headings, row, strict=True))["連絡事項"] == "様式が長い。"
    assert "様式が長い。" in (folder / "内部用_表.report.html").read_text("utf-8")


def test_the_page_draws_the_leading_choice_and_counts_in_the_plans_words(folder: Path) -> None:
    page = (folder / "内部用_表.report.html").read_text("utf-8")
    assert "目標に対する評価(回答)" in page
    assert "記入済み / 事業数" in page
