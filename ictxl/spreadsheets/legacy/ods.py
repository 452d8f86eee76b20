"""Read the marks of an OpenDocument spreadsheet (OASIS OpenDocument 1.3, part 3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

from ictxl.spreadsheets.appearance import BY_FORMAT, PLAIN_LOOK, Look, Piece, text_marks
from ictxl.spreadsheets.errors import BrokenPartError
from ictxl.spreadsheets.hidden_texts.texts import LINK_NAME, squeezed
from ictxl.spreadsheets.legacy.ods_drawings import (
    Grid,
    area_of,
    control_marks,
    controls_in,
    drawn_marks,
    sizes_of,
)
from ictxl.spreadsheets.legacy.ods_hidden_texts import alternative_marks, body_marks, meta_marks
from ictxl.spreadsheets.legacy.ods_looks import style_looks
from ictxl.spreadsheets.legacy.ods_values import (
    CELLS,
    attribute,
    cell_shows,
    character,
    is_drawing,
    paragraph_text,
    repeats,
    sheets_of,
)
from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.spreadsheets.xlsx.controls import Area
from ictxl.spreadsheets.xlsx.package import Package
from ictxl.spreadsheets.xlsx.scan import Scan
from ictxl.spreadsheets.xml_parts import local_name, parse_xml
from ictxl.text.clean import clean_text
from ictxl.text.times import iso_utc

_MOST_REPEATS = 10_000
"""Repeated rows beyond are empty ones that fill the sheet."""
_MODIFIED = re.compile(rb"<dc:date>([^<]+)<")


def scan_ods(package: Package) -> tuple[Scan, str]:
    """The marks by sheet, and when the document was last saved (as it says itself)."""
    scan = Scan()
    parts = {}
    for name in ("content.xml", "styles.xml", "meta.xml"):
        parts[name] = _part(package, name)
    try:
        body = parse_xml(parts["content.xml"], "content.xml")
        styles = parse_xml(parts["styles.xml"], "styles.xml") if parts["styles.xml"] else None
        meta = parse_xml(parts["meta.xml"], "meta.xml") if parts["meta.xml"] else None
    except BrokenPartError:
        scan.broken.append("コメントや書式")
        return scan, ""
    looks = style_looks(body, styles)
    controls, sizes = controls_in(body), sizes_of(body)

    def object_texts(folder: str) -> list[str] | None:
        return _object_texts(_part(package, f"{folder}/content.xml"))

    ruled: dict[str, tuple[str, tuple[int, int]]] = {}
    told: set[ElementTree.Element] = set()
    for table in sheets_of(body):
        name = attribute(table, "name")
        reader = _Table(looks, sizes, controls, object_texts)
        scan.marks[name] = list(reader.marks(table))
        told |= reader.told
        for rule, cell in reader.ruled.items():
            ruled.setdefault(rule, (name, cell))
    for name, mark in body_marks(body, ruled, told):
        scan.add(name, [mark])
    if meta is not None:
        scan.add("", meta_marks(meta))
    if styles is not None and scan.marks:
        first = next(iter(scan.marks))
        scan.marks[first].extend(_page_marks(styles, body))
    scan.has_macros = b"<script:" in parts["content.xml"]
    return scan, _saved_at(parts["meta.xml"])


_JAPAN = "+09:00"
_HAS_ZONE = re.compile(r"(?:Z|[+-]\d\d:\d\d)\s*$")


def _saved_at(meta: bytes) -> str:
    """ISO in UTC. LibreOffice writes the time on its own clock and no zone: departments' clocks are
    Japan's, wherever the files are read."""
    match = _MODIFIED.search(meta)
    if match is None:
        return ""
    told = match[1].decode("ascii", "replace").strip()
    return iso_utc(told if "T" not in told or _HAS_ZONE.search(told) else told + _JAPAN)


def _object_texts(part: bytes) -> list[str] | None:
    """What a chart says besides its figures; None for what is no chart, or cannot be read."""
    try:
        root = parse_xml(part, "content.xml") if part else None
    except BrokenPartError:
        return None
    if root is None or not any(local_name(e) == "chart" for e in root.iter()):
        return None
    tables = {p for e in root.iter() if local_name(e) == "table" for p in e.iter()}
    return [paragraph_text(e) for e in root.iter() if local_name(e) == "p" and e not in tables]


def _part(package: Package, name: str) -> bytes:
    try:
        return package.read(name)
    except BrokenPartError:
        return b""


@dataclass
class _Table:
    """One sheet being walked through."""

    looks: Mapping[str, Look]
    """Styles that show a text in an odd way."""
    sizes: Mapping[str, float]
    """Styles of rows and columns."""
    controls: Mapping[str, ElementTree.Element]
    object_texts: Callable[[str], list[str] | None]
    """What the chart in a folder of the package says."""
    ruled: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Name of a validation rule → first cell that has it."""
    told: set[ElementTree.Element] = field(default_factory=set)
    """Controls and their items that the marks tell."""

    def marks(self, table: ElementTree.Element) -> Iterator[Mark]:
        row = 0
        yield from self._columns(table)
        for element in table.iter():
            kind = local_name(element)
            if kind == "table-row":
                count = repeats(element, "number-rows-repeated")
                if attribute(element, "visibility") in {"collapse", "filter"}:
                    last = row + min(count, _MOST_REPEATS) - 1
                    yield from (
                        Mark(MarkKind.HIDDEN_ROW, r, last_row=r) for r in range(row, last + 1)
                    )
                yield from self._row(element, row)
                row += count
            elif kind == "shapes":
                grid = Grid(table, self.sizes) if len(element) else None
                yield from self._shapes(element, -1, -1, grid)

    def _columns(self, table: ElementTree.Element) -> Iterator[Mark]:
        column = 0
        for element in table.iter():
            if local_name(element) == "table-column":
                count = repeats(element, "number-columns-repeated")
                if attribute(element, "visibility") in {"collapse", "filter"}:
                    last = column + count - 1
                    yield Mark(MarkKind.HIDDEN_COLUMN, column=column, last_column=last)
                column += count

    def _row(self, element: ElementTree.Element, row: int) -> Iterator[Mark]:
        column = 0
        for cell in element:
            if local_name(cell) in CELLS:
                yield from self._cell(cell, row, column)
                column += repeats(cell, "number-columns-repeated")

    def _cell(self, cell: ElementTree.Element, row: int, column: int) -> Iterator[Mark]:
        rule = attribute(cell, "content-validation-name")
        if rule:
            self.ruled.setdefault(rule, (row, column))
        across = repeats(cell, "number-columns-spanned")
        down = repeats(cell, "number-rows-spanned")
        if across * down > 1:
            yield Mark(
                MarkKind.MERGED,
                row,
                column,
                last_row=row + down - 1,
                last_column=column + across - 1,
            )
        paragraphs = [child for child in cell if local_name(child) == "p"]
        text = cell_shows(cell)
        yield from _formula(cell, row, column, text)
        yield from self._shown(cell, paragraphs, row, column)
        for child in cell:
            if local_name(child) == "annotation":
                said = "\n".join(paragraph_text(p) for p in child.iter() if local_name(p) == "p")
                by = "".join(e.text or "" for e in child if local_name(e) == "creator")
                yield Mark(MarkKind.COMMENT, row, column, said, about=by.strip())
        yield from self._shapes(cell, row, column)
        for paragraph in paragraphs:
            for link in paragraph.iter():
                if local_name(link) == "a":
                    yield from _link(link, row, column)

    def _shapes(
        self, parent: ElementTree.Element, row: int, column: int, grid: Grid | None = None
    ) -> Iterator[Mark]:
        """Drawings in a cell, or on the sheet with that `grid`; a comment's own box is none."""
        for child in parent:
            if not is_drawing(child):
                continue
            is_link = local_name(child) == "a" and len(child) > 0
            shape = child[0] if is_link else child
            area = grid.area_under(shape) if grid else area_of(shape, row, column)
            if is_link:
                yield from _link(child, area.row, area.column)
                yield from self._shapes(child, area.row, area.column, grid)
            else:
                yield from self._shape(shape, area)

    def _shape(self, shape: ElementTree.Element, area: Area) -> Iterator[Mark]:
        row, column = area.row, area.column
        names = {local_name(e) for e in shape.iter()}
        text = "\n".join(paragraph_text(p) for p in shape.iter() if local_name(p) == "p")
        if text.strip():
            yield Mark(MarkKind.SHAPE, row, column, text)
        yield from alternative_marks(shape, row, column)
        objects = [e for e in shape.iter() if local_name(e) == "object"]
        charts = [self.object_texts(attribute(e, "href").lstrip("./")) for e in objects]
        for said in charts:
            if said and "".join(said).strip():
                yield Mark(MarkKind.SHAPE, row, column, "\n".join(said))
        if "image" in names and not objects:
            yield Mark(MarkKind.OBJECT, row, column, "画像")
            yield from _kept_elsewhere(shape, row, column)
        if not (text.strip() or objects or "image" in names):
            yield from drawn_marks(shape, area)
        control = self.controls.get(attribute(shape, "control"))
        if control is not None:
            self.told.update(control.iter())
            yield from control_marks(control, row, column)
        if "object-ole" in names or None in charts:
            yield Mark(MarkKind.OBJECT, row, column, "埋め込みファイル")

    def _shown(
        self,
        cell: ElementTree.Element,
        paragraphs: list[ElementTree.Element],
        row: int,
        column: int,
    ) -> Iterator[Mark]:
        whole = self.looks.get(attribute(cell, "style-name"), PLAIN_LOOK)
        pieces: list[Piece] = []
        for paragraph in paragraphs:
            pieces += [("\n", PLAIN_LOOK)] if pieces else []
            pieces += self._runs(paragraph, whole)
        yield from text_marks(row, column, pieces)
        shown = clean_text("".join(text for text, _ in pieces))
        stored = squeezed(attribute(cell, "string-value"))
        is_otherwise = stored and stored != squeezed(shown)
        if attribute(cell, "value-type") in _NUMBERS or is_otherwise:
            yield Mark(MarkKind.SEEN, row, column, shown, about=BY_FORMAT)

    def _runs(self, element: ElementTree.Element, look: Look) -> Iterator[Piece]:
        """A paragraph's pieces, and how each is shown."""
        yield element.text or "", look
        for child in element:
            if local_name(child) in {"span", "a"}:
                style = attribute(child, "style-name")
                yield from self._runs(child, self.looks.get(style, PLAIN_LOOK) if style else look)
            else:
                yield character(child), look
            yield child.tail or "", look


def _link(link: ElementTree.Element, row: int, column: int) -> Iterator[Mark]:
    """Where a text or a shape leads, and what else the link says."""
    yield Mark(MarkKind.LINK, row, column, attribute(link, "href"))
    for key, about in (("title", "リンクのヒント"), ("name", LINK_NAME)):
        if said := attribute(link, key):
            yield Mark(MarkKind.PART, row, column, said, about=about)


def _kept_elsewhere(shape: ElementTree.Element, row: int, column: int) -> Iterator[Mark]:
    """Where a picture is that the document does not hold itself."""
    for image in shape.iter():
        target = attribute(image, "href") if local_name(image) == "image" else ""
        if ":" in target or target.startswith(".."):
            yield Mark(MarkKind.LINK, row, column, target)


_NUMBERS = {"float", "percentage", "currency", "date", "time"}
"""Types of values that a document holds beside what it shows of them."""


def _formula(cell: ElementTree.Element, row: int, column: int, text: str) -> Iterator[Mark]:
    formula = attribute(cell, "formula").partition(":=")[2]
    is_error = attribute(cell, "value-type") == "error" or (
        text.startswith("#") and text.endswith(("!", "?", "/A"))
    )
    if formula:
        kind = MarkKind.FORMULA if text else MarkKind.NO_RESULT
        yield Mark(kind, row, column, f"={formula}")
    if formula and is_error:
        yield Mark(MarkKind.ERROR, row, column, text)


def _page_marks(styles: ElementTree.Element, body: ElementTree.Element) -> Iterator[Mark]:
    """Headers and footers of the pages that the sheets use, line by line; page numbers and the like
    are no text."""
    used = {attribute(e, "master-page-name") for e in body.iter() if local_name(e) == "style"}
    for page in styles.iter():
        if local_name(page) != "master-page" or attribute(page, "name") not in used - {""}:
            continue
        for element in page:
            if attribute(element, "display") != "false":
                for paragraph in element.iter():
                    if local_name(paragraph) == "p":
                        yield Mark(MarkKind.PAGE, text=_without_fields(paragraph))


def _without_fields(element: ElementTree.Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        is_text = local_name(child) in {"span", "a"}
        pieces += [_without_fields(child) if is_text else character(child), child.tail or ""]
    return "".join(pieces)
