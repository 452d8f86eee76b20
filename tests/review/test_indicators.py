"""A second reading shows what departments told of their indicators, and asks none of them."""

from __future__ import annotations

from pathlib import Path

import pytest

import ictxl
from tests.support import indicators
from tests.support.books import load
from tests.support.indicators import ACTUALS, COUNT, IndicatorForm, indicator_plan
from tests.support.returned_forms import Form
from tests.support.reviews import ALL_B, REVIEW_QUESTIONS, SECOND, rate

pytestmark = pytest.mark.lengthy

PLAN = indicator_plan(
    questions=(*indicator_plan().questions, *REVIEW_QUESTIONS),
)


def test_readers_see_actual_target_and_rate(tmp_path: Path) -> None:
    (tmp_path / "returned").mkdir()
    form = indicators.returned(tmp_path / "returned" / "文書課.xlsx", PLAN)
    made = ictxl.review(form, tmp_path / "二次評価.xlsx")
    second = Form(made.files[0].path)
    assert second.cell("1-1", "given:担当課の指標").value == (
        "【文書課】申請の件数: 180件 / 目標 200件 (達成率 90%)\n"
        "【文書課】電子申請の割合: 45% / 目標 50% (達成率 90%)"
    )
    assert second.cell("2-1", "given:担当課の指標").value == (
        "紙の使用量: 625枚 / 目標 500枚 (達成率 80%)"
    )
    assert second.cell("1-2", "given:担当課の指標").value is None, "its department is missing"
    texts = {c.value for sheet in second.book for row in sheet for c in row}
    assert indicators.CORNER not in texts, "readers are asked for no actual"


def test_an_actual_that_changed_since_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "returned"
    folder.mkdir()
    form = indicators.returned(folder / "文書課.xlsx", PLAN)
    second = rate(ictxl.review(folder, tmp_path / "二次評価.xlsx").files[0].path, ALL_B)
    changed = IndicatorForm(form, PLAN).fill({**ACTUALS, COUNT: 200}).save()
    indicators_kept = Form(changed).fill(indicators.ANSWERS).save()
    found = ictxl.read([indicators_kept, second]).findings
    [told] = [f for f in found if f.code == "R001"]
    assert (told.measure, told.cell) == ("1-1", Form(second).at("1-1", f"q:{SECOND}"))
    assert "200件" in told.value


def test_both_are_published_together(tmp_path: Path) -> None:
    folder = tmp_path / "returned"
    folder.mkdir()
    indicators.returned(folder / "文書課.xlsx", PLAN)
    second = rate(ictxl.review(folder, tmp_path / "二次評価.xlsx").files[0].path, ALL_B)
    ictxl.merge([folder, second], tmp_path / "進捗状況.xlsx")
    book = load(tmp_path / "進捗状況.xlsx")
    assert {"指標データ", "審査データ"} <= set(book.sheetnames)
    assert ictxl.rollover(tmp_path / "進捗状況.xlsx", tmp_path / "next.xlsx")
