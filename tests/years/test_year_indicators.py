"""Indicators of earlier years beside this one's, on the sheet 年度推移."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import ictxl
from ictxl.consolidated.year_table import YearHistory, YearIndicators, YearTable
from ictxl.model import Plan
from ictxl.pipeline.year_tables import consolidated, read_table, year_of
from ictxl.years.matching import follow
from tests.support.indicators import (
    ACTUALS,
    COUNT,
    HEALTH,
    PAPER,
    SHARE,
    IndicatorForm,
    indicator_plan,
    returned,
)
from tests.support.year_sheets import YearSheet, year_sheet

pytestmark = pytest.mark.lengthy

NOW = indicator_plan()


def before() -> Plan:
    """1-1 was 1-2 then; one indicator had another unit, and one was asked of nobody yet."""
    applications, health, school, papers, training = NOW.measures
    return replace(
        NOW,
        year=2023,
        year_label="令和5年度",
        measures=(
            replace(health, number="1"),
            replace(applications, number="2"),
            school,
            papers,
            training,
        ),
        indicators=(
            replace(COUNT, measure_id="1-2", target="100"),
            replace(SHARE, measure_id="1-2", unit="ポイント"),
            replace(HEALTH, measure_id="1-1"),
        ),
    )


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("公表")
    earlier = before()
    count, share, health = earlier.indicators
    for name, plan, actuals in (
        ("文書課", earlier, {count: 120, share: "約3"}),
        ("健康課", earlier, {health: 6}),
    ):
        (folder / "R5").mkdir(exist_ok=True)
        IndicatorForm(folder / "R5" / f"{name}.xlsx", plan, name).fill(actuals).save()
    ictxl.merge(folder / "R5", folder / "R5.xlsx")
    (folder / "returned").mkdir()
    returned(folder / "returned" / "文書課.xlsx", NOW, {**ACTUALS, SHARE: "約5割"})
    ictxl.merge(folder / "returned", folder / "進捗状況.xlsx", history=folder / "R5.xlsx")
    return folder


def lines(sheet: YearSheet) -> dict[tuple[object, ...], tuple[object, ...]]:
    return {(row[0], row[1], row[3]): row[4:6] for row in sheet.rows}


def test_actuals_and_rates_stand_as_numbers_in_the_measures_row_whatever_its_number_was(
    published: Path,
) -> None:
    found = lines(year_sheet(published / "進捗状況.xlsx"))
    assert found["申請の件数(件)", "1-1", "文書課"] == (120, 180)
    assert found["申請の件数の達成率", "1-1", "文書課"] == (1.2, 0.9)
    assert found["発信の回数(回)", "1-2", "健康課"] == (6, "未提出")
    assert found["紙の使用量(枚)", "2-1", "文書課"] == ("―", 625)
    assert found["評価", "1-1", "文書課"][1] == "B"


def test_an_indicator_in_another_unit_is_another_one(published: Path) -> None:
    found = lines(year_sheet(published / "進捗状況.xlsx"))
    assert found["電子申請の割合(ポイント)", "1-1", "文書課"] == ("約3", "―")
    assert found["電子申請の割合(%)", "1-1", "文書課"] == ("―", "約5割")


def test_the_mean_rate_of_each_year_stands_above_with_its_chart(published: Path) -> None:
    sheet = year_sheet(published / "進捗状況.xlsx")
    assert sheet.figures["達成率のある件数"] == (2, 2)
    assert sheet.figures["平均"] == (pytest.approx(0.85), pytest.approx(0.85))
    assert len(sheet.sheet._charts) == 2  # type: ignore[attr-defined]  # openpyxl has no public way


def test_what_an_indicator_had_in_an_earlier_year_is_found_by_this_years_measure(
    published: Path,
) -> None:
    paths = (published / "R5.xlsx", published / "進捗状況.xlsx")
    tables = [read_table(path) for path in paths]
    measures = follow([year_of(path, table) for path, table in zip(paths, tables, strict=True)])
    earlier, now = map(consolidated, tables)
    years = YearIndicators(YearTable(now, YearHistory((earlier,), tuple(measures))))
    place = ("1-1", "文書課")
    assert years.value("実績値", 2023, place, "申請の件数") == "120件"
    assert years.value("目標値", 2023, place, "申請の件数") == "100件"
    assert years.value("達成率", 2023, place, "申請の件数") == "120%"
    assert years.value("実績値", 2022, place, "申請の件数") == ""
    assert years.value("実績値", 2023, place, "ほかの指標") == ""
    assert years.value("実績値", 2023, ("2-1", "文書課"), PAPER.name) == ""


def test_a_plan_whose_earlier_years_had_no_indicators_shows_none(tmp_path: Path) -> None:
    plain = replace(NOW, year=2023, year_label="令和5年度", indicators=())
    from ictxl.consolidated.workbook import write_consolidated

    write_consolidated(plain, (), {"文書課"}, tmp_path / "R5.xlsx")
    returned(tmp_path / "文書課.xlsx", NOW)
    ictxl.merge(tmp_path / "文書課.xlsx", tmp_path / "進捗状況.xlsx", history=tmp_path / "R5.xlsx")
    assert year_sheet(tmp_path / "進捗状況.xlsx").headings[0] == "項番"
