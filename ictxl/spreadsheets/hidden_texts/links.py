"""Hyperlinks of a worksheet's XML: where each leads, and what it says besides its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ictxl.spreadsheets.xml_parts import ATTRIBUTES, attributes_in

LINK_NAME = "リンクの表示文字"
"""What a link was to show: programs keep it though the cell says something else by now."""


class SheetLink(NamedTuple):
    """One link."""

    cell: str
    """The first one; empty where the file names none."""
    target: str
    """Outside the workbook, inside it (`#シート!A1`), or both."""
    display: str


_LINK = re.compile(rb"<(?:[\w.-]+:)?hyperlink\b" + ATTRIBUTES + rb">")
_CELL = re.compile(r"[A-Z]{1,3}\d{1,7}")


def sheet_links(xml: bytes, targets: Mapping[str, str]) -> Iterator[SheetLink]:
    """`targets` tells where the sheet's relations lead, by their id."""
    start = max(xml.rfind(b"sheetData"), 0)
    if xml.find(b"hyperlink", start) < 0:
        return
    for match in _LINK.finditer(xml, start):
        said = attributes_in(match[1])
        cell = _CELL.match(said.get("ref", "").replace("$", ""))
        target = joined(targets.get(said.get("id", ""), ""), said.get("location", ""))
        yield SheetLink(cell[0] if cell else "", target, said.get("display", ""))


def joined(target: str, location: str) -> str:
    """A link's two halves, as one reads them."""
    return f"{target}#{location.removeprefix('#')}" if location.strip() else target


_REFERENCE = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^'!.]+))[!.])?\$?[A-Z]{1,3}\$?\d{1,7}"
    r"(?::(?:[^:!.]+[!.])?\$?[A-Z]{1,3}\$?\d{1,7})?"
)


def leads_inside(target: str, sheets: Iterable[str]) -> bool:
    """The target is a sheet's name, or cells of one of the sheets: no text that somebody typed."""
    if not target.startswith("#"):
        return False
    location = target[1:].replace("$'", "'")
    names = {"", *sheets}
    match = _REFERENCE.fullmatch(location)
    if match is None:
        return location in names
    quoted, bare = match[1] or "", match[2] or ""
    return (quoted.replace("''", "'") or bare.removeprefix("$")) in names
