"""Odd cells: what a person sees is read, and nothing odd passes in silence."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from ictxl.text.clean import encode_escapes
from tests.support.returned_forms import READ_ANSWERS, SHEET, Form, Read, read


def others(result: Read, *changed: str) -> bool:
    """All answers but the changed ones are as they were."""
    return all(
        result.answer(measure) == answer
        for measure, answer in READ_ANSWERS.items()
        if measure not in changed
    )


def put_xml(form: Form, measure: str, field: str, cell: str) -> Path:
    """Save, then replace a cell's XML; `{at}` stands for its reference."""
    at = form.at(measure, field)
    path = form.save()
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    pattern = re.compile(rf'<c r="{at}"[^>]*(?:/>|>.*?</c>)'.encode(), re.DOTALL)
    hits = 0
    for name, part in parts.items():
        if name.startswith("xl/worksheets/sheet") and SHEET:
            changed, count = pattern.subn(lambda _: cell.replace("{at}", at).encode(), part)
            if count and name.endswith("sheet1.xml"):
                parts[name], hits = changed, hits + count
    assert hits == 1
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return path


def test_a_struck_cell_is_neither_taken_nor_dropped_in_silence(form: Form) -> None:
    cell = form.cell("1-3", "progress")
    cell.font = Font(strike=True)
    result = read(form.save())
    assert result.answer("1-3") == ("A", "", "2", "")
    assert result.found == [(cell.coordinate, "A101")]
    assert result.value("A101") == "文書を配った。"


def test_of_a_partly_struck_text_the_rest_is_taken_and_the_whole_reported(form: Form) -> None:
    cell = form.cell("1-3", "progress")
    cell.value = CellRichText(
        TextBlock(InlineFont(strike=True), "紙で配った。"),
        TextBlock(InlineFont(), "電子で配った。"),
    )
    result = read(form.save())
    assert result.answer("1-3") == ("A", "電子で配った。", "2", "")
    assert result.found == [(cell.coordinate, "A101")]
    assert result.value("A101") == "紙で配った。電子で配った。"


def test_strikethrough_outside_the_answers_is_told(form: Form) -> None:
    cell = form.cell("1-3", "title")
    cell.font = Font(strike=True)
    result = read(form.save())
    assert others(result)
    assert result.found == [(cell.coordinate, "S022")]


def test_a_font_whose_strike_is_switched_off_is_not_struck(form: Form) -> None:
    form.cell("1-3", "progress").font = Font(strike=False)
    result = read(form.save())
    assert others(result) and result.found == []


def test_rich_text_is_read_whole(form: Form) -> None:
    cell = form.cell("1-3", "progress")
    cell.value = CellRichText("前 ", TextBlock(InlineFont(b=True), " 中 "), "後")
    result = read(form.save())
    assert result.answer("1-3")[1] == "前  中 後"
    assert result.found == []


def test_furigana_is_no_part_of_the_text(form: Form) -> None:
    cell = (
        '<c r="{at}" t="inlineStr"><is><t>課長が説明</t><rPh sb="0" eb="2"><t>カチョウ</t></rPh>'
        "</is></c>"
    )
    result = read(put_xml(form, "1-3", "progress", cell))
    assert result.answer("1-3")[1] == "課長が説明"
    assert result.found == []


FORMULAS = {
    "with a stored result": (
        '<c r="{at}" t="str"><f>"延べ"&amp;30&amp;"人"</f><v>延べ30人</v></c>',
        "延べ30人",
        "A104",
        "延べ30人",
    ),
    "without a stored result": (
        '<c r="{at}"><f>"延べ"&amp;30&amp;"人"</f></c>',
        "",
        "A103",
        '="延べ"&30&"人"',
    ),
    "with an error": (
        '<c r="{at}" t="e"><f>来年度に実施</f><v>#NAME?</v></c>',
        "",
        "A102",
        "#NAME? =来年度に実施",
    ),
    "an error typed in": ('<c r="{at}" t="e"><v>#N/A</v></c>', "", "A102", "#N/A"),
}


@pytest.mark.parametrize("case", FORMULAS)
def test_formulas_and_errors_in_answers_are_told(form: Form, case: str) -> None:
    xml, text, code, value = FORMULAS[case]
    at = form.at("1-3", "progress")
    result = read(put_xml(form, "1-3", "progress", xml))
    assert result.answer("1-3") == ("A", text, "2", "")
    assert others(result, "1-3")
    assert result.found == [(at, code)]
    assert result.value(code) == value


VALUES = {
    "a date": (dt.date(2024, 1, 9), "progress", "2024-01-09", "A105"),
    "a number": (30, "progress", "30", "A106"),
    "a fraction": (0.1 + 0.2, "remarks", "0.3", "A106"),
    "a boolean": (True, "progress", "TRUE", "A107"),
    "a time": (dt.time(13, 30), "progress", "13:30:00", "A105"),
}


@pytest.mark.parametrize("case", VALUES)
def test_values_where_text_belongs_are_read_as_shown_and_told(form: Form, case: str) -> None:
    value, field, text, code = VALUES[case]
    cell = form.cell("1-3", field)
    cell.number_format = "General"
    cell.value = value
    result = read(form.save())
    assert result.answer("1-3")[{"progress": 1, "remarks": 3}[field]] == text
    assert result.found == [(cell.coordinate, code)]
    assert result.value(code) == text


def test_a_next_step_that_excel_made_a_date_is_told_as_both(form: Form) -> None:
    cell = form.cell("1-3", "next_step")
    cell.value = dt.date(2024, 1, 9)
    result = read(form.save())
    assert result.found == [(cell.coordinate, "A105")]
    assert result.answer("1-3")[2] == "2024-01-09"


CODES = {
    "full width": ("Ｂ", "１．現状維持", "B", "1", ["A009", "A009"]),
    "small letter": ("b", "現状維持", "B", "1", ["A009", "A009"]),
    "with its meaning": ("B 目標どおり", "1", "B", "1", ["A009"]),
    "a number": ("B", 2, "B", "2", []),
    "unknown": ("優", "続ける", "優", "続ける", []),
}


@pytest.mark.parametrize("case", CODES)
def test_codes_are_read_as_people_write_them(form: Form, case: str) -> None:
    rating, step, read_rating, read_step, codes = CODES[case]
    form.cell("1-3", "rating").value = rating
    form.cell("1-3", "next_step").value = step
    result = read(form.save())
    assert result.answer("1-3")[0::2] == (read_rating, read_step)
    assert [code for _, code in result.found] == codes


TEXTS = {
    "line breaks": ("一行目\r\n二行目\r三行目", "一行目\n二行目\n三行目"),
    "blanks around": ("\u3000\u00a0 文 \u200b\n", "文"),
    "literal escape": ("型番_x0041_です", "型番_x0041_です"),
    "control character": ("前\x0b後", "前\x0b後"),
    "private use": ("髙\ue000橋", "髙\ue000橋"),
    "variation selector": ("葛\U000e0100城市", "葛\U000e0100城市"),
    "surrogate pair": ("𠮷野家 📎", "𠮷野家 📎"),
    "longest": ("あ" * 32_767, "あ" * 32_767),
    "formula lookalike": ("=1+1", "=1+1"),
    "leading minus": ("-実施した", "-実施した"),
    "markup": ("<b>&amp;</b>", "<b>&amp;</b>"),
}


@pytest.mark.parametrize("case", TEXTS)
def test_free_text_comes_through_as_a_person_sees_it(form: Form, case: str) -> None:
    written, expected = TEXTS[case]
    escaped = encode_escapes(written).replace("&", "&amp;").replace("<", "&lt;")
    cell = f'<c r="{{at}}" t="inlineStr"><is><t xml:space="preserve">{escaped}</t></is></c>'
    result = read(put_xml(form, "1-3", "progress", cell))
    assert result.answer("1-3")[1] == expected
    assert others(result, "1-3") and result.found == []


def test_half_a_surrogate_pair_stays_an_escape_for_no_file_could_hold_it(form: Form) -> None:
    text = "前_xD83D_後_xd83d__xDE00__xDE00_"
    struck = f"<is><r><rPr><strike/></rPr><t>{text}</t></r></is>"
    result = read(put_xml(form, "1-3", "progress", f'<c r="{{at}}" t="inlineStr">{struck}</c>'))
    assert result.value("A101") == "前_xD83D_後😀_xDE00_"


@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\u00a0", "\u200b", "\n", "\t \u3000"])
def test_what_looks_empty_is_empty(form: Form, blank: str) -> None:
    cell = f'<c r="{{at}}" t="inlineStr"><is><t xml:space="preserve">{blank}</t></is></c>'
    result = read(put_xml(form, "1-3", "remarks", cell))
    assert result.answer("1-3")[3] == ""
    assert result.found == []


def test_a_leading_apostrophe_is_no_part_of_the_text(form: Form) -> None:
    cell = form.cell("1-3", "progress")
    cell.value = "1-9"
    cell.quotePrefix = True
    assert read(form.save()).answer("1-3")[1] == "1-9"


ATTACHED = {
    "xl/drawings/drawing9.xml": (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        "<xdr:twoCellAnchor><xdr:from><xdr:col>3</xdr:col><xdr:row>11</xdr:row></xdr:from>"
        "<xdr:sp><xdr:txBody><a:p><a:r><a:t>図形の</a:t></a:r><a:r><a:t>文</a:t></a:r></a:p>"
        "<a:p><a:r><a:t>二段落目</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor>"
        "<xdr:twoCellAnchor><xdr:from><xdr:col>5</xdr:col><xdr:row>1</xdr:row></xdr:from>"
        '<xdr:pic><a:blip r:embed="rId1"/></xdr:pic></xdr:twoCellAnchor></xdr:wsDr>'
    ),
    "xl/drawings/_rels/drawing9.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="x/image" Target="../media/scan.png"/></Relationships>'
    ),
    "xl/threadedComments/threadedComment1.xml": (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
        'threadedcomments"><threadedComment ref="K8" id="{1}"><text>確認願います</text>'
        '</threadedComment><threadedComment ref="K8" id="{2}" parentId="{1}"><text>確認済</text>'
        "</threadedComment></ThreadedComments>"
    ),
    "xl/comments9.xml": (
        '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><commentList>'
        '<comment ref="K8"><text><t>[スレッド コメント] 確認願います</t></text></comment>'
        '<comment ref="C9"><text><r><t>ふつうの</t></r><r><t>コメント</t></r></text></comment>'
        "</commentList></comments>"
    ),
    "xl/drawings/vmlDrawing9.vml": (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:'
        'excel"><v:shape><v:textbox><div>古い図形の文</div></v:textbox></v:shape>'
        '<v:shape><v:textbox><div/></v:textbox><x:ClientData ObjectType="Note"/></v:shape></xml>'
    ),
}
KINDS = {
    "drawing9": "drawing",
    "threadedComment1": "threadedComment",
    "comments9": "comments",
    "vmlDrawing9": "vmlDrawing",
}


def test_shapes_pictures_and_both_kinds_of_comments_are_told(form: Form) -> None:
    path = form.save()
    rels = "".join(
        f'<Relationship Id="x{n}" Type="http://x/{kind}" Target="/{name}"/>'
        for n, (name, kind) in enumerate(
            (name, KINDS[Path(name).stem]) for name in ATTACHED if not name.endswith(".rels")
        )
    )
    with zipfile.ZipFile(path, "a") as package:
        assert "xl/worksheets/_rels/sheet1.xml.rels" not in package.namelist()
        for name, part in ATTACHED.items():
            package.writestr(name, part)
        package.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{rels}</Relationships>",
        )
    result = read(path)
    assert others(result)
    assert sorted((f.cell, f.code, f.value) for f in result.findings) == [
        ("", "S018", "古い図形の文"),
        ("C9", "S017", "ふつうのコメント"),
        ("D12", "S018", "図形の文\n二段落目"),
        ("F2", "F014", ""),
        ("K8", "S017", "確認済"),
        ("K8", "S017", "確認願います"),
    ]


def test_a_link_is_told_unless_it_says_what_the_cell_says(form: Form) -> None:
    form.cell("1-3", "remarks").value = "https://example.jp/a を参照"
    form.cell("1-3", "remarks").hyperlink = "https://example.jp/a"
    form.cell("1-1", "remarks").hyperlink = "https://example.jp/別紙.xlsx"
    form.cell("1-1", "remarks").value = "別紙"
    result = read(form.save())
    assert result.found == [(form.at("1-1", "remarks"), "S023")]
    assert result.value("S023") == "https://example.jp/別紙.xlsx"
