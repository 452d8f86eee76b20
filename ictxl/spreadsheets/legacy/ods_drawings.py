"""Drawings of an OpenDocument spreadsheet that say nothing as a text, and the cells under them.

LibreOffice lets form controls belong to no cell. Distances are in points.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

from ictxl.spreadsheets.cells import place_of
from ictxl.spreadsheets.legacy.ods_hidden_texts import CONTROL_TEXTS, control_texts
from ictxl.spreadsheets.legacy.ods_values import attribute, repeats
from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.spreadsheets.xlsx.controls import Area, Control, list_state
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


_SHAPES = {
    "line": "線",
    "connector": "線",
    "ellipse": "円や楕円",
    "circle": "円や楕円",
    "rect": "四角形",
    "path": "手書きの線や図形",
    "polygon": "手書きの線や図形",
    "polyline": "手書きの線や図形",
    "custom-shape": "図形",
    "g": "図形のグループ",
}
_STATEFUL = {
    "checkbox": Control.CHECK_BOX,
    "radio": Control.OPTION,
    "combobox": Control.DROP_DOWN,
    "listbox": Control.LIST,
}


def area_of(shape: ElementTree.Element, row: int, column: int) -> Area:
    """The cells from the one that a drawing hangs on to its last."""
    last = place_of(attribute(shape, "end-cell-address").rpartition(".")[2].replace("$", ""))
    return Area(row, column, max(row, last[0]), max(column, last[1]))


def drawn_marks(shape: ElementTree.Element, area: Area) -> Iterator[Mark]:
    """A line or shape without text, over the cells from its first to its last."""
    thing = _SHAPES.get(local_name(shape))
    if thing:
        yield area.drawn(thing)


def controls_in(body: ElementTree.Element) -> Mapping[str, ElementTree.Element]:
    """The form's controls by their id."""
    found = (e for e in body.iter() if local_name(e) in CONTROL_TEXTS)
    return {id_: control for control in found if (id_ := attribute(control, "id"))}


def control_marks(control: ElementTree.Element, row: int, column: int) -> Iterator[Mark]:
    """What a control says and in which state it is; then what else its parts say."""
    kind, label, told = local_name(control), attribute(control, "label"), {""}
    if kind in _STATEFUL:
        state = _state(control, kind)
        told |= {label, state.partition("「")[2].removesuffix("」")}
        yield Mark(MarkKind.CONTROL, row, column, label, state, about=_STATEFUL[kind])
    for element in control.iter():
        for mark in control_texts(element, told):
            yield mark._replace(row=row, column=column)


def _state(control: ElementTree.Element, kind: str) -> str:
    state = attribute(control, "current-state") or attribute(control, "state")
    if kind == "checkbox":
        return {"checked": Control.ON, "unknown": Control.PARTLY}.get(state, Control.OFF)
    if kind == "radio":
        return Control.ON if _is_on(control) else Control.OFF
    items = [e for e in control if local_name(e) in {"option", "item"}]
    labels = [attribute(item, "label") for item in items]
    chosen = next((n for n, item in enumerate(items) if _is_on(item)), -1)
    typed = attribute(control, "current-value") or attribute(control, "value")
    return f"選択: 「{typed}」" if chosen < 0 and typed else list_state(chosen, labels)


def _is_on(element: ElementTree.Element) -> bool:
    said = attribute(element, "current-selected") or attribute(element, "selected")
    return re.fullmatch("true|1", said) is not None
