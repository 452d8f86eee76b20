"""The form asks for indicators: on a sheet of its own, or where a city's template has their row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

import ictxl
from ictxl.form.template.template_file import (
    Template,
    check_template,
    default_template_path,
    read_template,
)
from ictxl.indicators import Indicator
from ictxl.model import Plan
from tests.support.books import load, sheet_names
from tests.support.forms import default_template, write_form
from tests.support.indicators import (
    COUNT,
    HEALTH,
    PAPER,
    REMARK,
    SHARE,
    IndicatorForm,
    indicator_plan,
    told,
)
from tests.support.returned_forms import ANSWERS, SHEET, Form, small_plan

PLAN = indicator_plan()
NAMES = ("指標", "単位", "目標値", "実績値", "達成率", "指標備考", "点検")


def _row(book: Workbook, sheet: str, row: int) -> None:
    """Headings in `row`, placeholders below."""
    for column, name in enumerate(NAMES, 2):
        book[sheet].cell(row, column).value = name
        book[sheet].cell(row + 1, column).value = "{" + name + "}"


def _below(book: Workbook) -> None:
    _row(book, SHEET, book[SHEET].max_row + 2)


def _above(book: Workbook) -> None:
    book[SHEET].insert_rows(4, 3)
    for area in [a for a in book[SHEET].merged_cells.ranges if a.min_row >= 4]:
        area.shift(row_shift=3)
    _row(book, SHEET, 4)


def _elsewhere(book: Workbook) -> None:
    _row(book, book.create_sheet("数値目標").title, 3)


PLACES = [_below, _above, _elsewhere]


def template_with(folder: Path, change: Callable[[Workbook], None], plan: Plan = PLAN) -> Template:
    book = load(default_template_path())
    change(book)
    path = folder / "ひな形.xlsx"
    book.save(path)
    return read_template(path, plan)


@pytest.mark.parametrize("place", PLACES)
def test_a_templates_own_row_is_repeated_and_read_back(
    tmp_path: Path, place: Callable[[Workbook], None]
) -> None:
    template = template_with(tmp_path, place)
    form = IndicatorForm(tmp_path / "文書課.xlsx", PLAN, template=template).fill()
    assert "指標" not in form.book.sheetnames
    form.cell(PAPER, REMARK).value = "両面印刷"
    form.save()
    Form(form.path).fill(ANSWERS).save()
    read = ictxl.read(form.path)
    assert told(read) == {
        ("申請の件数", "文書課"): ("180", ""),
        ("電子申請の割合", "文書課"): ("45", ""),
        ("紙の使用量", "文書課"): ("625", "両面印刷"),
    }
    assert [(f.sheet, f.cell, f.code) for f in read.findings if f.file] == []
    assert {m: r["rating"] for m, r in ((r.measure, r) for r in read.responses)} == {
        measure: answer[0] for measure, answer in ANSWERS.items()
    }


@pytest.mark.parametrize("place", PLACES)
def test_no_column_of_the_table_is_hidden_for_what_the_measures_leave_empty(
    tmp_path: Path, place: Callable[[Workbook], None]
) -> None:
    template = template_with(tmp_path, place)
    form = IndicatorForm(tmp_path / "文書課.xlsx", PLAN, template=template)
    shown = [c for c in form.sheet[form.cell(COUNT).row][1:] if c.value is not None]
    columns = [c.column_letter for c in (*shown, form.cell(COUNT), form.cell(COUNT, REMARK))]
    assert [c for c in columns if form.sheet.column_dimensions[c].hidden] == []


@pytest.mark.parametrize("place", PLACES)
def test_departments_without_indicators_do_not_see_the_row(
    tmp_path: Path, place: Callable[[Workbook], None]
) -> None:
    template = template_with(tmp_path, place)
    path = write_form(tmp_path / "学校課.xlsx", PLAN, "学校課", template=template)
    texts = [str(c.value) for s in load(path) for r in s for c in r if c.value]
    assert [text for text in texts if "{" in text and "IF" not in text] == []
    assert [f.code for f in ictxl.read(path).findings if f.code[0] == "S"] == []


def test_without_a_row_the_form_gets_a_sheet_of_its_own(tmp_path: Path) -> None:
    form = IndicatorForm(tmp_path / "文書課.xlsx", PLAN)
    assert form.book.sheetnames[:2] == [SHEET, "指標"]
    shown = [
        [form.cell(i, f"indicator_{key}").value for key in ("number", "name", "unit", "target")]
        for i in (COUNT, SHARE, PAPER)
    ]
    assert shown == [
        ["1-1", "申請の件数", "件", 200],
        ["1-1", "電子申請の割合", "%", 0.5],
        ["2-1", "紙の使用量", "枚", 500],
    ]
    assert not form.cell(COUNT).protection.locked
    assert form.cell(COUNT, "indicator_target").protection.locked


def test_a_department_without_indicators_has_no_such_sheet(tmp_path: Path) -> None:
    path = write_form(tmp_path / "学校課.xlsx", PLAN, "学校課")
    assert "指標" not in sheet_names(path)


def test_forms_of_plans_without_indicators_keep_their_bytes(tmp_path: Path) -> None:
    before = write_form(tmp_path / "a.xlsx", small_plan(), "文書課").read_bytes()
    write_form(tmp_path / "b.xlsx", PLAN, "文書課")
    after = write_form(tmp_path / "c.xlsx", small_plan(), "文書課", template=default_template())
    assert after.read_bytes() == before


def test_what_is_left_counts_the_indicators_too(tmp_path: Path) -> None:
    form = IndicatorForm(tmp_path / "文書課.xlsx", PLAN)
    cell = next(
        c
        for row in form.book[SHEET]
        for c in row
        if isinstance(c.value, str) and c.value.startswith("=SUMPRODUCT")
    )
    state = form.at(COUNT, "indicator_check").rstrip("0123456789")
    assert f"指標!${state}$5:${state}$7" in cell.value
    assert "施策" not in cell.number_format


def test_a_long_name_is_shown_whole(tmp_path: Path) -> None:
    long = Indicator("1-1", "とても長い名称の指標" * 30, "人", "", "5")
    form = IndicatorForm(tmp_path / "文書課.xlsx", indicator_plan(long))
    assert (form.sheet.row_dimensions[form.cell(long).row].height or 0) > 100


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda sheet: sheet.__setitem__("E4", None), ("4:4", "T002")),
        (lambda sheet: sheet.__setitem__("J4", "{単位}"), ("J4", "T003")),
        (lambda sheet: sheet.__setitem__("J4", "{天気}"), ("J4", "T001")),
        (lambda sheet: sheet.__setitem__("A6", "x"), ("A6", "T006")),
        (lambda sheet: sheet.__setitem__("B7", "{指標}"), ("B7", "T004")),
    ],
)
def test_a_faulty_row_is_told_by_its_cell(
    tmp_path: Path, change: Callable[[object], None], expected: tuple[str, str]
) -> None:
    book = load(default_template_path())
    _elsewhere(book)
    change(book["数値目標"])
    book.save(tmp_path / "ひな形.xlsx")
    found = check_template(tmp_path / "ひな形.xlsx", PLAN)
    assert expected in [(f.cell, f.code) for f in found if f.sheet == "数値目標"]


def test_the_indicators_in_the_measures_row_are_told(tmp_path: Path) -> None:
    book = load(default_template_path())
    row = next(c.row for r in book[SHEET] for c in r if c.value == "{施策名称}")
    book[SHEET].cell(row, 40).value = "{指標}"
    book.save(tmp_path / "ひな形.xlsx")
    found = check_template(tmp_path / "ひな形.xlsx", PLAN)
    assert "T031" in [f.code for f in found]


def test_actuals_that_are_not_asked_here_are_anothers(tmp_path: Path) -> None:
    form = IndicatorForm(tmp_path / "健康課.xlsx", PLAN, "健康課")
    ids = {cell.value for cell in form.sheet["A"] if cell.value}
    assert ids == {"ictxl_indicators", COUNT.id, SHARE.id, HEALTH.id}
