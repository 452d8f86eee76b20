"""List the form's own texts outside cells: properties, names, validation rules."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache

from defusedxml.ElementTree import fromstring

from ictxl.contract.metadata import OwnText, TextKind
from ictxl.form.package.canonical import Saved
from ictxl.spreadsheets.hidden_texts import (
    PART,
    Unseen,
    alternative_texts,
    chart_values,
    custom_property_texts,
    is_silent,
    name_texts,
    paragraphs,
    part_texts,
    sheet_texts,
)
from ictxl.spreadsheets.xlsx import opc

_CUSTOM = "docProps/custom.xml"
_READ_OTHERWISE = re.compile(r"docProps/.*|xl/(?:workbook|styles|sharedStrings)\.xml|xl/comments.*")


def own_unseen(saved: Saved, template: bytes) -> tuple[OwnText, ...]:
    """Each text once, of the parts that openpyxl saved and of the template's drawings."""
    found = (*_saved_texts(saved), *_drawn_texts(template))
    return tuple(
        dict.fromkeys(OwnText(TextKind.UNSEEN, "", 0, kind, text) for kind, _, _, text in found)
    )


def _saved_texts(saved: Saved) -> Iterator[Unseen]:
    sheets = frozenset(saved.sheets.values())
    yield from name_texts(saved.parts[opc.WORKBOOK])
    yield from custom_property_texts(saved.parts.get(_CUSTOM, b""))
    for path, content in saved.parts.items():
        if path in sheets:
            yield from sheet_texts(content)
            yield from _links(saved.parts.get(opc.relationships_part(path), b""))
        elif not (is_silent(path) or _READ_OTHERWISE.fullmatch(path)):
            yield from part_texts(path, fromstring(content))


def _links(relationships: bytes) -> Iterator[Unseen]:
    """Where the template's own links lead."""
    for element in fromstring(relationships) if b"/hyperlink" in relationships else ():
        if element.get("TargetMode") == "External":
            yield Unseen(PART, "", "", element.get("Target", ""))


@lru_cache(maxsize=64)
def _drawn_texts(template: bytes) -> tuple[Unseen, ...]:
    """Forms carry the template's drawings over as they are."""
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        return tuple(
            Unseen(PART, "", "", text)
            for sheet in opc.sheet_parts(package)
            for drawing in opc.carried_drawings(package, sheet)
            for text in _of_drawing(package, drawing)
            if text.strip()
        )


def _of_drawing(package: zipfile.ZipFile, drawing: str) -> Iterator[str]:
    for anchor in fromstring(package.read(drawing)):
        yield from alternative_texts(anchor)
    for pointer in opc.relationships(package, drawing).values():
        if pointer.type.endswith(("/chart", "/chartEx", "/diagramData")) and not pointer.external:
            root = fromstring(package.read(pointer.target))
            yield "\n".join(paragraphs(root))
            yield from chart_values(root)
