"""Texts that stand in no cell: properties, names, rules, links and whatever else there is."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.series import SeriesLabel
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from ictxl.contract.metadata import META_SHEET, TextKind
from ictxl.form.template.template_file import default_template_path as template_path
from ictxl.form.template.template_file import read_template
from ictxl.spreadsheets.hidden_texts.texts import sheet_texts
from tests.support.books import load
from tests.support.clients.libreoffice import Office
from tests.support.forms import write_form
from tests.support.growth import FACTOR, NEEDS_A_FINE_CLOCK, grown, spent_on
from tests.support.responses import answer_of
from tests.support.returned_forms import (
    READ_ANSWERS,
    SHEET,
    Form,
    read,
    small_plan,
    told,
)
from tests.support.xlsb import save_as_xlsb


def with_parts(
    path: Path, parts: Mapping[str, str], changes: Mapping[str, str] | None = None
) -> Path:
    """Further parts in a package; `changes` puts texts before others in the input sheet."""
    with zipfile.ZipFile(path) as package:
        content = {name: package.read(name) for name in package.namelist()}
    for before, added in (changes or {}).items():
        sheet = content["xl/worksheets/sheet1.xml"]
        assert before.encode() in sheet
        content["xl/worksheets/sheet1.xml"] = sheet.replace(
            before.encode(), (added + before).encode(), 1
        )
    content |= {name: text.encode() for name, text in parts.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in content.items():
            package.writestr(name, part)
    return path


def test_document_properties_are_told(form: Form) -> None:
    properties = form.book.properties
    properties.subject, properties.description = "件名の文", "説明の\n文"
    properties.category, properties.contentStatus = "分類の文", "状態の文"
    properties.creator = properties.lastModifiedBy = "山田"
    form.book.custom_doc_props.append(StringProperty(name="独自", value="独自の文"))
    path = form.save()
    application = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'extended-properties"><Company>会社の文</Company><Manager>管理者の文</Manager></Properties>'
    )
    result = read(with_parts(path, {"docProps/app.xml": application}))
    assert told(result) == [
        ("", "", "S025", text)
        for text in sorted(
            ["件名の文", "説明の\n文", "分類の文", "状態の文", "独自の文", "会社の文", "管理者の文"]
        )
    ]


def test_a_changed_title_and_keywords_are_told(form: Form) -> None:
    form.book.properties.title = "取扱注意"
    form.book.properties.keywords = "至急"
    assert told(read(form.save())) == [("", "", "S025", "取扱注意"), ("", "", "S025", "至急")]


def test_defined_names_are_told_with_what_they_say(form: Form) -> None:
    names = form.book.defined_names
    names["覚え書き"] = DefinedName("覚え書き", attr_text='"来週出します"', comment="名前の注")
    names["範囲"] = DefinedName("範囲", attr_text=f"'{SHEET}'!$A$1")
    names["_xlnm.Print_Area"] = DefinedName("_xlnm.Print_Area", attr_text=f"'{SHEET}'!$A$1:$B$2")
    assert told(read(form.save())) == [
        ("", "", "S026", "範囲"),
        ("", "", "S026", "覚え書き\n来週出します\n名前の注"),
    ]


def test_validation_rules_are_told_with_their_cell(form: Form) -> None:
    rule = DataValidation(
        type="list",
        formula1='"案一,案二"',
        promptTitle="題の文",
        prompt="入力の文",
        errorTitle="誤りの題",
        error="誤りの文",
    )
    rule.add("C30:C31")
    form.sheet.add_data_validation(rule)
    assert told(read(form.save())) == [
        (SHEET, "C30", "S027", "案一,案二"),
        (SHEET, "C30", "S027", "誤りの題\n誤りの文"),
        (SHEET, "C30", "S027", "題の文\n入力の文"),
    ]


def test_a_rule_of_the_form_that_was_rewritten_is_told(form: Form) -> None:
    (rule,) = [r for r in form.sheet.data_validations.dataValidation if r.promptTitle == "進捗状況"]
    rule.prompt = "ここは書かなくてよい"
    assert told(read(form.save())) == [
        (SHEET, form.at("1-1", "progress"), "S027", "進捗状況\nここは書かなくてよい")
    ]


def test_links_their_tips_and_formulas_that_lead_away_are_told(form: Form) -> None:
    form.sheet["B2"].hyperlink = "https://example.jp/a"
    form.sheet["B2"].hyperlink.tooltip = "ヒントの文"
    form.sheet["B3"].hyperlink = f"#{SHEET}!A1"
    path = form.save()
    cell = (
        '<row r="90"><c r="P90" t="str"><f>HYPERLINK("https://example.jp/b","表示")</f>'
        "<v>表示</v></c></row>"
    )
    assert told(read(with_parts(path, {}, {"</sheetData>": cell}))) == [
        (SHEET, "B2", "S023", "https://example.jp/a"),
        (SHEET, "B2", "S028", "ヒントの文"),
        (SHEET, "P90", "S012", "表示"),
        (SHEET, "P90", "S023", "https://example.jp/b"),
    ]


HIDING = 'IF(1,"見える文","隠れた文")&"、"'


def test_texts_in_a_formula_are_told_though_it_shows_others(form: Form) -> None:
    cell = f'<row r="90"><c r="P90" t="str"><f>{escape(HIDING)}</f><v>見える文、</v></c></row>'
    assert told(read(with_parts(form.save(), {}, {"</sheetData>": cell}))) == [
        (SHEET, "P90", "S012", "見える文、"),
        (SHEET, "P90", "S028", "隠れた文"),
    ]


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".xls"])
def test_also_when_libreoffice_saves_it(
    office: Office, form: Form, tmp_path: Path, suffix: str
) -> None:
    form.sheet["P90"] = f"={HIDING}"
    found = told(read(office.convert(form.save(), tmp_path / f"保存{suffix}")))
    assert (SHEET, "P90", "S028", "隠れた文") in found
    assert {one[1] for one in found} == {"P90"}


def test_what_else_a_sheet_says_outside_its_cells_is_told(form: Form) -> None:
    rule = Rule(type="containsText", operator="containsText", text="遅れの文", formula=["TRUE"])
    form.sheet.conditional_formatting.add("C2:C3", rule)
    form.sheet.sheet_properties.codeName = "コードの文"
    scenario = (
        '<scenarios><scenario name="案の文" comment="案の注" count="1">'
        '<inputCells r="A1" val="1"/></scenario></scenarios>'
        '<protectedRanges><protectedRange name="範囲の文" sqref="B2"/></protectedRanges>'
    )
    path = with_parts(form.save(), {}, {"<mergeCells": scenario})
    assert told(read(path)) == [
        (SHEET, "", "S028", "コードの文"),
        (SHEET, "", "S028", "案の文\n案の注"),
        (SHEET, "B2", "S028", "範囲の文"),
        (SHEET, "C2", "S028", "遅れの文"),
    ]


def test_pictures_charts_and_shapes_say_more_than_they_show(form: Form) -> None:
    extra = form.book.create_sheet("補足")
    extra.append(["見出し", 1])
    chart = BarChart()
    chart.add_data(Reference(extra, min_col=2, min_row=1))
    chart.series[0].tx = SeriesLabel(v="系列の文")
    chart.title = "題の文"
    extra.add_chart(chart, "E5")
    path = form.save()
    with zipfile.ZipFile(path) as package:
        name = next(n for n in package.namelist() if n.startswith("xl/drawings/drawing"))
        drawing = package.read(name).decode()
    assert 'name="Chart 1"' in drawing
    path = with_parts(
        path, {name: drawing.replace('name="Chart 1"', 'name="別名の文" descr="代替の文"', 1)}
    )
    found = told(read(path))
    assert ("補足", "E5", "S018", "題の文") in found
    assert ("補足", "E5", "S028", "系列の文") in found
    assert ("補足", "E5", "S028", "代替の文\n別名の文") in found
    assert {code for *_, code, _ in found} == {"S016", "S018", "S028"}


PARTS = {
    "xl/externalLinks/externalLink1.xml": (
        "<externalLink><externalBook><sheetNames><sheetName val='外のシート'/></sheetNames>"
        "<sheetDataSet><sheetData><row><cell t='str'><v>外の値</v></cell><cell><v>12</v></cell>"
        "</row></sheetData></sheetDataSet></externalBook></externalLink>",
        ["外のシート", "外の値"],
    ),
    "xl/pivotCache/pivotCacheDefinition1.xml": (
        "<pivotCacheDefinition><cacheFields><cacheField name='項目の文'><sharedItems>"
        "<s v='集計の文'/><n v='3'/></sharedItems></cacheField></cacheFields>"
        "</pivotCacheDefinition>",
        ["項目の文", "集計の文"],
    ),
    "xl/tables/table9.xml": (
        "<table name='表の文' displayName='テーブル1' comment='表の注'><tableColumns>"
        "<tableColumn name='列1'/><tableColumn name='施策名称' totalsRowLabel='計の文'/>"
        "</tableColumns></table>",
        ["表の文", "表の注", "計の文"],
    ),
    "xl/slicers/slicer1.xml": ("<slicers><slicer caption='抽出の文'/></slicers>", ["抽出の文"]),
    "xl/connections.xml": (
        "<connections><connection name='接続の文' description='接続の注'/></connections>",
        ["接続の文", "接続の注"],
    ),
    "xl/ctrlProps/ctrlProp1.xml": (
        "<formControlPr><itemLst><item val='選択の文'/></itemLst></formControlPr>",
        ["選択の文"],
    ),
    "xl/activeX/activeX1.xml": (
        "<ocx><ocxPr name='Caption' value='釦の文'/></ocx>",
        ["釦の文"],
    ),
    "customXml/item1.xml": ("<memo xmlns='x'><a>項の文</a></memo>", ["項の文"]),
    "customUI/customUI.xml": ("<customUI><button label='帯の文'/></customUI>", ["帯の文"]),
    "xl/revisions/revisionLog1.xml": (
        "<revisions><rcc><nc t='inlineStr'><is><t>前の文</t></is></nc></rcc></revisions>",
        ["前の文"],
    ),
    "xl/diagrams/data1.xml": (
        "<m xmlns:a='a'><a:p><a:r><a:t>図の</a:t></a:r><a:r><a:t>文</a:t></a:r></a:p></m>",
        ["図の文"],
    ),
    "xl/unheardOf/thing.xml": ("<thing title='題'>何かの文</thing>", ["何かの文", "題"]),
}


@pytest.mark.parametrize("name", PARTS)
def test_any_part_that_holds_a_text_is_looked_into(form: Form, name: str) -> None:
    content, texts = PARTS[name]
    result = read(with_parts(form.save(), {name: content}))
    assert told(result) == sorted(("", "", "S028", text) for text in texts)


def test_a_text_that_a_cell_says_too_is_not_told_twice(form: Form) -> None:
    table = Table(displayName="テーブル1", ref="B2:C3")
    extra = form.book.create_sheet("補足")
    extra["B2"], extra["C2"] = "見出し一", "見出し二"
    extra.add_table(table)
    assert told(read(form.save())) == [("補足", "B2", "S016", "B2: 見出し一\nC2: 見出し二")]


def test_what_cannot_be_read_is_named(form: Form) -> None:
    parts = {
        "xl/model/item.data": "x",
        "xl/ink/ink1.xml": "<ink/>",
        "xl/richData/_rels/richValueRel.xml.rels": "<Relationships/>",
    }
    result = read(with_parts(form.save(), parts))
    assert [c for *_, c, _ in told(result)] == ["F014"] * 3
    said = " ".join(f.message for f in result.findings)
    assert all(what in said for what in ("データ モデル", "手書き", "セルの中の画像"))


def test_a_broken_part_costs_itself_only(form: Form) -> None:
    result = read(with_parts(form.save(), {"xl/tables/table9.xml": "<table"}))
    assert [c for *_, c, _ in told(result)] == ["F011"]


def spoken(form: Form) -> Path:
    """A form with a text in each place that every format has."""
    form.book.properties.subject = "件名の文"
    form.book.custom_doc_props.append(StringProperty(name="独自", value="独自の文"))
    form.book.defined_names["覚え書き"] = DefinedName("覚え書き", attr_text='"来週出します"')
    rule = DataValidation(type="list", formula1='"案一,案二"', promptTitle="題", prompt="入力の文")
    rule.error = "誤りの文"
    rule.add("P30")
    form.sheet.add_data_validation(rule)
    form.sheet["P31"] = "リンクの文"
    form.sheet["P31"].hyperlink = "https://example.jp/a"
    return form.save()


SPOKEN = [
    ("", "", "S025", "件名の文"),
    ("", "", "S025", "独自の文"),
    ("", "", "S026", "覚え書き\n来週出します"),
    (SHEET, "P30", "S027", "案一,案二"),
    (SHEET, "P30", "S027", "誤りの文"),
    (SHEET, "P30", "S027", "題\n入力の文"),
    (SHEET, "P31", "S012", "リンクの文"),
    (SHEET, "P31", "S023", "https://example.jp/a"),
]


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsb"])
def test_every_format_tells_them(form: Form, tmp_path: Path, suffix: str) -> None:
    path = spoken(form)
    if suffix == ".xlsb":
        path = save_as_xlsb(path, tmp_path / "文書課.xlsb")
    assert told(read(path)) == sorted(SPOKEN)


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".xls"])
def test_libreoffices_formats_tell_them_too(
    office: Office, form: Form, tmp_path: Path, suffix: str
) -> None:
    path = office.convert(spoken(form), tmp_path / f"保存{suffix}")
    assert told(read(path)) == sorted(SPOKEN)


@pytest.mark.client("LibreOffice")
def test_libreoffice_reads_the_tests_own_xlsb_alike(
    office: Office, form: Form, tmp_path: Path
) -> None:
    """The writer of .xlsb is the tests' own; another reader judges it."""
    binary = save_as_xlsb(spoken(form), tmp_path / "文書課.xlsb")
    found = told(read(office.convert(binary, tmp_path / "保存.xlsx")))
    assert {one for one in SPOKEN if one[2] in {"S023", "S027"}} <= set(found)
    # Formulas of this format are beyond it.
    assert ("", "", "S026", "覚え書き") in found


@pytest.mark.lengthy
def test_thousands_of_them_share_a_few_findings(form: Form) -> None:
    texts = [f"植えた文{number:05}" for number in range(2_000)]
    for text in texts:
        form.book.defined_names[text] = DefinedName(text, attr_text="1")
    extra = form.book.create_sheet("補足")
    for row, text in enumerate(texts, 1):
        extra.cell(row, 1).value = "文"
        extra.cell(row, 1).comment = Comment(f"コメント{text}", "")
    result = read(form.save())
    assert len([f for f in result.findings if f.code in {"S026", "S017"}]) < 450
    said = result.texts()
    assert not [text for text in texts if f"\n{text}" not in said]
    assert not [text for text in texts if f"コメント{text}" not in said]
    assert max(len(f.value) for f in result.findings) <= 32_767


HOSTILE = {
    "rules that never end": '<dataValidation sqref="A1" prompt="x">',
    "quotes that never close": '<dataValidation prompt="',
    "formats without an area": '<cfRule text="x"/>',
    "links": '<hyperlink ref="A1" tooltip="x"/>',
}


@NEEDS_A_FINE_CLOCK
@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_no_sheet_takes_longer_than_its_length(kind: str) -> None:
    def look_through(count: int) -> None:
        xml = f"<worksheet><sheetData/>{HOSTILE[kind] * count}</worksheet>".encode()
        assert len(list(sheet_texts(xml))) <= count

    assert not grown(*(spent_on(look_through, n) for n in (50_000 // FACTOR, 50_000)))


def test_thousands_of_unheard_of_parts_are_bounded_and_told(form: Form) -> None:
    path = with_parts(form.save(), {f"odd/{n}.xml": f"<a>文{n}</a>" for n in range(2_500)})
    result = read(path)
    assert "F011" in {f.code for f in result.findings}
    assert {
        m: answer_of(r) for (m, d), r in result.responses.items() if d == "文書課"
    } == READ_ANSWERS


def test_a_comment_says_who_wrote_it(form: Form) -> None:
    cell = form.cell("1-1", "progress")
    cell.comment = Comment("コメントの文", "山田太郎")
    result = read(form.save())
    assert told(result) == [(SHEET, cell.coordinate, "S017", "コメントの文")]
    assert "山田太郎" in result.findings[0].message


@pytest.fixture(scope="module")
def restyled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A form whose template has texts of its own in every unseen place that forms carry."""
    desk = tmp_path_factory.mktemp("ひな形")
    book = load(template_path())
    sheet = book[SHEET]
    rule = DataValidation(type="list", formula1='"甲,乙"', prompt="ひな形の入力文")
    rule.add("B2")
    sheet.add_data_validation(rule)
    book.defined_names["ひな形の名前"] = DefinedName("ひな形の名前", attr_text='"ひな形の値"')
    book.custom_doc_props.append(StringProperty(name="文書番号", value="情第12号"))
    look = Rule(type="containsText", operator="containsText", text="ひな形の語", formula=["TRUE"])
    sheet.conditional_formatting.add("B3", look)
    sheet["B2"].hyperlink = "https://example.jp/kitei"
    sheet["B2"].hyperlink.tooltip = "ひな形のヒント"
    guide = book.worksheets[1]
    guide["H40"], guide["H41"] = "見出し", "値"
    guide.add_table(Table(displayName="ひな形の表", ref="H40:H41"))
    chart = BarChart()
    chart.add_data(Reference(guide, min_col=2, min_row=1))
    chart.series[0].tx = SeriesLabel(v="ひな形の系列")
    chart.title = "ひな形の題"
    guide.add_chart(chart, "K5")
    book.save(desk / "template.xlsx")
    template = read_template(desk / "template.xlsx")
    return write_form(desk / "文書課.xlsx", small_plan(), "文書課", template=template)


def test_texts_of_the_template_are_the_forms_own(restyled: Path, tmp_path: Path) -> None:
    assert read(restyled).findings == ()
    load(restyled).save(tmp_path / "文書課.xlsx")
    # openpyxl drops no rule, name or property, but charts; and it adds nothing.
    assert read(tmp_path / "文書課.xlsx").findings == ()


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".xls"])
def test_they_are_also_when_libreoffice_saves_the_form(
    office: Office, restyled: Path, tmp_path: Path, suffix: str
) -> None:
    assert read(office.convert(restyled, tmp_path / f"文書課{suffix}")).findings == ()


def test_forms_of_earlier_versions_read_without_new_findings(form: Form) -> None:
    hidden = form.book[META_SHEET]
    rows = [row[0].row for row in hidden.iter_rows() if row[0].value == TextKind.UNSEEN]
    assert rows
    for row in reversed(rows):
        hidden.delete_rows(row)
    assert told(read(form.save())) == []


MADE_BY_PROGRAMS = (
    *("KSOProductBuildVer", "ICV", "KSOReadingLayout", "commondata", "ContentTypeId"),
    *("MediaServiceImageTags", "_dlc_DocId", "_dlc_DocIdItemGuid", "_dlc_DocIdUrl", "TaxCatchAll"),
    *("MSIP_Label_9f05_Enabled", "MSIP_Label_9f05_Name", "xd_Signature", "ComplianceAssetId"),
    *("_NewReviewCycle", "WorkbookGuid", "lcf76f155ced4ddcb4097134ff3c332f", "TemplateUrl"),
)


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsb"])
def test_properties_that_programs_set_are_nobodys_text(
    form: Form, tmp_path: Path, suffix: str
) -> None:
    for name in MADE_BY_PROGRAMS:
        form.book.custom_doc_props.append(StringProperty(name=name, value=f"{name}の値"))
    form.book.custom_doc_props.append(StringProperty(name="ICVメモ", value="人の文"))
    path = form.save()
    if suffix == ".xlsb":
        path = save_as_xlsb(path, tmp_path / "文書課.xlsb")
    assert told(read(path)) == [("", "", "S025", "人の文")]


def test_many_properties_share_a_finding_that_names_each(form: Form) -> None:
    for number in range(30):
        form.book.custom_doc_props.append(StringProperty(name=f"欄{number}", value=f"値{number}の"))
    found = [f for f in read(form.save()).findings if f.code == "S025"]
    assert len(found) == 9
    said = "\n".join(f.value for f in found)
    assert all(f"値{number}の" in said for number in range(30))
    assert "ブックの属性「欄29」: 値29の" in found[-1].value.split("\n")


def test_how_sharepoint_keeps_its_documents_is_nobodys_text(form: Form) -> None:
    forms = "http://schemas.microsoft.com/sharepoint/v3/contenttype/forms"
    metadata = "http://schemas.microsoft.com/office/2006/metadata"
    parts = {
        "customXml/item1.xml": f'<FormTemplates xmlns="{forms}"><Display>DocumentLibraryForm'
        "</Display></FormTemplates>",
        "customXml/item2.xml": f'<contentTypeSchema xmlns="{metadata}/contentType"><a>ドキュメント'
        "</a></contentTypeSchema>",
        "customXml/item3.xml": f'<properties xmlns="{metadata}/properties"><b>人の文</b>'
        "</properties>",
    }
    assert told(read(with_parts(form.save(), parts))) == [("", "", "S028", "人の文")]
