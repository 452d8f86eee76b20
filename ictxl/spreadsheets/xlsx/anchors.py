"""Where drawings hang on a sheet, and what those are that say nothing (ECMA-376 part 1, 20.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from ictxl.spreadsheets.hidden_texts.parts import without_fallback
from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.spreadsheets.xml_parts import local_name


class Area(NamedTuple):
    """The cells that a drawing lies over, counted from 0; -1 where it hangs on none."""

    row: int = -1
    column: int = -1
    last_row: int = -1
    last_column: int = -1

    def drawn(self, thing: str) -> Mark:
        """The mark of a line or shape without text that lies there."""
        first, last = (self.row, self.column), (self.last_row, self.last_column)
        return Mark(MarkKind.DRAWN, *first, thing, last_row=last[0], last_column=last[1])


def anchors(drawing: Sequence[Element]) -> Iterator[Element]:
    """A drawing's anchors, also those that only newer programs read (`mc:AlternateContent`)."""
    waiting = [*reversed(drawing)]
    while waiting:
        element = waiting.pop()
        if local_name(element) == "AlternateContent":
            choices = [choice for choice in element if len(choice)]
            waiting.extend(reversed(choices[0] if choices else ()))
        else:
            yield element


def area_of(anchor: Element) -> Area:
    """What an anchor covers; of one that tells only its upper left corner, that cell."""
    corners = {local_name(element): element for element in anchor}
    first = _corner(corners.get("from"))
    if first is None:
        return Area()
    last = _corner(corners.get("to")) or first
    return area(first, last)


def area(first: tuple[int, int, int, int], last: tuple[int, int, int, int]) -> Area:
    """From two corners, each row, distance from its edge, column, distance: what only touches the
    border of the cells behind does not cover them."""
    row, _, column, _ = first
    last_row, down, last_column, across = last
    return Area(
        row,
        column,
        max(row, last_row - (down == 0)),
        max(column, last_column - (across == 0)),
    )


def _corner(element: Element | None) -> tuple[int, int, int, int] | None:
    if element is None:
        return None
    values = {local_name(child): (child.text or "").strip() for child in element}
    numbers = [values.get(key, "0") for key in ("row", "rowOff", "col", "colOff")]
    if not all(_NUMBER.fullmatch(number) for number in numbers):
        return None
    row, down, column, across = map(int, numbers)
    return row, down, column, across


_NUMBER = re.compile(r"\d{1,15}")
_SHAPES = {"sp", "cxnSp", "contentPart", "grpSp"}
_PRESETS = (
    (re.compile(r"line|.*connector\d?", re.IGNORECASE), "線"),
    (re.compile(r"ellipse|donut|flowChartConnector"), "円や楕円"),
    (re.compile(r"mathMultiply|noSmoking"), "×などの印"),
    (re.compile(r".*arrow.*", re.IGNORECASE), "矢印"),
    (re.compile(r"(?:.*R|r)ect"), "四角形"),
)
"""Names of preset geometries (20.1.10.56 ST_ShapeType) in a person's words."""


def drawn_thing(anchor: Element) -> str:
    """What a drawing without text and picture is: 線, 円や楕円…; empty where it is no shape."""
    shape = next((e for e in without_fallback(anchor) if local_name(e) in _SHAPES), None)
    if shape is None or control_id(anchor):
        return ""
    known = {"grpSp": "図形のグループ", "contentPart": "手書きの線"}
    return known.get(local_name(shape)) or _shape_name(shape)


def _shape_name(shape: Element) -> str:
    names = [preset_name(e.get("prst", "")) for e in shape.iter() if local_name(e) == "prstGeom"]
    if any(local_name(e) == "custGeom" for e in shape.iter()):
        return "手書きの線や図形"
    if any(_has_head(e) for e in shape.iter()):
        return "矢印"
    return "線" if local_name(shape) == "cxnSp" else (*names, "図形")[0]


def _has_head(element: Element) -> bool:
    is_end = local_name(element) in {"headEnd", "tailEnd"}
    return is_end and element.get("type", "none") != "none"


def preset_name(preset: str) -> str:
    return next((name for pattern, name in _PRESETS if pattern.fullmatch(preset)), "図形")


def control_id(anchor: Element) -> str:
    """The number of the form control whose one half this is: `1025`; the other half stands in VML.
    Empty for any other drawing."""
    for element in without_fallback(anchor):
        if local_name(element) == "compatExt":
            return shape_number(element.get("spid", ""))
    return ""


def told_control(anchor: Element, text: str, told: Mapping[str, str]) -> str:
    """The number of the control whose other half was told with that text, if this is one.
    LibreOffice writes the number where other drawings have one of their own."""
    number = control_id(anchor)
    if number in told:
        return number
    named = (e.get("id", "") for e in without_fallback(anchor) if local_name(e) == "cNvPr")
    return next((id_ for id_ in named if text.strip() and told.get(id_) == text.strip()), "")


def shape_number(id_: str) -> str:
    """`_x0000_s1025` → `1025`."""
    found = _SHAPE_ID.search(id_)
    return found[1] if found else ""


_SHAPE_ID = re.compile(r"_s(\d{1,9})$")
