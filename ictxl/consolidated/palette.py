"""Colours and patterns of the charts, distinct in grey print and for the colour-blind.

What goes on is blue, from dark to light in the legend's order; what has ended is hatched; what is
not in the list is chequered; what is not known is dotted. Numbers stand on them in white boxes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle

from ictxl.consolidated.summary import Category, TallyKind

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
    """One for each category, in their order."""
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
