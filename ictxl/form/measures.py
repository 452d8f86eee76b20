"""The measures' rows: the prototype row repeated, filled in and made high enough."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.form import placeholders
from ictxl.form.cells import cell_at, copy_cell, given_text, row_cells, write_formula, write_text
from ictxl.form.shifting import repeat_row
from ictxl.form.template import Template
from ictxl.identity import CHECK_FIELD, FIELD_BY_KEY, LENGTH_FIELD
from ictxl.model import Measure, Plan
from ictxl.rules import answer_rules, check_formula, check_text
from ictxl.text.layout import MAX_ROW_HEIGHT, column_units, height_of, line_count

DEFAULT_WIDTH = 8.43
"""Digits; a column's width where neither it nor its sheet names one (ECMA-376 18.3.1.81)."""
DEFAULT_HEIGHT = 15.0
SMALLEST_FONT = 5.0
"""Points; a text too long for the highest row Excel allows is set smaller, down to this."""


@dataclass(frozen=True)
class PreviousAnswer:
    """What the department answered on the measure a year before."""

    rating: str
    progress: str
    next_step: str


Previous = Mapping[tuple[str, str], PreviousAnswer]
"""(measure id, department) → its answer of the year before."""


def write_measures(
    sheet: Worksheet,
    template: Template,
    plan: Plan,
    department: str,
    previous: Previous,
    lists: Mapping[str, str],
) -> tuple[range, dict[str, str | int]]:
    """Fill in the department's measures from the prototype row on.

    `lists` names the ranges that the 点検 formulas look into. Returns the rows, and what each
    formula shows while nothing is filled in, by cell.
    """
    row = template.row
    measures = plan.measures_of(department)
    prototypes = row_cells(sheet, row)
    texts = {c.column: given_text(c) for c in prototypes if placeholders.names_in(given_text(c))}
    repeat_row(sheet, row, len(measures))
    for offset in range(1, len(measures)):
        for cell in prototypes:
            copy_cell(cell, sheet, row + offset)
    formulas = _Formulas(plan, template.columns, lists)
    shown: dict[str, str | int] = {}
    for offset, measure in enumerate(measures):
        values = measure_values(plan, measure, previous.get((measure.id, department)))
        for column, text in texts.items():
            cell = cell_at(sheet, row + offset, column)
            write_text(cell, placeholders.fill(text, values.get))
        shown |= formulas.write(sheet, row + offset)
    rows = range(row, row + len(measures))
    fit_rows(sheet, rows, shown)
    return rows, shown


def measure_values(plan: Plan, measure: Measure, previous: PreviousAnswer | None) -> dict[str, str]:
    """What the prototype row's placeholders stand for; nothing for the department's own cells."""
    area = plan.area_by_number.get(measure.area)
    by_key = {
        "area": area.label if area else "",
        "number": measure.id,
        "title": measure.title,
        "target": measure.target,
        "outlook": measure.outlook,
        "departments": "\n".join(a.label for a in measure.assignments),
    }
    if previous:
        by_key |= {
            "previous_rating": previous.rating,
            "previous_progress": previous.progress,
            "previous_next_step": previous.next_step,
        }
    return {field.placeholder: by_key.get(key, "") for key, field in FIELD_BY_KEY.items()}


class _Formulas:
    """点検 and 文字数 of each row."""

    def __init__(self, plan: Plan, columns: Mapping[str, int], lists: Mapping[str, str]) -> None:
        self._rules = answer_rules(plan)
        self._columns = columns
        self._lists = lists
        self._blank = check_text(self._rules, {key: "" for key in columns})

    def write(self, sheet: Worksheet, row: int) -> dict[str, str | int]:
        """Write the row's formulas; cell → what it shows while nothing is filled in."""
        cells = {key: f"${get_column_letter(col)}{row}" for key, col in self._columns.items()}
        references = {**self._lists, **cells}
        shown: dict[str, str | int] = {}
        if CHECK_FIELD.key in self._columns:
            cell = cell_at(sheet, row, self._columns[CHECK_FIELD.key])
            write_formula(cell, check_formula(self._rules, references))
            shown[cell.coordinate] = self._blank
        if LENGTH_FIELD.key in self._columns and "progress" in references:
            cell = cell_at(sheet, row, self._columns[LENGTH_FIELD.key])
            write_formula(cell, f"=LEN({references['progress']})")
            shown[cell.coordinate] = 0
        return shown


def fit_rows(sheet: Worksheet, rows: range, shown: Mapping[str, str | int]) -> None:
    """Make rows high enough to show their texts whole; never lower than they are.

    `shown` gives the texts of formulas, by cell.
    """
    default_size = default_font_size(sheet)
    merged = {m.start_cell.coordinate: m for m in sheet.merged_cells.ranges}
    last = sheet.max_column
    for row in rows:
        height = sheet.row_dimensions[row].height or DEFAULT_HEIGHT
        for cell in row_cells(sheet, row, last):
            text = str(shown.get(cell.coordinate, given_text(cell)))
            area = merged.get(cell.coordinate)
            if not text or (area and area.max_row > row):
                continue
            end = area.max_col if area else cell.column
            width = sum(column_width(sheet, c) for c in range(cell.column, end + 1))
            height = max(height, _fit_cell(cell, text, width, default_size))
        sheet.row_dimensions[row].height = min(round(height, 1), MAX_ROW_HEIGHT)


def _fit_cell(cell: Cell, text: str, width: float, default_size: float) -> float:
    """Points the cell needs; its font is made smaller where no row is high enough."""
    usual = size = float(cell.font.sz or default_size)
    while True:
        units = column_units(width, size, default_size)
        lines = _lines(text, units) if cell.alignment.wrap_text else 1
        height = height_of(lines, size)
        if height <= MAX_ROW_HEIGHT or size <= SMALLEST_FONT:
            break
        size -= 0.5
    if size < usual:
        font: Any = copy(cell.font)
        font.sz = size
        cell.font = font
    return height


_lines = lru_cache(maxsize=4096)(line_count)
"""Several departments have the same measures."""


def default_font_size(sheet: Worksheet) -> float:
    """Of the workbook's default font, in whose digits column widths are counted."""
    fonts: Any = vars(sheet.parent)["_fonts"]
    return float(fonts[0].sz or _EXCELS_SIZE)


_EXCELS_SIZE = 11.0


def column_width(sheet: Worksheet, column: int) -> float:
    """In digits of the default font; 0 where the column is hidden."""
    letters = get_column_letter(column)
    if letters in sheet.column_dimensions:
        dimension = sheet.column_dimensions[letters]
        if dimension.hidden:
            return 0.0
        if dimension.width:
            return float(dimension.width)
    return float(sheet.sheet_format.defaultColWidth or DEFAULT_WIDTH)
