"""A rating that follows from 達成率: shown in the form, and who chooses otherwise is asked why."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import ictxl
from ictxl.form.template.template_file import default_template_path, read_template
from ictxl.model import Plan
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan
from ictxl.questions import RateBound
from tests.support.books import load, sheet_of
from tests.support.forms import where
from tests.support.indicators import COUNT, PAPER, REMARK, SHARE, IndicatorForm, indicator_plan

BOUNDS = (
    RateBound("A", Decimal(1)),
    RateBound("B", Decimal("0.8")),
    RateBound("C", Decimal("0.5")),
    RateBound("D"),
)


def rated_plan() -> Plan:
    plan = indicator_plan()
    rating, *others = plan.questions
    return replace(plan, questions=(replace(rating, rate_bounds=BOUNDS), *others))


PLAN = rated_plan()


def answered(path: Path, rating: str, remark: str = "") -> ictxl.Round:
    """文書課 tells 90 % and 90 % of 1-1, and 80 % of 2-1, and rates 1-1 so."""
    form = IndicatorForm(path, PLAN).fill({COUNT: 180, SHARE: "45%", PAPER: 625})
    if remark:
        form.cell(SHARE, REMARK).value = remark
    sheet = form.book.worksheets[0].title
    form.save()
    places = where(path, sheet)
    book = load(path, rich_text=True)
    book[sheet][places.at("1-1", "rating")] = rating
    book.save(path)
    return ictxl.read(path)


def test_the_form_shows_what_follows_from_the_measures_indicators(tmp_path: Path) -> None:
    form = IndicatorForm(tmp_path / "文書課.xlsx", PLAN)
    sheet = form.book.worksheets[0]
    places = where(form.path, sheet.title)
    formula = str(sheet[places.at("1-1", "rated:rating")].value)
    assert 'AVERAGEIF(指標!$A$5:$A$7,"指標??????:1-1",指標!' in formula
    assert formula.endswith(',"")')
    assert places.columns["rated:rating"] < places.columns["rating"]
    heading = sheet[f"{places.columns['rated:rating']}{places.rows['1-1'] - 1}"].value
    assert heading == "評価の目安"
    assert any("シート「指標」にも" in str(c.value) for row in sheet for c in row)


def test_what_the_formula_shows_is_nobodys_text(tmp_path: Path) -> None:
    form = IndicatorForm(tmp_path / "文書課.xlsx", PLAN)
    sheet = form.book.worksheets[0]
    places = where(form.path, sheet.title)
    for cell in sheet[places.rows["1-1"]]:
        if str(cell.value).startswith("="):
            cell.value = None  # the row's results were pasted over its formulas
    sheet[places.at("1-1", "rated:rating")] = "B"
    found = [f.code for f in ictxl.read(form.save()).findings if f.code[0] == "S"]
    assert found == []


def test_a_choice_typed_where_the_formula_shows_one_is_told(tmp_path: Path) -> None:
    form = IndicatorForm(tmp_path / "文書課.xlsx", PLAN)
    sheet = form.book.worksheets[0]
    typed = where(form.path, sheet.title).at("1-1", "rated:rating")
    sheet[typed] = "B"
    found = [(f.cell, f.code, f.value) for f in ictxl.read(form.save()).findings]
    assert [one for one in found if one[1][0] == "S"] == [(typed, "S032", "B")]


def test_another_choice_is_asked_about(tmp_path: Path) -> None:
    read = answered(tmp_path / "文書課.xlsx", "A")
    assert [(f.measure, f.value) for f in read.findings if f.code == "A136"] == [
        ("1-1", "A 目標を上回った")
    ]
    (found,) = [f for f in read.findings if f.code == "A136"]
    assert "90%" in found.message
    assert found.request


@pytest.mark.parametrize(
    ("rating", "remark"), [("B", ""), ("A", "実人数では達成"), ("", ""), ("優", "")]
)
def test_the_same_choice_a_word_why_or_what_is_no_choice_is_not_asked_about(
    tmp_path: Path, rating: str, remark: str
) -> None:
    read = answered(tmp_path / "文書課.xlsx", rating, remark)
    assert [f.code for f in read.findings if f.code == "A136"] == []


def test_a_plan_with_bounds_reads_back_alike(tmp_path: Path) -> None:
    write_plan(PLAN, tmp_path / "plan.xlsx")
    again = read_plan(tmp_path / "plan.xlsx")
    assert again.questions[0].rate_bounds == BOUNDS
    headings = [c.value for c in sheet_of(tmp_path / "plan.xlsx", "記入欄")[1]]
    assert headings[-1] == "達成率からの判定"


def test_a_template_may_show_it_where_it_likes(tmp_path: Path) -> None:
    book = load(default_template_path())
    sheet = book.worksheets[0]
    row = next(c.row for r in sheet for c in r if c.value == "{施策名称}")
    sheet.cell(row, 20).value = "{評価の目安}"
    book.save(tmp_path / "ひな形.xlsx")
    template = read_template(tmp_path / "ひな形.xlsx", PLAN)
    form = IndicatorForm(tmp_path / "文書課.xlsx", PLAN, template=template)
    places = where(form.path, form.book.worksheets[0].title)
    assert list(places.columns).count("rated:rating") == 1


def test_without_indicators_there_is_nothing_to_show() -> None:
    plan = replace(PLAN, indicators=())
    template = read_template(default_template_path(), plan)
    assert "rated:rating" not in template.columns
