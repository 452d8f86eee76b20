"""Draw the charts of 集計 as inline SVG."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pygal
from pygal.style import Style

from ictxl.consolidated.palette import INK, Paint, paints
from ictxl.consolidated.summary import Tally

_WIDTH = 960
_AXIS_HEIGHT, _BAR_HEIGHT, _LEGEND_LINE = 60, 34, 22
"""Pixels for the axis, for each bar and for each line of the legend."""
_FONT_SIZE = 14
_WIDE = 1.7
"""pygal reckons a letter 0.6 em wide; told so much larger a font, it leaves room for full-width
letters. What is drawn takes its size from the page's own style sheet."""
_LEGEND_COLUMNS = 2
_GRID_LINES = 8
_SVG = "{http://www.w3.org/2000/svg}"
# pygal's tooltips, scripts and style sheet, of no use in a page that has its own.
_DROPPED = {f"{_SVG}{tag}" for tag in ("defs", "desc", "title")} | {"defs", "desc", "title"}
_COLOR_CLASS = re.compile(r"\bcolor-(\d+)\b")


def chart_svg(tally: Tally, name: str) -> str:
    """One stacked bar chart, the first group on top; `name` keeps the ids of a page apart."""
    chart = _chart(tally)
    for index, category in enumerate(tally.categories):
        chart.add(category.label, [counts[index] for _, counts in reversed(tally.rows)])
    root = ElementTree.fromstring(chart.render())
    _drop(root)
    patterns = _paint(root, paints(tally.categories), name)
    root.insert(0, patterns)
    root.set("aria-hidden", "true")  # the table below it says the same
    # pygal leaves too little room for the legend's last line.
    root.set("viewBox", f"0 0 {_WIDTH} {_height(tally) + _LEGEND_LINE}")
    ElementTree.register_namespace("", _SVG.strip("{}"))
    return ElementTree.tostring(root, encoding="unicode")


def _chart(tally: Tally) -> pygal.HorizontalStackedBar:
    longest = max((sum(counts) for _, counts in tally.rows), default=0)
    step = max(1, -(-longest // _GRID_LINES))
    return pygal.HorizontalStackedBar(
        style=Style(
            label_font_size=_FONT_SIZE * _WIDE,
            legend_font_size=_FONT_SIZE,
            value_font_size=_FONT_SIZE,
        ),
        js=[],
        css=[],
        disable_xml_declaration=True,
        width=_WIDTH,
        height=_height(tally),
        print_values=True,
        print_zeroes=False,
        value_formatter=lambda value: f"{value:.0f}",
        legend_at_bottom=True,
        legend_at_bottom_columns=_LEGEND_COLUMNS,
        truncate_legend=-1,
        truncate_label=-1,
        x_labels=[name for name, _ in reversed(tally.rows)],
        y_labels=list(range(0, longest + step, step)),
    )


def _height(tally: Tally) -> int:
    legend_lines = -(-len(tally.categories) // _LEGEND_COLUMNS)
    return _AXIS_HEIGHT + _BAR_HEIGHT * len(tally.rows) + _LEGEND_LINE * legend_lines


def _drop(parent: Element) -> None:
    """Take out what is not drawn; what is left has neither dates nor ids of its own."""
    for child in list(parent):
        if child.tag in _DROPPED:
            parent.remove(child)
        else:
            child.attrib.pop("id", None)
            _drop(child)
    parent.attrib.pop("id", None)


def _paint(root: Element, paint: Sequence[Paint], name: str) -> Element:
    """Fill bars and legend; the patterns they need, as `defs`."""
    for element in root.iter():
        match = _COLOR_CLASS.search(element.get("class", ""))
        if match:
            _fill(element, paint[int(match[1])], f"{name}-{match[1]}")
    defs = Element(f"{_SVG}defs")
    for index, one in enumerate(paint):
        if one.pattern:
            defs.append(_pattern(one, f"{name}-{index}"))
    return defs


def _fill(element: Element, paint: Paint, pattern: str) -> None:
    for rect in element.iter():
        if rect.tag.endswith("rect"):
            rect.set("fill", f"url(#{pattern})" if paint.pattern else paint.color)
            rect.set("stroke", INK)


_STROKES = {
    "wide_upward_diagonal": "M0 8L8 0",
    "wide_downward_diagonal": "M0 0L8 8",
    "large_grid": "M0 4H8M4 0V8",
    "dark_horizontal": "M0 2H8M0 6H8",
    "dark_vertical": "M2 0V8M6 0V8",
    "small_check": "M0 2H4M4 6H8",
    "percent_5": "M4 4h1",
    "percent_20": "M2 2h1M6 6h1",
    "percent_40": "M1 1h1M5 1h1M3 4h1M7 4h1M1 7h1M5 7h1",
}
"""Each of the workbook's patterns as a path on a tile of 8 by 8 pixels."""


def _pattern(paint: Paint, name: str) -> Element:
    pattern = Element(
        f"{_SVG}pattern",
        {"id": name, "width": "8", "height": "8", "patternUnits": "userSpaceOnUse"},
    )
    pattern.append(Element(f"{_SVG}rect", {"width": "8", "height": "8", "fill": "#FFFFFF"}))
    stroke = {"d": _STROKES[paint.pattern], "stroke": paint.color, "stroke-width": "1.5"}
    pattern.append(Element(f"{_SVG}path", stroke))
    return pattern
