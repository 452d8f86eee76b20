"""Several tables below each other on one sheet of a city's template."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet as MadeSheet

from ictxl.consolidated.page import page_html
from ictxl.consolidated.table import ConsolidatedTable, consolidate
from ictxl.consolidated.template.plain_rows import write_plain_csv
from ictxl.consolidated.template.published import read_template
from ictxl.consolidated.workbook import write_consolidated
from ictxl.indicators import ACTUAL_KEY, Indicator
from ictxl.model import Plan, PolicyArea
from ictxl.responses import IndicatorResponse, Response
from tests.support.books import sheet_of
from tests.support.cli import ictxl
from tests.support.clients.libreoffice import Office
from tests.support.clients.poppler import pdf_pages
from tests.support.consolidated_tables import response, small_plan
from tests.support.published_templates import (
    SHEET,
    Columns,
    add_logo,
    published_template,
    table_below,
)
from tests.support.rounds import real_plan, real_responses

ANSWERS: Columns = (
    ("基本施策", "{基本施策}", 14),
    ("番号", "{項番}", 8),
    ("取組", "{施策名称}", 30),
    ("課", "{担当課}", 16),
    ("進捗", "{進捗状況}", 60),
)
NUMBERS: Columns = (
    ("款", "{基本施策}", 14),
    ("施策", "{施策番号}", 8),
    ("指標", "{指標}", 30),
    ("目標値", "{目標値}", 16),
    ("実績値", "{実績値}", 60),
)
More = Callable[[Workbook, MadeSheet], None]
SECOND = table_below(NUMBERS, caption="2 指標")
COUNTS = (Indicator("1-2", "件数", "件", "", "10"), Indicator("1-2", "人数", "人", "", "20"))


def numbers_of(plan: Plan) -> list[IndicatorResponse]:
    return [
        IndicatorResponse(
            one.measure_id,
            plan.measure_by_id[one.measure_id].departments[0],
            {ACTUAL_KEY: "7"},
            indicator=one.name,
        )
        for one in plan.indicators
    ]


def made(
    folder: Path,
    plan: Plan,
    answers: Sequence[Response] = (),
    more: More = SECOND,
    columns: Columns = ANSWERS,
) -> Path:
    """The workbook that a template with a further table makes of the plan."""
    template = published_template(folder / "ひな形.xlsx", columns, more=more)
    path = folder / "公表.xlsx"
    write_consolidated(
        plan,
        answers,
        {answer.department for answer in answers},
        path,
        template=read_template(template, plan),
        indicator_responses=numbers_of(plan),
    )
    return path


def published_sheet(path: Path) -> Worksheet:
    return sheet_of(path, SHEET)


def rows_of(path: Path) -> list[list[object]]:
    return [[cell.value for cell in row] for row in published_sheet(path).iter_rows()]


def small_table() -> tuple[Plan, list[Response]]:
    plan = small_plan(indicators=COUNTS)
    return plan, [
        response("1-1", "情報課", "A", "始めた"),
        response("1-2", "福祉課", "A", "続けた"),
    ]


def test_each_table_has_its_own_headings_and_rows(tmp_path: Path) -> None:
    path = made(tmp_path, *small_table())
    assert rows_of(path)[2:] == [
        ["基本施策", "番号", "取組", "課", "進捗"],
        ["第1款 基本", "(1)", "甲", "情報課", "始めた"],
        [None, "(2)", "乙", "福祉課(旧厚生課)", "続けた"],
        [None, None, None, "情報課", None],
        [None] * 5,
        ["2 指標", None, None, None, None],
        ["款", "施策", "指標", "目標値", "実績値"],
        ["第1款 基本", "1-2", "件数", 10, 7],
        [None, None, "件数", 10, "未記入"],
        [None, None, "人数", 20, 7],
        [None, None, "人数", 20, "未記入"],
    ]
    assert {str(area) for area in published_sheet(path).merged_cells.ranges} >= {
        *("A4:A6", "B5:B6", "A10:A13", "B10:B13")
    }


def test_a_measure_without_indicators_stands_in_their_table_for_what_only_that_says(
    tmp_path: Path,
) -> None:
    columns = (*NUMBERS[:3], ("目標", "{目標}", 16))
    told = rows_of(made(tmp_path, *small_table(), more=table_below(columns, caption="2 指標")))
    assert [row[1:4] for row in told[9:11]] == [
        ["1-1", None, "甲の目標"],
        ["1-2", "件数", "乙の目標"],
    ]


def test_a_table_into_which_no_measure_belongs_is_not_printed(tmp_path: Path) -> None:
    _, answers = small_table()
    more = table_below(NUMBERS, caption="2 指標", note="以上")
    told = rows_of(made(tmp_path, small_plan(), answers, more))
    assert [row[0] for row in told[6:]] == [None, "以上"]


def test_the_first_table_keeps_its_headings_where_no_measure_belongs_into_it(
    tmp_path: Path,
) -> None:
    _, answers = small_table()
    columns = NUMBERS[1:]
    more = table_below(ANSWERS, caption="2 施策")
    told = rows_of(made(tmp_path, small_plan(), answers, more, columns))
    assert told[2][:2] == ["施策", "指標"]
    assert [row[0] for row in told[4:6]] == ["2 施策", "基本施策"]


def paged(folder: Path, *, indicators: int = 2) -> tuple[Plan, Path]:
    """Both tables of the real plan go on over several pages."""
    plan = real_plan()
    counts = (
        Indicator(measure.id, f"{measure.title}の件数{n}", "件", "1", "9")
        for measure in plan.measures[1:]
        for n in range(indicators)
    )
    plan = replace(plan, indicators=tuple(counts))
    more = table_below(NUMBERS, caption="2 指標", note="以上で終わりです。")
    return plan, made(folder, plan, real_responses(), more)


def test_a_page_begins_with_the_headings_of_the_table_that_goes_on(tmp_path: Path) -> None:
    _, path = paged(tmp_path)
    sheet, told = published_sheet(path), rows_of(path)
    second = next(n for n, row in enumerate(told) if row[0] == "2 指標")
    ends = [one.id for one in sheet.row_breaks.brk]
    before = [told[end][2] for end in ends if end < second]
    after = [told[end][2] for end in ends if end > second]
    assert len(before) > 2 < len(after)
    assert set(before) == {"取組"}
    assert set(after) == {"指標"}
    # Excel would repeat the first table's above the second one.
    assert sheet.print_title_rows is None
    headings = [row[2] for row in told]
    assert headings.count("取組") == len(before) + 1
    assert sum(row[0] == "2 指標" for row in told) == 1


def test_print_titles_above_all_headings_stay_what_they_are(tmp_path: Path) -> None:
    def more(book: Workbook, sheet: MadeSheet) -> None:
        SECOND(book, sheet)
        sheet.repeat_rows(0)
        sheet.set_h_pagebreaks([3])

    sheet = published_sheet(made(tmp_path, *small_table(), more=more))
    assert sheet.print_title_rows == "$1:$1"
    assert [cell.value for cell in sheet["A"]].count("款") == 1


def test_the_first_tables_headings_do_not_stay_in_sight_above_the_others(tmp_path: Path) -> None:
    def more(book: Workbook, sheet: MadeSheet) -> None:
        SECOND(book, sheet)
        sheet.freeze_panes(3, 2)

    assert published_sheet(made(tmp_path, *small_table(), more=more)).freeze_panes == "C3"

    def only_headings(book: Workbook, sheet: MadeSheet) -> None:
        for column in range(2):
            sheet.write(0, column, "見出し")
            sheet.write(1, column, "見出し")
        SECOND(book, sheet)
        sheet.freeze_panes(3, 0)

    path = made(tmp_path, *small_table(), more=only_headings)
    assert published_sheet(path).freeze_panes is None
    assert OpenXmlValidator().validate(path).errors == []


def test_a_single_word_as_heading_does_not_stand_above_the_other_tables_rows(
    tmp_path: Path,
) -> None:
    def more(book: Workbook, sheet: MadeSheet) -> None:
        SECOND(book, sheet)
        sheet.merge_range(2, 0, 2, 4, "取組の状況")

    assert published_sheet(made(tmp_path, *small_table(), more=more)).print_title_rows is None


def test_a_page_break_above_a_table_begins_a_page(tmp_path: Path) -> None:
    def more(book: Workbook, sheet: MadeSheet) -> None:
        SECOND(book, sheet)
        sheet.set_h_pagebreaks([5])

    sheet = published_sheet(made(tmp_path, *small_table(), more=more))
    assert [one.id for one in sheet.row_breaks.brk] == [6]
    assert sheet["A7"].value == "2 指標"


def test_tables_of_other_levels_stand_on_one_page(tmp_path: Path) -> None:
    plan, answers = small_table()
    areas = (PolicyArea("1", "大きな基本"), PolicyArea("2", "次の基本"))
    moved = replace(plan.measures[1], area="2", number="1")
    plan = replace(plan, areas=areas, measures=(plan.measures[0], moved), indicators=())
    more = table_below((("番号", "{項番}", 8), ("一", "{施策名称}", 8)), caption="2 一覧")
    sheet = published_sheet(made(tmp_path, plan, answers, more))
    told = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert [row[0] for row in told] == [
        *("第1款 大きな基本", "第2款 次の基本", None, None, "2 一覧", "番号", "(1)", "(1)")
    ]
    assert told[-1][1] == "乙"


def test_drawings_stay_below_the_table_that_they_belong_to(tmp_path: Path) -> None:
    def more(book: Workbook, sheet: MadeSheet) -> None:
        table_below(NUMBERS, caption="2 指標", note="以上")(book, sheet)
        add_logo(sheet, 5, 3)
        add_logo(sheet, 9, 3)

    path = made(tmp_path, *small_table(), more=more)
    sheet = published_sheet(path)
    with zipfile.ZipFile(path) as package:
        drawing = package.read("xl/template/drawings/drawing1.xml").decode()
    assert re.findall(r"<xdr:from>.*?<xdr:row>(\d+)<", drawing, re.DOTALL) == ["7", "14"]
    assert (sheet["A8"].value, sheet["A15"].value) == ("2 指標", "以上")


def plain(folder: Path) -> tuple[ConsolidatedTable, Path]:
    plan, answers = small_table()
    table = consolidate(plan, answers, {"情報課", "福祉課"}, indicator_responses=numbers_of(plan))
    return table, published_template(folder / "ひな形.xlsx", ANSWERS, more=SECOND)


def test_the_page_and_the_csv_have_both_tables(tmp_path: Path) -> None:
    table, path = plain(tmp_path)
    book = read_template(path, table.plan)
    html = page_html(table, book)
    assert re.findall(r"<h3>([^<]*)</h3>", html)[:2] == [SHEET, "2 指標"]
    assert html.count('data-label="実績値">') == 4
    write_plain_csv(table, book, tmp_path / "表.csv")
    with (tmp_path / "表.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[4:7] == [[], ["基本施策", "施策", "指標", "目標値", "実績値"], rows[6]]
    assert rows[6] == ["第1款 基本", "1-2", "件数", "10", "7"]


def adjacent(_book: Workbook, sheet: MadeSheet) -> None:
    sheet.write(4, 2, "{目標}")
    sheet.write(4, 3, "{今後の展開}")


def alone(_book: Workbook, sheet: MadeSheet) -> None:
    sheet.write(5, 2, "見出し")
    sheet.write(6, 2, "{目標}")


@pytest.mark.parametrize(("more", "cells"), [(adjacent, {"C5", "D5"}), (alone, {"C7"})])
def test_rows_that_may_belong_to_the_table_are_no_table_of_their_own(
    more: More, cells: set[str], tmp_path: Path
) -> None:
    path = published_template(tmp_path / "ひな形.xlsx", ANSWERS, more=more)
    found = ictxl("template", "check", path, "--json").findings()
    assert found == {("ひな形.xlsx", cell, "T045") for cell in cells}


def test_what_stands_twice_in_two_tables_is_no_fault_and_in_one_of_them_is(tmp_path: Path) -> None:
    good = table_below((("番号", "{項番}", 8), ("取組", "{施策名称}", 8)))
    path = published_template(tmp_path / "よい.xlsx", ANSWERS, more=good)
    assert ictxl("template", "check", path, "--json").findings() == set()
    bad = table_below((("番号", "{項番}", 8), ("番号", "{項番}", 8)))
    path = published_template(tmp_path / "誤り.xlsx", ANSWERS, more=bad)
    assert ictxl("template", "check", path, "--json").findings() == {("誤り.xlsx", "B8", "T013")}
    bad = table_below((("番号", "{項番}", 8), ("誤", "{実績}", 8)))
    path = published_template(tmp_path / "誤り.xlsx", ANSWERS, more=bad)
    assert ictxl("template", "check", path, "--json").findings() == {("誤り.xlsx", "B8", "T001")}


def test_words_between_print_titles_and_table_come_through(tmp_path: Path) -> None:
    path = made(tmp_path, *small_table(), more=lambda _book, sheet: sheet.repeat_rows(0))
    assert [cell.value for cell in published_sheet(path)[3]] == [heading for heading, *_ in ANSWERS]
    assert published_sheet(path).print_title_rows == "$1:$1"


@pytest.mark.slow
def test_both_tables_stand_whole_on_paper(office: Office, tmp_path: Path) -> None:
    plan, path = paged(tmp_path)
    sheet = published_sheet(path)
    ends = {(a.min_row, a.min_col): (a.max_row, a.max_col) for a in sheet.merged_cells.ranges}
    cells = [c for row in sheet.iter_rows(min_row=4) for c in row if c.value is not None]
    areas = [(c.row, c.column, *ends.get((c.row, c.column), (c.row, c.column))) for c in cells]
    with office.open(path) as document:
        heights = document.wanted_heights(SHEET, areas)
    both = zip(cells, heights, strict=True)
    assert [cell.coordinate for cell, (has, wants) in both if has < wants] == []
    pages = pdf_pages(office.convert(path, tmp_path / "公表.pdf"))
    breaks = [one.id for one in sheet.row_breaks.brk]
    # LibreOffice draws a page's foot first.
    begins = [re.sub(r"^情報化計画\d+/\d+", "", page) for page in pages[: len(breaks) + 1]]
    assert all(page.startswith(("基本施策番号取組", "款施策指標")) for page in begins)
    for indicator in plan.indicators:
        assert any(re.sub(r"\s", "", indicator.name) in page for page in pages)
