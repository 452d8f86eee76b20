"""List the template's own pictures, shapes and charts as the form's own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from openpyxl.utils import get_column_letter

from ictxl.contract.metadata import OwnText, TextKind
from ictxl.spreadsheets.xlsx import opc


@lru_cache(maxsize=64)
def own_drawings(template: bytes, sheet: str, row: int, added: int) -> tuple[OwnText, ...]:
    """Each drawing with its place in the form and what it says (nothing, for a picture).

    On `sheet`, `added` rows come in below `row`.
    """
    return tuple(_own_drawings(template, sheet, row, added))


def _own_drawings(template: bytes, sheet: str, row: int, added: int) -> Iterator[OwnText]:
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        for part, title in opc.sheet_parts(package).items():
            for drawing in opc.carried_drawings(package, part):
                for anchor in fromstring(package.read(drawing)):
                    index, column = _corner(anchor)
                    moved = index + added if title == sheet and index >= row else index
                    letters = get_column_letter(column + 1)
                    yield OwnText(TextKind.DRAWING, title, moved + 1, letters, _text(anchor))


def _corner(anchor: Element) -> tuple[int, int]:
    """0-based row and column of the upper left cell; 0, 0 where the drawing hangs on none."""
    for element in anchor:
        if _local(element) == "from":
            values = {_local(child): child.text or "" for child in element}
            return int(values.get("row") or 0), int(values.get("col") or 0)
    return 0, 0


def _text(anchor: Element) -> str:
    paragraphs = (element for element in anchor.iter() if _local(element) == "p")
    lines = ("".join(t.text or "" for t in p.iter() if _local(t) == "t") for p in paragraphs)
    return "\n".join(line for line in lines if line)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
