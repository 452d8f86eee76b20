"""List the template's own pictures, shapes and charts as the form's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

from ictxl.contract.metadata import OwnText, TextKind
from ictxl.spreadsheets.cells import column_letters
from ictxl.spreadsheets.xlsx.anchors import anchors, area_of
from ictxl.spreadsheets.xlsx.carry_drawings import Repeated, carried_drawings
from ictxl.spreadsheets.xlsx.package import Package
from ictxl.spreadsheets.xml_parts import local_name


@lru_cache(maxsize=64)
def own_drawings(template: bytes, repeated: tuple[Repeated, ...]) -> tuple[OwnText, ...]:
    """Each drawing with its place in the form and what it says (nothing, for a picture)."""
    return tuple(_own_drawings(template, repeated))


def _own_drawings(template: bytes, repeated: Iterable[Repeated]) -> Iterator[OwnText]:
    package = Package(template)
    for title, drawing in carried_drawings(package):
        for anchor in anchors(package.children(drawing)):
            area = area_of(anchor)
            index, column = max(area.row, 0), max(area.column, 0)
            moved = index
            for shift in repeated:
                if title == shift.sheet and moved >= shift.row:
                    moved += shift.added
            letters = column_letters(column)
            yield OwnText(TextKind.DRAWING, title, moved + 1, letters, _text(anchor))


def _text(anchor: Element) -> str:
    paragraphs = (element for element in anchor.iter() if local_name(element) == "p")
    lines = ("".join(t.text or "" for t in p.iter() if local_name(t) == "t") for p in paragraphs)
    return "\n".join(line for line in lines if line)
