"""Where the headings above a prototype row begin."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from ictxl.form.sheet.autofit_rows import merged_areas


def heading_row(sheet: Worksheet, row: int) -> int:
    """The uppermost row of the headings above the prototype row."""
    filled = {cell.column for cell in sheet[row] if cell.value is not None}
    above = [
        area.min_row
        for area in merged_areas(sheet).values()
        if area.max_row == row - 1 and filled.intersection(range(area.min_col, area.max_col + 1))
    ]
    return max(min([row - 1, *above]), row - _MOST_HEADING_ROWS, 1)


_MOST_HEADING_ROWS = 3
