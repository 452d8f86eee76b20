"""Indicators from year to year: rollover, comparison and history."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import ictxl
from ictxl.plan.reading import read_plan
from tests.support.books import sheet_of
from tests.support.forms import default_template
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

PLAN = replace(
    indicator_plan(
        replace(COUNT, targets=("200", "250")),
        replace(SHARE, targets=("", "")),
        replace(HEALTH, targets=("", "")),
        replace(PAPER, targets=("", "")),
    ),
    target_years=("R6", "R7"),
)
OWN = dict(zip(ACTUALS, [i for i in PLAN.indicators if i.name != HEALTH.name], strict=True))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("returned")
    returned(folder / "文書課.xlsx", PLAN, {OWN[i]: actual for i, actual in ACTUALS.items()})
    IndicatorForm(folder / "健康課.xlsx", PLAN, "健康課").fill({PLAN.indicators[2]: 10}).save()
    table = tmp_path_factory.mktemp("公表") / "進捗状況.xlsx"
    ictxl.merge(folder, table)
    return table


@pytest.mark.lengthy
def test_next_years_plan_has_targets_and_this_years_actuals(
    published: Path, tmp_path: Path
) -> None:
    ictxl.rollover(published, tmp_path / "next.xlsx")
    plan = read_plan(tmp_path / "next.xlsx")
    assert [(i.measure_id, i.name, i.target, i.previous) for i in plan.indicators] == [
        ("1-1", "申請の件数", "250", "180"),
        ("1-1", "電子申請の割合", "50", "45"),
        ("1-2", "発信の回数", "12", "10"),
    ]
    # 紙の使用量 has gone with its measure, which was finished.


def rows(path: Path, sheet: str) -> list[tuple[object, ...]]:
    return [row for row in sheet_of(path, sheet).iter_rows(values_only=True)][3:]


@pytest.fixture(scope="module")
def next_published(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place, folder = (tmp_path_factory.mktemp(name) for name in ("公表", "returned"))
    ictxl.rollover(published, place / "next.xlsx")
    plan = read_plan(place / "next.xlsx")
    count, share, _ = plan.indicators
    form = IndicatorForm(folder / "文書課.xlsx", plan, template=default_template())
    form.fill({count: 225, share: "55%"}).save()
    ictxl.merge(folder, place / "令和7年度.xlsx")
    return place / "令和7年度.xlsx"


@pytest.mark.lengthy
def test_two_years_of_indicators_stand_side_by_side(
    published: Path, next_published: Path, tmp_path: Path
) -> None:
    ictxl.compare(published, next_published, tmp_path / "比較.xlsx")
    found = {str(r[2]): r[4:] for r in rows(tmp_path / "比較.xlsx", "指標")}
    assert found["申請の件数"] == ("文書課", 200, 180, "90%", 250, 225, "90%")
    assert found["電子申請の割合"] == ("文書課", 50, 45, "90%", 50, 55, "110%")
    assert found["紙の使用量"][:4] == ("文書課", 500, 625, "80%")


def test_the_history_has_a_line_an_indicator(
    published: Path, next_published: Path, tmp_path: Path
) -> None:
    ictxl.history([published, next_published], tmp_path / "年度別.xlsx")
    names = [r[2] for r in rows(tmp_path / "年度別.xlsx", "指標")]
    assert {"申請の件数", "電子申請の割合", "発信の回数", "紙の使用量"} == set(names)
