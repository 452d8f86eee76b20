"""Insert copies of a row: everything below moves down, with all references to it.

openpyxl moves cells only; merged ranges, formats, dropdowns, formulas and names are moved here.
"""

from __future__ import annotations

import re
from copy import copy

from openpyxl.cell.cell import Cell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.form.sheet.references import change_references, is_of_sheet, map_references


def repeat_row(sheet: Worksheet, row: int, count: int) -> None:
    """Make room for `count` copies of `row` (at least one), which stays the first of them.

    Whatever spans the row grows with it; merged cells inside it are repeated. The new rows hold
    no cells yet.
    """
    added = count - 1
    if added < 1:
        return
    _move_cells(sheet, row, added)
    _move_row_dimensions(sheet, row, added)
    _move_ranges(sheet, row, added)
    _move_print_settings(sheet, row, added)
    _move_references(sheet, row, added)


def _shift_formula(formula: str, sheet: str, row: int, added: int) -> str:
    """A formula on `sheet` after `added` rows came in below its `row`.

    A range that includes the row grows; so `COUNTA(K9:K9)` counts all copies.
    """
    return map_references(formula, lambda ref: _shift_reference(ref, True, sheet, row, added))


_REFERENCE = re.compile(
    r"(?P<sheet>(?:'(?:[^']|'')+'|[^!'\[\]:]+)!)?"
    r"(?P<column>\$?[A-Z]{1,3})?(?P<fixed>\$?)(?P<row>\d+)"
    r"(?P<range>:(?P<column2>\$?[A-Z]{1,3})?(?P<fixed2>\$?)(?P<row2>\d+))?"
)


def _shift_reference(text: str, own: bool, sheet: str, row: int, added: int) -> str:
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return text
    named = match["sheet"]
    if not is_of_sheet(named, sheet, own=own):
        return text
    start, end = _shift_span(
        int(match["row"]), int(match["row2"]) if match["range"] else None, row, added
    )
    shifted = f"{named or ''}{match['column'] or ''}{match['fixed']}{start}"
    if end is not None:
        shifted += f":{match['column2'] or ''}{match['fixed2']}{end}"
    return shifted


def _shift_span(start: int, end: int | None, row: int, added: int) -> tuple[int, int | None]:
    new_start = start + added if start > row else start
    if end is None:
        return new_start, None
    return new_start, end + added if end >= row else end


def _shift_area(text: str, row: int, added: int) -> str:
    """`B9:P9 C12` after the rows came in; unlike in a formula, a single cell of the row grows."""
    areas = (part if ":" in part else f"{part}:{part}" for part in text.split())
    shifted = [_shift_reference(area, True, "", row, added) for area in areas]
    return " ".join(
        area if len(set(area.split(":"))) > 1 else area.split(":")[0] for area in shifted
    )


def _move_cells(sheet: Worksheet, row: int, added: int) -> None:
    cells = sheet._cells
    for position in sorted((key for key in cells if key[0] > row), reverse=True):
        cell = cells.pop(position)
        cell.row = position[0] + added
        cells[cell.row, position[1]] = cell
        if isinstance(cell, Cell) and cell.hyperlink:
            cell.hyperlink.ref = cell.coordinate


def _move_row_dimensions(sheet: Worksheet, row: int, added: int) -> None:
    dimensions = sheet.row_dimensions
    for index in sorted((i for i in dimensions if i > row), reverse=True):
        dimension = dimensions.pop(index)
        dimension.index = index + added
        dimensions[index + added] = dimension
    prototype = dimensions[row]
    for index in range(row + 1, row + added + 1):
        twin = copy(prototype)
        twin.index = index
        dimensions[index] = twin


def _move_ranges(sheet: Worksheet, row: int, added: int) -> None:
    areas = list(sheet.merged_cells.ranges)
    for merged in areas:
        if merged.min_row > row:
            merged.shift(row_shift=added)
    # Where they stand is what a set of them knows them by.
    sheet.merged_cells.ranges = set(areas)
    for merged in areas:
        if merged.min_row == merged.max_row == row:
            for new_row in range(row + 1, row + added + 1):
                _merge(sheet, merged, new_row)
    _move_formats(sheet, row, added)
    for rule in sheet.data_validations.dataValidation:
        rule.sqref = MultiCellRange(_shift_area(str(rule.sqref), row, added))
    for table in sheet.tables.values():
        table.ref = _shift_area(table.ref, row, added)
        if table.autoFilter:
            table.autoFilter.ref = _shift_area(table.autoFilter.ref, row, added)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _shift_area(sheet.auto_filter.ref, row, added)


def _move_formats(sheet: Worksheet, row: int, added: int) -> None:
    formats = ConditionalFormattingList()
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            rule.formula = [_shift_formula(f, sheet.title, row, added) for f in rule.formula]
            formats.add(_shift_area(str(area.sqref), row, added), rule)
    sheet.conditional_formatting = formats


def _merge(sheet: Worksheet, merged: CellRange, row: int) -> None:
    sheet.merge_cells(
        start_row=row, end_row=row, start_column=merged.min_col, end_column=merged.max_col
    )


def _move_print_settings(sheet: Worksheet, row: int, added: int) -> None:
    for page_break in sheet.row_breaks.brk:
        if page_break.id > row:
            page_break.id += added
    if sheet.print_area:
        areas = [area.rpartition("!")[2] for area in sheet.print_area.split(",")]
        sheet.print_area = ",".join(_shift_area(area, row, added) for area in areas)


def _move_references(sheet: Worksheet, row: int, added: int) -> None:
    book = sheet.parent
    assert book is not None, "every sheet stands in a workbook"
    change_references(
        book, sheet, lambda ref, own: _shift_reference(ref, own, sheet.title, row, added)
    )
