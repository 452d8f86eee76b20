"""Indicators filled in with the real LibreOffice: it computes 達成率 as ictxl does."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import ictxl
from ictxl.indicators import Direction, Indicator, achievement
from tests.returned.test_rates import PLAN
from tests.support.books import sheet_of
from tests.support.clients.libreoffice import Office
from tests.support.forms import where
from tests.support.indicators import (
    ACTUALS,
    COUNT,
    PAPER,
    SHARE,
    IndicatorForm,
    indicator_plan,
    told,
)

ROWS = (
    (Indicator("1-1", "割り切れない", "件", "", "7"), "5"),
    (Indicator("1-1", "小数", "件", "", "0.3"), "0.1"),
    (Indicator("1-1", "半分のところ", "件", "", "2000"), "1"),
    (Indicator("1-1", "減るほどよい", "件", "", "500", Direction.DOWN), "625"),
    (Indicator("1-1", "減って0", "件", "", "500", Direction.DOWN), "0"),
    (Indicator("1-1", "目標が0", "件", "", "0"), "3"),
    (Indicator("1-1", "割合", "%", "", "75"), "58%"),
    (Indicator("1-1", "目標は言葉", "件", "", "維持"), "3"),
    (Indicator("1-1", "負の数", "件", "", "5"), "-2"),
)


def test_libreoffice_computes_the_rates_that_ictxl_does(tmp_path: Path, office: Office) -> None:
    plan = indicator_plan(*(indicator for indicator, _ in ROWS))
    form = IndicatorForm(tmp_path / "文書課.xlsx", plan)
    with office.open(form.path) as document:
        for indicator, typed in ROWS:
            assert document.type("指標", form.at(indicator), typed)
        document.recalculate()
        shown = {
            indicator.name: document.cell("指標", form.at(indicator, "indicator_rate"))
            for indicator, _ in ROWS
        }
        saved = document.save_as(tmp_path / "返送.xlsx")
    actuals = {name: actual for (name, _), (actual, _) in told(ictxl.read(saved)).items()}
    for indicator, _ in ROWS:
        rate = achievement(indicator, actuals[indicator.name])
        cell = shown[indicator.name]
        computed = round(Decimal(cell.value), 6) if cell.string else None
        assert computed == rate, indicator.name
    assert actuals["割合"] == "58"


def test_a_form_filled_in_libreoffice_comes_home_whole(tmp_path: Path, office: Office) -> None:
    plan = replace(PLAN, saved_at="2025-04-01T00:00:00Z")
    form = IndicatorForm(tmp_path / "文書課.xlsx", plan)
    sheet = form.book.worksheets[0].title
    places = where(form.path, sheet)
    with office.open(form.path) as document:
        for indicator, typed in ((COUNT, "180"), (SHARE, "45%"), (PAPER, "700")):
            assert document.type("指標", form.at(indicator), typed)
        assert not document.type("指標", form.at(COUNT, "indicator_target"), "1")
        assert document.type("指標", form.at(PAPER, "indicator_remark"), "両面印刷")
        document.recalculate()
        guided = [document.string(sheet, places.at(m, "rated:rating")) for m in ("1-1", "2-1")]
        states = [document.string("指標", form.at(i, "indicator_check")) for i in ACTUALS]
        saved = [document.save_as(tmp_path / name) for name in ("返送.xlsx", "返送.ods")]
    assert guided == ["B", "C"]
    assert states == ["よし", "よし", "よし"]
    for path in saved:
        read = ictxl.read(path)
        assert told(read) == {
            ("申請の件数", "文書課"): ("180", ""),
            ("電子申請の割合", "文書課"): ("45", ""),
            ("紙の使用量", "文書課"): ("700", "両面印刷"),
        }
        assert [f.code for f in read.findings if f.sheet == "指標"] == []


def test_rows_sorted_in_a_workbook_keep_their_rates(tmp_path: Path, office: Office) -> None:
    form = IndicatorForm(tmp_path / "文書課.xlsx", PLAN).fill()
    first, last = form.cell(COUNT).row, form.cell(PAPER).row
    for column in range(1, form.sheet.max_column + 1):
        upper, lower = form.sheet.cell(first, column), form.sheet.cell(last, column)
        upper.value, lower.value = lower.value, upper.value
    for row, indicator in ((first, PAPER), (last, COUNT)):
        # A program that sorts rows moves their formulas' own cells along.
        rate = form.cell(indicator, "indicator_rate")
        other = last if row == first else first
        rate.value = str(rate.value).replace(f"{other}", f"{row}")
    sheet = form.book.worksheets[0].title
    places = where(form.path, sheet)
    form.save()
    with office.open(form.path) as document:
        document.recalculate()
        guided = [document.string(sheet, places.at(m, "rated:rating")) for m in ("1-1", "2-1")]
    assert guided == ["B", "B"]
    assert sheet_of(form.path, "指標").cell(first, 1).value == PAPER.id
