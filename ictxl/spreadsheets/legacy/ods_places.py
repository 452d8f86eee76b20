"""Which cells a drawing of an OpenDocument spreadsheet covers that belongs to no cell.

LibreOffice places form controls in this way. Distances are in points.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

from ictxl.spreadsheets.legacy.ods_values import attribute, repeats
from ictxl.spreadsheets.xlsx.anchors import Area
from ictxl.spreadsheets.xml_parts import local_name

_LENGTH = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)(mm|cm|in|pt|pc|px)")
_POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0, "px": 0.75}
_ROUNDING = 0.5
"""Programs write lengths that are rounded: what reaches so little into a cell only touches it."""


def _points(length: str) -> float | None:
    match = _LENGTH.fullmatch(length.strip())
    return float(match[1]) * _POINTS[match[2]] if match else None


def sizes_of(body: ElementTree.Element) -> dict[str, float]:
    """Style → how wide its columns or how high its rows are."""
    sizes = {}
    for style in body.iter():
        if local_name(style) == "style":
            for child in style:
                told = attribute(child, "column-width") or attribute(child, "row-height")
                size = _points(told)
                if size is not None:
                    sizes[attribute(style, "name")] = size
    return sizes


@dataclass
class _Edges:
    """Columns from the left, or rows from the top; those that repeat are one run."""

    _starts: list[float] = field(default_factory=list)
    _runs: list[tuple[int, int, float]] = field(default_factory=list)
    """(first, how many, size of each)."""
    _count: int = 0
    _end: float = 0.0

    def add(self, count: int, size: float) -> None:
        if size > 0:
            self._starts.append(self._end)
            self._runs.append((self._count, count, size))
        self._count += count
        self._end += count * size

    def at(self, distance: float) -> int:
        """Which one lies there; -1 beyond them."""
        if not 0 <= distance < self._end:
            return -1
        run = bisect_right(self._starts, distance) - 1
        first, count, size = self._runs[run]
        return first + min(count - 1, int((distance - self._starts[run]) / size))


class Grid:
    """A sheet's columns and rows."""

    def __init__(self, table: ElementTree.Element, sizes: Mapping[str, float]) -> None:
        self._columns, self._rows = _Edges(), _Edges()
        for element in table.iter():
            match local_name(element):
                case "table-column":
                    edges, count = self._columns, repeats(element, "number-columns-repeated")
                case "table-row":
                    edges, count = self._rows, repeats(element, "number-rows-repeated")
                case _:
                    continue
            is_hidden = attribute(element, "visibility") in {"collapse", "filter"}
            edges.add(count, 0 if is_hidden else sizes.get(attribute(element, "style-name"), 0))

    def area_under(self, drawing: ElementTree.Element) -> Area:
        """The cells under a drawing; none where it does not say where it lies."""
        across, down = _extent(drawing, "x", "width"), _extent(drawing, "y", "height")
        if across is None or down is None:
            return Area()
        row, column = self._rows.at(down[0]), self._columns.at(across[0])
        if row < 0 or column < 0:
            return Area()
        last_row, last_column = self._rows.at(down[1]), self._columns.at(across[1])
        return Area(row, column, max(row, last_row), max(column, last_column))


def _extent(drawing: ElementTree.Element, axis: str, size: str) -> tuple[float, float] | None:
    """From where to where a drawing, or the parts of a group, reach on one axis."""
    ends: list[float] = []
    for element in drawing.iter():
        start, length = _points(attribute(element, axis)), _points(attribute(element, size))
        if start is not None:
            ends += [start, start + (length or 0)]
        ends += filter(None, (_points(attribute(element, f"{axis}{n}")) for n in (1, 2)))
    if not ends:
        return None
    first, last = min(ends) + _ROUNDING, max(ends) - _ROUNDING
    return first, max(first, last)
