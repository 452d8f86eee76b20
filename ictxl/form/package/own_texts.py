"""List the form's own texts outside cells: properties, names, rules, the template's drawings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ictxl.contract.metadata import OwnText, TextKind
from ictxl.form.package.saving import Saved
from ictxl.spreadsheets.cells import column_letters
from ictxl.spreadsheets.hidden_texts.parts import (
    alternative_texts,
    chart_values,
    holds_no_texts,
    paragraphs,
    part_texts,
)
from ictxl.spreadsheets.hidden_texts.texts import (
    custom_property_texts,
    name_texts,
    sheet_links,
    sheet_texts,
)
from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.spreadsheets.xlsx.carry_drawings import Repeated, carried_drawings
from ictxl.spreadsheets.xlsx.controls import anchors, area_of
from ictxl.spreadsheets.xlsx.package import WORKBOOK, Package, parse_relations, relations_path
from ictxl.spreadsheets.xml_parts import parse_xml


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
            yield OwnText(
                TextKind.DRAWING, title, moved + 1, letters, "\n".join(paragraphs(anchor))
            )


_CUSTOM = "docProps/custom.xml"
_READ_OTHERWISE = re.compile(r"docProps/.*|xl/(?:workbook|styles|sharedStrings)\.xml|xl/comments.*")


def own_hidden_texts(saved: Saved, template: bytes) -> tuple[OwnText, ...]:
    """Each text once, of the parts that openpyxl saved and of the template's drawings."""
    found = (*_saved_texts(saved), *_drawn_texts(template))
    return tuple(
        dict.fromkeys(OwnText(TextKind.UNSEEN, "", 0, mark.kind.value, mark.text) for mark in found)
    )


def _saved_texts(saved: Saved) -> Iterator[Mark]:
    sheets = frozenset(saved.sheets.values())
    yield from name_texts(saved.parts[WORKBOOK])
    yield from custom_property_texts(saved.parts.get(_CUSTOM, b""))
    for path, content in saved.parts.items():
        if path in sheets:
            yield from sheet_texts(content)
            yield from _links(content, saved.parts.get(relations_path(path), b""))
        elif not (holds_no_texts(path) or _READ_OTHERWISE.fullmatch(path)):
            yield from part_texts(path, parse_xml(content, path))


def _links(sheet: bytes, relations: bytes) -> Iterator[Mark]:
    """Where the template's own links lead, and what they were to show."""
    if b"hyperlink" not in sheet:
        return
    found = parse_relations(relations, "") if b"/hyperlink" in relations else {}
    targets = {id_: relation.target for id_, relation in found.items() if relation.external}
    for link in sheet_links(sheet, targets):
        for text in filter(str.strip, (link.target, link.display)):
            yield Mark(MarkKind.PART, text=text)


@lru_cache(maxsize=64)
def _drawn_texts(template: bytes) -> tuple[Mark, ...]:
    """Forms carry the template's drawings over as they are."""
    package = Package(template)
    return tuple(
        Mark(MarkKind.PART, text=text)
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
