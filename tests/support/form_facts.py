"""What a person sees of a form and can do in it, as lines of text to compare."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from tests.support.books import load


def form_facts(path: Path) -> list[str]:
    """A line for each setting, column, row, cell, dropdown and conditional format of the visible
    sheets; styles are told once."""
    book, shown = load(path), openpyxl.load_workbook(path, data_only=True)
    styles: dict[str, int] = {}
    lines = [line for name in book.sheetnames for line in _sheet(book, shown, name, styles)]
    return [*lines, *(f"style {number}: {style}" for style, number in styles.items())]


def _sheet(book: Workbook, shown: Workbook, name: str, styles: dict[str, int]) -> Iterator[str]:
    sheet: Any = book[name]
    if sheet.sheet_state != "visible":
        return
    yield f"# {name}"
    page, view = sheet.page_setup, sheet.sheet_view
    yield f"freeze {sheet.freeze_panes} zoom {view.zoomScale} grid {view.showGridLines}"
    yield f"selected {[(s.pane, s.activeCell) for s in view.selection]} tab {view.tabSelected}"
    yield f"print {sheet.print_title_rows} {sheet.print_title_cols} {sheet.print_area}"
    yield f"page {page.orientation} {page.paperSize} {page.fitToWidth} {page.fitToHeight}"
    yield f"margins {[sheet.oddHeader.left.text, sheet.oddFooter.left.text]}"
    protection = sheet.protection
    yield f"protected {protection.sheet} {protection.formatRows} {protection.formatColumns}"
    yield f"filter {sheet.auto_filter.ref}"
    yield f"joined {sorted(map(str, sheet.merged_cells.ranges))}"
    for letters, column in sorted(sheet.column_dimensions.items()):
        if not column.hidden:
            last = get_column_letter(column.max)
            yield f"column {letters}:{last} {column.width}"
    for number, row in sorted(sheet.row_dimensions.items()):
        if not row.hidden and row.height is not None:
            yield f"row {number} {row.height} {row.customHeight}"
    yield from _cells(sheet, shown[name], styles)
    for rule in sheet.data_validations.dataValidation:
        told = {key: value for key, value in vars(rule).items() if value is not None}
        yield f"entry {rule.sqref} {sorted((k, str(v)) for k, v in told.items())}"
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            looks = rule.dxf and (rule.dxf.font and rule.dxf.font.color.rgb, _fill(rule.dxf.fill))
            yield f"format {area.sqref} {rule.formula} {looks}"


def _cells(sheet: Any, shown: Any, styles: dict[str, int]) -> Iterator[str]:
    for row in sheet.iter_rows(min_row=2, min_col=2):
        for cell in row:
            style = styles.setdefault(_style(cell), len(styles))
            value = None if isinstance(cell, MergedCell) else shown[cell.coordinate].value
            if cell.has_style or value is not None:
                yield f"{cell.coordinate} {value!r} {cell.data_type} {style}"


def _style(cell: Any) -> str:
    font, align, border = cell.font, cell.alignment, cell.border
    sides = [border.left, border.right, border.top, border.bottom]
    lines = [side and side.style and (side.style, side.color and side.color.rgb) for side in sides]
    return (
        f"{font.name} {font.sz} {font.b} {font.color and font.color.rgb}"
        f" | {_fill(cell.fill)} | {lines} | {align.horizontal} {align.vertical}"
        f" {align.wrap_text} {align.indent} | {cell.number_format} | {cell.protection.locked}"
    )


def _fill(fill: Any) -> object:
    return fill and (fill.fill_type, fill.fgColor.rgb, fill.bgColor.rgb)
