"""Fonts, fills, borders, joined cells and papers of the consolidated workbook.

Every text has a contrast of at least 4.5:1 to its ground (WCAG 2.2, 1.4.3), and nothing is told by
colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ictxl.errors import InputError
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


@dataclass(frozen=True)
class Paper:
    """One paper, landscape, with the sizes of everything on it. Lengths in points."""

    name: str
    excel_code: int
    """`paperSize` of the page setup (ECMA-376 part 1, 18.3.1.63)."""
    width: float
    height: float
    font_size: float
    """Of the body; a whole number of pixels at 96 dpi, so that no width is lost to rounding."""
    columns: tuple[int, ...]
    """Widths of the columns of ictxl's own template, in digits of the body font."""

    side_margin: float = 28.8
    top_margin: float = 36.0
    bottom_margin: float = 43.2

    @property
    def title_size(self) -> float:
        return self.font_size * 4 / 3

    @property
    def usable_height(self) -> float:
        """Between the margins, less 3 %: printers' drivers set rows slightly higher than told."""
        return (self.height - self.top_margin - self.bottom_margin) * 0.97


A3 = Paper("A3", 8, 1190.55, 841.89, 10.5, (5, 6, 54, 6, 20, 87, 26))
A4 = Paper("A4", 9, 841.89, 595.28, 9, (5, 6, 42, 6, 16, 65, 23))
PAPERS = {paper.name: paper for paper in (A3, A4)}


def set_up_page(sheet: Worksheet, paper: Paper, widths: Sequence[int]) -> int:
    """Set columns of these widths and the page; returns the print scale in per cent, at which
    everything is one page wide."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    points = sum((width + 1) * paper.font_size / 2 for width in widths)
    scale = int(100 * (paper.width - 2 * paper.side_margin) * 0.95 / points)
    scale = max(10, min(100, scale))
    sheet.set_landscape()
    sheet.set_paper(paper.excel_code)
    sheet.set_print_scale(scale)
    side = paper.side_margin / 72
    sheet.set_margins(side, side, paper.top_margin / 72, paper.bottom_margin / 72)
    sheet.set_footer("&C&P / &N")
    sheet.hide_gridlines(2)
    return scale


def paper_named(name: str) -> Paper:
    """Raises InputError where no such paper is known."""
    try:
        return PAPERS[name.upper()]
    except KeyError:
        known = "、".join(PAPERS)
        raise InputError(
            f"用紙「{name}」には対応していません。", f"{known} のどれかを指定してください。"
        ) from None
