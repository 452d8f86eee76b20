"""Where the headings above a prototype row begin."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from ictxl.form.sheet.autofit_rows import merged_areas


def heading_row(sheet: Worksheet, row: int) -> int:
    """The uppermost row of the headings above the prototype row."""
    areas = merged_areas(sheet).values()
    above = [a.min_row for a in areas if a.max_row == row - 1 and a.min_row < row - 1]
    return max(min([row - 1, *above]), row - _MOST_HEADING_ROWS, 1)


_MOST_HEADING_ROWS = 3
