"""Indicators in the published workbook: lines, 指標データ, CSV and frame, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

import ictxl
from ictxl.pipeline.year_tables import read_table, year_of
from tests.support.books import load, sheet_names, sheet_of
from tests.support.indicators import (
    ACTUALS,
    COUNT,
    PAPER,
    REMARK,
    SHARE,
    IndicatorForm,
    indicator_plan,
    returned,
    told,
)
from tests.support.returned_forms import ANSWERS, Form, filled_form, small_plan

PLAN = indicator_plan()


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> ictxl.MergeResult:
    folder = tmp_path_factory.mktemp("公表")
    form = IndicatorForm(folder / "文書課.xlsx", PLAN).fill({**ACTUALS, SHARE: "約5割"})
    form.cell(COUNT, REMARK).value = "3月末の値\n速報"
    form.save()
    Form(form.path).fill(ANSWERS).save()
    return ictxl.merge(form.path, folder / "進捗状況.xlsx", also=["csv"])


def sheet(result: ictxl.MergeResult, name: str) -> list[dict[str, object]]:
    book = load(result.outputs[0])
    headings, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def test_each_answer_tells_its_indicators_below_the_text(merged: ictxl.MergeResult) -> None:
    book = load(merged.outputs[0])
    texts = [str(cell.value) for row in book["進捗状況"] for cell in row if cell.value]
    (text,) = [t for t in texts if "申請を3件電子化した。" in t]
    assert "申請の件数: 180件 / 目標 200件 (達成率 90%)" in text
    assert "電子申請の割合: 約5割 / 目標 50%" in text
    (other,) = [t for t in texts if "すべて電子化した。" in t]
    assert "紙の使用量: 625枚 / 目標 500枚 (達成率 80%)" in other


def test_the_data_sheet_has_one_typed_row_an_indicator(merged: ictxl.MergeResult) -> None:
    rows = sheet(merged, "指標データ")
    assert [(r["指標"], r["担当課"], r["提出状況"]) for r in rows] == [
        ("申請の件数", "文書課", "回答あり"),
        ("申請の件数", "健康課", "未提出"),
        ("電子申請の割合", "文書課", "回答あり"),
        ("電子申請の割合", "健康課", "未提出"),
        ("発信の回数", "健康課", "未提出"),
        ("紙の使用量", "文書課", "回答あり"),
    ]
    first, _, share, *_, paper = rows
    assert (first["実績値"], first["達成率"], first["備考"]) == (180, 0.9, "3月末の値\n速報")
    assert (share["実績値"], share["実績値(数でないもの)"]) == (None, "約5割")
    assert (paper["基準値"], paper["目標値"], paper["向き"]) == (1000, 500, "減")


def test_the_summary_counts_how_far_the_indicators_have_come(merged: ictxl.MergeResult) -> None:
    sheet = sheet_of(merged.outputs[0], "集計")
    rows = [[cell for cell in row if cell is not None] for row in sheet.values]
    start = rows.index(["指標の達成率(担当課別)"])
    assert rows[start + 1 : start + 5] == [
        ["担当課", "100%以上", "80%以上", "50%以上", "50%未満", "算出なし", "未提出", "計"],
        ["文書課", 0, 2, 0, 0, 1, 0, 3],
        ["健康課", 0, 0, 0, 0, 0, 3, 3],
        ["計", 0, 2, 0, 0, 1, 3, 6],
    ]


def test_the_csv_says_the_same(merged: ictxl.MergeResult) -> None:
    (path,) = [p for p in merged.outputs if p.name == "進捗状況_指標.csv"]
    lines = path.read_text("utf-8-sig").splitlines()
    assert len(lines) == 1 + 6 + 1  # one remark has two lines
    assert "1-1,1,電子申請の拡大,申請の件数,件,増,100,200" in lines[1]


def test_the_frame_is_typed(merged: ictxl.MergeResult) -> None:
    frame = merged.round.indicator_frame
    assert frame["達成率"].dropna().tolist() == [0.9, 0.8]
    assert str(frame["実績値"].dtype) == "Float64"
    assert frame["備考"].tolist()[0] == "3月末の値\n速報"


def test_a_published_workbook_is_read_back_whole(merged: ictxl.MergeResult) -> None:
    path = merged.outputs[0]
    year = year_of(path, read_table(path))
    assert year.plan.indicators == PLAN.indicators
    read = {r.indicator: (r.actual, r.remark) for r in year.indicator_responses}
    assert read == {
        "申請の件数": ("180", "3月末の値\n速報"),
        "電子申請の割合": ("約5割", ""),
        "紙の使用量": ("625", ""),
    }


def test_without_indicators_the_workbook_has_no_such_sheet(tmp_path: Path) -> None:
    path = filled_form(tmp_path / "文書課.xlsx", small_plan())
    result = ictxl.merge(path, tmp_path / "進捗状況.xlsx", also=["csv"])
    assert "指標データ" not in sheet_names(result.outputs[0])
    assert not (tmp_path / "進捗状況_指標.csv").exists()
    assert len(result.round.indicator_frame) == 0


def test_of_a_measure_of_two_departments_each_tells_its_own(tmp_path: Path) -> None:
    returned(tmp_path / "文書課.xlsx", PLAN)
    form = IndicatorForm(tmp_path / "健康課.xlsx", PLAN, "健康課").fill({COUNT: 20})
    form.save()
    read = ictxl.read(tmp_path)
    assert told(read)["申請の件数", "健康課"] == ("20", "")
    assert told(read)["申請の件数", "文書課"] == ("180", "")
    assert PAPER.name not in {name for name, who in told(read) if who == "健康課"}
