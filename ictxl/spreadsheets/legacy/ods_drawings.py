"""Lines and controls of an OpenDocument spreadsheet, which say nothing as a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from ictxl.spreadsheets.cells import place_of
from ictxl.spreadsheets.legacy.ods_hidden_texts import CONTROL_TEXTS, control_texts
from ictxl.spreadsheets.legacy.ods_values import attribute
from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.spreadsheets.xlsx.anchors import Area
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
_STATEFUL = {"checkbox": CHECK_BOX, "radio": OPTION, "combobox": DROP_DOWN, "listbox": LIST}


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
        for mark in control_texts(element, attribute, told):
            yield mark._replace(row=row, column=column)


def _state(control: ElementTree.Element, kind: str) -> str:
    state = attribute(control, "current-state") or attribute(control, "state")
    if kind == "checkbox":
        return {"checked": ON, "unknown": PARTLY}.get(state, OFF)
    if kind == "radio":
        return ON if _is_on(control) else OFF
    items = [e for e in control if local_name(e) in {"option", "item"}]
    labels = [attribute(item, "label") for item in items]
    chosen = next((n for n, item in enumerate(items) if _is_on(item)), -1)
    typed = attribute(control, "current-value") or attribute(control, "value")
    return f"選択: 「{typed}」" if chosen < 0 and typed else list_state(chosen, labels)


def _is_on(element: ElementTree.Element) -> bool:
    said = attribute(element, "current-selected") or attribute(element, "selected")
    return re.fullmatch("true|1", said) is not None
