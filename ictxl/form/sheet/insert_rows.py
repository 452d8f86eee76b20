"""Insert copies of a row: everything below moves down, with all references to it.

openpyxl moves cells only; merged ranges, formats, dropdowns, formulas and names are moved here."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet


def map_references(formula: str, change: Callable[[str], str]) -> str:
    """A formula with each of its references changed; those outside cells stand without `=`."""
    bare = not formula.startswith("=")
    tokens = Tokenizer("=" + formula if bare else formula)
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            token.value = change(token.value)
    changed = "".join(token.value for token in tokens.items)
    return changed if bare else "=" + changed


def is_of_sheet(named: str | None, title: str, *, own: bool) -> bool:
    """Whether a reference leads to the sheet; `named` is its part up to the `!`, `own` tells that
    the formula stands there, where references need not name it."""
    return own if not named else named[:-1].strip("'").replace("''", "'") == title


def change_references(sheet: Worksheet, change: Callable[[str, bool], str]) -> None:
    """Change all references in the cells, dropdowns and names of the sheet's workbook.

    `change` takes a reference, and whether it stands on `sheet`, where it need not name it.
    """
    book = sheet.parent
    assert book is not None, "every sheet stands in a workbook"
    named = sheet.title.replace("'", "''")
    for other in book.worksheets:
        own = other is sheet

        def shift(formula: str, own: bool = own) -> str:
            # Taking a long formula apart takes long; from elsewhere it must name the sheet.
            if not own and named not in formula:
                return formula
            return map_references(formula, lambda ref: change(ref, own))

        _shift_cells(other, shift)
        for rule in other.data_validations.dataValidation:
            rule.formula1 = shift(rule.formula1) if rule.formula1 else None
            rule.formula2 = shift(rule.formula2) if rule.formula2 else None
    local = (name for other in book.worksheets for name in other.defined_names.values())
    for name in [*book.defined_names.values(), *local]:
        name.value = map_references(str(name.value), lambda ref: change(ref, False))


def change_settings(sheet: Worksheet, change: Callable[[str], str]) -> None:
    """Change the areas of the sheet's tables and filters, and its print area."""
    for table in sheet.tables.values():
        table.ref = change(table.ref)
        if table.autoFilter:
            table.autoFilter.ref = change(table.autoFilter.ref)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = change(sheet.auto_filter.ref)
    if sheet.print_area:
        areas = [area.rpartition("!")[2] for area in sheet.print_area.split(",")]
        sheet.print_area = ",".join(map(change, areas))


def _shift_cells(sheet: Worksheet, shift: Callable[[str], str]) -> None:
    for cell in sheet._cells.values():
        if isinstance(cell, MergedCell) or cell.data_type != "f":
            continue
        if isinstance(cell.value, ArrayFormula):
            cell.value.text = shift(cell.value.text or "")
            cell.value.ref = cell.coordinate if ":" not in cell.value.ref else cell.value.ref
        elif isinstance(cell.value, str):
            cell.value = shift(cell.value)


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

    def change(reference: str, own: bool) -> str:
        return _shift_reference(reference, own, sheet.title, row, added)

    _move_ranges(sheet, row, added, change)
    for page_break in sheet.row_breaks.brk:
        if page_break.id > row:
            page_break.id += added
    change_settings(sheet, lambda area: _shift_area(area, row, added))
    change_references(sheet, change)


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
    start = int(match["row"])
    start += added if start > row else 0
    shifted = f"{named or ''}{match['column'] or ''}{match['fixed']}{start}"
    if match["range"]:
        end = int(match["row2"])
        # A range that includes the row grows; so `COUNTA(K9:K9)` counts all copies.
        end += added if end >= row else 0
        shifted += f":{match['column2'] or ''}{match['fixed2']}{end}"
    return shifted


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


def _move_ranges(
    sheet: Worksheet, row: int, added: int, change: Callable[[str, bool], str]
) -> None:
    areas = list(sheet.merged_cells.ranges)
    for merged in areas:
        if merged.min_row > row:
            merged.shift(row_shift=added)
    # Where they stand is what a set of them knows them by.
    sheet.merged_cells.ranges = set(areas)
    for merged in areas:
        if merged.min_row == merged.max_row == row:
            for new in range(row + 1, row + added + 1):
                sheet.merge_cells(None, new, merged.min_col, new, merged.max_col)
    formats = ConditionalFormattingList()
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            rule.formula = [map_references(f, lambda ref: change(ref, True)) for f in rule.formula]
            formats.add(_shift_area(str(area.sqref), row, added), rule)
    sheet.conditional_formatting = formats
    for rule in sheet.data_validations.dataValidation:
        rule.sqref = MultiCellRange(_shift_area(str(rule.sqref), row, added))
