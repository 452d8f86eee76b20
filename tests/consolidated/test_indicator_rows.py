"""Rows of indicators, answers of earlier years and of the second reading in published templates."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import ictxl
from ictxl.consolidated.workbook import write_consolidated
from tests.support.books import sheet_of
from tests.support.cli import ictxl as run
from tests.support.indicators import (
    ACTUALS,
    COUNT,
    REMARK,
    SHARE,
    IndicatorForm,
    indicator_plan,
)
from tests.support.published_templates import Columns, published_template
from tests.support.returned_forms import ANSWERS, Form
from tests.support.reviews import ALL_B, reviewed

pytestmark = pytest.mark.lengthy

PLAN = indicator_plan()
INDICATORS: Columns = (
    ("番号", "{項番}", 8),
    ("取組", "{施策名称}", 24),
    ("指標", "{指標}", 24),
    ("目標", "{目標値}", 10),
    ("実績", "{実績値}", 10),
    ("率", "{達成率}", 10),
    ("課", "{指標の担当課}", 12),
    ("備考", "{指標備考}", 20),
    ("評価", "{評価}", 8),
)


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    form = IndicatorForm(tmp_path / "文書課.xlsx", PLAN).fill({**ACTUALS, SHARE: "約5割"})
    form.cell(COUNT, REMARK).value = "3月末の値"
    form.save()
    Form(form.path).fill(ANSWERS).save()
    return form.path


def rows(path: Path) -> list[list[object]]:
    sheet = sheet_of(path, "公表")
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]


def test_a_row_holds_an_indicator_and_the_measures_cells_are_joined(
    returned: Path, tmp_path: Path
) -> None:
    template = published_template(tmp_path / "ひな形.xlsx", INDICATORS)
    ictxl.merge(returned, tmp_path / "公表.xlsx", template=template)
    told = rows(tmp_path / "公表.xlsx")
    first = told[0]
    assert first[2:8] == ["申請の件数", 200, 180, 0.9, "文書課", "3月末の値"]
    share = next(row for row in told if row[2] == "電子申請の割合")
    assert share[3:6] == [0.5, "約5割", None]
    open_one = next(row for row in told if row[6] == "健康課")
    assert open_one[4] == "未提出"
    sheet = sheet_of(tmp_path / "公表.xlsx", "公表")
    assert sheet["D4"].number_format == '#,##0"件"'
    assert sheet["F4"].number_format == "0.0%"
    joined = {str(area) for area in sheet.merged_cells.ranges}
    count = sum(row[2] in ("申請の件数", "電子申請の割合") for row in told)
    assert f"A4:A{3 + count}" in joined
    assert f"B4:B{3 + count}" in joined


def test_the_names_of_indicators_mean_them_on_their_rows_only(tmp_path: Path) -> None:
    mixed = (*INDICATORS[:3], ("一", "{目標値}", 9))
    good = published_template(tmp_path / "よい.xlsx", mixed)
    assert run("template", "check", good, "--json").findings() == set()
    bad = published_template(tmp_path / "誤り.xlsx", (*mixed[:2], mixed[3]))
    assert run("template", "check", bad, "--json").findings() == {("誤り.xlsx", "C4", "T001")}


YEARS: Columns = (
    ("番号", "{項番}", 8),
    ("取組", "{施策名称}", 24),
    ("課", "{担当課}", 16),
    ("前年度", "{評価:前年度}", 10),
    ("平成30年度", "{評価:H30}", 10),
    ("前々年度", "{評価:前々年度}", 10),
    ("今年度", "{評価}", 10),
    ("進捗", "{進捗状況}", 40),
)


def test_answers_of_earlier_years_stand_beside_this_years(tmp_path: Path) -> None:
    samples = Path(__file__).parents[2] / "samples"
    earlier = tmp_path / "2018.xlsx"
    made = run("merge", samples / "returned", "-o", earlier)
    assert made.code == 0
    table = ictxl.read(samples / "returned")
    before = replace(table.plan, year=2018, year_label="平成30年度")
    write_consolidated(before, table.responses, table.submitted, earlier)
    template = published_template(tmp_path / "ひな形.xlsx", YEARS)
    done = run(
        "merge",
        samples / "returned",
        *("--template", template, "--history", earlier, "-o", tmp_path / "公表.xlsx"),
    )
    assert done.code == 0, done.err
    told = rows(tmp_path / "公表.xlsx")
    headings = [c.value for c in sheet_of(tmp_path / "公表.xlsx", "公表")[3]]
    # Nobody has told anything of the year before, so it does not print.
    assert headings == ["番号", "取組", "課", "前年度", "平成30年度", "今年度", "進捗"]
    assert all(row[3] == row[4] == row[5] for row in told if row[2])
    unknown = published_template(tmp_path / "誤り.xlsx", (*YEARS[:3], ("誤", "{評価:いつか}", 9)))
    found = run("template", "check", unknown, "--json").findings()
    assert found == {("誤り.xlsx", "D4", "T001")}


RATED: Columns = (
    ("番号", "{施策番号}", 8),
    ("取組", "{施策名称}", 24),
    ("課", "{担当課}", 16),
    ("一次", "{評価}", 10),
    ("二次", "{二次評価}", 10),
    ("理由", "{二次評価の理由}", 30),
)


def test_the_second_reading_stands_once_beside_a_measures_answers(tmp_path: Path) -> None:
    folder, workbook = reviewed(tmp_path, {**ALL_B, "1-1": ("C", "件数が足りない。")})
    template = published_template(tmp_path / "ひな形.xlsx", RATED)
    ictxl.merge([folder, workbook], tmp_path / "公表.xlsx", template=template)
    told = {str(row[0]): row for row in rows(tmp_path / "公表.xlsx") if row[0]}
    assert told["1-1"][4:] == ["C", "件数が足りない。"]
    assert told["2-1"][4:] == ["B", None]
    sheet = sheet_of(tmp_path / "公表.xlsx", "公表")
    assert "E4:E5" in {str(area) for area in sheet.merged_cells.ranges}
