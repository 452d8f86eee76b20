"""Save a returned workbook through openpyxl: find what would be lost, put back what can be.

ふりがな (phonetic text), which Japanese Excel stores, is among what openpyxl drops.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell

from ictxl.form.package.packing import Shown, pack
from ictxl.form.sheet.cells import cells_of
from ictxl.spreadsheets.errors import BrokenPartError, UnreadableError
from ictxl.spreadsheets.xlsx.carry_drawings import losses
from ictxl.spreadsheets.xlsx.package import CONTENT_TYPES, CORE, Package
from ictxl.spreadsheets.xlsx.zip_writer import in_reading_order, zip_parts
from ictxl.spreadsheets.xml_parts import decode_xml, local_name
from ictxl.text.clean import decode_escapes


def package_losses(content: bytes) -> list[str]:
    """What the workbook holds that would be lost, each named once."""
    try:
        return list(dict.fromkeys(loss.what for loss in losses(content)))
    except (BrokenPartError, UnreadableError):
        return ["読めない部分"]


def finish_package(saved: bytes, original: bytes, modified: str) -> bytes:
    """What openpyxl saved of `original`, with its pictures, shapes, formula results and furigana
    back.

    The time of saving stays the department's, so that the copy is not taken for a newer answer.
    """
    words = {local_name(element): element.text or "" for element in Package(saved).children(CORE)}
    packed = pack(
        saved,
        original,
        title=decode_escapes(words.get("title", "")),
        keywords=decode_escapes(words.get("keywords", "")),
        modified=modified,
        shown=_results(saved, original),
    )
    return with_furigana(packed, original)


def _results(saved: bytes, original: bytes) -> Iterator[Shown]:
    """What the formulas showed when the department saved."""
    book = openpyxl.load_workbook(io.BytesIO(saved))
    results = openpyxl.load_workbook(io.BytesIO(original), data_only=True)
    for sheet in book.worksheets:
        if sheet.title not in results.sheetnames:
            continue
        shown = results[sheet.title]
        values = {
            cell.coordinate: _result(shown[cell.coordinate])
            for cell in cells_of(sheet)
            if cell.data_type == "f"
        }
        yield sheet.title, {k: v for k, v in values.items() if v is not None}


def _result(cell: Any) -> str | int | None:
    value = cell.value if isinstance(cell, Cell) else None
    if isinstance(value, str) and cell.data_type != "e":
        return decode_escapes(value)
    return value if type(value) is int else None


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
