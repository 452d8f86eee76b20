"""What the formats before .xlsx hold is read whole, also where calamine drops or garbles it."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import olefile
import openpyxl
import pytest

from ictxl.returned.reader import read_form
from ictxl.spreadsheets.guarded import read_worksheets
from tests.support.biff5 import OldSheet, book_stream, old_workbook
from tests.support.books import sheet_of
from tests.support.clients.libreoffice import Office
from tests.support.compound_file import write_compound
from tests.support.hand_made import check_same_content, save, whole_table
from tests.support.hand_made import read as read_table
from tests.support.responses import answer_of
from tests.support.returned_forms import (
    READ_ANSWERS,
    SHEET,
    Form,
    Read,
    filled_form,
    read,
    small_plan,
)
from tests.support.xlsb import record, save_as_xlsb

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def ods(path: Path, cells: str, *, meta: str = "", mimetype: bool = True) -> Path:
    """A document with one sheet 表; `cells` is what stands in it, as XML."""
    spaces = " ".join(f'xmlns:{n}="{OASIS}:{n}:1.0"' for n in ("office", "table", "text", "meta"))
    sheet = f'<table:table table:name="表">{cells}</table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w") as package:
        if mimetype:
            package.writestr("mimetype", ODS_TYPE)
        package.writestr("content.xml", f"<office:document {spaces}>{body}</office:document>")
        package.writestr(
            "META-INF/manifest.xml",
            f'<manifest xmlns="{OASIS}:manifest:1.0">'
            f'<file-entry full-path="/" media-type="{ODS_TYPE}"/></manifest>',
        )
        if meta:
            package.writestr("meta.xml", meta)
    return path


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def text(said: str, kind: str = "table-cell", type_: str = "string") -> str:
    typed = f' office:value-type="{type_}"' if type_ else ""
    return f"<table:{kind}{typed}><text:p>{said}</text:p></table:{kind}>"


def copied(result: Read) -> list[str]:
    """The texts of a workbook that is no form, as its report has them."""
    assert result.found == [("", "F001")]
    return [said.text for _, said in result.foreign if said.kind == "セル"]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (row(text("甲"), text("型なし", type_=""), text("乙")), "A1: 甲\nB1: 型なし\nC1: 乙"),
        (row(text("甲"), text("隠れた文", "covered-table-cell", "")), "A1: 甲\nB1: 隠れた文"),
        (row("\n  ", text("甲"), "\n  <!-- 間 -->", text("乙"), "\n"), "A1: 甲\nB1: 乙"),
        (row(text("甲", type_="void"), text("乙", type_="float")), "A1: 甲\nB1: 乙"),
        (row(text("<![CDATA[甲の文]]>"), text("乙")), "A1: 甲の文\nB1: 乙"),
        (row(text("\n   甲の\n   文\n"), text("乙")), "A1: 甲の 文\nB1: 乙"),
        (row(text("25:30", type_="time"), text("乙")), "A1: 25:30\nB1: 乙"),
        (
            row(text('甲<text:s text:c="2"/>の<text:line-break/>文'), text("乙")),
            "A1: 甲  の\n文\nB1: 乙",
        ),
    ],
    ids=["untyped", "covered", "blanks", "odd-type", "cdata", "indented", "time", "special"],
)
def test_each_text_of_an_ods_is_read(tmp_path: Path, cells: str, said: str) -> None:
    assert copied(read(ods(tmp_path / "表.ods", cells), plan=small_plan())) == [said]


def test_values_of_an_ods_are_read_by_their_type(tmp_path: Path) -> None:
    cells = row(
        '<table:table-cell office:value-type="float" office:value="43"/>',
        '<table:table-cell office:value-type="date" office:date-value="2019-11-01"/>',
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>',
        '<table:table-cell table:number-columns-repeated="2"/>',
        '<table:table-cell office:value-type="percentage" office:value="0.5"/>',
    )
    (said,) = copied(read(ods(tmp_path / "表.ods", cells), plan=small_plan()))
    assert said == "A1: 43\nB1: 2019-11-01\nC1: TRUE\nF1: 0.5"


def test_a_number_that_an_ods_has_as_a_day_of_no_calendar_is_that_number(tmp_path: Path) -> None:
    """LibreOffice writes 7000030 in a cell whose format is a date's as a day of the year 21065."""
    day = '<table:table-cell office:value-type="date" office:date-value="{}"/>'
    cells = row(*map(day.format, ("21065-06-05", "10000-01-01", "99999-13-01")))
    (said,) = copied(read(ods(tmp_path / "表.ods", cells), plan=small_plan()))
    assert said == "A1: 7000030\nB1: 2958466\nC1: 99999-13-01"


def test_a_row_that_is_repeated_says_its_text_each_time(tmp_path: Path) -> None:
    again = row(text("くり返し")).replace("row>", 'row table:number-rows-repeated="2">', 1)
    result = read(ods(tmp_path / "表.ods", again + row(text("終わり"))), plan=small_plan())
    assert copied(result) == ["くり返し", "くり返し", "終わり"]


def test_an_ods_with_too_many_filled_cells_is_told_and_nothing_hangs(tmp_path: Path) -> None:
    many = row(text("くり返し")).replace("row>", 'row table:number-rows-repeated="99999999">', 1)
    result = read(ods(tmp_path / "表.ods", many), plan=small_plan())
    assert result.found == [("", "F008")]


def test_a_text_far_out_in_an_ods_costs_no_grid(tmp_path: Path) -> None:
    gap = '<table:table-row table:number-rows-repeated="9999999"/>'
    result = read(ods(tmp_path / "表.ods", gap + row(text("遠い文"))), plan=small_plan())
    assert copied(result) == ["遠い文"]


def test_a_time_without_a_zone_is_japans(tmp_path: Path) -> None:
    """LibreOffice writes the time on the clock of who saved."""
    meta = (
        '<office:document-meta xmlns:office="o" xmlns:dc="d">'
        "<dc:date>2026-11-29T03:01:47.123456789</dc:date></office:document-meta>"
    )
    local = ods(tmp_path / "表.ods", row(text("甲")), meta=meta)
    assert read_form(local, "表.ods").source.modified == "2026-11-28T18:01:47Z"
    told = ods(tmp_path / "帯.ods", row(text("乙")), meta=meta.replace("789<", "789Z<"))
    assert read_form(told, "帯.ods").source.modified == "2026-11-29T03:01:47Z"


@pytest.mark.client("LibreOffice")
def test_of_an_ods_and_an_xlsx_saved_an_hour_later_the_later_answer_stands(
    office: Office, tmp_path: Path
) -> None:
    older = office.convert(filled_form(tmp_path / "form.xlsx"), tmp_path / "旧.ods")
    _edit(older, {"meta.xml": _at(b"dc:date", b"2026-11-29T03:01:47")})
    form = Form(filled_form(tmp_path / "新.xlsx"))
    form.cell("1-1", "progress").value = "新しい答え"
    form.save()
    _edit(form.path, {"docProps/core.xml": _at(b"dcterms:modified", b"2026-11-28T19:01:52Z")})
    assert read(older, form.path).answer("1-1")[1] == "新しい答え"


def _at(tag: bytes, time: bytes) -> Callable[[bytes], bytes]:
    return lambda part: re.sub(rb"(<" + tag + rb"[^>]*>)[^<]*", rb"\g<1>" + time, part)


def _edit(path: Path, edits: Mapping[str, Callable[[bytes], bytes]]) -> Path:
    """Parts of a package changed in place."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            changed = edits[name](part) if name in edits else part
            assert name not in edits or changed != part
            package.writestr(name, changed)
    return path


# .xlsb


def _with_short_cells(path: Path) -> Path:
    """Each text that stands right of another cell by a record that does not say its column."""
    with zipfile.ZipFile(path) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    return _edit(path, dict.fromkeys(sheets, _shortened))


def _shortened(part: bytes) -> bytes:
    found, column = b"", -2
    at = 0
    while at < len(part):
        start = at
        kind, at = _seven_bits(part, at)
        size, at = _seven_bits(part, at)
        data, at = part[at : at + size], at + size
        here = struct.unpack_from("<I", data)[0] if kind in {6, 62} else -2
        is_next = kind == 6 and here == column + 1
        found += record(17, data[4:]) if is_next else part[start:at]
        column = here if kind else -2
    return found


def _seven_bits(part: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = part[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return value, at


def test_an_xlsb_with_short_cell_records_is_read(tmp_path: Path) -> None:
    form = Form(filled_form(tmp_path / "文書課.xlsx"))
    form.sheet["Z4"], form.sheet["AA4"] = "欄外の文", "その右の文"
    path = _with_short_cells(save_as_xlsb(form.save(), tmp_path / "文書課.xlsb"))
    result = read(path)
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS
    assert result.found == [("AA4", "S012"), ("Z4", "S012")]


def test_an_xlsb_whose_parts_have_other_names_is_read(tmp_path: Path) -> None:
    path = save_as_xlsb(filled_form(tmp_path / "文書課.xlsx"), tmp_path / "文書課.xlsb")
    result = read(_renamed(path, {"xl/workbook": "xl/workbook22", "xl/styles": "xl/styles22"}))
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS
    assert result.found == []


def _renamed(path: Path, names: Mapping[str, str]) -> Path:
    """Parts under other names; what refers to them follows."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            changed, new = part, name.replace("/_rels/", "/")
            for old, other in names.items():
                new = new.replace(f"{old}.", f"{other}.")
                folder = re.compile(rb'(Target|PartName)="(/?(?:xl/)?)' + old[3:].encode() + rb"\.")
                if name.endswith((".rels", "[Content_Types].xml")):
                    changed = folder.sub(rb'\1="\2' + other[3:].encode() + b".", changed)
            if "/_rels/" in name:
                folder_, _, last = new.rpartition("/")
                new = f"{folder_}/_rels/{last}"
            package.writestr(new, changed)
    return path


def test_an_xlsx_whose_parts_have_other_names_is_read_without_a_finding(tmp_path: Path) -> None:
    names = {
        "xl/workbook": "xl/workbook22",
        "xl/sharedStrings": "xl/sharedStrings22",
        "xl/styles": "xl/styles22",
    }
    result = read(_renamed(filled_form(tmp_path / "文書課.xlsx"), names))
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS
    assert result.found == []


# Odd indexes of shared texts


def _indexed(path: Path, cell: str, index: str) -> Path:
    """The cell's text in a table of texts, at 1 (`N`), and named there as `index` is written."""
    inline = re.compile(rb'(<c r="' + cell.encode() + rb'"[^>]*) t="inlineStr"><is>(.*?)</is>')
    related = (
        b'<Relationship Id="rIdT" Target="sharedStrings.xml" Type="http://schemas.openxmlformats'
        b'.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>'
    )
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    match = inline.search(parts["xl/worksheets/sheet1.xml"])
    assert match
    value = b' t="s"><v>' + index.replace("N", "1").encode() + b"</v>"
    parts["xl/worksheets/sheet1.xml"] = inline.sub(
        lambda m: m[1] + value, parts["xl/worksheets/sheet1.xml"]
    )
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts = b"<si><t>first</t></si><si>" + match[2] + b"</si>"
    parts["xl/sharedStrings.xml"] = b'<sst xmlns="' + space + b'">' + texts + b"</sst>"
    rels = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = rels.replace(b"</Relationships>", related)
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return path


@pytest.mark.parametrize("index", [" N ", "N.0", "\nN", "+N"])
@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
def test_a_text_whose_index_is_oddly_written_is_the_right_one(
    tmp_path: Path, index: str, suffix: str
) -> None:
    form = Form(filled_form(tmp_path / f"文書課{suffix}"))
    result = read(_indexed(form.path, form.at("1-1", "progress"), index))
    assert result.answer("1-1") == READ_ANSWERS["1-1"]


def test_a_text_whose_index_is_none_is_told_and_no_other_text_stands_for_it(tmp_path: Path) -> None:
    form = Form(filled_form(tmp_path / "文書課.xlsx"))
    cell = form.at("1-1", "progress")
    result = read(_indexed(form.path, cell, "xN"))
    (told,) = [f for f in result.findings if f.code == "F011"]
    assert cell in told.message and SHEET in told.message
    assert result.answer("1-1")[1] == ""


# .xls


@pytest.mark.client("LibreOffice")
def test_a_long_text_that_a_formula_gives_is_read_whole_from_an_xls(
    office: Office, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = '=REPT("あいうえお",1200)'
    book.active["A2"] = '=REPT("abc",4000)'
    book.save(tmp_path / "book.xlsx")
    with office.open(tmp_path / "book.xlsx") as document:
        document.recalculate()
        saved = document.save_as(tmp_path / "book.xls")
    assert copied(read(saved, plan=small_plan())) == ["あいうえお" * 1200, "abc" * 4000]


def _with_code_page(path: Path, page: int) -> Path:
    with olefile.OleFileIO(path, write_mode=True) as compound:
        stream = compound.openstream("Workbook").read()
        changed = stream.replace(b"\x42\0\x02\0\xb0\x04", b"\x42\0\x02\0" + struct.pack("<H", page))
        assert changed != stream
        compound.write_stream("Workbook", changed)
    return path


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("page", [1252, 932])
def test_an_xls_that_names_a_code_page_is_read_all_the_same(
    office: Office, tmp_path: Path, page: int
) -> None:
    """All its texts are Unicode, whatever that record says."""
    saved = office.convert(filled_form(tmp_path / "文書課.xlsx"), tmp_path / "文書課.xls")
    result = read(_with_code_page(saved, page))
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS
    assert result.found == []


OLD = OldSheet(
    "古い表",
    cells={(0, 0): "表題の文字", (1, 1): 12.5, (3, 0): "長い" * 100},
    notes={(1, 1): "ノート" * 500, (3, 0): "短いノート"},
    rich={(2, 0): "消す文字"},
    results={(4, 1): "結果の文字"},
    header="&C見出しの文",
)


def test_an_excel_95_workbook_is_read_with_notes_names_and_header(tmp_path: Path) -> None:
    (tmp_path / "古い.xls").write_bytes(old_workbook([OLD], {"覚え": "名前の中の文"}))
    result = read(tmp_path / "古い.xls", plan=small_plan())
    said = {(t.kind, t.cell, t.text) for _, t in result.foreign if t.sheet == "古い表"}
    assert said >= {
        ("セル", "A1", "表題の文字"),
        ("セル", "B2", "12.5"),
        ("セル", "A3", "消す文字"),
        ("セル", "A4", "長い" * 100),
        ("セル", "B5", "結果の文字"),
        ("コメント", "B2", "ノート" * 500),
        ("コメント", "A4", "短いノート"),
        ("ヘッダーかフッター", "", "&C見出しの文"),
    }
    assert "名前の中の文" in result.texts()
    assert result.found == [("", "F001")]


@pytest.mark.parametrize("page", [1252, 10000])
def test_an_excel_95_workbook_of_another_code_page_is_read_by_it(tmp_path: Path, page: int) -> None:
    codec = "mac_roman" if page == 10000 else "cp1252"
    book = old_workbook([OldSheet("S", {(0, 0): "Café"})], codec=codec, page=page)
    (tmp_path / "古い.xls").write_bytes(book)
    assert copied(read(tmp_path / "古い.xls", plan=small_plan())) == ["Café"]


@pytest.mark.parametrize("name", ["Workbook", "WORKBOOK"])
def test_of_a_workbook_saved_for_both_excels_the_newer_stream_is_read(
    tmp_path: Path, name: str
) -> None:
    old, new = (book_stream([OldSheet("S", {(0, 0): text})]) for text in ("古い方", "新しい方"))
    (tmp_path / "両方.xls").write_bytes(write_compound({"Book": old, name: new}))
    assert copied(read(tmp_path / "両方.xls", plan=small_plan())) == ["新しい方"]


@pytest.mark.client("LibreOffice")
def test_libreoffice_reads_the_same_from_the_tests_own_excel_95_workbook(
    office: Office, tmp_path: Path
) -> None:
    """So that the writer of these tests is not its own judge."""
    (tmp_path / "古い.xls").write_bytes(old_workbook([OLD]))
    saved = office.convert(tmp_path / "古い.xls", tmp_path / "saved.xlsx")
    sheet = sheet_of(saved, "古い表")
    assert [sheet["A1"].value, sheet["B2"].value, sheet["A3"].value] == [
        "表題の文字",
        12.5,
        "消す文字",
    ]
    assert [bool(sheet[cell].comment) for cell in ("B2", "A4", "A1")] == [True, True, False]


# What 情報課 itself names goes by the same readers


def _table_as(office: Office, folder: Path, suffix: str) -> Path:
    return office.convert(save(folder / "t.xlsx", whole_table()), folder / f"t{suffix}")


@pytest.mark.client("LibreOffice")
def test_a_former_table_in_an_xls_with_a_code_page_is_imported(
    office: Office, tmp_path: Path
) -> None:
    check_same_content(read_table(_with_code_page(_table_as(office, tmp_path, ".xls"), 1252)))


@pytest.mark.client("LibreOffice")
def test_a_former_table_in_an_indented_ods_is_imported(office: Office, tmp_path: Path) -> None:
    path = _table_as(office, tmp_path, ".ods")
    blank = b"\n  <table:table-cell"
    _edit(path, {"content.xml": lambda part: part.replace(b"<table:table-cell", blank)})
    check_same_content(read_table(path))


def test_an_excel_95_workbook_that_somebody_names_is_read_as_such() -> None:
    (sheet,) = read_worksheets(old_workbook([OLD]))
    assert sheet.name == "古い表"
    assert [sheet.rows[0][0], sheet.rows[1][1], sheet.rows[2][0]] == [
        "表題の文字",
        12.5,
        "消す文字",
    ]
