"""Words that a workbook holds in another way than as a cell's text: none is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.clients.libreoffice import Office
from tests.support.raw_packages import put_cells
from tests.support.returned_forms import (
    READ_ANSWERS,
    SHEET,
    Form,
    Read,
    filled_form,
    read,
)


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return Form(filled_form(tmp_path / "文書課.xlsx"))


def told(result: Read) -> list[tuple[str, str, str, str]]:
    """(sheet, cell, code, value) of each finding, sorted; the answers are as they were."""
    assert {m: r.answer for (m, d), r in result.responses.items() if d == "文書課"} == READ_ANSWERS
    return sorted((f.sheet, f.cell, f.code, f.value) for f in result.findings)


NAME_ERROR = '<c r="{at}" t="e"><f>FORMULA</f><v>#NAME?</v></c>'


def taken_for_formula(words: str) -> str:
    return NAME_ERROR.replace("FORMULA", words)


def test_words_that_excel_took_for_a_formula_are_told_beside_the_table(form: Form) -> None:
    cells = {
        "Q8": taken_for_formula("-担当者が異動したため未確認"),
        "Q40": taken_for_formula('来年度も&amp;"予定"&amp;継続'),
        "Q41": '<c r="{at}"><f>-集計できず</f></c>',
        "Q42": '<c r="{at}" t="e"><v>#N/A</v></c>',
    }
    assert told(read(put_cells(form.save(), cells))) == [
        (SHEET, "Q40", "S012", '=来年度も&"予定"&継続'),
        (SHEET, "Q41", "S012", "=-集計できず"),
        (SHEET, "Q42", "S012", "#N/A"),
        (SHEET, "Q8", "S012", "=-担当者が異動したため未確認"),
    ]


def test_words_that_excel_took_for_a_formula_may_stand_over_the_forms_own(form: Form) -> None:
    over = form.at("1-3", "check"), form.at("1-3", "title")
    cells = {at: taken_for_formula("-この行は対象外") for at in over}
    found = told(read(put_cells(form.save(), cells)))
    assert [(cell, code) for _, cell, code, _ in found] == [(at, "S015") for at in sorted(over)]
    assert {value for *_, value in found} == {"=-この行は対象外"}


def test_an_error_of_the_forms_own_formula_is_nobodys_word(form: Form) -> None:
    at = form.at("1-3", "check")
    formula = str(form.sheet[at].value).removeprefix("=")
    escaped = formula.replace("&", "&amp;").replace("<", "&lt;")
    assert told(read(put_cells(form.save(), {at: taken_for_formula(escaped)}))) == []


def test_a_sheet_of_words_taken_for_formulas_is_not_called_empty(form: Form) -> None:
    form.book.create_sheet("補足")["A1"] = "x"
    path = form.save()
    number = len(form.book.sheetnames)
    cells = {"A1": taken_for_formula("補足の説明です")}
    path = put_cells(path, cells, f"xl/worksheets/sheet{number}.xml")
    assert told(read(path)) == [("補足", "A1", "S016", "=補足の説明です")]


def test_a_workbook_that_is_no_form_tells_such_words_too(form: Form, tmp_path: Path) -> None:
    for name in form.book.sheetnames[1:]:
        del form.book[name]
    form.sheet.delete_rows(1, 200)
    form.sheet["A1"] = "x"
    path = put_cells(form.save(tmp_path / "別.xlsx"), {"A1": taken_for_formula("-未実施です")})
    result = read(path)
    assert "#NAME? =-未実施です" in result.texts()


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_libreoffice_keeps_such_words_and_they_are_told(
    office: Office, form: Form, tmp_path: Path, suffix: str
) -> None:
    path = put_cells(form.save(), {"Q8": taken_for_formula("-担当者が異動した")})
    found = told(read(office.convert(path, tmp_path / f"保存{suffix}")))
    assert [(cell, code) for _, cell, code, _ in found] == [("Q8", "S012")]
    assert "担当者が異動した" in found[0][3]
