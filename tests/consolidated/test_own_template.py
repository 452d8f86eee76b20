"""The published table laid out by a city's own template."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet as MadeSheet

from ictxl.consolidated.reading import read_consolidated
from ictxl.consolidated.template.geometry import digit_width
from ictxl.consolidated.template.published import read_template
from ictxl.consolidated.workbook import write_consolidated
from ictxl.model import Plan, PolicyArea
from ictxl.plan.new_plan import starting_plan
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan
from ictxl.responses import Response
from tests.support.books import load, sheet_names, sheet_of
from tests.support.cli import ictxl
from tests.support.clients.libreoffice import Office
from tests.support.clients.poppler import pdf_pages
from tests.support.consolidated_tables import response, small_plan
from tests.support.published_templates import (
    FONT,
    GREEN,
    SHEET,
    SIZE,
    Columns,
    add_logo,
    published_template,
)
from tests.support.question_plans import DEPARTMENT, TEN, plan_asking
from tests.support.rounds import real_plan, real_responses

ROOT = Path(__file__).parents[2]
ANSWERS: Columns = (
    ("基本施策", "{基本施策}", 14),
    ("番号", "{項番}", 6),
    ("取組", "{施策名称}", 30),
    ("課", "{担当課}", 16),
    ("評価", "{評価}", 8),
    ("進捗", "{進捗状況}", 60),
)
MEASURES: Columns = (
    ("番号", "{項番}", 6),
    ("取組", "{施策名称}", 30),
    ("課", "{担当課}", 16),
    ("回答", "{各課の回答}", 70),
    ("次期", "{各課の次期展開}", 30),
)
BOTH = {"情報課", "福祉課"}


def published_sheet(path: Path, name: str = SHEET) -> Worksheet:
    return sheet_of(path, name, rich_text=True)


def made(
    folder: Path,
    columns: Columns,
    plan: Plan | None = None,
    answers: Sequence[Response] = (),
    **how: object,
) -> Path:
    """The published workbook of the plan, laid out by a template with the columns."""
    plan = plan or small_plan()
    template = published_template(folder / "ひな形.xlsx", columns, **how)  # type: ignore[arg-type]
    path = folder / "公表.xlsx"
    book = read_template(template, plan)
    submitted = {answer.department for answer in answers}
    write_consolidated(plan, answers, submitted, path, template=book)
    return path


def rows_of(sheet: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]


def test_a_row_holds_an_answer_and_the_measures_cells_are_joined_over_them(tmp_path: Path) -> None:
    answers = [
        response("1-1", "情報課", "B", "始めた", "1"),
        response("1-2", "情報課", "A", "済んだ", "1"),
        response("1-2", "福祉課", "C", "まだ", "2"),
    ]
    sheet = published_sheet(made(tmp_path, ANSWERS, answers=answers))
    assert [str(value) for value in rows_of(sheet)[1]] == [
        *("None", "(2)", "乙", "福祉課(旧厚生課)", "C", "まだ")
    ]
    assert rows_of(sheet)[0] == ["第1款 基本", "(1)", "甲", "情報課", "B", "始めた"]
    assert rows_of(sheet)[2][3:] == ["情報課", "A", "済んだ"]
    assert {str(area) for area in sheet.merged_cells.ranges} == {
        *("A1:F1", "A4:A6", "B5:B6", "C5:C6")
    }


def test_a_row_holds_a_measure_where_all_answers_stand_in_one_cell(tmp_path: Path) -> None:
    answers = [
        response("1-2", "情報課", "A", "済んだ", "1"),
        response("1-2", "福祉課", "C", "まだ", "2"),
    ]
    sheet = published_sheet(made(tmp_path, MEASURES, answers=answers))
    second = rows_of(sheet)[1]
    assert second[2] == "福祉課(旧厚生課)\n情報課"
    assert str(second[3]) == "【福祉課-C】まだ\n【情報課-A】済んだ"
    assert second[4] == "福祉課-2.拡充\n情報課-1.現状維持"
    heads = [run.text for run in second[3] if getattr(run, "font", None) and run.font.b]  # type: ignore[attr-defined]
    assert heads == ["【福祉課-C】", "【情報課-A】"]


def test_what_is_missing_is_told_in_the_place_of_the_rating_and_stands_out(tmp_path: Path) -> None:
    answers = [response("1-1", "情報課", "B", "始めた", "1")]
    sheet = published_sheet(made(tmp_path, ANSWERS, answers=answers))
    assert [row[4] for row in rows_of(sheet)] == ["B", "未提出", "未記入"]
    assert sheet["E5"].fill.fgColor.rgb == sheet["E6"].fill.fgColor.rgb == "FFFFF4CC"
    assert sheet["E4"].fill.fill_type is None


def test_fonts_fills_lines_widths_and_the_page_are_the_templates(tmp_path: Path) -> None:
    answers = [response("1-1", "情報課", "B", "始めた")]
    path = made(tmp_path, ANSWERS, answers=answers, font="ＭＳ ゴシック", paper=12)
    sheet, template = published_sheet(path), published_sheet(tmp_path / "ひな形.xlsx")
    for place in ("A3", "C4", "F4"):
        own, given = sheet[place], template[place]
        assert own.font.name == given.font.name == "ＭＳ ゴシック"
        assert (own.font.sz, own.border.left.style) == (given.font.sz, "thin")
        assert own.border.left.color.rgb == "FF008000"
        assert own.fill.fgColor.rgb == given.fill.fgColor.rgb
    assert sheet["A3"].fill.fgColor.rgb == GREEN.replace("#", "FF")
    assert [sheet.column_dimensions[c].width for c in "ACF"] == [
        template.column_dimensions[c].width for c in "ACF"
    ]
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "12")
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.oddFooter.center.text == "計画 &P / &N"
    assert sheet["A1"].value == f"計画 {real_plan().year_label}"


def decorated(book: Workbook, sheet: MadeSheet) -> None:
    add_logo(sheet, 0, 5)
    sheet.write(5, 0, "注: {年度}の内容です。")
    cover = book.add_worksheet("表紙")
    cover.write("B2", "{計画名}", book.add_format({"bg_color": "#FFCC00", "italic": True}))
    cover.write("B3", 12.5, book.add_format({"num_format": "0.00"}))
    cover.write_formula("B4", "=B3*2", None, 25)
    cover.merge_range("D2:E3", "ごあいさつ")
    add_logo(cover, 4, 1)


@pytest.mark.lengthy
def test_logos_and_further_sheets_come_through(tmp_path: Path) -> None:
    path = made(tmp_path, ANSWERS, more=decorated)
    cover = published_sheet(path, "表紙")
    assert (cover["B2"].value, cover["B2"].font.i) == ("計画", True)
    assert (cover["B3"].value, cover["B3"].number_format) == (12.5, "0.00")
    assert cover["B4"].value == "=B3*2"
    assert [str(area) for area in cover.merged_cells.ranges] == ["D2:E3"]
    note = [c.value for row in published_sheet(path).iter_rows(min_row=5) for c in row if c.value]
    assert note[-1] == f"注: {real_plan().year_label}の内容です。"
    with zipfile.ZipFile(path) as package:
        pictures = [n for n in package.namelist() if n.endswith(".png")]
        sheets = [package.read(f"xl/worksheets/sheet{n}.xml") for n in (1, 2)]
    assert pictures
    assert all(b"<drawing " in sheet for sheet in sheets)
    assert OpenXmlValidator().validate(path).errors == []
    assert sheet_names(path) == [*(SHEET, "表紙", "データ", "集計", "計画の内容")]


def test_a_first_sheet_that_is_hidden_stays_so_and_another_is_in_sight(tmp_path: Path) -> None:
    book = Workbook(tmp_path / "ひな形.xlsx")
    for name, text in (("メモ", "{計画名}"), (SHEET, "{項番}")):
        sheet = book.add_worksheet(name)
        sheet.write(0, 0, text, book.add_format({"font_name": FONT}))
    book.worksheets()[1].activate()
    book.worksheets()[0].hide()
    book.close()
    template = read_template(tmp_path / "ひな形.xlsx", small_plan())
    write_consolidated(small_plan(), [], set(), tmp_path / "公表.xlsx", template=template)
    made_book = load(tmp_path / "公表.xlsx")
    assert [made_book[name].sheet_state for name in ("メモ", SHEET)] == ["hidden", "visible"]
    assert made_book.active.title == SHEET


@pytest.mark.parametrize(("font", "paper"), [("ＭＳ Ｐゴシック", 9), ("Calibri", 8), (FONT, 9)])
def test_the_tallies_are_one_page_wide_whatever_the_usual_font(
    font: str, paper: int, tmp_path: Path
) -> None:
    path = made(tmp_path, ANSWERS, real_plan(), real_responses(), font=font, paper=paper)
    sheet = sheet_of(path, "集計")
    assert sheet.page_setup.paperSize == paper
    room = {8: 420, 9: 297}[paper] / 25.4 * 72 - 2 * 28.8
    digits = sum(dimension.width for dimension in sheet.column_dimensions.values())
    points = digits * digit_width(font, SIZE)
    assert points * sheet.page_setup.scale / 100 <= room


def test_columns_that_nobody_fills_do_not_print(tmp_path: Path) -> None:
    columns = (*ANSWERS, ("次期", "{次期展開}", 20), ("備考", "", 9))
    answers = [response("1-1", "情報課", "B", "始めた")]
    sheet = published_sheet(made(tmp_path, columns, answers=answers))
    assert [cell.value for cell in sheet[3]] == [*(h for h, _, _ in ANSWERS), "備考"]
    widths = {c: sheet.column_dimensions[c].width for c in "ABCDEFG"}
    template = published_sheet(tmp_path / "ひな形.xlsx")
    given = sum(template.column_dimensions[c].width for c in "ABCDEFGH")
    assert sum(widths.values()) == pytest.approx(given, abs=0.1)
    assert widths["B"] == template.column_dimensions["B"].width
    assert widths["F"] > 60 + 10


@pytest.mark.parametrize(
    ("font", "pitch"),
    [("游ゴシック", 1.7), ("メイリオ", 1.5), ("Noto Sans JP", 1.45), (FONT, 1.25)],
)
def test_rows_have_room_for_the_lines_of_the_templates_font(
    font: str, pitch: float, tmp_path: Path
) -> None:
    answers = [response("1-1", "情報課", "B", "一\n二\n三\n四")]
    sheet = published_sheet(made(tmp_path, ANSWERS, answers=answers, font=font))
    height = sheet.row_dimensions[4].height
    assert height is not None
    assert 4 * SIZE * pitch <= height <= 4 * SIZE * pitch * 1.2 + 3


def test_numbers_are_numbers_and_days_are_days(tmp_path: Path) -> None:
    columns: Columns = (
        ("目標", "{基本目標}", 12),
        ("番号", "{項番}", 6),
        ("事業", "{施策名称}", 20),
        ("種別", "{種別}", 8),
        ("人数", "{利用者数}", 12),
        ("率", "{達成率}", 8),
        ("日", "{次回見直しの日}", 18),
        ("評価", "{評価}", 8),
        ("意味", "{目標に対する評価の意味}", 20),
    )
    values = {"利用者数": "1230", "達成率": "0.853", "次回見直しの日": "2027-03-31"}
    values["目標に対する評価"] = "C"
    keys = {question.name: question.key for question in TEN}
    said = Response("1-2-001", DEPARTMENT, {keys[n]: text for n, text in values.items()})
    plan = plan_asking(TEN)
    path = made(tmp_path, columns, plan, [said])
    first = [cell for cell in published_sheet(path)[4]]
    assert [cell.value for cell in first[:4]] == [
        "基本目標Ⅰ くらしを支える",
        "001",
        "事業1の実施",
        "新規",
    ]
    assert (first[4].value, first[4].number_format) == (1230, '#,##0"人"')
    assert (first[5].value, first[5].number_format) == (0.853, "0.0%")
    assert str(first[6].value) == "2027-03-31 00:00:00"
    assert [cell.value for cell in first[7:]] == ["C", "少し達成した"]


def test_a_number_wider_than_its_column_is_a_text_that_goes_on_below(tmp_path: Path) -> None:
    """Paper would show it as ###."""
    columns: Columns = (
        ("目標", "{基本目標}", 12),
        ("番号", "{項番}", 6),
        ("事業", "{施策名称}", 20),
        ("人数", "{利用者数}", 7),
    )
    key = next(question.key for question in TEN if question.name == "利用者数")
    shown = {}
    for number in ("12", "123456789"):
        said = Response("1-2-001", DEPARTMENT, {key: number})
        table = made(tmp_path, columns, plan_asking(TEN), [said])
        shown[number] = published_sheet(table)[4][3].value
    assert shown == {"12": 12, "123456789": "123,456,789人"}


def test_it_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    answers = real_responses()
    path = made(tmp_path, ANSWERS, real_plan(), answers)
    table = read_consolidated(path, starting_plan(2019))
    assert [(r.measure, r.department, dict(r.values)) for r in table.responses] == [
        (r.measure, r.department, {k: v for k, v in r.values.items() if v and k != "remarks"})
        for r in answers
    ]
    assert [f.code for f in table.findings if f.code == "I058"] == []


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    folders = (tmp_path / "a", tmp_path / "b")
    for folder in folders:
        folder.mkdir()
    first, second = (made(folder, ANSWERS, more=decorated).read_bytes() for folder in folders)
    assert first == second


# --- the command


RETURNED = ROOT / "samples" / "returned"


@pytest.mark.lengthy
def test_merge_takes_the_template_that_is_named_and_the_one_beside_the_plan(tmp_path: Path) -> None:
    named = published_template(tmp_path / "ひな形.xlsx", ANSWERS)
    run = ictxl("merge", RETURNED, "--template", named, "-o", tmp_path / "一.xlsx")
    assert (run.code, "見つかったひな形" in run.out) == (0, False), run.err
    assert sheet_names(tmp_path / "一.xlsx")[0] == SHEET

    folder = tmp_path / "年度"
    folder.mkdir()
    plan = folder / "plan.xlsx"
    plan.write_bytes((ROOT / "samples" / "plan.xlsx").read_bytes())
    published_template(folder / "consolidated_template.xlsx", ANSWERS)
    run = ictxl("merge", RETURNED, "--plan", plan, "-o", tmp_path / "二.xlsx")
    assert run.code == 0, run.err
    assert f"「{folder / 'consolidated_template.xlsx'}」" in run.out
    assert sheet_names(tmp_path / "二.xlsx")[0] == SHEET

    write_plan(replace(read_plan(plan), published_template="個別.xlsx"), plan)
    assert read_plan(plan).published_template == "個別.xlsx"
    published_template(folder / "個別.xlsx", MEASURES)
    run = ictxl("merge", RETURNED, "--plan", plan, "-o", tmp_path / "三.xlsx")
    assert run.code == 0, run.err
    assert published_sheet(tmp_path / "三.xlsx")["D3"].value == "回答"
    run = ictxl("merge", RETURNED, "--plan", plan, "-o", tmp_path / "三.xlsx", "--json")
    assert run.code == 0, run.out
    assert json.loads(run.out)["template"] == str(folder / "個別.xlsx")
    record = json.loads((tmp_path / "内部用_三.audit.json").read_text("utf-8"))
    read = {one["path"]: one["became"] for one in record["inputs"]}
    assert (read["年度/plan.xlsx"], read["年度/個別.xlsx"]) == ("plan", "template")


def test_another_paper_than_the_templates_is_refused_before_anything_is_written(
    tmp_path: Path,
) -> None:
    template = published_template(tmp_path / "ひな形.xlsx", ANSWERS, paper=9)
    command = ("merge", RETURNED, "--template", template, "-o", tmp_path / "一.xlsx", "--paper")
    refused = ictxl(*command, "A3")
    assert (refused.code, [p.name for p in tmp_path.iterdir()]) == (2, ["ひな形.xlsx"])
    assert "ひな形.xlsx" in refused.err and "--paper を外して" in refused.err
    assert ictxl(*command, "A4").code == 0
    assert published_sheet(tmp_path / "一.xlsx").page_setup.paperSize == 9


@pytest.mark.lengthy
def test_a_table_of_a_template_is_made_anew_in_its_place_and_found_as_such(tmp_path: Path) -> None:
    folder = tmp_path / "年度"
    folder.mkdir()
    template = published_template(tmp_path / "ひな形.xlsx", ANSWERS)
    for _ in range(2):
        run = ictxl("merge", RETURNED, "--template", template, "-o", folder / "公表.xlsx")
        assert run.code == 0, run.err
    plan = tmp_path / "plan.xlsx"
    assert ictxl("rollover", folder / "公表.xlsx", "-o", plan).code == 0
    run = ictxl("generate", plan, "--previous", folder, "-o", tmp_path / "outbox")
    assert run.code == 0, run.err


@pytest.mark.lengthy
def test_the_template_that_init_puts_there_changes_nothing(tmp_path: Path) -> None:
    assert ictxl("init", tmp_path, "--year", "2019").code == 0
    own = tmp_path / "consolidated_template.xlsx"
    for name, how in (("a.xlsx", ()), ("b.xlsx", ("--template", own))):
        run = ictxl("merge", RETURNED, *how, "-o", tmp_path / name)
        assert (run.code, "ひな形" in run.out) == (0, False), run.out
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_template_check_knows_both_kinds(tmp_path: Path) -> None:
    assert ictxl("init", tmp_path, "--year", "2019").code == 0
    for name, kind in (
        ("consolidated_template.xlsx", "集約表のひな形"),
        ("progress_template.xlsx", "調査票のひな形"),
    ):
        run = ictxl("template", "check", tmp_path / name)
        assert (run.code, kind in run.out) == (0, True), run.out


def stray(_book: Workbook, sheet: MadeSheet) -> None:
    sheet.write(1, 1, "{施策名称}")


def crowded() -> Columns:
    return [
        ("欄", "{項番}" if not n else "{施策名称}" if n == 1 else "文字", 20) for n in range(50)
    ]


FAULTS = [
    (((*ANSWERS, ("誤り", "{実績}", 9))), {}, "T001", "G4"),
    ([("目標", "{目標}", 20)], {}, "T002", ""),
    ([("番号", "{項番}", 6), ("番号", "{項番}", 6)], {}, "T013", "B4"),
    (ANSWERS, {"font": "ＭＳ Ｐゴシック"}, "T041", "A4"),
    ([("番号", "{項番}", 0.9), ("取組", "{施策名称}", 20)], {}, "T042", "A4"),
    (crowded(), {}, "T043", "AX4"),
    (ANSWERS, {"more": stray}, "T045", "B2"),
]


@pytest.mark.parametrize(("columns", "how", "code", "cell"), FAULTS)
def test_each_fault_of_a_template_is_told_with_its_cell(
    columns: Columns, how: dict[str, object], code: str, cell: str, tmp_path: Path
) -> None:
    path = published_template(tmp_path / "ひな形.xlsx", columns, **how)  # type: ignore[arg-type]
    found = ictxl("template", "check", path, "--json").findings()
    assert ("ひな形.xlsx", cell, code) in found
    sound = published_template(tmp_path / "よい.xlsx", ANSWERS)
    assert ictxl("template", "check", sound, "--json").findings() == set()


def test_what_does_not_come_through_is_told(tmp_path: Path) -> None:
    def more(_book: Workbook, sheet: MadeSheet) -> None:
        sheet.data_validation("B4", {"validate": "list", "source": ["a", "b"]})

    path = published_template(tmp_path / "ひな形.xlsx", ANSWERS, more=more)
    assert ictxl("template", "check", path, "--json").findings() == {("ひな形.xlsx", "B4", "T044")}


@pytest.mark.parametrize(
    "columns", [[("目標", "{目標}", 20)], [("誤", "{項番}{実績}", 9)], crowded()]
)
def test_a_template_that_makes_no_table_stops_merge_and_nothing_is_written(
    columns: Columns, tmp_path: Path
) -> None:
    path = published_template(tmp_path / "ひな形.xlsx", columns)
    run = ictxl("merge", RETURNED, "--template", path, "-o", tmp_path / "出力.xlsx")
    assert run.code == 2
    assert "ひな形.xlsx" in run.out + run.err
    assert [p.name for p in tmp_path.iterdir()] == ["ひな形.xlsx"]


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 cut"])
def test_what_is_no_workbook_stops_merge_and_nothing_is_written(
    content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "ひな形.xlsx"
    path.write_bytes(content)
    run = ictxl("merge", RETURNED, "--template", path, "-o", tmp_path / "出力.xlsx")
    assert (run.code, "読めません" in run.err) == (2, True)
    gone = ictxl(
        "merge", RETURNED, "--template", tmp_path / "ない.xlsx", "-o", tmp_path / "出力.xlsx"
    )
    assert (gone.code, "ありません" in gone.err) == (2, True)
    assert [p.name for p in tmp_path.iterdir()] == ["ひな形.xlsx"]


# --- on paper


LENGTHS = (10, 100, 1_000, 3_000, 10_000)


def long_answers() -> list[Response]:
    source = "".join(r["progress"] for r in real_responses()) * 3
    answers = []
    for number, answer in enumerate(real_responses()):
        text = source[number * 13 :][: LENGTHS[number % len(LENGTHS)]]
        answers.append(replace(answer, values={**answer.values, "progress": text}))
    return answers


def test_an_areas_name_beside_the_end_of_a_long_text_has_room_on_its_page(tmp_path: Path) -> None:
    texts = [f"{n}番目の行\n" * (30 + n) for n in range(12)]
    measures = [replace(small_plan().measures[0], number=str(n + 1)) for n in range(12)]
    areas = [PolicyArea(str(n + 1), "とても長い名称の基本施策" * 2) for n in range(12)]
    placed = [replace(m, area=a.number) for m, a in zip(measures, areas, strict=True)]
    plan = small_plan(areas=tuple(areas), measures=tuple(placed))
    answers = [
        response(measure.id, "情報課", "B", text)
        for measure, text in zip(plan.measures, texts, strict=True)
    ]
    columns = (
        ("基本施策", "{基本施策}", 5),
        ("取組", "{施策名称}", 20),
        ("進捗", "{進捗状況}", 40),
    )
    sheet = published_sheet(made(tmp_path, columns, plan, answers))
    ends = [one.id for one in sheet.row_breaks.brk]
    heights = [sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 1)]
    pages = [sum(heights[start:end]) for start, end in zip([0, *ends], [*ends, None], strict=True)]
    # A4 on its side between margins of 0.75 inches; the headings stand on each page.
    assert max(pages[0], *(page + heights[2] for page in pages[1:])) <= 210 / 25.4 * 72 - 108


@pytest.mark.slow
@pytest.mark.parametrize("columns", [ANSWERS, MEASURES], ids=["answers", "measures"])
def test_texts_of_any_length_stand_whole_on_paper(
    columns: Columns, office: Office, tmp_path: Path
) -> None:
    path = made(tmp_path, columns, real_plan(), long_answers())
    sheet = published_sheet(path)
    ends = {(a.min_row, a.min_col): (a.max_row, a.max_col) for a in sheet.merged_cells.ranges}
    cells = [c for row in sheet.iter_rows(min_row=4) for c in row if c.value is not None]
    areas = [(c.row, c.column, *ends.get((c.row, c.column), (c.row, c.column))) for c in cells]
    with office.open(path) as document:
        heights = document.wanted_heights(SHEET, areas)
    assert [
        c.coordinate for c, (has, wants) in zip(cells, heights, strict=True) if has < wants
    ] == []
    pages = pdf_pages(office.convert(path, tmp_path / "公表.pdf"))
    breaks = [one.id for one in sheet.row_breaks.brk]
    for cell in cells:
        page = sum(cell.row > end for end in breaks)
        assert re.sub(r"\s", "", str(cell.value)) in pages[page], cell.coordinate
