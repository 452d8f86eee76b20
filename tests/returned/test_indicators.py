"""Indicators come home: actuals and remarks are read by hidden key and id, wherever they went."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.styles import Font

import ictxl
from ictxl.indicators import Indicator
from ictxl.plan.writing import write_plan
from tests.support.books import load
from tests.support.indicators import (
    ACTUALS,
    COUNT,
    HEALTH,
    PAPER,
    REMARK,
    SHARE,
    IndicatorForm,
    indicator_plan,
    returned,
    told,
)
from tests.support.returned_forms import ANSWERS, Form

PLAN = indicator_plan()
READ = {
    ("申請の件数", "文書課"): ("180", ""),
    ("電子申請の割合", "文書課"): ("45", ""),
    ("紙の使用量", "文書課"): ("625", ""),
}


@pytest.fixture
def form(tmp_path: Path) -> IndicatorForm:
    return IndicatorForm(tmp_path / "文書課.xlsx", PLAN)


def found(read: ictxl.Round, *, of: str = "指標") -> list[tuple[str, str]]:
    """(cell, code) of what was found on the sheet, in order of the cells."""
    return sorted((f.cell, f.code) for f in read.findings if f.sheet == of)


def test_what_was_filled_in_is_read_without_a_word(tmp_path: Path) -> None:
    read = ictxl.read(returned(tmp_path / "文書課.xlsx", PLAN))
    assert told(read) == READ
    assert [(f.cell, f.code) for f in read.findings if f.file == "文書課.xlsx"] == []


def test_blank_actuals_are_told_by_cell(form: IndicatorForm) -> None:
    read = ictxl.read(form.save())
    cells = [form.at(indicator) for indicator in (COUNT, SHARE, PAPER)]
    assert found(read) == [(cell, "A131") for cell in cells]


@pytest.mark.parametrize(
    ("indicator", "typed", "kept"),
    [
        (COUNT, "１８０件", "180"),
        (COUNT, "1,800", "1800"),
        (COUNT, 12.5, "12.5"),
        (SHARE, "45%", "45"),
        (SHARE, 45, "45"),
        (SHARE, 1.2, "120"),
        (SHARE, "４５．５％", "45.5"),
        (COUNT, "約30", "約30"),
    ],
)
def test_numbers_are_read_as_people_type_them(
    form: IndicatorForm, indicator: Indicator, typed: object, kept: str
) -> None:
    read = ictxl.read(form.fill({indicator: typed}).save())
    assert told(read)[indicator.name, "文書課"] == (kept, "")


@pytest.mark.parametrize(
    ("indicator", "typed", "code"),
    [
        (COUNT, "約180", "A132"),
        (COUNT, "集計中", "A132"),
        (COUNT, "180千円", "A133"),
        (COUNT, "18%", "A133"),
        (SHARE, "45件", "A133"),
        (COUNT, 601, "A134"),
        (SHARE, 1.51, "A134"),
    ],
)
def test_a_doubtful_actual_is_told_at_its_cell(
    form: IndicatorForm, indicator: Indicator, typed: object, code: str
) -> None:
    read = ictxl.read(form.fill({**ACTUALS, indicator: typed}).save())
    assert found(read) == [(form.at(indicator), code)]


@pytest.mark.parametrize("typed", [3, 0.4, 10, "3", "0.4", "▲3"])
def test_a_bare_number_of_a_percentage_is_asked_about(form: IndicatorForm, typed: object) -> None:
    form.fill({**ACTUALS, SHARE: typed}).cell(SHARE).number_format = "General"
    assert found(ictxl.read(form.save())) == [(form.at(SHARE), "A137")]


@pytest.mark.parametrize(
    ("typed", "kept"), [(3, "3"), (1, "1"), (0.4, "40"), ("-3", "-3"), ("2.5", "2.5")]
)
def test_and_read_as_excel_reads_what_is_typed_into_a_percentage(
    form: IndicatorForm, typed: object, kept: str
) -> None:
    form.fill({SHARE: typed}).cell(SHARE).number_format = "General"
    assert told(ictxl.read(form.save()))["電子申請の割合", "文書課"] == (kept, "")


@pytest.mark.parametrize("typed", ["3%", "0.4％", 45, 0])
def test_but_not_where_it_is_clear(form: IndicatorForm, typed: object) -> None:
    form.fill({**ACTUALS, SHARE: typed}).cell(SHARE).number_format = "General"
    assert "A137" not in {code for _, code in found(ictxl.read(form.save()))}


@pytest.mark.parametrize(
    ("indicator", "typed"), [(COUNT, 600), (COUNT, 0), (PAPER, 9000), (SHARE, 1.5)]
)
def test_a_likely_actual_is_not_told(
    form: IndicatorForm, indicator: Indicator, typed: object
) -> None:
    assert found(ictxl.read(form.fill({**ACTUALS, indicator: typed}).save())) == []


def test_three_times_last_years_actual_is_told_unless_explained(tmp_path: Path) -> None:
    known = replace(PAPER, previous="100")
    plan = indicator_plan(known)
    form = IndicatorForm(tmp_path / "文書課.xlsx", plan).fill({known: 301})
    assert found(ictxl.read(form.save())) == [(form.at(known), "A134")]
    form.cell(known, REMARK).value = "部署が増えたため"
    assert found(ictxl.read(form.save())) == []


def test_rows_that_were_moved_sorted_and_inserted_are_followed(form: IndicatorForm) -> None:
    form.fill()
    form.cell(COUNT, REMARK).value = "説明"
    last, first = form.cell(PAPER).row, form.cell(COUNT).row
    for column in range(1, form.sheet.max_column + 1):
        upper, lower = form.sheet.cell(first, column), form.sheet.cell(last, column)
        upper.value, lower.value = lower.value, upper.value
    form.sheet.insert_rows(first)
    form.sheet.insert_cols(4)
    read = ictxl.read(form.save())
    assert told(read) == {**READ, ("申請の件数", "文書課"): ("180", "説明")}


def test_without_ids_rows_are_known_by_their_names(form: IndicatorForm) -> None:
    form.fill()
    for row in range(5, 9):
        form.sheet.cell(row, 1).value = None
    read = ictxl.read(form.save())
    assert told(read) == READ
    assert {code for _, code in found(read)} == {"S008"}


def test_without_keys_columns_are_known_by_their_headings(form: IndicatorForm) -> None:
    form.fill()
    for cell in form.sheet[form.key_row]:
        cell.value = None
    assert told(ictxl.read(form.save())) == READ


def test_texts_beside_and_below_the_table_are_told(form: IndicatorForm) -> None:
    form.fill()
    below = form.sheet.cell(form.cell(PAPER).row + 1, form.cell(PAPER, REMARK).column)
    below.value = "備考の続き"
    form.sheet["Z3"] = "欄外の文"
    form.cell(COUNT, "indicator_target").value = 300
    values = {f.code: f.value for f in ictxl.read(form.save()).findings if f.sheet == "指標"}
    assert values == {"S013": "備考の続き", "S012": "欄外の文", "S014": "300"}


def test_an_actual_typed_over_the_rate_is_told(form: IndicatorForm) -> None:
    rate = form.at(COUNT, "indicator_rate")
    form.fill({SHARE: 0.45, PAPER: 625}).sheet[rate] = 180
    read = ictxl.read(form.save())
    assert found(read) == [(form.at(COUNT), "A131"), (rate, "S032")]


def test_rows_known_by_name_are_told_by_the_indicators_name(form: IndicatorForm) -> None:
    form.fill().cell(COUNT).parent.cell(form.cell(COUNT).row, 1).value = None
    (told_of,) = [f.message for f in ictxl.read(form.save()).findings if f.code == "S008"]
    assert "指標「申請の件数」(施策 1-1)" in told_of


def test_what_stands_where_a_hidden_key_was_is_told_without_the_key(form: IndicatorForm) -> None:
    form.sheet.cell(form.key_row, 2).value = "別の文"
    values = [(f.code, f.value) for f in ictxl.read(form.save()).findings if f.cell == "B1"]
    assert values == [("S012", "別の文")]


def test_a_form_whose_table_was_deleted_is_told(form: IndicatorForm) -> None:
    del form.book["指標"]
    read = ictxl.read(form.save())
    assert [f.code for f in read.findings if f.code.startswith("S05")] == ["S051"]
    assert told(read) == {}


def test_another_departments_sheet_is_nobodys_and_told_by_indicator(tmp_path: Path) -> None:
    form = IndicatorForm(tmp_path / "文書課.xlsx", PLAN).fill()
    other = IndicatorForm(tmp_path / "健康課.xlsx", PLAN, "健康課").fill({HEALTH: 9})
    for name in ("指標", "進捗入力"):
        sheet = form.book.create_sheet(f"{name} 健康課")
        for cell in (cell for row in other.book[name] for cell in row):
            if not str(cell.value).startswith("="):
                sheet[cell.coordinate] = cell.value
    other.path.unlink()
    read = ictxl.read(form.save())
    assert told(read) == READ
    named = {f.sheet: (f.code, f.cell, f.value) for f in read.findings if f.code == "S033"}
    assert named == {
        "指標 健康課": ("S033", other.at(HEALTH), "指標: 発信の回数\n実績値: 9"),
    }
    others = {(f.code, f.value) for f in read.findings if "健康課" in f.sheet}
    assert {code for code, _ in others} == {"S033", "S015"}
    assert {value for code, value in others if code == "S015"} == {"担当課: 健康課"}


def test_teams_that_split_the_indicators_complement_each_other(tmp_path: Path) -> None:
    for name, own in (("A", {COUNT: 180}), ("B", {SHARE: 0.45, PAPER: 625})):
        returned(tmp_path / f"文書課{name}.xlsx", PLAN, own)
    read = ictxl.read(tmp_path)
    assert told(read) == READ
    assert [f.code for f in read.findings if f.code in ("D003", "D007", "A131")] == []


def test_of_two_actuals_one_stands_and_the_other_is_told(tmp_path: Path) -> None:
    returned(tmp_path / "文書課1.xlsx", PLAN)
    returned(tmp_path / "文書課2.xlsx", PLAN, {**ACTUALS, COUNT: 150})
    read = ictxl.read(tmp_path)
    kept = told(read)["申請の件数", "文書課"][0]
    (conflict,) = [f for f in read.findings if f.code == "D003"]
    assert {kept} < {"150", "180"}
    assert f"実績値: {({'150', '180'} - {kept}).pop()}" in conflict.value


def test_an_indicator_that_the_plan_lost_is_told_whole(tmp_path: Path) -> None:
    path = returned(tmp_path / "文書課.xlsx", PLAN)
    newer = replace(PLAN, indicators=(SHARE, HEALTH, PAPER), saved_at="2025-05-01T00:00:00Z")
    write_plan(newer, tmp_path / "plan.xlsx")
    read = ictxl.read(path, plan=tmp_path / "plan.xlsx")
    assert [(f.code, f.value) for f in read.findings if f.code == "S052"] == [
        ("S052", "実績値: 180")
    ]
    assert set(told(read)) == set(READ) - {("申請の件数", "文書課")}


@pytest.mark.parametrize(
    ("asked", "planned", "typed", "kept"),
    [(COUNT, "人", 180, "180件"), (SHARE, "件", 0.45, "45%"), (COUNT, "%", 0.5, "0.5件")],
)
def test_an_actual_of_another_unit_keeps_the_unit_of_the_form(
    form: IndicatorForm,
    tmp_path: Path,
    asked: Indicator,
    planned: str,
    typed: float,
    kept: str,
) -> None:
    form.fill({**ACTUALS, asked: typed}).save()
    others = [replace(i, unit=planned) if i == asked else i for i in PLAN.indicators]
    write_plan(replace(PLAN, indicators=tuple(others)), tmp_path / "plan.xlsx")
    read = ictxl.read(form.path, plan=tmp_path / "plan.xlsx")
    assert told(read)[asked.name, "文書課"] == (kept, "")
    assert found(read) == [(form.at(asked), "A133"), (form.at(asked), "S039")]


def test_a_form_without_hidden_sheets_is_read_as_the_plan_says(tmp_path: Path) -> None:
    form = IndicatorForm(tmp_path / "文書課.xlsx", PLAN).fill()
    for name in ("_ictxl", "_ictxl_common"):
        del form.book[name]
    form.save()
    Form(form.path).fill(ANSWERS).save()
    write_plan(PLAN, tmp_path / "plan.xlsx")
    read = ictxl.read(form.path, plan=tmp_path / "plan.xlsx")
    assert told(read) == READ
    assert [f.code for f in read.findings if f.sheet == "指標"] == []


def test_nor_does_it_need_the_first_department_to_have_indicators(tmp_path: Path) -> None:
    school = indicator_plan(COUNT, SHARE, PAPER)
    departments = sorted(school.departments, key=lambda d: d.name != "学校課")
    plan = replace(school, departments=tuple(departments))
    form = IndicatorForm(tmp_path / "文書課.xlsx", plan).fill()
    for name in ("_ictxl", "_ictxl_common"):
        del form.book[name]
    form.save()
    write_plan(plan, tmp_path / "plan.xlsx")
    read = ictxl.read(form.path, plan=tmp_path / "plan.xlsx")
    assert told(read) == READ
    assert [f.code for f in read.findings if f.sheet == "指標"] == []


def test_struck_actuals_and_hidden_rows_are_told(form: IndicatorForm) -> None:
    form.fill({**ACTUALS, COUNT: "180"})
    form.cell(COUNT).font = Font(strike=True)
    form.sheet.row_dimensions[form.cell(PAPER).row].hidden = True
    read = ictxl.read(form.save())
    told_of = {code: cell for cell, code in found(read)}
    assert told(read)["申請の件数", "文書課"][0] == ""
    assert told_of == {"A101": form.at(COUNT), "A131": form.at(COUNT), "S021": form.at(PAPER)}


def test_a_deleted_row_is_told(form: IndicatorForm) -> None:
    form.fill()
    form.sheet.delete_rows(form.cell(SHARE).row)
    read = ictxl.read(form.save())
    assert [(f.measure, f.code) for f in read.findings if f.code == "S055"] == [("1-1", "S055")]
    assert set(told(read)) == set(READ) - {("電子申請の割合", "文書課")}


def test_the_report_says_where_each_actual_came_from(form: IndicatorForm, tmp_path: Path) -> None:
    form.fill({**ACTUALS, COUNT: "１８０件"})
    form.cell(COUNT, REMARK).value = "速報"
    form.save()
    ictxl.check(form.path, tmp_path / "点検")
    (report,) = tmp_path.glob("点検*.xlsx")
    book = load(report)
    rows = [[str(c) for c in row if c] for row in book["出典(指標)"].values]
    assert ["1", "1-1", "申請の件数", "文書課", "180件", "速報", "文書課.xlsx", "指標"] in [
        row[:8] for row in rows
    ]
    unplaced = [str(c) for row in book["未配置の記述"].values for c in row if c]
    assert "１８０件" not in unplaced


def test_a_number_with_its_unit_is_read_as_it_stands(form: IndicatorForm) -> None:
    read = ictxl.read(form.fill({**ACTUALS, COUNT: "180件"}).save())
    assert told(read) == READ and found(read) == []


@pytest.mark.parametrize(
    ("unit", "value", "number_format"),
    [
        ("千円", 15, '#,##0"千円"'),
        ("人/年", 15, '0"人/年"'),
        ("回(延べ)", 15, '0"回(延べ)"'),
        ("㎡", 15, '0"㎡"'),
        ("t-CO2", 15, '0.0"t-CO2"'),
        ("%", 45, '0"%"'),
        ("%", 0.45, "0%"),
        ("%", 45, "0.0"),
    ],
)
def test_a_format_with_the_indicators_own_unit_is_no_other_number(
    tmp_path: Path, unit: str, value: float, number_format: str
) -> None:
    indicator = Indicator("1-1", "数", unit, "10", "50")
    form = IndicatorForm(tmp_path / "文書課.xlsx", indicator_plan(indicator))
    form.cell(indicator).value = value
    form.cell(indicator).number_format = number_format
    assert {code for _, code in found(ictxl.read(form.save()))} <= {"A009"}


@pytest.mark.parametrize(("value", "number_format"), [(15, '0"万円"'), (0, '0;-0;"集計中"')])
def test_a_format_of_another_size_is_told_of_an_indicator(
    tmp_path: Path, value: float, number_format: str
) -> None:
    indicator = Indicator("1-1", "数", "千円", "10", "50")
    form = IndicatorForm(tmp_path / "文書課.xlsx", indicator_plan(indicator))
    cell = form.cell(indicator)
    cell.value, cell.number_format = value, number_format
    assert (cell.coordinate, "A110") in found(ictxl.read(form.save()))


def test_a_renamed_sheet_of_indicators_is_told(form: IndicatorForm) -> None:
    form.fill().sheet.title = "指標(部長へ確認中)"
    read = ictxl.read(form.save())
    assert told(read) == READ
    assert [(f.code, f.value) for f in read.findings if f.sheet == form.sheet.title] == [
        ("S011", "指標(部長へ確認中)")
    ]


def test_who_fills_in_indicators_only_has_not_left_all_blank(form: IndicatorForm) -> None:
    form.fill().save()
    (state,) = [d for d in ictxl.status(form.path).departments if d.department == "文書課"]
    assert state.state.value == "一部"
