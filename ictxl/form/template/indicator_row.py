"""Find a template's row of indicators, or give it a sheet of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.fields import KEY_ROW
from ictxl.contract.indicator_fields import indicator_fields
from ictxl.form.indicators.own_sheet import add_own_sheet
from ictxl.form.indicators.rows import register_formats
from ictxl.form.indicators.table import IndicatorTable
from ictxl.form.sheet.insert_rows import repeat_row
from ictxl.form.template import placeholders
from ictxl.form.template.headings import heading_row
from ictxl.form.template.validation import Examination
from ictxl.model import Plan
from ictxl.spreadsheets.xlsx.carry_drawings import Repeated


class PreparedTable(NamedTuple):
    """A template's table of indicators, and the row that its keys made necessary."""

    table: IndicatorTable | None
    inserted: Repeated | None = None


def prepare_indicators(
    book: Workbook, examination: Examination, plan: Plan, places: Mapping[int, int]
) -> PreparedTable:
    """Make the book ready for the plan's indicators.

    `places` says where the columns of the row are now that were elsewhere as examined.
    """
    home, at = examination.home, examination.indicator_home
    assert home is not None, "a template without a prototype row has an error"
    if at is None:
        if not plan.indicators:
            return PreparedTable(None)
        table = add_own_sheet(book, plan, book[home.sheet])
        register_formats(book[table.sheet], table)
        return PreparedTable(table)
    sheet = book[at.sheet]
    fields = indicator_fields(plan)
    by_name = placeholders.fields_by_name(fields)
    spots = [spot for spot in reversed(examination.indicator_spots) if spot.alone]
    columns = {
        by_name[s.name].key: places.get(s.column, s.column) for s in spots if s.name in by_name
    }
    held = {cell.column for cell in sheet[at.row] if cell.value is not None}
    texts = frozenset(held - set(columns.values()))
    head = heading_row(sheet, at.row)
    table = IndicatorTable(at.sheet, at.row, KEY_ROW, head, columns, fields, texts)
    inserted = None
    if at.sheet == home.sheet:
        table, inserted = _with_key_row(sheet, table)
    if plan.indicators:
        register_formats(sheet, table)
    return PreparedTable(table, inserted)


def _with_key_row(sheet: Worksheet, table: IndicatorTable) -> tuple[IndicatorTable, Repeated]:
    """A row for the keys above the headings: the sheet's first row has those of the measures."""
    above = table.head - 1
    areas = sheet.merged_cells
    while above > KEY_ROW and any(a.min_row <= above < a.max_row for a in areas.ranges):
        above -= 1
    repeat_row(sheet, above, 2)
    for area in [a for a in areas.ranges if a.min_row == a.max_row == above + 1]:
        sheet.unmerge_cells(area.coord)
    sheet.row_dimensions[above + 1].height = None
    sheet.row_dimensions[above + 1].hidden = True
    moved = replace(table.moved(above, 1), key_row=above + 1)
    return moved, Repeated(sheet.title, above, 1)
