"""Drawn objects of an .xls: comments, texts, lines and controls ([MS-XLS] 2.4.181 Obj).

What an object looks like and where it stands is told by a drawing record before it ([MS-ODRAW]).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.spreadsheets.xlsx.controls import Area, Control, area, list_state

_PICTURE, _NOTE, _DRAWN = 0x08, 0x19, 0x1E
_FREE = "手書きの線や図形"
_LINES = {0x01: "線", 0x02: "四角形", 0x03: "円や楕円", 0x04: _FREE, 0x09: _FREE}
_SHAPES = {
    **{0: _FREE, 1: "四角形", 2: "四角形", 3: "円や楕円", 13: "矢印", 20: "線"},
    **dict.fromkeys(range(32, 41), "線"),
}
"""Types of shapes (2.4.24 MSOSPT)."""
_CONTROLS = {
    0x0B: Control.CHECK_BOX,
    0x0C: Control.OPTION,
    0x12: Control.LIST,
    0x14: Control.DROP_DOWN,
}
_BOXES = {0x0B, 0x0C}
_MADE_BY_EXCEL = 0x100
"""A dropdown of a filter or a validation rule, which nobody drew."""
_ANCHOR = re.compile(rb"\x10\xf0\x12\x00\x00\x00..(.{16})", re.DOTALL)
_SHAPE = re.compile(rb"(..)\x0a\xf0\x08\x00\x00\x00", re.DOTALL)
_BOX, _CHECKED, _CHOICES = 0x0A, 0x12, 0x13
_FIRST_PART = 22
"""Where the parts of an object's record begin that only some kinds have."""


_NOWHERE = Area()


@dataclass
class _Drawn:
    kind: int
    area: Area
    shape: int
    state: str
    text: str = ""


@dataclass
class XlsDrawings:
    """The objects of one sheet, as its records tell them one after another."""

    _area: Area = _NOWHERE
    _shape: int = -1
    _last: int = 0
    _objects: dict[int, _Drawn] = field(default_factory=dict)
    _notes: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Places of comments, by their object's id."""

    def add_drawing(self, data: bytes) -> None:
        """Of the object whose record follows."""
        anchors, shapes = _ANCHOR.findall(data), _SHAPE.findall(data)
        self._area = _area_of(anchors[-1]) if anchors else _NOWHERE
        self._shape = int.from_bytes(shapes[-1], "little") >> 4 if shapes else -1

    def add_object(self, data: bytes) -> None:
        kind, self._last, flags = struct.unpack_from("<HHH", data, 4)
        if kind in _CONTROLS and flags & _MADE_BY_EXCEL:
            kind = _NOTE
        state = _state(kind, data) if kind in _CONTROLS else ""
        self._objects[self._last] = _Drawn(kind, self._area, self._shape, state)
        self._area, self._shape = _NOWHERE, -1

    def add_text(self, text: str) -> None:
        """Of the last object."""
        drawn = self._objects.setdefault(self._last, _Drawn(_NOTE, _NOWHERE, -1, ""))
        drawn.text = text

    def add_note(self, number: int, row: int, column: int) -> None:
        self._notes[number] = row, column

    def marks(self) -> Iterator[Mark]:
        for number, drawn in self._objects.items():
            if number in self._notes:
                yield Mark(MarkKind.COMMENT, *self._notes[number], drawn.text)
            else:
                yield from _marks_of(drawn)


def _marks_of(drawn: _Drawn) -> Iterator[Mark]:
    place = drawn.area
    thing = _LINES.get(drawn.kind, "")
    if drawn.kind == _DRAWN:
        thing = _SHAPES.get(drawn.shape, "図形" if drawn.shape >= 0 else "")
    if drawn.kind in _CONTROLS:
        name = _CONTROLS[drawn.kind]
        yield Mark(MarkKind.CONTROL, place.row, place.column, drawn.text, drawn.state, about=name)
    elif drawn.text.strip():
        yield Mark(MarkKind.SHAPE, place.row, place.column, drawn.text)
    elif drawn.kind == _PICTURE:
        yield Mark(MarkKind.OBJECT, place.row, place.column, "画像")
    elif thing:
        yield place.drawn(thing)


def _area_of(anchor: bytes) -> Area:
    left, across, top, down, right, right_across, bottom, bottom_down = struct.unpack("<8H", anchor)
    return area((top, down, left, across), (bottom, bottom_down, right, right_across))


def _state(kind: int, data: bytes) -> str:
    """Ticked or not, or which item is chosen: in parts behind the object's common ones.

    LibreOffice tells a box's state in the part before the one for it, which Excel leaves empty."""
    at, found = _FIRST_PART, Control.OFF if kind in _BOXES else list_state(-1, [])
    while at + 4 <= len(data):
        part, size = struct.unpack_from("<HH", data, at)
        if part in {_BOX, _CHECKED} and kind in _BOXES:
            (checked,) = struct.unpack_from("<H", data, at + 4)
            found = {1: Control.ON, 2: Control.PARTLY}.get(checked, Control.OFF)
            if part == _CHECKED:
                break
        if part == _CHOICES:
            (formula,) = struct.unpack_from("<H", data, at + 4)
            (chosen,) = struct.unpack_from("<H", data, at + 8 + formula)
            return list_state(chosen - 1, [])
        if not part:
            break
        at += 4 + size
    return found
