"""Row heights that show a text whole, and how much text fits on a line.

Heights are in points. Widths are counted in units: one unit is a half-width character of the body
font, two a full-width one. The body font, BIZ UDゴシック, is fixed-pitch and also the workbooks'
default font, so a column of width 40 holds about 40 units of text set in the default size. Sizes
of 9, 10.5 and 12 pt are whole pixels at 96 dpi and lose nothing to rounding; prefer them.
"""

from __future__ import annotations

import math
from functools import cache

BODY_FONT = "BIZ UDゴシック"
MAX_ROW_HEIGHT = 409.5
"""Points; Excel allows no higher row (Excel specifications and limits)."""
WIDTH_RESERVE = 0.06
"""Share of the width kept free: Windows at 125 % scaling wraps earlier than at 100 %, and
LibreOffice 7.4 was measured to use 3 % less than the column's width."""
CELL_PADDING = 3.0
"""Points above and below the text of a cell, together."""
_POINTS_PER_PIXEL = 0.75
"""At 96 dpi, where Excel defines its column widths."""


def column_units(width: float, font_size: float, default_size: float) -> int:
    """Units of text that safely fit on a line of a column of `width` (in default-font digits)."""
    points = width * default_size / 2 * (1 - WIDTH_RESERVE)
    return max(2, int(points / advance(font_size)))


@cache
def line_height(font_size: float) -> float:
    """Points from one line to the next.

    LibreOffice sets BIZ UDゴシック solid; Excel adds 3 to 4 pixels of leading to the em, so that
    9 pt takes 11.25 pt and 10.5 pt up to 13.2 pt a line, depending on the display's scaling.
    """
    return max(font_size + 3, font_size * 1.25)


def height_of(lines: int, font_size: float) -> float:
    """Points a row needs to show so many lines; may exceed `MAX_ROW_HEIGHT`."""
    return lines * line_height(font_size) + CELL_PADDING


def lines_within(points: float, font_size: float) -> int:
    """The most lines whose `height_of` stays within `points`."""
    return max(0, int((points - CELL_PADDING) / line_height(font_size) + 1e-9))


def advance(font_size: float) -> float:
    """Points a half-width character takes where hinting rounds it up to whole pixels."""
    em = math.floor(font_size / _POINTS_PER_PIXEL + 0.5)
    return max(math.ceil(em / 2) * _POINTS_PER_PIXEL, font_size / 2)
