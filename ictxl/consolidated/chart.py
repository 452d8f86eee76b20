"""Where a chart of the page has its bars, names and numbers; `chart.svg.j2` draws them. The colours
and patterns of all charts, distinct in grey print and for the colour-blind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, cycle

from ictxl.consolidated.summary import Category, Tally, TallyKind
from ictxl.text.linebreak import text_units

_WIDTH = 960
_LETTER = 7
"""Pixels of a half-width letter at the page's 14 pixels."""
_GAP = 16
"""Pixels before the longest name, and behind the bars for half of the axis's last number."""
_ROW, _AXIS, _LEGEND_LINE = 30, 34, 22
"""Heights of a bar with what parts it from the next, of the axis and of a line of the legend."""
_LEGEND_COLUMNS = 2
_GRID_LINES = 8


@dataclass(frozen=True)
class Bar:
    """So many answers of one category."""

    start: float
    end: float
    count: int
    fill: str


@dataclass(frozen=True)
class Chart:
    """A stacked bar chart, the first group on top. All lengths are pixels."""

    left: int
    """Where the bars begin."""
    foot: int
    """Where they end, above the axis's numbers."""
    height: int
    ticks: list[tuple[float, int]]
    """Place and number on the axis."""
    rows: list[tuple[int, str, list[Bar]]]
    """Top, name and bars of each group."""
    legend: list[tuple[int, int, str, str]]
    """Place, fill and label of each category."""
    patterns: list[tuple[str, Paint]]
    """Id and paint of those that are no plain colours."""
    width: int = _WIDTH


def chart_of(tally: Tally, name: str) -> Chart:
    """The tally as a chart; `name` keeps the ids of a page apart."""
    painted = [(f"{name}-{i}", paint) for i, paint in enumerate(paints(tally.categories))]
    fills = [f"url(#{key})" if paint.pattern else paint.color for key, paint in painted]
    left = _GAP + _LETTER * max((text_units(group) for group, _ in tally.rows), default=0)
    longest = max((sum(counts) for _, counts in tally.rows), default=0)
    step = max(1, -(-longest // _GRID_LINES))
    numbers = range(0, longest + step, step)
    scale = (_WIDTH - _GAP - left) / numbers[-1]
    foot = _ROW * len(tally.rows)
    legend = _legend(tally.categories, fills, foot + _AXIS)
    return Chart(
        left=left,
        foot=foot,
        height=foot + _AXIS + _LEGEND_LINE * -(-len(legend) // _LEGEND_COLUMNS),
        ticks=[(left + number * scale, number) for number in numbers],
        rows=[
            (index * _ROW, group, _bars(counts, fills, left, scale))
            for index, (group, counts) in enumerate(tally.rows)
        ],
        legend=legend,
        patterns=[(key, paint) for key, paint in painted if paint.pattern],
    )


def _bars(counts: Sequence[int], fills: Sequence[str], left: int, scale: float) -> list[Bar]:
    ends = [left + reached * scale for reached in accumulate(counts, initial=0)]
    bars = zip(ends, ends[1:], counts, fills, strict=False)
    return [Bar(*bar) for bar in bars if bar[2]]


def _legend(
    categories: Sequence[Category], fills: Sequence[str], top: int
) -> list[tuple[int, int, str, str]]:
    column = _WIDTH // _LEGEND_COLUMNS
    places = [divmod(index, _LEGEND_COLUMNS) for index in range(len(categories))]
    return [
        (x * column, top + line * _LEGEND_LINE, fill, category.label)
        for (line, x), fill, category in zip(places, fills, categories, strict=True)
    ]


WHITE = "#FFFFFF"


@dataclass(frozen=True)
class Paint:
    """How a category is filled."""

    color: str
    pattern: str = ""
    """xlsxwriter's name of a pattern in `color` on white; empty for a plain fill."""


_DARK, _LIGHT = (0x12, 0x3E, 0x6B), (0xD6, 0xE6, 0xF4)
_FINISHED_COLOR, _OPEN_COLOR = "#8A3B00", "#4D4D4D"
_FINISHED_PATTERNS = (
    "wide_upward_diagonal",
    "wide_downward_diagonal",
    "large_grid",
    "dark_horizontal",
    "dark_vertical",
    "small_check",
)
_UNLISTED = Paint("#8E1B5E", "large_check")
_OPEN_PATTERNS = ("percent_5", "percent_20", "percent_40")


def paints(categories: Sequence[Category]) -> list[Paint]:
    """One for each category, in their order.

    What goes on is blue, from dark to light in the legend's order; what has ended is hatched; what
    is not in the list is chequered; what is not known is dotted. Numbers stand on them in white.
    """
    continuing = [c for c in categories if c.kind is TallyKind.CONTINUING]
    shades = iter(_shades(len(continuing)))
    finished, opened = cycle(_FINISHED_PATTERNS), cycle(_OPEN_PATTERNS)
    made = []
    for category in categories:
        if category.kind is TallyKind.CONTINUING:
            made.append(Paint(next(shades)))
        elif category.kind is TallyKind.FINISHED:
            made.append(Paint(_FINISHED_COLOR, next(finished)))
        elif category.kind is TallyKind.UNLISTED:
            made.append(_UNLISTED)
        else:
            made.append(Paint(_OPEN_COLOR, next(opened)))
    return made


def _shades(count: int) -> list[str]:
    steps = max(1, count - 1)
    return [_mixed(index / steps) for index in range(count)]


def _mixed(share: float) -> str:
    channels = zip(_DARK, _LIGHT, strict=True)
    return "#" + "".join(f"{round(dark + (light - dark) * share):02X}" for dark, light in channels)
