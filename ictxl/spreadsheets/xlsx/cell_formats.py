"""A package's cell formats as the properties by which xlsxwriter makes the same ones."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Mapping, Sequence
from xml.etree.ElementTree import Element

from ictxl.spreadsheets.number_formats import BUILT_IN
from ictxl.spreadsheets.xlsx.package import Package
from ictxl.spreadsheets.xml_parts import local_name

CellFormat = Mapping[str, object]
"""xlsxwriter's properties of a format."""

_THEME_ORDER = (1, 0, 3, 2, 4, 5, 6, 7, 8, 9, 10, 11)
"""Where in a theme's list of colours each number points (ECMA-376 part 1, 18.8.3): light first."""
_OFFICE_THEME = (
    *("000000", "FFFFFF", "44546A", "E7E6E6", "4472C4", "ED7D31"),
    *("A5A5A5", "FFC000", "5B9BD5", "70AD47", "0563C1", "954F72"),
)
_PALETTE = (
    "000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF"
    "000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF"
    "800000008000000080808000800080008080C0C0C0808080"
    "9999FF993366FFFFCCCCFFFF660066FF80800066CCCCCCFF"
    "000080FF00FFFFFF0000FFFF8000808000000080800000FF"
    "00CCFFCCFFFFCCFFCCFFFF9999CCFFFF99CCCC99FFFFCC99"
    "3366FF33CCCC99CC00FFCC00FF9900FF6600666699969696"
    "003366339966003300333300993300993366333399333333"
)
"""Of old workbooks: six digits a colour (18.8.27)."""
_INDEXED = [_PALETTE[at : at + 6] for at in range(0, len(_PALETTE), 6)]
_BORDERS = (
    *("none", "thin", "medium", "dashed", "dotted", "thick", "double", "hair", "mediumDashed"),
    *("dashDot", "mediumDashDot", "dashDotDot", "mediumDashDotDot", "slantDashDot"),
)
_PATTERNS = (
    *("none", "solid", "mediumGray", "darkGray", "lightGray", "darkHorizontal", "darkVertical"),
    *("darkDown", "darkUp", "darkGrid", "darkTrellis", "lightHorizontal", "lightVertical"),
    *("lightDown", "lightUp", "lightGrid", "lightTrellis", "gray125", "gray0625"),
)
_UNDERLINES = {"single": 1, "double": 2, "singleAccounting": 33, "doubleAccounting": 34}
_HORIZONTAL = {
    **{name: name for name in ("left", "center", "right", "fill", "justify", "distributed")},
    "centerContinuous": "center_across",
}
_VERTICAL = {
    **{"top": "top", "bottom": "bottom", "center": "vcenter"},
    **{"justify": "vjustify", "distributed": "vdistributed"},
}


def cell_formats(package: Package) -> Sequence[CellFormat]:
    """The formats by the numbers that cells name them with; the first is the usual one.

    Raises BrokenPartError.
    """
    styles = package.children(package.related_to_workbook("styles", "xl/styles.xml"))
    lists = {local_name(element): list(element) for element in styles}
    colors = _Colors(package)
    fonts = [_font(font, colors) for font in lists.get("fonts", [])]
    fills = [_fill(fill, colors) for fill in lists.get("fills", [])]
    borders = [_border(border, colors) for border in lists.get("borders", [])]
    codes = {**BUILT_IN, **_codes(lists.get("numFmts", []))}
    made: list[CellFormat] = []
    for xf in lists.get("cellXfs", []):
        made.append(
            {
                **_at(fonts, xf.get("fontId")),
                **_at(fills, xf.get("fillId")),
                **_at(borders, xf.get("borderId")),
                **_number_format(xf.get("numFmtId", "0"), codes),
                **_alignment_and_lock(xf),
            }
        )
    return made or [{}]


def _at(items: Sequence[CellFormat], index: str | None) -> CellFormat:
    number = int(index) if index and index.isdecimal() else 0
    return items[number] if number < len(items) else {}


_COLOR = re.compile("[0-9A-Fa-f]{6}")


class _Colors:
    """What the workbook's colours are."""

    def __init__(self, package: Package) -> None:
        part = package.related_to_workbook("theme", "xl/theme/theme1.xml")
        found = [
            element.get("lastClr", element.get("val", ""))
            for scheme in package.children(part)
            for group in scheme
            if local_name(group) == "clrScheme"
            for color in group
            for element in color
        ]
        self.theme = found if len(found) == len(_OFFICE_THEME) else list(_OFFICE_THEME)

    def of(self, element: Element | None) -> str:
        """`#RRGGBB`; empty where the element leaves it to the program."""
        if element is None or element.get("auto"):
            return ""
        if rgb := element.get("rgb"):
            base = rgb[-6:]
        elif (number := element.get("theme", "")).isdecimal():
            index = int(number)
            place = _THEME_ORDER[index] if index < len(_THEME_ORDER) else 0
            base = self.theme[place][-6:]
        elif (number := element.get("indexed", "")).isdecimal():
            index = int(number)
            base = _INDEXED[index] if index < len(_INDEXED) else ""
        else:
            base = ""
        return f"#{_tinted(base, element.get('tint', '0'))}" if _COLOR.fullmatch(base) else ""


def _tinted(color: str, told: str) -> str:
    """Lighter or darker as its `tint` says (18.8.19)."""
    try:
        tint = max(-1.0, min(1.0, float(told)))
    except ValueError:
        tint = 0.0
    if not tint:
        return color.upper()
    hue, light, saturation = colorsys.rgb_to_hls(
        *(int(color[at : at + 2], 16) / 255 for at in (0, 2, 4))
    )
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    channels = colorsys.hls_to_rgb(hue, light, saturation)
    return "".join(f"{round(channel * 255):02X}" for channel in channels)


def child(element: Element, name: str) -> Element | None:
    """The first child of that name."""
    return next((one for one in element if local_name(one) == name), None)


def _font(font: Element, colors: _Colors) -> CellFormat:
    found: dict[str, object] = {}
    for element in font:
        value = element.get("val", "")
        match local_name(element):
            case "name":
                found["font_name"] = value
            case "sz":
                found["font_size"] = float(value)
            case "b" | "i" | "strike" as kind if value not in ("0", "false"):
                found[{"b": "bold", "i": "italic", "strike": "font_strikeout"}[kind]] = True
            case "u":
                found["underline"] = _UNDERLINES.get(value or "single", 0)
            case "vertAlign" if value in ("superscript", "subscript"):
                found["font_script"] = 1 if value == "superscript" else 2
            case "color" if told := colors.of(element):
                found["font_color"] = told
    return found


def _fill(fill: Element, colors: _Colors) -> CellFormat:
    pattern = child(fill, "patternFill")
    if pattern is None:
        stops = [
            colors.of(one) for stop in fill.iter() for one in stop if one.tag.endswith("color")
        ]
        return {"bg_color": stops[0]} if stops and stops[0] else {}
    kind = pattern.get("patternType", "none")
    number = _PATTERNS.index(kind) if kind in _PATTERNS else 0
    front, back = (colors.of(child(pattern, name)) for name in ("fgColor", "bgColor"))
    if number == 0 or (number == 1 and not front):
        return {}
    if number == 1:
        return {"bg_color": front}
    told = {"pattern": number, "fg_color": front, "bg_color": back}
    return {key: value for key, value in told.items() if value}


def _border(border: Element, colors: _Colors) -> CellFormat:
    found: dict[str, object] = {}
    for side in border:
        name, style = local_name(side), side.get("style", "none")
        if name not in ("left", "right", "top", "bottom") or style not in _BORDERS[1:]:
            continue
        found[name] = _BORDERS.index(style)
        if color := colors.of(child(side, "color")):
            found[f"{name}_color"] = color
    return found


def _codes(formats: Iterable[Element]) -> dict[int, str]:
    return {
        int(one.get("numFmtId", "0")): one.get("formatCode", "")
        for one in formats
        if one.get("numFmtId", "").isdecimal()
    }


def _number_format(number: str, codes: Mapping[int, str]) -> CellFormat:
    code = codes.get(int(number), "") if number.isdecimal() else ""
    return {"num_format": code} if code and code.lower() != "general" else {}


_STACKED, _HALF_TURN = 255, 90


def _alignment_and_lock(xf: Element) -> CellFormat:
    found: dict[str, object] = {}
    protection = child(xf, "protection")
    if protection is not None and protection.get("locked") in ("0", "false"):
        found["locked"] = False
    told = child(xf, "alignment")
    if told is None:
        return found
    if across := _HORIZONTAL.get(told.get("horizontal", "")):
        found["align"] = across
    if upright := _VERTICAL.get(told.get("vertical", "")):
        found["valign"] = upright
    if told.get("wrapText") in ("1", "true"):
        found["text_wrap"] = True
    if told.get("shrinkToFit") in ("1", "true"):
        found["shrink"] = True
    if (indent := told.get("indent", "0")).isdecimal() and int(indent):
        found["indent"] = int(indent)
    if (turn := told.get("textRotation", "0")).isdecimal() and int(turn):
        angle = int(turn)
        is_down = _HALF_TURN < angle <= 2 * _HALF_TURN
        found["rotation"] = 270 if angle == _STACKED else _HALF_TURN - angle if is_down else angle
    return found
