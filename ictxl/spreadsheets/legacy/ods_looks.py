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
    struck, script, font, unseen, is_dark = None, None, None, None, None
    seen: set[str] = set()
    while name in own and name not in seen:
        seen.add(name)
        one = own[name]
        struck = one[0] if struck is None else struck
        script = one[1] if script is None else script
        font = one[2] if font is None else font
        unseen = one[3] if unseen is None else unseen
        is_dark = one[4] if is_dark is None else is_dark
        name = parents.get(name, "")
    is_seen = not unseen or (unseen == WHITE and is_dark)
    return Look(bool(struck), script or "", font or "", "" if is_seen else unseen or "")
