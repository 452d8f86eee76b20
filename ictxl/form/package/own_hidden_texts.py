"""List the form's own texts outside cells: properties, names, validation rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ictxl.contract.metadata import OwnText, TextKind
from ictxl.form.package.canonical import Saved
from ictxl.spreadsheets.hidden_texts.links import sheet_links
from ictxl.spreadsheets.hidden_texts.parts import (
    alternative_texts,
    chart_values,
    holds_no_texts,
    paragraphs,
    part_texts,
)
from ictxl.spreadsheets.hidden_texts.texts import (
    HiddenText,
    custom_property_texts,
    name_texts,
    sheet_texts,
)
from ictxl.spreadsheets.marks import MarkKind
from ictxl.spreadsheets.xlsx.carry_drawings import carried_drawings
from ictxl.spreadsheets.xlsx.package import WORKBOOK, Package, parse_relations, relations_path
from ictxl.spreadsheets.xml_parts import parse_xml

_CUSTOM = "docProps/custom.xml"
_READ_OTHERWISE = re.compile(r"docProps/.*|xl/(?:workbook|styles|sharedStrings)\.xml|xl/comments.*")


def own_hidden_texts(saved: Saved, template: bytes) -> tuple[OwnText, ...]:
    """Each text once, of the parts that openpyxl saved and of the template's drawings."""
    found = (*_saved_texts(saved), *_drawn_texts(template))
    return tuple(
        dict.fromkeys(
            OwnText(TextKind.UNSEEN, "", 0, kind.value, text) for kind, _, _, text in found
        )
    )


def _saved_texts(saved: Saved) -> Iterator[HiddenText]:
    sheets = frozenset(saved.sheets.values())
    yield from name_texts(saved.parts[WORKBOOK])
    yield from custom_property_texts(saved.parts.get(_CUSTOM, b""))
    for path, content in saved.parts.items():
        if path in sheets:
            yield from sheet_texts(content)
            yield from _links(content, saved.parts.get(relations_path(path), b""))
        elif not (holds_no_texts(path) or _READ_OTHERWISE.fullmatch(path)):
            yield from part_texts(path, parse_xml(content, path))


def _links(sheet: bytes, relations: bytes) -> Iterator[HiddenText]:
    """Where the template's own links lead, and what they were to show."""
    if b"hyperlink" not in sheet:
        return
    found = parse_relations(relations, "") if b"/hyperlink" in relations else {}
    targets = {id_: relation.target for id_, relation in found.items() if relation.external}
    for link in sheet_links(sheet, targets):
        for text in filter(str.strip, (link.target, link.display)):
            yield HiddenText(MarkKind.PART, "", "", text)


@lru_cache(maxsize=64)
def _drawn_texts(template: bytes) -> tuple[HiddenText, ...]:
    """Forms carry the template's drawings over as they are."""
    package = Package(template)
    return tuple(
        HiddenText(MarkKind.PART, "", "", text)
        for _, drawing in carried_drawings(package)
        for text in _of_drawing(package, drawing)
        if text.strip()
    )


def _of_drawing(package: Package, drawing: str) -> Iterator[str]:
    for anchor in package.children(drawing):
        yield from alternative_texts(anchor)
    for relation in package.relations(drawing).values():
        if relation.type == "hyperlink":
            yield relation.target
        if relation.type in {"chart", "chartEx", "diagramData"} and not relation.external:
            root = package.xml(relation.target)
            if root is not None:
                yield "\n".join(paragraphs(root))
                yield from chart_values(root)
