"""Rewrite a workbook saved by openpyxl so that equal content gives equal bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import canonicalize

from ictxl.spreadsheets.cells import place_of
from ictxl.spreadsheets.xlsx.package import Package

_STYLES = "xl/styles.xml"


@dataclass(frozen=True)
class Saved:
    """A workbook as openpyxl saved it, its parts in the same bytes everywhere."""

    parts: Mapping[str, bytes]
    sheets: Mapping[str, str]
    """A sheet's title → its part."""


def saved_parts(saved: bytes) -> Saved:
    """The parts of a workbook that openpyxl saved."""
    package = Package(saved)
    parts = {name: canonical(name, content) for name, content in package.parts()}
    sheets = dict(package.sheets)
    parts[_STYLES] = _with_ordered_fonts(parts[_STYLES])
    for part in sheets.values():
        parts[part] = _with_ordered_areas(parts[part])
    return Saved(parts, sheets)


@lru_cache(maxsize=32)
def canonical(name: str, content: bytes) -> bytes:
    """openpyxl writes the same XML in other bytes where lxml happens to be installed.

    Most parts of a plan's forms are alike, hence the cache.
    """
    # The theme is the template's own, byte for byte; canonical XML could lose prefixes in it that
    # only an mc:Ignorable names.
    if not name.endswith((".xml", ".rels", ".vml")) or name.startswith("xl/theme/"):
        return content
    return canonicalize(content.decode("utf-8")).encode()


_FONT = re.compile(rb"<font>.*?</font>")
_FONT_CHILD = re.compile(rb"<(\w+)[^>]*></\1>")
# As Excel writes them; openpyxl has an order of its own.
_FONT_ORDER = (
    *(b"b", b"i", b"strike", b"condense", b"extend", b"outline", b"shadow", b"u", b"vertAlign"),
    *(b"sz", b"color", b"name", b"family", b"charset", b"scheme"),
)


def _with_ordered_fonts(styles: bytes) -> bytes:
    def order(match: re.Match[bytes]) -> bytes:
        children = {child[1]: child[0] for child in _FONT_CHILD.finditer(match[0])}
        return b"<font>" + b"".join(children.get(tag, b"") for tag in _FONT_ORDER) + b"</font>"

    return _FONT.sub(order, styles)


_MERGED = re.compile(rb"(<mergeCells[^>]*>)(.*?)(</mergeCells>)")
MERGED_CELL = re.compile(rb'<mergeCell ref="([^"]*)"></mergeCell>')
_AREAS = re.compile(rb' sqref="([^"]* [^"]*)"')


def _with_ordered_areas(sheet: bytes) -> bytes:
    """openpyxl keeps areas in sets, whose order changes from run to run."""

    def order_merged(match: re.Match[bytes]) -> bytes:
        found: list[bytes] = MERGED_CELL.findall(match[2])
        refs = sorted(found, key=position)
        cells = b"".join(b'<mergeCell ref="%s"></mergeCell>' % ref for ref in refs)
        return match[1] + cells + match[3]

    def order_areas(match: re.Match[bytes]) -> bytes:
        areas = sorted(match[1].split(), key=position)
        return b' sqref="%s"' % b" ".join(areas)

    return _AREAS.sub(order_areas, _MERGED.sub(order_merged, sheet))


def position(area: bytes) -> tuple[int, int, bytes]:
    """Row, then column of the first cell, from 0."""
    return *place_of(area.partition(b":")[0].decode().replace("$", "")), area
