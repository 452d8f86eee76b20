"""Fonts, fills, borders and joined cells of the consolidated workbook.

Every text has a contrast of at least 4.5:1 to its ground (WCAG 2.2, 1.4.3), and nothing is told by
colour alone.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ictxl.spreadsheets.xlsx.cell_writer import write_text
from ictxl.text.row_height import BODY_FONT

INK = "#1A1A1A"
HEADING_GROUND = "#DDE6F0"
LINE = "#5F6B7A"
ALERT_INK = "#9C0006"
ALERT_GROUND = "#FFF4CC"
"""Under cells in which something is 未提出 or 未記入; it stays light in grey print."""

CELL = {"text_wrap": True, "valign": "top", "border": 1, "border_color": LINE}
CENTERED = {"align": "center", "valign": "vcenter"}


class Styles:
    """Formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook, font_size: float) -> None:
        self._workbook = workbook
        self._font_size = font_size
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}
        self._cells: dict[tuple[tuple[str, object], ...], Format] = {}

    def get(self, **properties: Any) -> Format:
        """The format with these xlsxwriter properties on top of the body's."""
        key = tuple(properties.items())
        if key not in self._made:
            body = {"font_name": BODY_FONT, "font_size": self._font_size, "font_color": INK}
            self._made[key] = self._workbook.add_format({**body, **properties})
        return self._made[key]

    def cell(self, **properties: Any) -> Format:
        """A table cell: bordered, wrapped, at the top."""
        key = tuple(properties.items())
        if key not in self._cells:
            self._cells[key] = self.get(**{**CELL, **properties})
        return self._cells[key]

    def heading(self, **properties: Any) -> Format:
        return self.cell(**{**CENTERED, "bold": True, "bg_color": HEADING_GROUND, **properties})


def merge(sheet: Worksheet, first: tuple[int, int], last: tuple[int, int], style: Format) -> None:
    """Join cells into one, still empty; a single cell only gets its style."""
    if first == last:
        sheet.write_blank(*first, None, style)
    else:
        sheet.merge_range(*first, *last, None, style)


def merge_text(
    sheet: Worksheet, first: tuple[int, int], last: tuple[int, int], text: str, style: Format
) -> None:
    """Join cells into one that holds the text."""
    if first != last:
        merge(sheet, first, last, style)
    write_text(sheet, *first, text, style)
