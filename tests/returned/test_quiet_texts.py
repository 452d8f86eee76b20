"""Texts outside cells that look like a program's own: endings in digits, notes beside threads,
links inside the book."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink

from ictxl.form.template.template_file import default_template_path, read_template
from tests.support.clients.libreoffice import Office
from tests.support.forms import write_form
from tests.support.packages import attach
from tests.support.raw_packages import INPUT_SHEET, put_parts, read_parts, write_parts
from tests.support.returned_forms import SHEET, Form, read, small_plan
from tests.support.xlsb import save_as_xlsb


def told(path: Path) -> list[tuple[str, str, str]]:
    return sorted((f.cell, f.code, f.value) for f in read(path).findings)


PARTS = {
    "xl/tables/table9.xml": (
        "<table name='表の名 12' displayName='テーブル1' comment='至急 内線 1234'><tableColumns>"
        "<tableColumn name='列1' totalsRowLabel='合計 350'/></tableColumns></table>",
        ["合計 350", "至急 内線 1234", "表の名 12"],
    ),
    "xl/externalLinks/externalLink1.xml": (
        "<externalLink><sheetDataSet><cell t='str'><v>延べ 480</v></cell><cell><v>480</v></cell>"
        "<cell t='str'><v>0572-54-1111</v></cell></sheetDataSet></externalLink>",
        ["0572-54-1111", "延べ 480"],
    ),
    "xl/pivotCache/pivotCacheDefinition1.xml": (
        "<pivotCacheDefinition><sharedItems><s v='担当 山田 3'/><n v='3'/></sharedItems>"
        "</pivotCacheDefinition>",
        ["担当 山田 3"],
    ),
    "customXml/item9.xml": (
        "<memo xmlns='x'><a>電話で確認済 10 30</a><b>10</b><c>2019-10-30T00:00:00Z</c></memo>",
        ["電話で確認済 10 30"],
    ),
    "xl/slicers/slicer1.xml": (
        "<slicers><slicer name='スライサー 1' caption='抽出 2'/><slicer caption='Slicer 2'/>"
        "</slicers>",
        ["抽出 2"],
    ),
    "xl/slicerCaches/slicerCache1.xml": ("<slicerCacheDefinition name='スライサー_担当'/>", []),
    "xl/namedSheetViews/namedSheetView1.xml": (
        "<namedSheetViews><namedSheetView name='ビュー1'/><namedSheetView name='課長が確認'/>"
        "</namedSheetViews>",
        ["課長が確認"],
    ),
    "xl/connections.xml": (
        "<connections><connection name='接続1' description='2019 10'/></connections>",
        ["2019 10"],
    ),
    "xl/unheardOf/thing.xml": (
        "<thing title='題 1' name='図 1' val='12'>何か 2</thing>",
        ["何か 2", "題 1"],
    ),
}


@pytest.mark.parametrize("name", PARTS)
def test_texts_of_parts_are_told_though_they_end_in_digits(form: Form, name: str) -> None:
    content, texts = PARTS[name]
    found = told(put_parts(form.save(), {name: content}, {}))
    assert found == sorted(("", "S028", text) for text in texts)


def test_texts_of_the_sheet_are_told_though_they_end_in_digits(form: Form) -> None:
    parts = read_parts(form.path)
    sheet = parts[INPUT_SHEET].decode()
    quiet = (
        '<scenarios><scenario name="案 1" comment="見込みは 350" count="1">'
        '<inputCells r="A1" val="1"/></scenario></scenarios>'
        '<protectedRanges><protectedRange name="範囲1" sqref="B2"/>'
        '<protectedRange name="担当 4" sqref="B3"/></protectedRanges><mergeCells'
    )
    parts[INPUT_SHEET] = sheet.replace("<mergeCells", quiet, 1).encode()
    assert told(write_parts(form.path, parts)) == [
        ("", "S028", "案 1\n見込みは 350"),
        ("B3", "S028", "担当 4"),
    ]


SHAPE = (
    '<wsDr xmlns="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">'
    "<twoCellAnchor><from><col>15</col><row>29</row></from><sp><nvSpPr>"
    '<cNvPr id="2" name="{name}" descr="{said}"/></nvSpPr></sp></twoCellAnchor></wsDr>'
)


@pytest.mark.parametrize(
    ("name", "said", "text"),
    [
        ("担当 内線 1234", "", "担当 内線 1234"),
        ("テキスト ボックス 2", "写真 3", "写真 3"),
        ("四角形: 角を丸くする 3", "", ""),
        ("Rectangle: Rounded Corners 4", "", ""),
        ("星: 5 pt 2", "", ""),
        ("Picture 7", "図 7", "図 7"),
        ("ID_5BA4F81A0D674C7AA8849A79AC5645C8", "", ""),
        ("ID_1234", "", "ID_1234"),
    ],
)
def test_a_shapes_name_is_told_unless_a_program_gave_it(
    form: Form, name: str, said: str, text: str
) -> None:
    drawing = SHAPE.format(name=name, said=said)
    path = put_parts(
        form.save(), {"xl/drawings/drawing9.xml": drawing}, {"drawing": "xl/drawings/drawing9.xml"}
    )
    named = [("P30", "S028", text)] if text else []
    assert told(path) == [*named, ("P30", "S029", "図形")]


def quiet_links(form: Form) -> Path:
    """Links that lead to no cell, and what they were to show."""
    sheet = form.sheet
    sheet["P30"], sheet["P31"], sheet["P32"] = "その一", "その二", "その三"
    sheet["P30"].hyperlink = Hyperlink(
        ref="P30", location="電話で確認 内線 1234", tooltip="山田まで 12"
    )
    sheet["P31"].hyperlink = Hyperlink(ref="P31", location=f"'{SHEET}'!K7", display="その二")
    sheet["P32"].hyperlink = Hyperlink(ref="P32", target="https://example.jp/a", location="段3")
    return form.save()


LINKED = [
    ("P30", "S012", "その一"),
    ("P30", "S023", "#電話で確認 内線 1234"),
    ("P30", "S028", "山田まで 12"),
    ("P31", "S012", "その二"),
    ("P32", "S012", "その三"),
    ("P32", "S023", "https://example.jp/a#段3"),
]


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsb"])
def test_where_links_lead_inside_the_book_is_told(form: Form, tmp_path: Path, suffix: str) -> None:
    path = quiet_links(form)
    if suffix == ".xlsb":
        path = save_as_xlsb(path, tmp_path / "文書課.xlsb")
    assert told(path) == LINKED


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("suffix", [".ods", ".xls"])
def test_also_where_libreoffice_saved_them(
    office: Office, form: Form, tmp_path: Path, suffix: str
) -> None:
    found = told(office.convert(quiet_links(form), tmp_path / f"保存{suffix}"))
    assert ("P30", "S023", "#電話で確認 内線 1234") in found
    assert [one for one in found if one[0] == "P31"] == [("P31", "S012", "その二")]
    assert ("P32", "S023", "https://example.jp/a#段3") in found


def test_a_link_to_a_sheet_there_is_not_is_told(form: Form) -> None:
    form.sheet["P30"] = "文"
    form.sheet["P30"].hyperlink = Hyperlink(ref="P30", location="'別の表'!A1", display="別表 2")
    assert told(form.save()) == [
        ("P30", "S012", "文"),
        ("P30", "S023", "#'別の表'!A1"),
        ("P30", "S028", "別表 2"),
    ]


def test_links_of_the_template_are_the_forms_own(tmp_path: Path) -> None:
    book = Form(default_template_path())
    book.sheet["B2"].hyperlink = Hyperlink(ref="B2", location="決まり 3", display="決まりの文 3")
    template = read_template(book.save(tmp_path / "template.xlsx"))
    path = write_form(tmp_path / "文書課.xlsx", small_plan(), "文書課", template=template)
    assert not [f for f in read(path).findings if f.code in {"S023", "S028"}]


NOTICE = {
    "ja": (
        "[スレッド化されたコメント]\n\n使用している Excel のバージョンでは、このスレッド化された"
        "コメントを表示できますが、新しいバージョンの Excel でファイルを開くと、編集内容がすべて"
        "削除されます。詳細: https://go.microsoft.com/fwlink/?linkid=870924\n\n"
        "コメント:\n    数を確かめます\n返信:\n    済"
    ),
    "en": (
        "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; "
        "however, any edits to it will get removed if the file is opened in a newer version of "
        "Excel. Learn more: https://go.microsoft.com/fwlink/?linkid=870924\n\n"
        "Comment:\n    数を確かめます\nReply:\n    済"
    ),
}


def with_thread(form: Form, note: str, *thread: str) -> Path:
    form.cell("1-1", "progress").comment = Comment(note, "")
    at = form.at("1-1", "progress")
    said = "".join(THREADED.format(at, text) for text in thread)
    part = "xl/threadedComments/threadedComment1.xml"
    return put_parts(form.save(), {part: f"<Threads>{said}</Threads>"}, {"threadedComment": part})


THREADED = '<threadedComment ref="{}"><text>{}</text></threadedComment>'


@pytest.mark.parametrize("language", NOTICE)
def test_a_thread_is_told_once_though_excel_repeats_it_in_a_note(form: Form, language: str) -> None:
    at = form.at("1-1", "progress")
    assert told(with_thread(form, NOTICE[language], "数を確かめます", "済")) == [
        (at, "S017", "数を確かめます"),
        (at, "S017", "済"),
    ]


def test_a_thread_of_a_binary_workbook_is_told_once_too(form: Form, tmp_path: Path) -> None:
    at = form.at("1-1", "progress")
    form.cell("1-1", "progress").comment = Comment(NOTICE["ja"], "")
    form.cell("1-3", "progress").comment = Comment("数を確かめます", "")
    path = save_as_xlsb(form.save(), tmp_path / "文書課.xlsb")
    said = "".join(THREADED.format(at, text) for text in ("数を確かめます", "済"))
    part = "xl/threadedComments/threadedComment1.xml"
    attach(path, 1, "threadedComment", part, f"<Threads>{said}</Threads>")
    assert told(path) == [
        (at, "S017", "数を確かめます"),
        (at, "S017", "済"),
        (form.at("1-3", "progress"), "S017", "数を確かめます"),
    ]


@pytest.mark.parametrize(
    "note",
    [
        "メモ: 参加者数は暫定値です。\n======\nComment: 済",
        NOTICE["ja"] + "\n返信:\n    数は暫定値です",
        "[参加者数は暫定値です]\n\n済",
        "済 12",
    ],
)
def test_a_note_that_says_more_than_its_thread_is_told_whole(form: Form, note: str) -> None:
    at = form.at("1-1", "progress")
    found = told(with_thread(form, note, "数を確かめます", "済"))
    assert (at, "S017", note) in found
    assert (at, "S017", "済") in found


def test_the_note_beside_a_thread_without_text_is_told(form: Form) -> None:
    at = form.at("1-1", "progress")
    assert told(with_thread(form, "あとで差し替えます", "")) == [(at, "S017", "あとで差し替えます")]


def test_a_rule_and_a_property_that_end_in_digits_are_told(form: Form) -> None:
    rule = DataValidation(type="list", formula1='"表 1,表 2"', prompt="内線 12")
    rule.add("P30")
    form.sheet.add_data_validation(rule)
    form.book.custom_doc_props.append(StringProperty(name="連絡先", value="内線 1234"))
    assert told(form.save()) == [
        ("", "S025", "内線 1234"),
        ("P30", "S027", "内線 12"),
        ("P30", "S027", "表 1,表 2"),
    ]


def test_a_controls_own_name_is_told_without_anothers_cell(form: Form) -> None:
    """A conditional format stands above it in the sheet's XML."""
    control = '<controls><control shapeId="1025" name="担当 内線 12"/></controls>'
    path = put_parts(form.save(), {}, {}, control)
    assert ("", "S028", "担当 内線 12") in told(path)
