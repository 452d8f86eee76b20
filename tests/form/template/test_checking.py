"""What `ictxl template check` says about a template that a user changed in Excel."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl.styles import Protection
from openpyxl.workbook import Workbook

from ictxl.errors import InputError, TemplateError
from ictxl.findings import Severity
from ictxl.form.template.template_file import (
    check_template,
    default_template_path,
    questions_template_path,
    read_template,
)
from ictxl.plan.writing import write_plan
from tests.support.books import load, sheet_names
from tests.support.cli import ictxl
from tests.support.forms import write_form
from tests.support.question_plans import TEN, plan_asking
from tests.support.rounds import real_plan

SHEET, LEGEND = "進捗入力", "凡例"
Change = Callable[[Workbook], None]
Places = set[tuple[str, str, str]]
"""(sheet, cell, code)"""


def changed(tmp_path: Path, change: Change) -> Path:
    """The default template, changed and saved."""
    book = load(default_template_path())
    change(book)
    book.save(tmp_path / "ひな形.xlsx")
    return tmp_path / "ひな形.xlsx"


def places(path: Path) -> Places:
    findings = check_template(path)
    assert all(found.file == path.name and found.remedy for found in findings)
    return {(found.sheet, found.cell, found.code) for found in findings}


def put(address: str, text: object, sheet: str = SHEET) -> Change:
    def change(book: Workbook) -> None:
        book[sheet][address] = text

    return change


def without(*addresses: str) -> Change:
    def change(book: Workbook) -> None:
        for address in addresses:
            book[SHEET][address] = None

    return change


def unlock(*addresses: str) -> Change:
    def change(book: Workbook) -> None:
        for address in addresses:
            book[SHEET][address].protection = Protection(locked=False)

    return change


def merge(area: str) -> Change:
    return lambda book: book[SHEET].merge_cells(area)


def footer(text: str) -> Change:
    def change(book: Workbook) -> None:
        book[SHEET].oddFooter.left.text = text

    return change


def test_the_default_template_has_no_findings() -> None:
    assert check_template(default_template_path()) == ()
    assert check_template(questions_template_path()) == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (put("B4", "{計画明}の調査"), {(SHEET, "B4", "T001")}),
        (put("B3", "{計画名} {課} {名}"), {(SHEET, "B3", "T001")}),
        (put("B3", "ほか {言葉}", LEGEND), {(LEGEND, "B3", "T001")}),
        (footer("{課名}"), {(SHEET, "", "T001")}),
        (footer("{未記入件数}"), {(SHEET, "", "T001")}),
        (without("C7", "D7"), {(SHEET, "7:7", "T002")}),
        (unlock("Q3"), {(SHEET, "Q3", "T015")}),
        (unlock("P7", "Q7", "S7"), {(SHEET, "P7:Q7", "T015"), (SHEET, "S7", "T015")}),
        (put("M7", None), {(SHEET, "7:7", "T007")}),
        (put("N7", "{評価}"), {(SHEET, "N7", "T003")}),
        (put("M2", "{施策名称}"), {(SHEET, "M2", "T004")}),
        (put("K8", "{進捗状況}"), {(SHEET, "K8", "T004")}),
        (put("K7", "記入: {進捗状況}"), {(SHEET, "K7", "T005")}),
        (put("O7", "点検 {点検}"), {(SHEET, "O7", "T005")}),
        (put("D1", "メモ"), {(SHEET, "D1", "T006")}),
        (put("A9", "メモ"), {(SHEET, "A9", "T006")}),
        (merge("F7:F8"), {(SHEET, "F7", "T008")}),
        (put("E4", "{凡例記号}", LEGEND), {(LEGEND, "E4", "T010")}),
        (put("M2", "{凡例記号}"), {(SHEET, "M2", "T010")}),
        (put("P7", "{項番} {施策名称}"), {(SHEET, "P7", "T013")}),
        (put("F6", "{展開の印}", LEGEND), {(LEGEND, "F6", "T010")}),
        (put("O7", None), {(SHEET, "B4", "T011")}),
        (put("J6", "達成度"), {(SHEET, "J6", "T016")}),
        (put("N6", "情報課\nへの伝言"), {(SHEET, "N6", "T016")}),
        (lambda book: book.create_sheet("_ictxl"), {("_ictxl", "", "T012")}),
    ],
)
def test_each_fault_is_named_by_its_cell(tmp_path: Path, change: Change, expected: Places) -> None:
    assert places(changed(tmp_path, change)) == expected


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book[SHEET]["B4"] = "{提出きげん}"
        book[SHEET]["C7"] = book[SHEET]["D7"] = None
        book[SHEET]["A3"] = "x"

    path = changed(tmp_path, change)
    assert places(path) == {(SHEET, "B4", "T001"), (SHEET, "7:7", "T002"), (SHEET, "A3", "T006")}
    with pytest.raises(TemplateError) as refused:
        read_template(path)
    assert {found.code for found in refused.value.findings} == {"T001", "T002", "T006"}


@pytest.mark.parametrize(
    "change",
    [
        put(
            "B2", "\uff5b計画名\uff5d\uff5b年度} {\u3000担当課 } {提出期限}"
        ),  # typed with a Japanese input method
        put("D7", "{項番} {施策名称}"),
        put("J6", "自己評価\n(◎~×)"),
        put("J6", None),
        put("D7", "施策"),
        put("E7", None),
        put("J7", None),
        put("L7", None),
        unlock("J7", "K7", "M7", "N7"),
        put("N7", None),
        put("P7", "=LEN(K7)"),
        put("P7", "部長確認"),
        put("P5", "あと{未記入件数}件"),
        merge("E7:F7"),
        lambda book: book.remove(book[LEGEND]),
    ],
)
def test_what_may_be_changed_freely_is_not_complained_about(tmp_path: Path, change: Change) -> None:
    findings = check_template(changed(tmp_path, change))
    assert [found for found in findings if found.severity is Severity.ERROR] == []


def test_a_template_without_a_prototype_row_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.active["B2"] = "{計画名}"
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(TemplateError) as refused:
        read_template(tmp_path / "t.xlsx")
    assert {found.code for found in refused.value.findings} == {"T002"}
    assert "t.xlsx" in refused.value.message


@pytest.mark.parametrize(
    "content", [b"", b"no workbook", b"\xd0\xcf\x11\xe0old", b"PK\x05\x06" + bytes(18)]
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ひな形.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_template(path)
    assert str(path) in refused.value.message
    assert refused.value.remedy


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ありません"):
        read_template(tmp_path / "ない.xlsx")


def test_what_forms_cannot_keep_is_named_before_anything_is_sent(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("入力")
    for column, name in enumerate(("施策名称", "評価", "進捗状況", "次期展開"), 1):
        sheet.write(4, column, "{" + name + "}")
    sheet.insert_button("H2", {"caption": "送信"})
    sheet.add_sparkline("H4", {"range": "入力!B9:E9"})
    sheet.conditional_format("H5:H9", {"type": "data_bar", "data_bar_2010": True})
    sheet.write_comment("B2", "ただのメモ")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=入力!$A$1:$A$2"})
    book.add_chartsheet("図").set_chart(chart)
    book.close()
    losses = {(found.sheet, found.cell) for found in check_template(path) if found.code == "T009"}
    assert losses == {("入力", ""), ("入力", "H4"), ("入力", "H5:H9"), ("", "")}
    template = read_template(path)
    made = write_form(tmp_path / "form.xlsx", real_plan(), "情報課", template=template)
    assert sheet_names(made) == ["入力", "凡例", "_ictxl", "_ictxl_common"]


def test_old_style_dropdowns_from_other_sheets_are_named_by_their_cells(tmp_path: Path) -> None:
    path = changed(tmp_path, lambda _: None)
    extension = (
        '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
        ' uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations count="1"'
        ' xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation'
        ' type="list"><x14:formula1><xm:f>凡例!$B$6</xm:f></x14:formula1><xm:sqref>N7</xm:sqref>'
        "</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    other = tmp_path / "x14.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</worksheet>", extension.encode())
            target.writestr(name, content)
    assert places(other) == {(SHEET, "N7", "T009")}


def test_the_plan_beside_the_template_tells_what_may_stand_in_it(tmp_path: Path) -> None:
    template = changed(tmp_path, put("P7", "{決算額}"))
    alone = ictxl("template", "check", template)
    assert (alone.code, "P7" in alone.out) == (1, True)
    write_plan(plan_asking(TEN), template.parent / "plan.xlsx")
    write_plan(plan_asking(TEN[:1]), template.parent / "台帳.xlsx")
    beside = ictxl("template", "check", template)
    assert beside.code == 0
    assert "plan.xlsx の調査票として" in beside.out
    named = ictxl("template", "check", template, "--plan", template.parent / "台帳.xlsx")
    assert (named.code, "P7" in named.out) == (1, True)


def test_a_plan_that_is_named_must_be_there(tmp_path: Path) -> None:
    template = changed(tmp_path, lambda _: None)
    assert ictxl("template", "check", template, "--plan", tmp_path / "ない.xlsx").code == 2


def test_a_faulty_plan_beside_the_template_is_not_in_the_way(tmp_path: Path) -> None:
    template = changed(tmp_path, lambda _: None)
    (template.parent / "plan.xlsx").write_bytes(b"no workbook")
    assert ictxl("template", "check", template).code == 0


def test_an_unknown_placeholder_is_told_with_those_first_that_it_looks_like(tmp_path: Path) -> None:
    path = changed(tmp_path, put("I7", "{前回の進捗状況}"))
    (unknown,) = [f for f in check_template(path) if f.code == "T001"]
    assert unknown.remedy.index("{前回進捗}") < unknown.remedy.index("{計画名}")
