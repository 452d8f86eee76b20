"""Lines and controls of an OpenDocument spreadsheet, which say nothing as a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from ictxl.spreadsheets.cells import place_of
from ictxl.spreadsheets.legacy.ods_values import attribute
from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.spreadsheets.xlsx.controls import (
    CHECK_BOX,
    DROP_DOWN,
    LIST,
    OFF,
    ON,
    OPTION,
    PARTLY,
    list_state,
)
from ictxl.spreadsheets.xml_parts import local_name

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
_CONTROLS = {"checkbox": CHECK_BOX, "radio": OPTION, "combobox": DROP_DOWN, "listbox": LIST}


def drawn_marks(shape: ElementTree.Element, row: int, column: int) -> Iterator[Mark]:
    """A line or shape without text, over the cells from its first to its last."""
    thing = _SHAPES.get(local_name(shape))
    if thing:
        last = place_of(attribute(shape, "end-cell-address").rpartition(".")[2].replace("$", ""))
        last_row, last_column = max(row, last[0]), max(column, last[1])
        yield Mark(MarkKind.DRAWN, row, column, thing, last_row=last_row, last_column=last_column)


def controls_in(body: ElementTree.Element) -> Mapping[str, ElementTree.Element]:
    """The form's controls by their id."""
    return {
        attribute(element, "id"): element
        for element in body.iter()
        if local_name(element) in _CONTROLS
    }


def control_marks(control: ElementTree.Element, row: int, column: int) -> Iterator[Mark]:
    """What a control says, and in which state it is."""
    kind = local_name(control)
    state = attribute(control, "current-state") or attribute(control, "state")
    if kind == "checkbox":
        shown = {"checked": ON, "unknown": PARTLY}.get(state, OFF)
    elif kind == "radio":
        shown = ON if _is_on(control) else OFF
    else:
        items = [e for e in control if local_name(e) in {"option", "item"}]
        labels = [attribute(item, "label") for item in items]
        chosen = next((n for n, item in enumerate(items) if _is_on(item)), -1)
        typed = attribute(control, "current-value") or attribute(control, "value")
        shown = f"選択: 「{typed}」" if chosen < 0 and typed else list_state(chosen, labels)
    label = attribute(control, "label")
    yield Mark(MarkKind.CONTROL, row, column, label, shown, about=_CONTROLS[kind])


def _is_on(element: ElementTree.Element) -> bool:
    said = attribute(element, "current-selected") or attribute(element, "selected")
    return re.fullmatch("true|1", said) is not None
