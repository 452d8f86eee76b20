"""Words that a workbook holds in another way than as a cell's text: none is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from ictxl.questions import Choice
from tests.support.clients.libreoffice import Office
from tests.support.raw_packages import INPUT_SHEET, put_cells, read_parts, write_parts
from tests.support.returned_forms import (
    SHEET,
    Form,
    filled_form,
    read,
    small_plan,
    told,
)

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
    title, check = form.at("1-3", "title"), form.at("1-3", "check")
    cells = {at: taken_for_formula("-この行は対象外") for at in (title, check)}
    found = told(read(put_cells(form.save(), cells)))
    assert [(cell, code) for _, cell, code, _ in found] == [(title, "S015"), (check, "S032")]
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


PICTURES = {
    "WPS": (
        '<c r="{at}" t="str"><f>_xlfn.DISPIMG("ID_5BA4F81A0D674C7AA8849A79AC5645C8",1)</f>'
        "<v>=DISPIMG(&quot;ID_5BA4F81A0D674C7AA8849A79AC5645C8&quot;,1)</v></c>"
    ),
    "WPS, seen by Excel": (
        '<c r="{at}" t="e"><f>_xlfn.DISPIMG("ID_5BA4F81A0D674C7AA8849A79AC5645C8",1)</f>'
        "<v>#NAME?</v></c>"
    ),
    "placed in the cell": '<c r="{at}" t="e" vm="1"><v>#VALUE!</v></c>',
    "an unknown function": '<c r="{at}" t="e"><f>_xlfn.IMAGE(A1)</f><v>#NAME?</v></c>',
    "a function": '<c r="{at}" t="e" vm="2"><f>_xlfn.IMAGE(A1)</f><v>#VALUE!</v></c>',
}


@pytest.mark.parametrize("case", PICTURES)
def test_a_picture_in_a_cell_is_told_and_no_formula_published(form: Form, case: str) -> None:
    at = form.at("1-3", "progress")
    result = read(put_cells(form.save(), {at: PICTURES[case], "Q8": PICTURES[case]}))
    assert result.answer("1-3") == ("A", "", "2", "")
    assert sorted((f.cell, f.code, f.value) for f in result.findings) == [
        (at, "F014", ""),
        ("Q8", "F014", ""),
    ]
    assert all("セルの中の画像" in f.message for f in result.findings)


def test_where_a_picture_comes_from_is_told(form: Form) -> None:
    formula = '_xlfn.IMAGE("https://example.jp/a.png","説明の文")'
    cell = f'<c r="{{at}}" t="e" vm="1"><f>{formula}</f><v>#VALUE!</v></c>'
    found = told(read(put_cells(form.save(), {"Q8": cell})))
    assert found == [
        (SHEET, "Q8", "F014", ""),
        (SHEET, "Q8", "S028", "https://example.jp/a.png"),
        (SHEET, "Q8", "S028", "説明の文"),
    ]


def test_texts_beneath_joined_cells_are_told_and_not_published(form: Form) -> None:
    first, second, third = (form.at(measure, "progress") for measure in ("1-1", "1-3", "2-1"))
    result = read(with_merged(form.save(), f"{first}:{third}"))
    assert [result.answer(m)[1] for m in ("1-1", "1-3", "2-1")] == ["申請を3件電子化した。", "", ""]
    assert sorted((f.cell, f.code, f.value) for f in result.findings) == [
        (first, "S020", "申請を3件電子化した。"),
        (second, "S031", "文書を配った。"),
        (third, "S031", "すべて電子化した。"),
    ]


def test_texts_beneath_other_joined_cells_are_told_too(form: Form) -> None:
    form.sheet["Q20"], form.sheet["R20"] = "見える文", "見えない文"
    assert told(read(with_merged(form.save(), "Q20:R20"))) == [
        (SHEET, "Q20", "S012", "見える文"),
        (SHEET, "R20", "S012", "見えない文"),
    ]


def with_merged(path: Path, area: str) -> Path:
    """Cells joined without a loss, as programs other than Excel can do it."""
    parts = read_parts(path)
    sheet = parts[INPUT_SHEET]
    assert sheet.count(b"</mergeCells>") == 1
    merged = f'<mergeCell ref="{area}"/></mergeCells>'.encode()
    return write_parts(path, parts | {INPUT_SHEET: sheet.replace(b"</mergeCells>", merged)})


INVISIBLE = {
    "zero-width space": "\u200b",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "left-to-right mark": "\u200e",
    "right-to-left override": "\u202e",
    "variation selector": "\ufe0f",
    "ideographic variation": "\U000e0100",
    "word joiner": "\u2060",
    "hangul filler": "\u3164",
}


@pytest.mark.parametrize("name", INVISIBLE)
def test_an_invisible_character_in_a_code_is_named(form: Form, name: str) -> None:
    step = form.cell("1-3", "next_step")
    step.value = f"2{INVISIBLE[name]}.拡充"
    result = read(form.save())
    assert result.answer("1-3")[2] == "2"
    (found,) = result.findings
    assert (found.cell, found.code) == (step.coordinate, "A111")
    assert f"U+{ord(INVISIBLE[name]):04X}" in found.message


@pytest.mark.parametrize("name", INVISIBLE)
@pytest.mark.parametrize("text", ["{}B", "B{}", "\u00a0B{}\u00a0"])
def test_around_a_code_it_makes_no_difference(form: Form, name: str, text: str) -> None:
    form.cell("1-3", "rating").value = text.format(INVISIBLE[name])
    result = read(form.save())
    assert result.answer("1-3")[0] == "B"
    assert {f.code for f in result.findings} <= {"A111"}


def test_a_plans_own_code_may_hold_one(tmp_path: Path) -> None:
    """Phones and Macs write such symbols with a variation selector."""
    plan = small_plan(ratings=(Choice("⭕\ufe0f", "できた"), Choice("❌", "まだ")))
    path = filled_form(tmp_path / "文書課.xlsx", plan, answers={"1-1": ("⭕", "した。", "1")})
    assert read(path, plan=plan).answer("1-1")[0] == "⭕\ufe0f"
    other = filled_form(
        tmp_path / "文書課2.xlsx", plan, answers={"1-1": ("⭕\ufe0f", "した。", "1")}
    )
    result = read(other, plan=plan)
    assert result.answer("1-1")[0] == "⭕\ufe0f" and result.findings == ()
