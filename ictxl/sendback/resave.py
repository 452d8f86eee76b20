"""Save a returned workbook through openpyxl: find what would be lost, put back what can be."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell

from ictxl.form.package.packing import Shown, pack
from ictxl.form.sheet.cells import cells_of
from ictxl.sendback.furigana import with_furigana
from ictxl.spreadsheets.errors import BrokenPartError, UnreadableError
from ictxl.spreadsheets.xlsx.carry_drawings import losses
from ictxl.spreadsheets.xlsx.package import CORE, Package
from ictxl.spreadsheets.xml_parts import local_name
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
