"""A template's table of indicators stays whole where the measures' columns come and go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.styles import Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

import ictxl
from ictxl.form.form_batch import ungroup_columns
from ictxl.form.template.template_file import Template, default_template_path, read_template
from ictxl.model import Plan
from tests.support.books import load
from tests.support.indicators import COUNT, PAPER, REMARK, IndicatorForm, indicator_plan, told
from tests.support.own_questions import COST, DAY, RESULT
from tests.support.returned_forms import SHEET

pytestmark = pytest.mark.lengthy

USUAL = indicator_plan()
PLANS = {
    "more": replace(USUAL, questions=(*USUAL.questions[:2], RESULT, DAY, COST)),
    "others": replace(USUAL, questions=(RESULT, DAY)),
}
NAMES = ("指標", "目標値", "単位", "実績値", "指標備考", "達成率", "点検")
Fields = tuple[tuple[int, int], ...]
Place = Callable[[Worksheet, Fields], None]
WIDE: Fields = ((2, 4), (5, 5), (6, 7), (8, 10), (11, 12), (13, 14), (15, 15))
"""First and last column of each field, as wide as the measures' table."""
NARROW: Fields = tuple((column, column) for column in range(8, 15))
LINE = Side(style="thin")


def put_table(sheet: Worksheet, row: int, fields: Fields) -> None:
    """Headings in `row`, placeholders below, and lines around all."""
    for at, brackets in ((row, "{}"), (row + 1, "{{{}}}")):
        for name, (first, last) in zip(NAMES, fields, strict=True):
            for column in range(first, last + 1):
                sheet.cell(at, column).border = Border(LINE, LINE, LINE, LINE)
            sheet.cell(at, first).value = brackets.format(name) if at > row else name
            if last > first:
                sheet.merge_cells(start_row=at, end_row=at, start_column=first, end_column=last)


def below(sheet: Worksheet, fields: Fields) -> None:
    put_table(sheet, sheet.max_row + 2, fields)


def above(sheet: Worksheet, fields: Fields) -> None:
    """Right below the stamps, which are joined cells of several rows."""
    sheet.insert_rows(6, 3)
    put_table(sheet, 6, fields)


def made(folder: Path, plan: Plan, place: Place, fields: Fields) -> Template:
    book = load(default_template_path())
    sheet = book[SHEET]
    place(sheet, fields)
    home = next(c for row in sheet for c in row if c.value == "{実績値}")
    note = book.create_sheet("控え")
    note["B2"] = f"=COUNTBLANK({SHEET}!{home.coordinate}:{home.coordinate})"
    book.save(folder / "ひな形.xlsx")
    return read_template(folder / "ひな形.xlsx", plan)


EACH = pytest.mark.parametrize(
    ("plan", "place", "fields"),
    [
        pytest.param(plan, place, fields, id=f"{asked}-{place.__name__}-{size}")
        for asked, plan in PLANS.items()
        for place in (below, above)
        for size, fields in (("wide", WIDE), ("narrow", NARROW))
    ],
)


@EACH
def test_each_field_keeps_its_place_its_width_and_its_lines(
    tmp_path: Path, plan: Plan, place: Place, fields: Fields
) -> None:
    template = made(tmp_path, plan, place, fields)
    form = IndicatorForm(tmp_path / "文書課.xlsx", plan, template=template)
    sheet, row = form.sheet, form.cell(COUNT).row
    names = {c.column: c.value for c in sheet[form.key_row + 1] if c.value}
    assert [names[column] for column in sorted(names)] == list(NAMES)
    areas = {a.min_col: a.max_col for a in sheet.merged_cells.ranges if a.min_row == row}
    spans = [(column, areas.get(column, column)) for column in sorted(names)]
    assert [first for first, _ in spans[1:]] == [last + 1 for _, last in spans[:-1]]
    before = load(template.path)[SHEET]
    ungroup_columns(before)
    for old, new in zip(fields, spans, strict=True):
        assert width(sheet, *new) >= 0.9 * width(before, *old)
        assert all(sheet.cell(row, c).border.bottom.style for c in range(new[0], new[1] + 1))


def width(sheet: Worksheet, first: int, last: int) -> float:
    """Hidden columns too: last year's answers stand there where there are any."""
    letters = map(get_column_letter, range(first, last + 1))
    return sum(sheet.column_dimensions[one].width for one in letters)


@EACH
def test_what_is_told_of_indicators_is_read_back(
    tmp_path: Path, plan: Plan, place: Place, fields: Fields
) -> None:
    template = made(tmp_path, plan, place, fields)
    form = IndicatorForm(tmp_path / "文書課.xlsx", plan, template=template).fill()
    form.cell(COUNT, REMARK).value = "窓口を増やした"
    first, last = form.at(COUNT), form.at(PAPER)
    assert form.book["控え"]["B2"].value == f"=COUNTBLANK({SHEET}!{first}:{last})"
    read = ictxl.read(form.save())
    assert told(read) == {
        ("申請の件数", "文書課"): ("180", "窓口を増やした"),
        ("電子申請の割合", "文書課"): ("45", ""),
        ("紙の使用量", "文書課"): ("625", ""),
    }
    assert {f.code for f in read.findings if f.code[0] == "S"} == set()


def test_a_joined_row_below_does_not_part_the_fields_of_the_rows_above_it(tmp_path: Path) -> None:
    book = load(default_template_path())
    sheet = book[SHEET]
    below(sheet, WIDE)
    foot = sheet.max_row + 1
    for first, last in WIDE:
        if last > first:
            sheet.merge_cells(start_row=foot, end_row=foot, start_column=first, end_column=last)
    sheet.cell(foot, 2).value = "増減のわけは備考に書いてください。"
    book.save(tmp_path / "ひな形.xlsx")
    template = read_template(tmp_path / "ひな形.xlsx", USUAL)
    form = IndicatorForm(tmp_path / "文書課.xlsx", USUAL, template=template)
    first, last = form.cell(COUNT).row, form.cell(PAPER).row
    for row in range(first, last + 2):
        joined = {
            (a.min_col, a.max_col) for a in form.sheet.merged_cells.ranges if a.min_row == row
        }
        assert joined == {(first, last) for first, last in WIDE if last > first}
    assert form.sheet.cell(last + 1, 2).value == "増減のわけは備考に書いてください。"
