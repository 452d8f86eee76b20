"""Restore ふりがな (phonetic text), which Japanese Excel stores and openpyxl drops."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape

from ictxl.spreadsheets.xlsx import opc
from ictxl.spreadsheets.xlsx.zip_writer import in_reading_order, zip_parts

_STRINGS = "xl/sharedStrings.xml"
_ITEM = re.compile(rb"<si>(<t\b[^<>]*>[^<]*</t>)((?:<rPh\b[^<>]*><t\b[^<>]*>[^<]*</t></rPh>)*)")


def with_furigana(saved: bytes, original: bytes) -> bytes:
    """The saved workbook, each of its texts read as in the original.

    Left out where a text is read in two ways there, and in texts of several fonts.
    """
    with zipfile.ZipFile(io.BytesIO(original)) as package:
        strings = package.read(_STRINGS) if _STRINGS in package.namelist() else b""
    readings = _readings(strings)
    if not readings:
        return saved
    with zipfile.ZipFile(io.BytesIO(saved)) as package:
        parts = {name: package.read(name) for name in package.namelist()}

    def read(match: re.Match[bytes]) -> bytes:
        return match[0] + readings.get(_text(match[1]), b"")

    parts[_STRINGS] = _ITEM.sub(read, parts[_STRINGS])
    return zip_parts(in_reading_order(parts, opc.CONTENT_TYPES))


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
    return unescape(re.sub(rb"<[^<>]*>", b"", element).decode("utf-8", "replace"))
