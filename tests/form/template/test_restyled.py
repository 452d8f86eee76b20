"""Forms made from a template of one's own: everything moved, renamed, added to."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter

from ictxl.form.template.template_file import Template, default_template_path, read_template
from ictxl.returned.assign import place_form
from ictxl.returned.reader import read_form
from tests.support.books import load, sheet_of
from tests.support.clients.libreoffice import Office
from tests.support.forms import Where, where, write_form
from tests.support.rounds import real_plan

SHEET = "回答 用紙"
DEPARTMENT = "情報課"
PLACEHOLDERS = {
    "D14": "{進捗状況}",
    "E14": "{評価}",
    "F14": "({項番}) {施策名称}",
    "H14": "{次期展開}",
    "I14": "{点検}",
    "J14": "→",
}
FIRST = 14


def png() -> bytes:
    """A red dot: a picture without any library."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
        + chunk(b"IEND", b"")
    )


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    folder = tmp_path_factory.mktemp("own")
    (folder / "logo.png").write_bytes(png())
    book = xlsxwriter.Workbook(folder / "own.xlsx")
    sheet = book.add_worksheet(SHEET)
    extra = book.add_worksheet("おしらせ")
    wrapped = book.add_format({"text_wrap": True, "font_name": "BIZ UDゴシック"})
    sheet.merge_range("D4:H4", "{担当課}さま、{提出期限}までに{施策数}件をお願いします。", wrapped)
    sheet.merge_range("D5:H5", "残り {未記入件数} 件です。", wrapped)
    sheet.write("D6", "手続きは {計画名}({年度})の手引きのとおり")
    for address, text in PLACEHOLDERS.items():
        sheet.write(address, text, wrapped)
    sheet.merge_range("F14:G14", PLACEHOLDERS["F14"], wrapped)
    sheet.set_row(13, 60)
    sheet.write("D16", "以上、")
    sheet.write_formula("E16", "=COUNTA(E14:E14)")
    sheet.write_formula("E3", '=COUNTA(E14:E14)&" 件"')
    sheet.write("D18", "{問い合わせ先}まで")
    sheet.merge_range("F18:H18", "課長印", wrapped)
    sheet.data_validation("D14:J14", {"validate": "length", "criteria": "<", "value": 9})
    sheet.conditional_format(
        "D14",
        {"type": "formula", "criteria": "=LEN(D14)>5", "format": book.add_format({"bold": 1})},
    )
    sheet.print_area("D3:J18")
    book.define_name("押印", f"='{SHEET}'!$F$18")
    extra.write("A1", "{担当課}の皆さまへ。残り{未記入件数}件。")
    extra.write_formula("A2", f"='{SHEET}'!E16")
    sheet.insert_image("D2", folder / "logo.png")
    sheet.insert_textbox("I17", "自由な図形")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=おしらせ!$A$2:$A$3"})
    extra.insert_chart("C5", chart)
    book.close()
    return read_template(folder / "own.xlsx")


@pytest.fixture(scope="module")
def made(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "form.xlsx"
    return write_form(path, real_plan(), DEPARTMENT, template=template)


@pytest.fixture(scope="module")
def place(made: Path) -> Where:
    return where(made, SHEET)


MEASURES = real_plan().measures_of(DEPARTMENT)
LAST = FIRST + len(MEASURES) - 1
ADDED = len(MEASURES) - 1


def test_the_template_has_no_findings_but_what_it_does_not_ask(template: Template) -> None:
    assert template.findings == ()


def test_columns_are_known_by_their_keys_wherever_they_are(place: Where) -> None:
    asked = {"progress": "D", "rating": "E", "next_step": "H", "check": "I"}
    assert {key: place.columns[key] for key in asked} == asked
    assert set(place.columns) == {*asked, "given"}
    assert place.rows == {m.id: FIRST + i for i, m in enumerate(MEASURES)}


def test_texts_around_placeholders_stay(made: Path) -> None:
    sheet = sheet_of(made, SHEET)
    assert sheet["D4"].value == (
        f"{DEPARTMENT}さま、令和元年11月29日(金)までに{len(MEASURES)}件をお願いします。"
    )
    assert sheet["D6"].value == "手続きは 情報化計画(平成31(令和元)年度)の手引きのとおり"
    assert sheet[f"F{LAST}"].value == f"({MEASURES[-1].id}) {MEASURES[-1].title}"
    assert sheet[f"J{LAST}"].value == "→"
    assert sheet[f"D{18 + ADDED}"].value == "情報課まで"


def test_what_stands_below_moves_down_and_what_points_there_follows(made: Path) -> None:
    book = load(made)
    sheet = book[SHEET]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {f"F{row}:G{row}" for row in range(FIRST, LAST + 1)} <= merged
    assert f"F{18 + ADDED}:H{18 + ADDED}" in merged
    assert sheet[f"E{16 + ADDED}"].value == f"=COUNTA(E{FIRST}:E{LAST})"
    assert sheet["E3"].value == f'=COUNTA(E{FIRST}:E{LAST})&" 件"'
    assert book["おしらせ"]["A2"].value == f"='{SHEET}'!E{16 + ADDED}"
    assert book.defined_names["押印"].value == f"'{SHEET}'!$F${18 + ADDED}"
    assert sheet.print_area == f"'{SHEET}'!$D$3:$J${18 + ADDED}"
    formats = {str(area.sqref) for area in sheet.conditional_formatting}
    assert f"D{FIRST}:D{LAST}" in formats
    assert {sheet.row_dimensions[row].height >= 60 for row in range(FIRST, LAST + 1)} == {True}


def test_the_templates_own_rules_give_way_only_on_input_cells(made: Path) -> None:
    sheet = sheet_of(made, SHEET)
    rules = {
        cell: rule.type
        for rule in sheet.data_validations.dataValidation
        for cell in ("D14", "E14", "F14", f"H{LAST}", f"J{LAST}")
        if cell in rule.sqref
    }
    assert rules == {
        "D14": None,  # a prompt only: the plan sets no limit
        "E14": "list",
        "F14": "textLength",
        f"H{LAST}": "list",
        f"J{LAST}": "textLength",
    }


def test_pictures_shapes_and_charts_survive_where_they_belong(
    made: Path, template: Template, office: Office
) -> None:
    with office.open(made) as document:
        shapes = document.shapes(SHEET)
        assert len(shapes) == 2
        assert {row for _, row in shapes} == {2, 17 + ADDED}
        assert len(document.shapes("おしらせ")) == 1
    with zipfile.ZipFile(made) as package, zipfile.ZipFile(template.path) as source:
        pictures = [name for name in source.namelist() if name.startswith("xl/media/")]
        assert pictures
        for name in pictures:
            assert package.read(name) == source.read(name)


def test_the_form_works_in_libreoffice(made: Path, place: Where, office: Office) -> None:
    first = MEASURES[0].id
    with office.open(made) as document:
        assert document.string(SHEET, "D5") == f"残り {len(MEASURES)} 件です。"
        assert document.validation(SHEET, place.at(first, "rating")).choices == list("ABCDXYZ")
        assert document.type(SHEET, place.at(first, "rating"), "B")
        assert document.type(SHEET, place.at(first, "progress"), "講座を開いた。")
        assert document.type(SHEET, place.at(first, "next_step"), "1.現状維持")
        assert not document.type(SHEET, "F14", "書き換え")
        assert document.string(SHEET, place.at(first, "check")) == "よし"
        assert document.string(SHEET, "D5") == f"残り {len(MEASURES) - 1} 件です。"
        assert document.string("おしらせ", "A1") == (
            f"{DEPARTMENT}の皆さまへ。残り{len(MEASURES) - 1}件。"
        )


def test_what_comes_back_is_read(made: Path, place: Where, office: Office, tmp_path: Path) -> None:
    with office.open(made) as document:
        for measure in place.rows:
            document.type(SHEET, place.at(measure, "progress"), f"{measure}の進捗")
        saved = document.save_as(tmp_path / "返送.xlsx")
    submission = place_form(read_form(saved, saved.name), real_plan())
    assert {r.measure: r["progress"] for r in submission.responses} == {
        measure: f"{measure}の進捗" for measure in place.rows
    }
    assert [(x.code, x.cell, x.value) for x in submission.findings] == []


def test_placeholders_typed_with_a_japanese_input_method_work(tmp_path: Path) -> None:
    book = load(default_template_path())
    book["進捗入力"]["B2"] = "\uff5b計画名\uff5d {\u3000年度 } \uff5b担当課}"
    book.save(tmp_path / "t.xlsx")
    path = write_form(
        tmp_path / "f.xlsx",
        real_plan(),
        DEPARTMENT,
        template=read_template(tmp_path / "t.xlsx"),
    )
    title = sheet_of(path, "進捗入力")["B2"].value
    assert title == "情報化計画 平成31(令和元)年度 情報課"


def test_rows_with_joined_cells_keep_their_heights(made: Path) -> None:
    """No program fits a row to a merged cell: left to grow, the row would cut its text."""
    with zipfile.ZipFile(made) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    fixed = [int(row) for row in re.findall(r'<row customHeight="1"[^>]* r="(\d+)"', sheet)]
    assert set(range(FIRST, LAST + 1)) <= set(fixed)
