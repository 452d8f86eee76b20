"""Words that are no cell's plain text, at random: formulas, notes, controls, links, parts."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable
from pathlib import Path

from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.scenario import InputCells, Scenario, ScenarioList
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.packages import attach, draw, read_parts, write_parts
from tests.support.random_edits import EDITS, MEASURES, Case
from tests.support.returned_forms import GUIDE

# --- words that a spreadsheet took for a formula


def _formula(case: Case, r: random.Random) -> str:
    """As Excel keeps `-担当者が…`. LibreOffice writes no word without quotes into .xls."""
    kinds = ("quoted",) if case.by_office and case.suffix == ".xls" else ("minus", "bare", "quoted")
    match r.choice(kinds):
        case "minus":
            return f"=-{case.plain('植えた語')}"
        case "bare":
            return f"={case.plain('植えた語')}"
    return f'={case.unplanted("来年度")}&"{case.quiet("植えた語", r)}"&継続'


def _put_formula(case: Case, r: random.Random, row: int, column: int, sheet: Worksheet) -> None:
    cell = sheet.cell(row, column)
    if isinstance(cell, Cell):
        cell.value = _formula(case, r)
        cell.data_type = "f"


def formula_as_answer(case: Case, r: random.Random) -> None:
    row, column = case.rows.get(r.choice(MEASURES)), case.columns.get(r.choice(case.inputs))
    if row and column:
        case.forget(row, column)
        _put_formula(case, r, row, column, case.sheet)


def formula_over_given(case: Case, r: random.Random) -> None:
    key = r.choice(("area", "number", "title", "target", "outlook", "departments"))
    row, column = case.rows.get(r.choice(MEASURES)), case.columns.get(key)
    if row and column:
        case.forget(row, column)
        _put_formula(case, r, row, column, case.sheet)


def formula_beside(case: Case, r: random.Random) -> None:
    sheet = case.visible(r)
    row, column = r.randint(2, sheet.max_row + 8), r.randint(2, sheet.max_column + 6)
    if sheet.cell(row, column).value is None and not (
        sheet is case.sheet and row in case.rows.values() and column in case.columns.values()
    ):
        _put_formula(case, r, row, column, sheet)


def formula_on_added_sheet(case: Case, r: random.Random) -> None:
    sheet = case.book.create_sheet(f"追記{case.count}")
    for row in range(1, r.randint(2, 4)):
        _put_formula(case, r, row, r.randint(1, 5), sheet)


def settle_formulas(path: Path, word: str = "植えた語") -> None:
    """Give the formulas of a word the result that Excel stores: #NAME?, or none as other programs
    do."""
    without = re.compile(rf"<c ([^<>]*)><f>([^<>]*{word}[^<>]*)</f><v\s*(?:/>|></v>)</c>")

    def settled(match: re.Match[str]) -> str:
        cell, formula = re.sub(r'\s*\bt="\w+"', "", match[1]), match[2]
        if zlib.crc32(formula.encode()) % 4 == 0:
            return f"<c {cell}><f>{formula}</f></c>"
        return f'<c {cell} t="e"><f>{formula}</f><v>#NAME?</v></c>'

    parts = read_parts(path)
    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = without.sub(settled, parts[name].decode()).encode()
    write_parts(path, parts)


# --- notes beside threads

_NOTICE = (
    "[スレッド化されたコメント]\n\n使用している Excel のバージョンでは、このスレッド化された"
    "コメントを表示できますが、新しいバージョンの Excel でファイルを開くと、編集内容がすべて"
    "削除されます。詳細: https://go.microsoft.com/fwlink/?linkid=870924\n\nコメント:\n    "
)

THREAD = '<Threads><threadedComment ref="{at}"><text>{text}</text></threadedComment></Threads>'


def thread(case: Case, r: random.Random) -> None:
    """A thread and the note on its cell, which mostly repeats it. LibreOffice keeps the note."""
    at = f"{r.choice('MNO')}{100 + case.count}"
    threaded = case.unplanted("スレッドの文") if case.by_office else case.quiet("スレッドの文", r)
    match r.choice(("repeats", "says more", "speaks of it", "something else", "thread is empty")):
        case "repeats":
            note = f"{_NOTICE}{threaded}"
        case "says more":
            note = f"{_NOTICE}{threaded}\n返信:\n    {case.quiet('返信の文', r)}"
        case "speaks of it":
            note = f"[{case.quiet('メモの文', r)}]\n{threaded}"
        case "something else":
            note = case.quiet("メモの文", r)
        case _:
            case.planted.discard(threaded)
            threaded, note = "", case.quiet("メモの文", r)
    case.guide[at].comment = Comment(note, "職員")
    number = case.book.worksheets.index(case.guide) + 1
    xml = (
        f'<Threads><threadedComment ref="{at}"><text>{threaded}</text></threadedComment></Threads>'
    )
    name = f"xl/threadedComments/threadedComment{case.count}.xml"
    case.finish.append(lambda path: attach(path, number, "threadedComment", name, xml))


# --- form controls

CONTROL = (
    '<v:shapetype xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" id="_x0000_t201" coordsize="21600,21600" '
    'o:spt="201" path="m,l,21600r21600,l21600,xe"/>'
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{number}" type="#_x0000_t201" '
    'style="position:absolute;width:90pt;height:18pt"><v:textbox><div><font>{label}</font></div>'
    '</v:textbox><x:ClientData ObjectType="{kind}"><x:SizeWithCells/>'
    "<x:Anchor>10, 5, {row}, 5, 12, 0, {end}, 0</x:Anchor>{state}</x:ClientData></v:shape>"
)


def control(case: Case, r: random.Random) -> None:
    """A check box or option with its caption, or a drop-down whose chosen item stands in a cell.
    LibreOffice forgets which item is chosen, keeps one ticked option of all, and writes no option's
    state into .xlsx."""
    number, row = 2000 + case.count, r.randint(3, 60)
    kind = r.choice(("Checkbox", "Checkbox", "Radio", "Drop"))
    if case.by_office:
        kind = "Radio" if kind == "Radio" and case.suffix != ".xlsx" else "Checkbox"
    if kind == "Drop":
        label, state = "", _chosen(case, r)
    else:
        checked = r.random() < 0.5 and not (case.by_office and kind == "Radio")
        label = case.quiet("印の文", r)
        state = "<x:Checked>1</x:Checked>" if checked else ""
        case.planted.remove(label)
        case.planted.add(f"{label}: チェック{'あり' if checked else 'なし'}")
    shape = CONTROL.format(number=number, label=label, kind=kind, row=row, end=row + 1, state=state)
    sheet = case.visible(r)
    case.finish.append(lambda path: draw(path, case.book.worksheets.index(sheet) + 1, shape))


def _chosen(case: Case, r: random.Random) -> str:
    first, count = 200 + case.count, r.randint(1, 4)
    chosen = r.randint(1, count)
    for number in range(1, count + 1):
        item = case.quiet("選択肢", r)
        case.put(first + number, 24, item, case.guide)
        if number == chosen:
            case.planted.add(f"{number} 番目「{item}」")
    area = f"{GUIDE}!$X${first + 1}:$X${first + count}"
    return f"<x:FmlaRange>{area}</x:FmlaRange><x:Sel>{chosen}</x:Sel>"


# --- links


def link(case: Case, r: random.Random) -> None:
    """A link away on a text beside the guide; the text may say where, or not."""
    cell = case.guide.cell(60 + case.count, r.randint(8, 12))
    case.put(cell.row, cell.column, case.quiet("リンクの文", r), case.guide)
    cell.hyperlink = case.plain("https://example.jp/")


def link_inside(case: Case, r: random.Random) -> None:
    """A link to a place in the book that somebody only named, with what it shows and its tip."""
    cell = case.guide.cell(60 + case.count, r.randint(8, 12))
    case.put(cell.row, cell.column, case.quiet("リンクの文", r), case.guide)
    said = Hyperlink(ref=cell.coordinate, location=case.quiet("行き先の文", r))
    # LibreOffice keeps one of the four: where the link leads.
    if not case.by_office:
        if r.random() < 0.3:
            said.target = case.plain("https://example.jp/")
        said.tooltip = case.quiet("ヒントの文", r)
        if r.random() < 0.5:
            said.display = case.quiet("表示の文", r)
    cell.hyperlink = said


# --- other places outside cells


def page_header(case: Case, r: random.Random) -> None:
    """In place of what stood there."""
    text = case.quiet("頁の文", r)
    case.planted = {old for old in case.planted if not old.startswith("頁の文") or old == text}
    case.sheet.oddHeader.left.text = text


def page_header_of_guide(case: Case, r: random.Random) -> None:
    """Further headers and footers; only .xlsx has those of even pages in the tests' writers."""
    margin = getattr(case.guide.oddHeader, r.choice(("left", "center", "right")))
    if not margin.text:
        margin.text = case.quiet("隅の文", r)


def document_property(case: Case, r: random.Random) -> None:
    kind = r.choice(("subject", "description", "custom"))
    if kind == "custom":
        text = case.quiet("独自の文", r)
        case.book.custom_doc_props.append(StringProperty(name=f"独自{case.count}", value=text))
    elif not getattr(case.book.properties, kind):
        setattr(case.book.properties, kind, case.quiet("属性の文", r))


def defined_name(case: Case, r: random.Random) -> None:
    name = case.plain("名前")
    case.book.defined_names[name] = DefinedName(name, attr_text=f'"{case.quiet("値の文", r)}"')


def rule(case: Case, r: random.Random) -> None:
    """A validation rule on a cell that has none."""
    said = DataValidation(
        type="list", formula1=f'"{case.quiet("案一", r)},{case.quiet("案二", r)}"'
    )
    if r.random() < 0.7:
        said.promptTitle, said.prompt = case.quiet("題", r), case.quiet("入力の文", r)
    if r.random() < 0.5:
        said.error = case.quiet("誤りの文", r)
    said.add(f"{r.choice('HIJ')}{90 + case.count}")
    case.guide.add_data_validation(said)


_SHAPE = (
    '<wsDr xmlns="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><twoCellAnchor>'
    "<from><col>3</col><colOff>0</colOff><row>4</row><rowOff>0</rowOff></from>"
    "<to><col>6</col><colOff>0</colOff><row>8</row><rowOff>0</rowOff></to>"
    '<sp macro="" textlink=""><nvSpPr><cNvPr id="2" name="{name}" descr="{said}"/><cNvSpPr/>'
    '</nvSpPr><spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></spPr><txBody><a:bodyPr/>'
    "<a:p><a:r><a:t>{text}</a:t></a:r></a:p></txBody></sp><clientData/></twoCellAnchor></wsDr>"
)


def shape(case: Case, r: random.Random) -> None:
    """A box on a sheet of its own; LibreOffice keeps all that it says in .ods only."""
    sheet = case.book.create_sheet(f"図面{case.count}")
    case.put(1, 1, case.quiet("図の題", r), sheet)
    text, name, said = case.quiet("図の文", r), "図 1", ""
    if not case.by_office or case.suffix == ".ods":
        name, said = case.quiet("図の名", r), case.quiet("図の説明", r)
    xml = _SHAPE.format(name=name, said=said, text=text)
    part = f"xl/drawings/drawing{900 + case.count}.xml"
    case.finish.append(
        lambda path: attach(
            path, case.book.worksheets.index(sheet) + 1, "drawing", part, xml, element="drawing"
        )
    )


_PARTS = {
    "xl/tables/table": (
        "<table name='{}' displayName='テーブル1' comment='{}'><tableColumns>"
        "<tableColumn name='列1' totalsRowLabel='{}'/></tableColumns></table>"
    ),
    "xl/externalLinks/externalLink": (
        "<externalLink><sheetDataSet><cell t='str'><v>{}</v></cell><cell><v>480</v></cell>"
        "<cell t='str'><v>{}</v></cell><cell t='str'><v>{}</v></cell></sheetDataSet></externalLink>"
    ),
    "xl/pivotCache/pivotCacheDefinition": (
        "<pivotCacheDefinition><sharedItems><s v='{}'/><n v='3'/><s v='{}'/><s v='{}'/>"
        "</sharedItems></pivotCacheDefinition>"
    ),
    "customXml/item": "<memo xmlns='x'><a>{}</a><b>10</b><c>{}</c><d>{}</d></memo>",
    "xl/slicers/slicer": (
        "<slicers><slicer name='{}' caption='{}'/><slicer caption='Slicer 2'/>"
        "<slicer caption='{}'/></slicers>"
    ),
    "xl/unheardOf/thing": "<thing title='{}' name='{}' val='12'>{}</thing>",
}


def part(case: Case, r: random.Random) -> None:
    """Further parts of the package; LibreOffice drops them."""
    if case.by_office:
        return
    beginning = r.choice(sorted(_PARTS))
    xml = _PARTS[beginning].format(*(case.quiet("部品の文", r) for _ in range(3)))
    name = f"{beginning}{900 + case.count}.xml"
    case.finish.append(
        lambda path: _put(path, name, xml),
    )


def _put(path: Path, name: str, xml: str) -> None:
    write_parts(path, read_parts(path) | {name: xml.encode()})


def scenario_or_condition(case: Case, r: random.Random) -> None:
    """Only .xlsx has these in the tests' writers, and LibreOffice drops some."""
    if case.by_office or case.suffix != ".xlsx":
        return
    sheet = case.book.create_sheet(f"見込み{case.count}")
    case.put(1, 1, case.quiet("見込みの題", r), sheet)
    if r.random() < 0.5:
        inputs = [InputCells(r="B2", val="1")]
        name, said = case.quiet("案の名", r), case.quiet("案の文", r)
        sheet.scenarios = ScenarioList(
            scenario=[Scenario(name=name, comment=said, inputCells=inputs, count=1)]
        )
    else:
        condition = Rule(type="containsText", operator="containsText", dxfId=None)
        condition.text = case.quiet("条件の語", r)
        condition.formula = [f'NOT(ISERROR(SEARCH("{condition.text}",A1)))']
        sheet.conditional_formatting.add("A1:A9", condition)


WORDS: tuple[Callable[[Case, random.Random], None], ...] = (
    *(formula_as_answer, formula_over_given, formula_beside, formula_on_added_sheet),
    *(thread, control, link, link_inside, page_header, page_header_of_guide),
    *(document_property, defined_name, rule, shape, part, scenario_or_condition),
)
ALL_EDITS = (*EDITS, *WORDS)
