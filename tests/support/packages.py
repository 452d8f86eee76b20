"""Packages of .xlsx and .xlsb edited part by part: what no library for workbooks writes."""

from __future__ import annotations

from pathlib import Path

from tests.support.raw_packages import OFFICE, read_parts, write_parts

__all__ = ["attach", "draw", "read_parts", "write_parts"]

_NO_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "</Relationships>"
)
_BEHIND = ("<legacyDrawing", "<legacyDrawingHF", "<tableParts", "<extLst", "</worksheet>")
"""What follows a drawing in a worksheet's XML."""
_VML_TYPE = (
    '<Default Extension="vml" '
    'ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
)
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"


def attach(path: Path, sheet: int, kind: str, name: str, xml: str, element: str = "") -> None:
    """A part that hangs on a worksheet, the first being 1, by a relation of that kind; an
    `element` of the sheet's XML, if any, points to it."""
    parts = read_parts(path)
    worksheet = f"xl/worksheets/sheet{sheet}.xml"
    suffix = ".xml" if worksheet in parts else ".bin"
    relations = f"xl/worksheets/_rels/sheet{sheet}{suffix}.rels"
    listed = parts.get(relations, _NO_RELATIONS.encode()).decode()
    link = f"rIdA{listed.count('<Relationship ')}"
    more = f'<Relationship Id="{link}" Type="{OFFICE}/{kind}" Target="/{name}"/>'
    parts[relations] = listed.replace("</Relationships>", f"{more}</Relationships>").encode()
    if element and worksheet in parts:
        whole = parts[worksheet].decode()
        at = min(whole.index(tag) for tag in _BEHIND if tag in whole)
        pointer = f'<{element} xmlns:r="{OFFICE}" r:id="{link}"/>'
        parts[worksheet] = (whole[:at] + pointer + whole[at:]).encode()
    _tell_type(parts, name, kind)
    write_parts(path, parts | {name: xml.encode()})


def _tell_type(parts: dict[str, bytes], name: str, kind: str) -> None:
    types = parts["[Content_Types].xml"].decode()
    if kind == "vmlDrawing" and 'Extension="vml"' not in types:
        types = types.replace("<Default", f"{_VML_TYPE}<Default", 1)
    elif kind == "drawing":
        override = f'<Override PartName="/{name}" ContentType="{_DRAWING_TYPE}"/>'
        types = types.replace("</Types>", f"{override}</Types>")
    parts["[Content_Types].xml"] = types.encode()


def draw(path: Path, sheet: int, shape: str) -> None:
    """A shape in the old way to draw, beside those that the worksheet has."""
    parts = read_parts(path)
    worksheet = f"xl/worksheets/sheet{sheet}.xml"
    name = _drawing_of(parts, sheet)
    if name:
        whole = parts[name].decode()
        at = whole.rindex("</")
        write_parts(path, parts | {name: (whole[:at] + shape + whole[at:]).encode()})
        return
    element = "legacyDrawing" if worksheet in parts else ""
    xml = f'<xml xmlns:o="urn:schemas-microsoft-com:office:office">{shape}</xml>'
    attach(path, sheet, "vmlDrawing", f"xl/drawings/controls{sheet}.vml", xml, element)


def _drawing_of(parts: dict[str, bytes], sheet: int) -> str:
    """The worksheet's own part of old drawings."""
    for suffix in (".xml", ".bin"):
        listed = parts.get(f"xl/worksheets/_rels/sheet{sheet}{suffix}.rels", b"").decode()
        for relation in listed.split("<Relationship ")[1:]:
            if "/vmlDrawing" in relation:
                target = relation.partition('Target="')[2].partition('"')[0]
                return target.removeprefix("/").replace("../", "xl/")
    return ""
