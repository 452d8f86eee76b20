"""Sheets of several departments in one workbook: each is its own department's, or an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.clients.libreoffice import Office
from tests.support.responses import answer_of
from tests.support.returned_forms import (
    ANSWERS,
    READ_ANSWERS,
    SHEET,
    Form,
    Read,
    filled_form,
    read,
    small_plan,
)

THEIRS = {
    "1-1": ("A", "健康課の文一。", "2.拡充", "健康課の連絡"),
    "1-2": ("B", "健康課の文二。", "1.現状維持"),
}
COPY = f"{SHEET}_2"


@pytest.fixture
def form(tmp_path: Path) -> Form:
    """文書課's, which left 1-1 to the other department."""
    answers = {measure: answer for measure, answer in ANSWERS.items() if measure != "1-1"}
    return Form(filled_form(tmp_path / "取りまとめ.xlsx", answers=answers))


@pytest.fixture
def other(tmp_path: Path) -> Form:
    return Form(filled_form(tmp_path / "健康課.xlsx", department="健康課", answers=THEIRS))


def copied(source: Worksheet, target: Worksheet) -> None:
    for row in source.iter_rows():
        for cell in row:
            if cell.value is not None:
                target.cell(cell.row, cell.column).value = cell.value


def with_other_sheet(form: Form, other: Form, name: str = COPY) -> Path:
    copied(other.sheet, form.book.create_sheet(name))
    return form.save()


def asked_of(result: Read) -> set[str]:
    return {measure for measure, department in result.responses if department == "健康課"}


def check_told_whole(result: Read) -> None:
    """Each answer of the other department, with sheet and cell, as nobody's."""
    told = [f for f in result.findings if f.code == "S033"]
    assert {f.sheet for f in told} == {COPY} and all(f.cell for f in told)
    said = "\n".join(f.value for f in told)
    assert all(text in said for answer in THEIRS.values() for text in answer)
    assert all("健康課" in f.message and "文書課" in f.message for f in told)


def test_another_departments_sheet_is_nobodys_answer(form: Form, other: Form) -> None:
    result = read(with_other_sheet(form, other), plan=small_plan())
    assert result.answer("1-1") == ("", "", "", "")
    assert {m: result.answer(m) for m in ANSWERS if m != "1-1"} == {
        m: a for m, a in READ_ANSWERS.items() if m != "1-1"
    }
    assert not asked_of(result)
    check_told_whole(result)
    assert "S010" not in {f.code for f in result.findings}


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("suffix", [".ods", ".xls"])
def test_also_in_old_formats(
    office: Office, form: Form, other: Form, tmp_path: Path, suffix: str
) -> None:
    path = office.convert(with_other_sheet(form, other), tmp_path / f"保存{suffix}")
    result = read(path, plan=small_plan())
    assert result.answer("1-1") == ("", "", "", "")
    check_told_whole(result)


def test_a_workbook_that_holds_only_another_departments_sheet_is_nobodys(
    form: Form, other: Form
) -> None:
    path = with_other_sheet(form, other)
    opened = Form(path)
    del opened.book[SHEET]
    result = read(opened.save(), plan=small_plan())
    assert not any(any(answer_of(r)) for r in result.responses.values())
    check_told_whole(result)


def test_where_the_hidden_sheets_are_lost_each_sheet_is_its_own_departments(
    form: Form, other: Form
) -> None:
    """The file's name tells whose workbook it is."""
    opened = Form(with_other_sheet(form, other))
    for name in [n for n in opened.book.sheetnames if n.startswith("_ictxl")]:
        del opened.book[name]
    path = opened.save(form.path.with_name("文書課.xlsx"))
    result = read(path, plan=small_plan())
    assert result.answer("1-3") == READ_ANSWERS["1-3"]
    assert result.answer("1-1") == ("", "", "", "")
    check_told_whole(result)


def test_the_remedy_works(form: Form, other: Form, tmp_path: Path) -> None:
    """The sheet alone in a workbook of its own is read as its department's."""
    path = with_other_sheet(form, other)
    opened = Form(path)
    for name in opened.book.sheetnames:
        if name != COPY:
            del opened.book[name]
    moved = opened.save(tmp_path / "移したもの.xlsx")
    result = read(path, moved, plan=small_plan())
    assert result.answer("1-1", "健康課") == ("A", "健康課の文一。", "2", "健康課の連絡")
    assert result.answer("1-1") == ("", "", "", "")


def test_a_copy_of_the_own_sheet_stays_the_own_departments(form: Form) -> None:
    copied(form.sheet, form.book.create_sheet(COPY))
    result = read(form.save(), plan=small_plan())
    assert "S010" in {f.code for f in result.findings}
    assert "S033" not in {f.code for f in result.findings}
    assert result.answer("1-3") == READ_ANSWERS["1-3"]


@pytest.mark.parametrize("name", ["文書法務課", "文書課 山田", "もと健康課の係"])
def test_a_name_that_is_no_other_departments_changes_nothing(form: Form, name: str) -> None:
    for row in form.sheet.iter_rows(max_row=6):
        for cell in row:
            if "文書課" in str(cell.value):
                cell.value = str(cell.value).replace("文書課", name)
    result = read(form.save(), plan=small_plan())
    assert result.answer("1-3") == READ_ANSWERS["1-3"]
    assert "S033" not in {f.code for f in result.findings}


@pytest.mark.parametrize("asked", ["健康課 内線123", "健康課長 健康課 山田"])
def test_whom_to_ask_is_no_changed_text_beside_that_departments_own_form(
    tmp_path: Path, asked: str
) -> None:
    """A form without hidden sheets is read as the form beside it was sent, with its own name."""
    plan = small_plan(contact=asked)
    beside = filled_form(tmp_path / "あ健康課.xlsx", plan, "健康課", THEIRS)
    form = Form(filled_form(tmp_path / "文書課.xlsx", plan))
    for name in [n for n in form.book.sheetnames if n.startswith("_ictxl")]:
        del form.book[name]
    result = read(beside, form.save(), plan=plan)
    about = {f.code for f in result.findings if f.file == "文書課.xlsx"}
    assert about == {"F012"}
    assert {m: result.answer(m) for m in ANSWERS} == READ_ANSWERS


def test_a_text_over_a_formula_quotes_no_formula(form: Form) -> None:
    for row in form.sheet.iter_rows():
        for cell in row:
            if str(cell.value).startswith("=SUMPRODUCT"):
                cell.value = "全部書きました"
                place = cell.coordinate
    result = read(form.save(), plan=small_plan())
    (told,) = [f for f in result.findings if f.cell == place]
    assert (told.code, told.value) == ("S032", "全部書きました")
    assert "SUMPRODUCT" not in told.message + told.remedy


@pytest.mark.parametrize("summary", ["書き出しの概要", "Export Summary"])
def test_a_form_that_numbers_exported_is_read_and_told_in_one_finding(
    form: Form, summary: str
) -> None:
    """Each sheet is named after its table too, hidden ones show, and one lists them all."""
    for sheet in form.book.worksheets:
        sheet.title = f"{sheet.title} - 表1"
        sheet.sheet_state = "visible"
    listing = form.book.create_sheet(summary, 0)
    listing["B2"] = "この書類は Numbers から書き出されました。"
    listing["B4"], listing["C4"] = "進捗入力", "表1"
    result = read(form.save(), plan=small_plan())
    assert result.answer("1-3") == READ_ANSWERS["1-3"]
    (told,) = [f for f in result.findings if f.code == "F023"]
    assert told.value.split("\n") == ["この書類は Numbers から書き出されました。", "進捗入力 表1"]
    assert {f.code for f in result.findings} == {"F023", "S011"}


def test_a_long_sheet_that_was_added_gives_few_findings_that_hold_all(form: Form) -> None:
    extra = form.book.create_sheet("内訳")
    for number in range(2_000):
        extra.append([f"行{number:04}"])
    result = read(form.save(), plan=small_plan())
    assert len([f for f in result.findings if f.code == "S016"]) < 110
    assert all(f"行{number:04}" in result.texts() for number in range(2_000))
