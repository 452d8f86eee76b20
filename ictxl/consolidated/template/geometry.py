"""How much text fits into a template's cell, and how high and wide its paper is.

Heights are in points; widths of columns in digits of the workbook's usual font, with the padding
of a cell in them, as a package has them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from ictxl.consolidated.template.source import TemplateSheet
from ictxl.spreadsheets.xlsx.cell_formats import CellFormat
from ictxl.text.row_height import CELL_PADDING, WIDTH_RESERVE, advance, line_height

_POINTS_PER_PIXEL, _PIXELS_OF_PADDING = 0.75, 5
_INCH = 72
_MILLIMETRE = _INCH / 25.4
_PAPERS = {
    **{1: (215.9, 279.4), 3: (279.4, 431.8), 5: (215.9, 355.6), 8: (297, 420), 9: (210, 297)},
    **{11: (148, 210), 12: (257, 364), 13: (182, 257), 66: (420, 594)},
}
"""Width and height in millimetres by `paperSize` (ECMA-376 part 1, 18.3.1.63); B4, B5 of JIS."""
_A4 = 9
_HEIGHT_RESERVE = 0.97
"""Printers' drivers set rows slightly higher than told."""
_SURE_WIDTH = 0.98
_INDENT = 3.0
"""Digits of the usual font that one step of an indent takes at most."""
LOOSE_FONTS = {
    **{"游": 1.72, "yu ": 1.72, "メイリオ": 1.65, "meiryo": 1.65, "hg": 1.3},
    **{"noto": 1.55, "源ノ": 1.55, "source han": 1.55},
}
"""Beginnings of names of fonts whose lines are far apart, and how far, in their size."""
_JAPANESE = ("ms ", "biz", "ud", "ipa", "noto", "meiryo", "yu ", "hg")


@dataclass(frozen=True)
class Measure:
    """How the text of one cell is measured."""

    units: int
    """Half-width letters on a line."""
    line: float
    """Points from one line to the next."""
    across: int = 2
    """The same as `units` of a text that is not turned."""

    def height(self, lines: int) -> float:
        return max(1, lines) * self.line + CELL_PADDING

    def lines(self, points: float) -> int:
        """The most lines whose height stays within the points; at least one."""
        return max(1, int((points - CELL_PADDING) / self.line + 1e-9))


@cache
def digit_width(font: str, size: float) -> float:
    """Points that a digit of the usual font takes, in which widths of columns are counted."""
    is_wide = not font.isascii() or font.lower().startswith(_JAPANESE)
    if is_wide:
        return advance(size)
    return math.floor(size / _POINTS_PER_PIXEL + 0.5) // 2 * _POINTS_PER_PIXEL


def default_column_pixels(usual: tuple[str, float]) -> int:
    """Excel's width of an unset column: 8 digits and padding, in steps of 8 pixels."""
    pixels = 8 * round(digit_width(*usual) / _POINTS_PER_PIXEL) + _PIXELS_OF_PADDING
    return -(-pixels // 8) * 8


@cache
def line_pitch(font: str, size: float) -> float:
    """Points from one line to the next; see `text.row_height.line_height`."""
    folded = font.lower().lstrip("ＭＳ ")
    far = [share for name, share in LOOSE_FONTS.items() if folded.startswith(name)]
    return max(line_height(size), size * far[0]) if far else line_height(size)


def measure(widths: Iterable[float], look: CellFormat, usual: tuple[str, float]) -> Measure:
    """Of a cell over columns of those widths, in a workbook of that usual font."""
    font, size = str(look.get("font_name", usual[0])), float(str(look.get("font_size", usual[1])))
    line = line_pitch(font, size)
    digit = digit_width(*usual)
    points = sum(widths) * digit - _PIXELS_OF_PADDING * _POINTS_PER_PIXEL
    indent = look.get("indent", 0)
    if isinstance(indent, int) and indent:
        points -= indent * _INDENT * digit
    units = max(0, int(points * (1 - WIDTH_RESERVE) / advance(size)))
    return Measure(2 if look.get("rotation") else units, line, units)


@dataclass(frozen=True)
class PaperRoom:
    """What a page offers, in points of the sheet as it prints."""

    height: float
    scale: int
    """Per cent, so that all columns stand on one page."""


def paper_room(
    sheet: TemplateSheet, widths: Sequence[float], usual: tuple[str, float]
) -> PaperRoom:
    """Of a sheet with columns of those widths."""
    page = sheet.page
    short, long = _PAPERS.get(page.paper, _PAPERS[_A4])
    across, down = (long, short) if page.landscape else (short, long)
    left, right, top, bottom = (margin * _INCH for margin in page.margins)
    room = (across * _MILLIMETRE - left - right) * _SURE_WIDTH
    needed = sum(widths) * digit_width(*usual)
    told = 100 if page.fit else page.scale
    scale = min(told, int(room / needed * 100)) if needed > 0 else told
    height = (down * _MILLIMETRE - top - bottom) * _HEIGHT_RESERVE * 100 / max(scale, 1)
    return PaperRoom(height, scale)


def split_height(height: float, limit: float) -> Sequence[float]:
    """Equal rows of at most `limit` points that make up the height, in Excel's steps of 0.75 pt."""
    count = max(1, -int(-height // limit))
    return [-(-height / count // 0.75) * 0.75] * count
