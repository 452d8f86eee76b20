"""How texts of an OpenDocument spreadsheet are shown: its styles (OASIS OpenDocument 1.3, 20)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree

from ictxl.spreadsheets.appearance import (
    LOWERED,
    PLAIN_LOOK,
    RAISED,
    SMALLEST,
    TINY,
    WHITE,
    Look,
    symbol_font,
)
from ictxl.spreadsheets.legacy.ods_values import attribute
from ictxl.spreadsheets.xml_parts import local_name

_Own = tuple[bool | None, str | None, str | None, str | None, bool | None]
"""What a style says itself of striking, raising, font, why nobody sees it, and whether a cell is
dark; None where its parent decides."""
_LIGHT = re.compile(r"transparent|#(?:[C-Fc-f][0-9A-Fa-f]){3}")
_SIZE = re.compile(rf"[0-{SMALLEST - 1}](?:\.\d+)?pt")
_POSITION = re.compile(r"(super|sub|-?\d{1,3}%)(?: .*)?")


def style_looks(*roots: ElementTree.Element | None) -> Mapping[str, Look]:
    """The styles, of cells and of text, that show a text in an odd way, by name."""
    faces: dict[str, str] = {}
    own: dict[str, _Own] = {}
    parents: dict[str, str] = {}
    for root in roots:
        for element in root.iter() if root is not None else ():
            if local_name(element) == "font-face":
                faces[attribute(element, "name")] = attribute(element, "font-family").strip("'")
            elif local_name(element) == "style":
                name = attribute(element, "name")
                parents[name] = attribute(element, "parent-style-name")
                own[name] = _own(element, faces)
    looks = {name: _resolved(name, own, parents) for name in own}
    return {name: look for name, look in looks.items() if look != PLAIN_LOOK}


def _own(style: ElementTree.Element, faces: Mapping[str, str]) -> _Own:
    struck, script, font, dark = None, None, None, None
    unseen: str | None = None
    for properties in style:
        if background := attribute(properties, "background-color"):
            dark = _LIGHT.fullmatch(background) is None
        if local_name(properties) != "text-properties":
            continue
        if colour := attribute(properties, "color"):
            unseen = WHITE if colour.lower() == "#ffffff" else ""
        if _SIZE.fullmatch(attribute(properties, "font-size")):
            unseen = TINY
        line = attribute(properties, "text-line-through-style")
        kind = attribute(properties, "text-line-through-type")
        if line or kind:
            struck = (line or kind) != "none" and kind != "none"
        position = _POSITION.fullmatch(attribute(properties, "text-position"))
        if position:
            script = _script(position[1])
        name = attribute(properties, "font-name")
        family = attribute(properties, "font-family").strip("'") or faces.get(name, name)
        font = symbol_font(family) if family else font
    return struck, script, font, unseen, dark


def _script(position: str) -> str:
    if position in {"super", "sub"}:
        return RAISED if position == "super" else LOWERED
    percent = int(position.rstrip("%"))
    return RAISED if percent > 0 else LOWERED if percent < 0 else ""


def _resolved(name: str, own: Mapping[str, _Own], parents: Mapping[str, str]) -> Look:
    said: list[_Own] = []
    seen: set[str] = set()
    while name in own and name not in seen:
        seen.add(name)
        said.append(own[name])
        name = parents.get(name, "")
    struck = next((one[0] for one in said if one[0] is not None), False)
    script = next((one[1] for one in said if one[1] is not None), "")
    font = next((one[2] for one in said if one[2] is not None), "")
    unseen = next((one[3] for one in said if one[3] is not None), "")
    is_dark = next((one[4] for one in said if one[4] is not None), False)
    return Look(struck, script, font, "" if unseen == WHITE and is_dark else unseen)
