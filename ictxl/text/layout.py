"""How many lines a text takes in a cell, and how high a row must be to show it whole.

Widths are counted in units: one unit is a half-width character of the body font, two a full-width
one. The body font, BIZ UDゴシック, is fixed-pitch and also the workbooks' default font, so a column
of width 40 holds about 40 units of text set in the default size. Sizes of 9, 10.5 and 12 pt are
whole pixels at 96 dpi and lose nothing to rounding; prefer them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from uniseg.graphemecluster import grapheme_cluster_boundaries
from uniseg.linebreak import LineBreak, line_break, line_break_boundaries
from uniseg.wrap import tt_width

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
    return max(2, int(points / _advance(font_size)))


def wrap(text: str, units: int) -> list[str]:
    """The text's lines in a cell `units` wide; joined they are the text without its line breaks.

    Breaks as UAX #14 allows; a word longer than a line is broken between characters, as Excel does.
    """
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, units)]


def line_count(text: str, units: int) -> int:
    """How many lines `wrap` gives."""
    return len(wrap(text, units))


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


def text_units(text: str) -> int:
    """Width of a text on one line."""
    return len(text) if text.isascii() else sum(map(_cluster_width, _clusters(text)))


def _advance(font_size: float) -> float:
    """Points a half-width character takes where hinting rounds it up to whole pixels."""
    em = math.floor(font_size / _POINTS_PER_PIXEL + 0.5)
    return max(math.ceil(em / 2) * _POINTS_PER_PIXEL, font_size / 2)


def _wrap_paragraph(paragraph: str, units: int) -> Iterator[str]:
    line: list[str] = []
    used = 0
    for piece, width, visible in _pieces(paragraph, units):
        if line and used + visible > units:
            yield "".join(line)
            line, used = [], 0
        line.append(piece)
        used += width
    yield "".join(line)


def _pieces(paragraph: str, units: int) -> Iterator[tuple[str, int, int]]:
    """What must stay together, its width, and the width without the blanks at its end."""
    for segment in _segments(paragraph):
        for run, width, visible in _measured_runs(segment):
            if visible <= units:
                yield run, width, visible
            else:
                yield from (_measured(cluster) for cluster in _clusters(run))


# Between two of these UAX #14 always allows a break, whatever stands around them (class ID:
# hiragana without the small ones, katakana likewise, ideographs), so a paragraph can be cut there
# and uniseg, which takes 0.1 ms a character, asked about the short rest only.
_IDEOGRAPHS = "一-龥あいうえおか-ぢつ-もやゆよら-ろわをんアイウエオカ-ヂツ-モヤユヨラ-ロワヲン"
_SEGMENT_END = re.compile(rf"(?<=[{_IDEOGRAPHS}])(?=[{_IDEOGRAPHS}])|(?<=[A-Za-z0-9] )(?=[A-Za-z])")
_LONGEST_SEGMENT = 2000
"""Longer runs without such a place are data, not words; where they are cut does not matter."""


def _segments(paragraph: str) -> Iterator[str]:
    places = [0, *(match.start() for match in _SEGMENT_END.finditer(paragraph)), len(paragraph)]
    for start, end in pairwise(places):
        for cut in range(start, end, _LONGEST_SEGMENT):
            yield paragraph[cut : min(cut + _LONGEST_SEGMENT, end)]


@lru_cache(maxsize=20_000)
def _measured_runs(segment: str) -> tuple[tuple[str, int, int], ...]:
    """The unbreakable runs of a segment."""
    if len(segment) == 1:
        return (_measured(segment),)
    ends = line_break_boundaries(segment, property=_line_break)
    return tuple(_measured(segment[a:b]) for a, b in pairwise([0, *_without_zero(ends)]))


def _measured(run: str) -> tuple[str, int, int]:
    return run, text_units(run), text_units(run.rstrip(" \u3000"))


@lru_cache(maxsize=20_000)
def _line_break(char: str) -> LineBreak:
    """As in East Asian typesetting, ① and the like are ideographs."""
    found: LineBreak = line_break(char)
    return LineBreak.ID if found is LineBreak.AI else found


def _clusters(run: str) -> Iterator[str]:
    if run.isascii():
        yield from run
        return
    for start, end in pairwise([0, *_without_zero(grapheme_cluster_boundaries(run))]):
        yield run[start:end]


def _without_zero(ends: Iterable[int]) -> Iterator[int]:
    return (end for end in ends if end)


@lru_cache(maxsize=20_000)
def _cluster_width(cluster: str) -> int:
    """Ambiguous-width characters such as ① count as wide, as Japanese fonts draw them."""
    return int(tt_width(cluster, ambiguous_as_wide=True))
