"""How many lines a text takes in a cell, and how high a row must be to show it whole.

Widths are counted in units: one unit is a half-width character of the body font, two a full-width
one. The body font, BIZ UDゴシック, is fixed-pitch and also the workbooks' default font, so a column
of width 40 holds 40 units of text set in the default size.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from uniseg.graphemecluster import grapheme_cluster_boundaries
from uniseg.linebreak import line_break_boundaries
from uniseg.wrap import tt_width

BODY_FONT = "BIZ UDゴシック"
MAX_ROW_HEIGHT = 409.5
"""Points; Excel allows no higher row (Excel specifications and limits)."""
WIDTH_RESERVE = 0.06
"""Share of the width kept free: Windows at 125 % scaling wraps earlier than at 100 %."""
LINE_PITCH = 1.36
"""Height of a line as a multiple of the font size."""
CELL_PADDING = 3.0
"""Points above and below the text of a cell, together."""


def column_units(width: float, font_size: float, default_size: float) -> int:
    """Units of text that safely fit on a line of a column of `width` (in default-font digits)."""
    return max(2, int(width * (1 - WIDTH_RESERVE) * default_size / font_size))


def wrap(text: str, units: int) -> list[str]:
    """The text's lines in a cell `units` wide; joined they are the text without its line breaks.

    Breaks as UAX #14 allows; a word longer than a line is broken between characters, as Excel does.
    """
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, units)]


def line_count(text: str, units: int) -> int:
    """How many lines `wrap` gives."""
    return len(wrap(text, units))


def height_of(lines: int, font_size: float) -> float:
    """Points a row needs to show so many lines; may exceed `MAX_ROW_HEIGHT`."""
    return lines * font_size * LINE_PITCH + CELL_PADDING


def _wrap_paragraph(paragraph: str, units: int) -> Iterator[str]:
    if not paragraph:
        yield ""
        return
    line, used = "", 0
    for piece in _pieces(paragraph, units):
        width = _width(piece)
        if line and used + _width(piece.rstrip(" ")) > units:
            yield line
            line, used = "", 0
        line += piece
        used += width
    yield line


def _pieces(paragraph: str, units: int) -> Iterator[str]:
    """What must stay together: unbreakable runs, cut where one is longer than a line."""
    for start, end in pairwise([0, *line_break_boundaries(paragraph)]):
        run = paragraph[start:end]
        if not run or _width(run.rstrip(" ")) <= units:
            yield run
        else:
            yield from _clusters(run)


def _clusters(run: str) -> Iterator[str]:
    for start, end in pairwise([0, *grapheme_cluster_boundaries(run)]):
        yield run[start:end]


def _width(text: str) -> int:
    """Units; ambiguous-width characters such as ① count as wide, as Japanese fonts draw them."""
    if text.isascii():
        return len(text)
    return int(tt_width(text, ambiguous_as_wide=True))
