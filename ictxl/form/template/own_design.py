"""Lay out ictxl's own template for a plan: head, stamp boxes, widths and pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any, NamedTuple

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.fields import CHECK_FIELD, KEY_ROW
from ictxl.form.sheet.autofit_rows import column_width, fit_rows
from ictxl.form.sheet.cells import cell_at, style_of, write_style
from ictxl.form.template.column_looks import given_width, input_width
from ictxl.model import Plan
from ictxl.text.linebreak import text_units

FIRST = 2
"""The first column that is seen: B."""
STAMP_LABELS = ("課長", "係長", "担当")
"""The boxes above the last columns, which a section head reads and stamps on paper."""
_LEAST_BESIDE = 24.0
"""Digits between the frozen columns and the stamp boxes; with fewer there are no boxes."""
_BOX = 9.0
"""Digits of a box: 10 mm on paper at least, as a seal is wide."""
_ZOOM = 90
ONE_PAGE = 240.0
"""Digits of all columns that an A4 page in landscape holds at three fifths of their size."""
_WIDEST_ID = 14.0
_SCREEN = 165.0
"""Digits that a screen of 1366 pixels shows beside each other."""
_ROOMY = {"title": 30.0, "target": 30.0, "departments": 17.0}
"""Widths of what the plan tells, where few columns leave the room."""
_NARROWER = 26.0
"""Digits that long texts make do with where this keeps all on one page."""


def arrange_own_design(
    sheet: Worksheet,
    plan: Plan,
    columns: Mapping[str, int],
    table: range,
    boxes: Sequence[StampBox],
) -> None:
    """The head over the frozen columns and beside them, widths by what is asked, pages on A4."""
    last = sheet.max_column
    _set_widths(sheet, plan, columns)
    frozen = columns.get(CHECK_FIELD.key, FIRST)
    lines = range(KEY_ROW + 1, table.start)
    groups = _box_columns(sheet, range(frozen + 1, last + 1), len(boxes))
    end = groups[0].start - 1 if groups else last
    for line in lines:
        _join(sheet, line, FIRST, frozen)
        _join(sheet, line, frozen + 1, end)
    for group, box in zip(groups, boxes, strict=False):
        _put_stamp(sheet, lines, group, box)
    fit_rows(sheet, table, {})
    _set_pages(sheet, columns, last)


def _join(sheet: Worksheet, row: int, first: int, last: int) -> None:
    """One cell from the first to the last column, with the looks of that which says something."""
    cells = [sheet.cell(row, column) for column in range(first, last + 1)]
    said = next((c for c in cells if isinstance(c, Cell) and c.value is not None), None)
    for area in [a for a in sheet.merged_cells.ranges if a.min_row == row == a.max_row]:
        if first <= area.min_col <= last:
            sheet.unmerge_cells(area.coord)
    if said is None or not cells:
        return
    value, style = said.value, style_of(said)
    said.value = None
    home = cell_at(sheet, row, first)
    home.value = value
    for column in range(first, last + 1):
        write_style(sheet.cell(row, column), copy(style))
    if last > first:
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)


class StampBox(NamedTuple):
    """A box to stamp, with the styles of its label and of the cells below."""

    label: str
    head: Any
    box: Any


def take_stamps(sheet: Worksheet, heading: int) -> list[StampBox]:
    """Take the stamp boxes out of the head, before any column moves; from the left."""
    taken = []
    lines = range(KEY_ROW + 1, heading)
    for column in range(FIRST, sheet.max_column + 1):
        cell = sheet.cell(lines.start, column)
        if isinstance(cell, Cell) and cell.value in STAMP_LABELS:
            below = sheet.cell(lines.start + 1, column)
            taken.append(StampBox(str(cell.value), style_of(cell), style_of(below)))
            for area in [a for a in sheet.merged_cells.ranges if a.min_col == column == a.max_col]:
                if area.min_row in lines:
                    sheet.unmerge_cells(area.coord)
            for line in lines:
                sheet._cells.pop((line, column), None)
    return taken


def _box_columns(sheet: Worksheet, free: range, count: int) -> list[range]:
    """The last of the columns, in groups that are wide enough for a stamp; none where that would
    leave too little for the head's texts."""
    groups: list[range] = []
    end = free.stop
    while len(groups) < count:
        start, width = end, 0.0
        while start > free.start and width < _BOX:
            start -= 1
            width += column_width(sheet, start)
        groups.insert(0, range(start, end))
        end = start
        if width < _BOX:
            return []
    left = sum(column_width(sheet, column) for column in range(free.start, end))
    return groups if left >= _LEAST_BESIDE else []


def _put_stamp(sheet: Worksheet, lines: range, columns: range, box: StampBox) -> None:
    first, last = columns.start, columns[-1]
    for line in lines:
        for column in columns:
            write_style(
                sheet.cell(line, column), copy(box.head if line == lines.start else box.box)
            )
    cell_at(sheet, lines.start, first).value = box.label
    for top, bottom in ((lines.start, lines.start), (lines.start + 1, lines[-1])):
        if (top, first) != (bottom, last):
            sheet.merge_cells(start_row=top, end_row=bottom, start_column=first, end_column=last)


def _set_widths(sheet: Worksheet, plan: Plan, columns: Mapping[str, int]) -> None:
    widths: dict[int, float] = {}
    for question in plan.department_questions:
        if question.key in columns:
            widths[columns[question.key]] = input_width(question)
    if "target" in columns:
        texts = [measure.target for measure in plan.measures]
        widths[columns["target"]] = given_width(texts, "目標")
    if "number" in columns:
        ids = [plan.number_on_form(measure) for measure in plan.measures]
        widths[columns["number"]] = min(max(map(text_units, [*ids, "項番__"])) + 1.0, _WIDEST_ID)
    shown = {c: column_width(sheet, c) for c in range(FIRST, sheet.max_column + 1)} | widths
    roomy = {columns[key]: width for key, width in _ROOMY.items() if key in columns}
    if sum(shown.values()) < _SCREEN - sum(roomy.values()) / 2:
        widths |= {column: max(width, shown[column]) for column, width in roomy.items()}
    too_wide = sum(shown.values()) - ONE_PAGE
    long = [column for column, width in widths.items() if width > _NARROWER]
    if too_wide > 0 and long:
        for column in long:
            widths[column] = max(_NARROWER, widths[column] - too_wide / len(long))
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = round(width, 1)


def _set_pages(sheet: Worksheet, columns: Mapping[str, int], last: int) -> None:
    """Of a wide sheet the screen shows more, and paper two pages side by side, each with names."""
    total = sum(column_width(sheet, column) for column in range(FIRST, last + 1))
    sheet.sheet_view.zoomScale = _ZOOM if total > ONE_PAGE else None
    sheet.page_setup.fitToWidth = max(1, round(total / ONE_PAGE + 0.3))
    if sheet.page_setup.fitToWidth > 1:
        end = columns.get(CHECK_FIELD.key, columns.get("title", FIRST))
        sheet.print_title_cols = f"{get_column_letter(FIRST)}:{get_column_letter(end)}"
