"""What is drawn on a sheet: where it lies (ECMA-376 part 1, 20.5), and what controls are set to.

Of check boxes, drop-downs and the like, [MS-XLSX] 2.6.32 and VML tell it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from ictxl.spreadsheets.errors import BrokenPartError
from ictxl.spreadsheets.hidden_texts.parts import without_fallback
from ictxl.spreadsheets.marks import ALTERNATIVE, Mark, MarkKind
from ictxl.spreadsheets.xlsx.package import Package, Relation
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
    ends = [e for e in shape.iter() if local_name(e) in {"headEnd", "tailEnd"}]
    if any(end.get("type", "none") != "none" for end in ends):
        return "矢印"
    return "線" if local_name(shape) == "cxnSp" else (*names, "図形")[0]


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


class Control:
    """What controls are called, and the states of boxes."""

    CHECK_BOX, OPTION = "チェック ボックス", "オプション ボタン"
    DROP_DOWN, LIST = "ドロップダウン", "リスト ボックス"
    ON, OFF, PARTLY = "チェックあり", "チェックなし", "一部だけチェック"


_KINDS = {
    "checkbox": Control.CHECK_BOX,
    "radio": Control.OPTION,
    "drop": Control.DROP_DOWN,
    "list": Control.LIST,
    "spin": "スピン ボタン",
    "scroll": "スクロール バー",
}
"""By the object's type in lower case; VML and control properties call them alike."""
_LINES = {"line": "線", "oval": "円や楕円", "rect": "四角形", "polygon": "手書きの線や図形"}
_CHECKED = {"1": Control.ON, "checked": Control.ON, "2": Control.PARTLY, "mixed": Control.PARTLY}
Properties = Mapping[str, tuple[Element, Area]]
"""A control's number → its properties, and where it stands."""
_CONTROL = re.compile(rb"<(?:[\w.-]+:)?(?:control|oleObject)\b([^<>]*)>")
_SHOWN_AS = re.compile(rb"<(?:[\w.-]+:)?(?:control|object)Pr\b([^<>]*)>")
_SHAPE = re.compile(rb"\bshapeId=[\"'](\d{1,9})[\"']")
_RELATION = re.compile(rb":id=[\"']([^\"'<>]+)[\"']")
_PLACE = re.compile(rb"<(?:[\w.-]+:)?(row|rowOff|col|colOff)\b[^<>]*>\s*(\d{1,15})\s*<")
_LONGEST = 3_000
"""Bytes of a sheet's XML behind a control in which its place stands."""


def controls_of(
    package: Package, sheet_path: str, relations: Mapping[str, Relation]
) -> dict[str, tuple[Relation, Area]]:
    """The controls and embedded files that a sheet's XML lists: number → its part, and where it
    stands."""
    if not _LISTED.intersection(relation.type for relation in relations.values()):
        return {}
    xml = package.read(sheet_path)
    found = list(_CONTROL.finditer(xml))
    ends = [*(match.start() for match in found[1:]), len(xml)]
    controls: dict[str, tuple[Relation, Area]] = {}
    for match, end in zip(found, ends, strict=False):
        number, link = _SHAPE.search(match[1]), _RELATION.search(match[1])
        relation = relations.get(link[1].decode("utf-8", "replace")) if link else None
        if number and relation:
            place = _area_in(xml[match.end() : min(end, match.end() + _LONGEST)])
            controls.setdefault(number[1].decode(), (relation, place))
    return controls


_LISTED = frozenset({"ctrlProp", "control", "oleObject", "package"})


def shown_as(xml: bytes) -> Iterator[str]:
    """The relations of the pictures that controls and embedded files are shown as."""
    for match in _SHOWN_AS.finditer(xml):
        if link := _RELATION.search(match[1]):
            yield link[1].decode("utf-8", "replace")


def _area_in(xml: bytes) -> Area:
    """From the eight numbers of an anchor's two corners, or the four of one."""
    found = [(name, int(number)) for name, number in _PLACE.findall(xml)]
    first, last = dict(reversed(found[:4])), dict(found[4:8])
    if not {b"row", b"col"} <= first.keys():
        return Area()
    corners = [
        (c[b"row"], c.get(b"rowOff", 0), c[b"col"], c.get(b"colOff", 0))
        for c in (first, last)
        if {b"row", b"col"} <= c.keys()
    ]
    return area(corners[0], corners[-1])


def control_properties(
    package: Package, controls: Mapping[str, tuple[Relation, Area]], broken: list[str]
) -> Properties:
    found = {}
    for number, (relation, place) in controls.items():
        if relation.type == "ctrlProp" and not relation.external:
            try:
                root = package.xml(relation.target)
            except BrokenPartError:
                broken.append("コントロール")
                continue
            if root is not None:
                found[number] = root, place
    return found


def vml_marks(root: Element, properties: Properties, seen: dict[str, str]) -> Iterator[Mark]:
    """Of the old way to draw: text boxes, buttons, controls; the boxes of comments are told with
    these. Numbers of what was told are added to `seen`, with what they say."""
    unnumbered = _numbers_by_order(root, properties)
    for shape in root:
        data = _data_of(shape)
        kind = data.get("ObjectType", "") if data is not None else ""
        if kind == "Note":
            continue
        number = unnumbered.get(shape) or _number_of(shape)
        told = {local_name(e): (e.text or "").strip() for e in (data if data is not None else ())}
        properties_root, place = properties.get(number, (None, Area()))
        if shape in unnumbered or properties_root is None:
            place = _vml_area(told)
        text = "\n".join(filter(None, map(_box_text, shape.iter())))
        if number and kind:
            seen[number] = text
        if kind.lower() in _KINDS:
            yield from _control(kind, text, told, properties_root, place)
        elif text.strip():
            yield Mark(MarkKind.SHAPE, place.row, place.column, text)
        elif kind.lower() in _LINES:
            yield place.drawn(_LINES[kind.lower()])
        if shape.get("alt", "").strip():
            yield Mark(
                MarkKind.PART, place.row, place.column, shape.get("alt", ""), about=ALTERNATIVE
            )
        # What belongs to no cell stands in a header; an object's picture is told by its relation.
        if data is None and any(local_name(e) == "imagedata" for e in shape.iter()):
            yield Mark(MarkKind.OBJECT, text="画像")


def _box_text(element: Element) -> str:
    """Of a text box, or of an old WordArt."""
    if local_name(element) == "textbox":
        return "".join(element.itertext()).strip()
    return element.get("string", "").strip() if local_name(element) == "textpath" else ""


def _numbers_by_order(root: Element, properties: Properties) -> dict[Element, str]:
    """LibreOffice writes controls without their numbers: where both lists hold as many of a kind,
    the first in one is the first in the other."""
    numbers = {_number_of(shape) for shape in root}
    shapes: dict[str, list[Element]] = {}
    for shape in root:
        data = _data_of(shape)
        if data is not None and _number_of(shape) not in properties:
            shapes.setdefault(data.get("ObjectType", "").lower(), []).append(shape)
    left: dict[str, list[str]] = {}
    for number, (element, _) in properties.items():
        if number not in numbers:
            left.setdefault(element.get("objectType", "").lower(), []).append(number)
    alike = (kind for kind in left if len(left[kind]) == len(shapes.get(kind, ())))
    return {s: n for kind in alike for s, n in zip(shapes[kind], left[kind], strict=True)}


def _data_of(shape: Element) -> Element | None:
    return next((e for e in shape.iter() if local_name(e) == "ClientData"), None)


def unseen_controls(properties: Properties, seen: Container[str]) -> Iterator[Mark]:
    """Controls that are drawn in the new way only."""
    for number, (root, place) in properties.items():
        kind = root.get("objectType", "").lower()
        if number not in seen and kind in _KINDS:
            yield from _control(kind, "", {}, root, place)


def _number_of(shape: Element) -> str:
    ids = (value for key, value in shape.attrib.items() if key.rpartition("}")[2] in {"id", "spid"})
    return next(filter(None, map(shape_number, ids)), "")


def _vml_area(told: Mapping[str, str]) -> Area:
    """`x:Anchor`: left column, distance, top row, distance, right column, …, bottom row, …."""
    numbers = [part.strip() for part in told.get("Anchor", "").split(",")]
    if len(numbers) != _ANCHOR_NUMBERS or not all(re.fullmatch(r"\d{1,9}", n) for n in numbers):
        return Area()
    left, dx, top, dy, right, dx2, bottom, dy2 = map(int, numbers)
    return area((top, dy, left, dx), (bottom, dy2, right, dx2))


_ANCHOR_NUMBERS = 8


def _control(
    kind: str, label: str, told: Mapping[str, str], root: Element | None, place: Area
) -> Iterator[Mark]:
    """What a control says and in what state it is: VML tells it, or its properties."""
    attributes = {} if root is None else dict(root.attrib)
    listed = [e for e in ([] if root is None else root.iter()) if local_name(e) in _ITEMS]
    items = [e.get("val", "") for e in listed]
    name = _KINDS[kind.lower()]
    area_listed, chosen = "", -1
    if name in {Control.CHECK_BOX, Control.OPTION}:
        checked = attributes.get("checked", "") or told.get("Checked", "")
        state = _CHECKED.get(checked.lower(), Control.OFF)
    elif name in {Control.DROP_DOWN, Control.LIST}:
        number = attributes.get("sel") or told.get("Sel", "0")
        chosen = int(number) - 1 if re.fullmatch(r"\d{1,7}", number) else -1
        several = attributes.get("multiSel") or told.get("MultiSel", "")
        area_listed = attributes.get("fmlaRange") or told.get("FmlaRange", "")
        state = list_state(chosen, items, several)
    else:
        state = f"値 {attributes.get('val') or told.get('Val', '0')}"
    yield Mark(
        MarkKind.CONTROL,
        place.row,
        place.column,
        label,
        state,
        last_row=chosen,
        about=name,
        xml=area_listed.encode(),
    )
    for item in dict.fromkeys(items):
        if item.strip():
            yield Mark(MarkKind.PART, place.row, place.column, item, about="コントロールの選択肢")


def list_state(chosen: int, items: list[str], several: str = "") -> str:
    """Which of a list's items is chosen, counted from 0."""
    if several:
        return f"選択: {several} 番目"
    if chosen < 0:
        return "選択なし"
    named = f"「{items[chosen]}」" if chosen < len(items) else ""
    return f"選択: {chosen + 1} 番目{named}"


_ITEMS = {"item", "listItem"}
