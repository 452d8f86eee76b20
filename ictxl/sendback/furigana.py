"""Restore ふりがな (phonetic text), which Japanese Excel stores and openpyxl drops."""

from __future__ import annotations

import re

from ictxl.spreadsheets.xlsx.package import CONTENT_TYPES, Package
from ictxl.spreadsheets.xlsx.zip_writer import in_reading_order, zip_parts
from ictxl.spreadsheets.xml_parts import decode_xml

_STRINGS = "xl/sharedStrings.xml"
_ITEM = re.compile(rb"<si>(<t\b[^<>]*>[^<]*</t>)((?:<rPh\b[^<>]*><t\b[^<>]*>[^<]*</t></rPh>)*)")


def with_furigana(saved: bytes, original: bytes) -> bytes:
    """The saved workbook, each of its texts read as in the original.

    Left out where a text is read in two ways there, and in texts of several fonts.
    """
    readings = _readings(Package(original).read(_STRINGS))
    if not readings:
        return saved
    parts = dict(Package(saved).parts())

    def read(match: re.Match[bytes]) -> bytes:
        return match[0] + readings.get(_text(match[1]), b"")

    parts[_STRINGS] = _ITEM.sub(read, parts[_STRINGS])
    return zip_parts(in_reading_order(parts, CONTENT_TYPES))


def _readings(strings: bytes) -> dict[str, bytes]:
    """Text → its `rPh` elements, for texts that are read in one way only."""
    if b"<rPh" not in strings:
        return {}
    found: dict[str, set[bytes]] = {}
    for text, reading in _ITEM.findall(strings):
        found.setdefault(_text(text), set()).add(reading)
    return {
        text: reading
        for text, readings in found.items()
        for reading in readings
        if len(readings) == 1 and reading
    }


def _text(element: bytes) -> str:
    return decode_xml(re.sub(rb"<[^<>]*>", b"", element))
