"""A workbook's package as a set of parts: which there are, and which points to which."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass

from defusedxml.ElementTree import fromstring

WORKBOOK = "xl/workbook.xml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = f"{OFFICE}/drawing"
"""Type of the relationship from a sheet to its pictures, shapes and charts."""
CONTENT_TYPES = "[Content_Types].xml"


@dataclass(frozen=True)
class Relationship:
    """Where a part points to."""

    type: str
    target: str
    """A part's name, or an outside address."""
    external: bool = False


def relationships_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relationships(package: zipfile.ZipFile, part: str) -> dict[str, Relationship]:
    """Id → relationship, of one part; empty where it has none."""
    try:
        content = package.read(relationships_part(part))
    except KeyError:
        return {}
    found = {}
    for element in fromstring(content):
        external = element.get("TargetMode") == "External"
        target = element.get("Target", "")
        if not external:
            folder = posixpath.dirname(part)
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[element.get("Id", "")] = Relationship(element.get("Type", ""), target, external)
    return found


def carried_drawings(package: zipfile.ZipFile, sheet: str) -> list[str]:
    """The drawing of a sheet part, if forms carry it over.

    A form control is half a drawing; where its other half does not survive, neither may this.
    """
    pointers = list(relationships(package, sheet).values())
    if any(pointer.type == f"{OFFICE}/ctrlProp" for pointer in pointers):
        return []
    return [pointer.target for pointer in pointers if pointer.type == DRAWING]


def sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Part name → sheet name, in the workbook's order."""
    pointers = relationships(package, WORKBOOK)
    found = {}
    for element in fromstring(package.read(WORKBOOK)).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            pointer = pointers.get(element.get(f"{{{OFFICE}}}id", ""))
            if pointer and pointer.target in package.namelist():
                found[pointer.target] = element.get("name", "")
    return found


def content_types(package: zipfile.ZipFile) -> tuple[dict[str, str], dict[str, str]]:
    """(extension → content type, part name → content type)."""
    defaults, overrides = {}, {}
    for element in fromstring(package.read(CONTENT_TYPES)):
        kind = element.get("ContentType", "")
        if element.tag.endswith("}Default"):
            defaults[element.get("Extension", "").lower()] = kind
        else:
            overrides[element.get("PartName", "").lstrip("/")] = kind
    return defaults, overrides


def add_last(parts: dict[str, bytes], part: str, element: str) -> None:
    """Add a child at the end of a part's root element, unless it is there."""
    root, closing, end = parts[part].rpartition(b"</")
    if element.encode() not in root:
        parts[part] = root + element.encode() + closing + end
