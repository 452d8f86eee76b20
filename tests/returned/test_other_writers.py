"""Workbooks as other writers make them, and texts where Excel itself lets people put them: each is
read or told, and nothing is called damaged that can be read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ictxl.form.template.template_file import default_template_path, read_template
from tests.support.clients.libreoffice import Office
from tests.support.forms import write_form
from tests.support.packages import attach
from tests.support.raw_packages import (
    INPUT_SHEET,
    OFFICE,
    put_cells,
    put_parts,
    read_parts,
    write_parts,
)
from tests.support.returned_forms import READ_ANSWERS, Form, filled_form, read, small_plan, told

WRITTEN: dict[str, tuple[str, str]] = {
    "in place of its own text": (
        '<c r="{at}" t="inlineStr"><v>値の中の文。</v></c>',
        "値の中の文。",
    ),
    "before its own text": (
        '<c r="{at}" t="inlineStr"><v>前の文。</v><is><t>後の文。</t></is></c>',
        "後の文。\n前の文。",
    ),
    "behind its own text": (
        '<c r="{at}" t="inlineStr"><is><t>同じ文。</t></is><v>同じ文。</v></c>',
        "同じ文。",
    ),
    "as CDATA": ('<c r="{at}" t="str"><v><![CDATA[A&B<課>]]></v></c>', "A&B<課>"),
    "as CDATA of its own": (
        '<c r="{at}" t="inlineStr"><is><t><![CDATA[A&B<課>]]></t></is></c>',
        "A&B<課>",
    ),
}


@pytest.mark.parametrize("case", WRITTEN)
def test_a_text_is_read_however_a_writer_puts_it_into_its_cell(form: Form, case: str) -> None:
    cell, text = WRITTEN[case]
    at = form.at("1-1", "progress")
    result = read(put_cells(form.save(), {at: cell}))
    assert (result.answer("1-1")[1], result.findings) == (text, ())
    assert result.answer("1-3") == READ_ANSWERS["1-3"]


def test_a_day_stays_a_day_on_a_sheet_with_cdata(form: Form) -> None:
    form.sheet["P3"].value = dt.date(2026, 12, 25)
    cell, text = WRITTEN["as CDATA"]
    result = read(put_cells(form.save(), {form.at("1-1", "progress"): cell}))
    assert result.answer("1-1")[1] == text
    assert [(f.cell, f.value) for f in result.findings] == [("P3", "2026-12-25")]


def in_code(name: str) -> Callable[[bytes], bytes]:
    def encoded(part: bytes) -> bytes:
        text = re.sub(r"^<\?xml[^>]*\?>\s*", "", part.decode())
        whole = f'<?xml version="1.0" encoding="{name}"?>\n{text}'
        return whole.encode(name, "xmlcharrefreplace")

    return encoded


@pytest.mark.parametrize("code", ["UTF-16", "Shift_JIS", "EUC-JP", "utf-8"])
@pytest.mark.parametrize("name", [INPUT_SHEET, "xl/workbook.xml"])
def test_parts_in_other_codes_than_utf_8_are_read(form: Form, code: str, name: str) -> None:
    parts = read_parts(form.save())
    assert told(read(write_parts(form.path, {**parts, name: in_code(code)(parts[name])}))) == []


@pytest.mark.parametrize("error", ["#ERROR!", "#SPILL!", "Err:508"])
def test_an_error_value_that_excel_does_not_write_damages_no_sheet(form: Form, error: str) -> None:
    at = form.at("2-2", "remarks")
    result = read(
        put_cells(form.save(), {at: f'<c r="{{at}}" t="e"><f>=来年度へ</f><v>{error}</v></c>'})
    )
    assert told(result) == [(form.sheet.title, at, "A102", f"{error} ==来年度へ")]


def test_a_formula_that_cannot_spill_is_an_error_and_no_picture(form: Form) -> None:
    at = form.at("2-2", "remarks")
    spill = '<c r="{at}" t="e" vm="1"><f>{"講座";"研修"}</f><v>#VALUE!</v></c>'
    parts = read_parts(put_cells(form.save(), {at: spill}))
    rich = b'<rvData xmlns="urn:x"><rv s="0"><v>8</v></rv></rvData>'
    result = read(write_parts(form.path, {**parts, "xl/richData/rdrichvalue.xml": rich}))
    assert told(result) == [(form.sheet.title, at, "A102", '#VALUE! ={"講座";"研修"}')]


def test_a_sheet_of_excel_4_macros_costs_no_other_sheet(form: Form) -> None:
    parts = read_parts(form.save())
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    macros = (
        f'<xm:macrosheet xmlns="{main}" xmlns:xm="urn:x"><sheetData><row r="1"><c r="A1" '
        't="inlineStr"><is><t>古いマクロ</t></is></c></row></sheetData></xm:macrosheet>'
    )
    relation = (
        '<Relationship Id="rIdM" Target="macrosheets/sheet1.xml" '
        'Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"/>'
    )
    sheet = f'<sheet name="Macro1" sheetId="99" xmlns:r="{OFFICE}" r:id="rIdM"/>'
    for name, end, more in (
        ("xl/_rels/workbook.xml.rels", "</Relationships>", relation),
        ("xl/workbook.xml", "</sheets>", sheet),
    ):
        parts[name] = parts[name].replace(end.encode(), f"{more}{end}".encode())
    parts["xl/macrosheets/sheet1.xml"] = macros.encode()
    assert told(read(write_parts(form.path, parts))) == [("Macro1", "A1", "S016", "古いマクロ")]


@pytest.mark.parametrize(
    ("before", "after", "cell", "text"),
    [
        ('<row r="8"', '<row r="8" ht="0" customHeight="1"', "J8", "A"),
        ('<row r="8"', '<row r="8" ht="0.75" customHeight="1"', "J8", "A"),
        ('<row r="8"', '<row r="8" ht="0" hidden="1" customHeight="1"', "J8", "A"),
        ('<col width="14"', '<col width="0.08203125"', "N7", "様式が古い"),
    ],
)
def test_a_row_of_no_height_and_a_column_of_no_width_are_hidden(
    form: Form, before: str, after: str, cell: str, text: str
) -> None:
    parts = read_parts(form.save())
    sheet = parts[INPUT_SHEET].decode()
    found = re.search(f"{before}[^>]*", sheet)
    assert found
    rest = re.sub(r' (?:ht|customHeight)="[^"]*"', "", found[0].removeprefix(before))
    parts[INPUT_SHEET] = sheet.replace(found[0], after + rest, 1).encode()
    result = read(write_parts(form.path, parts))
    assert told(result) == [(form.sheet.title, cell, "S021", text)]


def test_what_a_filter_and_a_sort_ask_for_is_told(form: Form) -> None:
    asked = (
        '<autoFilter ref="B6:O10"><filterColumn colId="8"><filters><filter val="A"/>'
        '<filter val="部長が確認"/><filter val="1,200"/></filters></filterColumn>'
        '<filterColumn colId="9"><customFilters><customFilter val="*山田まで*"/></customFilters>'
        '</filterColumn><sortState ref="B7:O10"><sortCondition ref="J7:J10" '
        'customList="至急,あとで"/></sortState></autoFilter><mergeCells'
    )
    parts = read_parts(form.save())
    sheet = re.sub(r"<autoFilter.*?(?:/>|</autoFilter>)", "", parts[INPUT_SHEET].decode())
    parts[INPUT_SHEET] = sheet.replace("<mergeCells", asked, 1).encode()
    assert told(read(write_parts(form.path, parts))) == [
        (form.sheet.title, "", "S028", "*山田まで*"),
        (form.sheet.title, "", "S028", "部長が確認"),
        (form.sheet.title, "J7", "S028", "至急,あとで"),
    ]


@pytest.mark.client("LibreOffice")
def test_what_a_filter_asks_for_is_told_of_an_ods(
    office: Office, form: Form, tmp_path: Path
) -> None:
    form.sheet.auto_filter.ref = "B6:O10"
    form.sheet.auto_filter.add_filter_column(9, ["部長が確認"])
    result = read(office.convert(form.save(), tmp_path / "文書課.ods"))
    assert told(result) == [("", "", "S028", "部長が確認")]


DRAWING, LINKED = "xl/drawings/drawing9.xml", "file:///共有/回答.docx"


def linked_shape() -> dict[str, str]:
    shape = (
        '<wsDr xmlns="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{OFFICE}">'
        "<twoCellAnchor><from><col>15</col><colOff>9</colOff><row>29</row><rowOff>9</rowOff></from>"
        "<to><col>15</col><colOff>200000</colOff><row>29</row><rowOff>90000</rowOff></to><sp>"
        '<nvSpPr><cNvPr id="2" name="図形 1"><a:hlinkClick r:id="rId1" tooltip="続きあり"/></cNvPr>'
        '<cNvSpPr/></nvSpPr><spPr><a:xfrm><a:off x="9" y="9"/><a:ext cx="9999" cy="9999"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></spPr></sp><clientData/></twoCellAnchor>'
        "</wsDr>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/hyperlink" Target="{LINKED}" '
        'TargetMode="External"/></Relationships>'
    )
    return {DRAWING: shape, "xl/drawings/_rels/drawing9.xml.rels": relations}


def test_where_a_shape_leads_is_told_with_its_tip(form: Form) -> None:
    path = put_parts(form.save(), linked_shape(), {"drawing": DRAWING})
    assert [found[1:] for found in told(read(path))] == [
        ("P30", "S023", LINKED),
        ("P30", "S028", "続きあり"),
        ("P30", "S029", "四角形"),
    ]


def test_an_old_wordart_and_a_link_to_another_program_are_told(form: Form) -> None:
    old = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:x"><v:shape id="_x0000_s1">'
        '<v:textpath string="至急 確認"/><x:ClientData ObjectType="Shape"><x:Anchor>15,0,29,0,16,0,'
        "30,0</x:Anchor></x:ClientData></v:shape></xml>"
    )
    link = (
        '<externalLink><ddeLink ddeService="台帳" ddeTopic="令和6年度"><ddeItems><ddeItem><values>'
        '<value t="str"><val>受付済</val></value></values></ddeItem></ddeItems></ddeLink>'
        "</externalLink>"
    )
    vml = "xl/drawings/vml9.vml"
    path = put_parts(
        form.save(), {vml: old, "xl/externalLinks/externalLink1.xml": link}, {"vmlDrawing": vml}
    )
    assert [found[1:] for found in told(read(path))] == [
        *(("", "S028", text) for text in ("令和6年度", "受付済", "台帳")),
        ("P30", "S018", "至急 確認"),
    ]


def test_properties_that_windows_lets_people_type_are_told(form: Form) -> None:
    parts = read_parts(form.save())
    core = "docProps/core.xml"
    more = "<cp:version>課長決裁前</cp:version><cp:contentType>回答案</cp:contentType>"
    end = "</cp:coreProperties>"
    whole = parts[core].decode()
    if end not in whole:
        more, end = more.replace("cp:", ""), "</coreProperties>"
    parts[core] = whole.replace(end, more + end).encode()
    found = told(read(write_parts(form.path, parts)))
    assert [(code, text) for _, _, code, text in found] == [
        ("S025", "回答案"),
        ("S025", "課長決裁前"),
    ]


def test_the_forms_own_drawing_may_be_a_link(tmp_path: Path) -> None:
    template = tmp_path / "ひな形.xlsx"
    template.write_bytes(default_template_path().read_bytes())
    put_parts(
        template,
        linked_shape(),
        {"drawing": DRAWING},
        f'<drawing xmlns:r="{OFFICE}" r:id="rIdT0"/>',
    )
    path = write_form(
        tmp_path / "文書課.xlsx", small_plan(), "文書課", template=read_template(template)
    )
    assert any("回答.docx".encode() in part for part in read_parts(path).values())
    assert read(path).findings == ()


OBJECT = (
    '<oleObjects><oleObject progId="Word.Document.12" shapeId="1025" r:id="rIdT0" '
    f'xmlns:r="{OFFICE}"><objectPr defaultSize="0" r:id="rIdT1"><anchor><from><col>13</col>'
    "<colOff>9</colOff><row>7</row><rowOff>9</rowOff></from><to><col>13</col><colOff>99</colOff>"
    "<row>7</row><rowOff>99</rowOff></to></anchor></objectPr></oleObject></oleObjects>"
)


def test_an_embedded_file_is_told_with_its_cell_and_its_look_is_no_picture(form: Form) -> None:
    file, look = "xl/embeddings/Microsoft_Word_Document.docx", "xl/media/image1.emf"
    related = {"package": file, "image": look}
    result = read(put_parts(form.save(), {file: "PK", look: "x"}, related, OBJECT))
    assert [(f.cell, f.code) for f in result.findings] == [("N8", "F014")]
    assert "埋め込みファイル" in result.findings[0].message


def test_a_picture_that_is_kept_elsewhere_tells_where(form: Form) -> None:
    parts = linked_shape()
    sheet_drawing = parts[DRAWING].replace("a:hlinkClick r:id", "a:blip r:link")
    rels = "xl/drawings/_rels/drawing9.xml.rels"
    content = {DRAWING: sheet_drawing, rels: parts[rels].replace("/hyperlink", "/image")}
    found = told(read(put_parts(form.save(), content, {"drawing": DRAWING})))
    assert [one[1:] for one in found] == [("P30", "F014", ""), ("P30", "S023", LINKED)]


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_a_shape_with_a_link_is_told_where_libreoffice_saved_it(
    office: Office, form: Form, tmp_path: Path, suffix: str
) -> None:
    path = form.save()
    for name, part in linked_shape().items():
        if name == DRAWING:
            attach(path, 1, "drawing", name, part, "drawing")
        else:
            web = part.replace(LINKED, "http://example.jp/answers")
            write_parts(path, {**read_parts(path), name: web.encode()})
    found = told(read(office.convert(path, tmp_path / f"保存{suffix}")))
    assert [one[1:] for one in found] == [
        ("P30", "S023", "http://example.jp/answers"),
        ("P30", "S029", "図形" if suffix == ".ods" else "四角形"),
    ]


@pytest.fixture(scope="module")
def open_document(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The form of 文書課, filled in and saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("ods")
    return office.convert(filled_form(folder / "文書課.xlsx"), folder / "保存.ods")


ANSWER = "<text:p>申請を3件電子化した。</text:p>"
IN_DOCUMENT: dict[str, tuple[str, str, list[tuple[str, str, str]]]] = {
    "furigana": (
        "<text:p><text:ruby><text:ruby-base>電子化</text:ruby-base><text:ruby-text>でんしか"
        "</text:ruby-text></text:ruby>した。</text:p>",
        "電子化した。",
        [],
    ),
    "a comment with a list": (
        "<office:annotation><text:p>次の二つ</text:p><text:list><text:list-item><text:p>様式を直す"
        f"</text:p></text:list-item></text:list></office:annotation>{ANSWER}",
        "申請を3件電子化した。",
        [("K7", "S017", "次の二つ\n様式を直す")],
    ),
    "a picture kept elsewhere": (
        f'{ANSWER}<draw:frame><draw:image xlink:href="file:///共有/写真.png"/></draw:frame>',
        "申請を3件電子化した。",
        [("K7", "F014", ""), ("K7", "S023", "file:///共有/写真.png")],
    ),
}


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("case", IN_DOCUMENT)
def test_what_an_ods_may_hold_is_read_or_told(
    open_document: Path, tmp_path: Path, case: str
) -> None:
    written, answer, found = IN_DOCUMENT[case]
    parts = read_parts(open_document)
    content = parts["content.xml"].decode()
    assert ANSWER in content
    parts["content.xml"] = content.replace(ANSWER, written, 1).encode()
    result = read(write_parts(tmp_path / "文書課.ods", parts))
    assert result.responses["1-1", "文書課"]["progress"] == answer
    assert sorted((f.cell, f.code, f.value) for f in result.findings) == found


@pytest.mark.client("LibreOffice")
def test_properties_that_libreoffice_lets_people_type_are_told(
    open_document: Path, tmp_path: Path
) -> None:
    parts = read_parts(open_document)
    more = "<dc:coverage>課長決裁前</dc:coverage><dc:source>内線 1234</dc:source></office:meta>"
    parts["meta.xml"] = parts["meta.xml"].replace(b"</office:meta>", more.encode())
    found = told(read(write_parts(tmp_path / "文書課.ods", parts)))
    assert [one[2:] for one in found] == [("S025", "内線 1234"), ("S025", "課長決裁前")]
