"""Read texts attached to a sheet: comments, shapes, links, pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from xml.etree import ElementTree

from ictxl.spreadsheets.cells import place_of
from ictxl.spreadsheets.errors import BrokenPartError
from ictxl.spreadsheets.hidden_texts.links import LINK_NAME, sheet_links
from ictxl.spreadsheets.hidden_texts.parts import (
    alternative_texts,
    chart_values,
    clicked,
    paragraphs,
    without_fallback,
)
from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.spreadsheets.xlsx.anchors import Area, anchors, area_of, drawn_thing, told_control
from ictxl.spreadsheets.xlsx.controls import (
    control_properties,
    controls_of,
    shown_as,
    unseen_controls,
    vml_marks,
)
from ictxl.spreadsheets.xlsx.package import Package, Relation
from ictxl.spreadsheets.xlsx.sheet_xml import whole_text
from ictxl.spreadsheets.xlsx.threads import repeats_thread
from ictxl.spreadsheets.xml_parts import local_name

_Reader = Callable[[Package, str, ElementTree.Element], Iterable[Mark]]

_ALTERNATIVE = "図形や画像の説明(代替テキスト)"
_OBJECTS = {
    "image": "画像",
    "oleObject": "埋め込みファイル",
    "package": "埋め込みファイル",
    "control": "コントロール(ActiveX)",
}


def attached_marks(package: Package, sheet_path: str, broken: list[str]) -> Iterator[Mark]:
    """All that the sheet's relations lead to; parts that cannot be read go to `broken`."""
    try:
        relations = package.relations(sheet_path)
    except BrokenPartError:
        broken.append("コメントや図形")
        return
    if relations:
        yield from _attached(package, sheet_path, relations, broken)
    # A link within the workbook has no relation.
    yield from _links(package, sheet_path, relations)


def _attached(
    package: Package, sheet_path: str, relations: Mapping[str, Relation], broken: list[str]
) -> Iterator[Mark]:
    threads = threads_of(package, relations, broken)
    controls = _listed_controls(package, sheet_path, relations, broken)
    properties = control_properties(package, controls, broken)
    seen: dict[str, str] = {}

    def told_in_vml(_package: Package, _path: str, root: ElementTree.Element) -> Iterator[Mark]:
        return vml_marks(root, properties, seen)

    for relation in _of(relations, "vmlDrawing"):
        yield from _read(package, relation, broken, told_in_vml)
    readers: dict[str, _Reader] = {
        "threadedComment": _threaded,
        "comments": _comments,
        "drawing": partial(_drawing, seen),
    }
    looks = _looks_of_objects(package, sheet_path, relations)
    for id_, relation in relations.items():
        reader = readers.get(relation.type)
        # A binary workbook's comments are no XML; its own reader tells them.
        if reader and not relation.external and not relation.target.endswith(".bin"):
            for mark in _read(package, relation, broken, reader):
                # Excel repeats a thread in an old-style comment, for old programs.
                if relation.type != "comments" or not threads.repeated_by(mark):
                    yield mark
        elif relation.type in _OBJECTS and id_ not in looks:
            what = _OF_SHEET.get(relation.type, _OBJECTS[relation.type])
            area = next((area for listed, area in controls.values() if listed == relation), Area())
            told: list[Mark] = []
            if relation.type == "control" and not relation.external:
                told = _read(package, relation, broken, partial(_activex, area))
            yield from told or [Mark(MarkKind.OBJECT, area.row, area.column, what)]
    yield from unseen_controls(properties, seen)


_OF_SHEET = {"image": "背景の画像"}


def _activex(area: Area, package: Package, path: str, root: ElementTree.Element) -> Iterator[Mark]:
    # Few workbooks hold such controls.
    from ictxl.spreadsheets.xlsx.activex import activex_marks  # noqa: PLC0415

    return activex_marks(package, path, root, area)


def _looks_of_objects(
    package: Package, sheet_path: str, relations: Mapping[str, Relation]
) -> frozenset[str]:
    """The relations to pictures that are how a control or an embedded file looks."""
    if not _of(relations, "image"):
        return frozenset()
    try:
        return frozenset(shown_as(package.read(sheet_path)))
    except BrokenPartError:
        return frozenset()


def _listed_controls(
    package: Package, sheet_path: str, relations: Mapping[str, Relation], broken: list[str]
) -> dict[str, tuple[Relation, Area]]:
    try:
        return controls_of(package, sheet_path, relations)
    except BrokenPartError:
        broken.append("コントロール")
        return {}


class Threads(dict[tuple[int, int], list[str]]):
    """The texts of a sheet's threads by their cell."""

    def repeated_by(self, note: Mark) -> bool:
        said = self.get((note.row, note.column))
        return said is not None and repeats_thread(note.text, said)


def threads_of(
    package: Package, relations: Mapping[str, Relation], broken: list[str] | None = None
) -> Threads:
    """Those that the sheet's relations lead to; parts that cannot be read go to `broken`."""
    threads = Threads()
    for relation in _of(relations, "threadedComment"):
        for mark in _read(package, relation, [] if broken is None else broken, _threaded):
            threads.setdefault((mark.row, mark.column), []).append(mark.text)
    return threads


def _of(relations: Mapping[str, Relation], kind: str) -> list[Relation]:
    return [r for r in relations.values() if r.type == kind and not r.external]


def _read(package: Package, relation: Relation, broken: list[str], reader: _Reader) -> list[Mark]:
    try:
        root = package.xml(relation.target)
        return list(reader(package, relation.target, root)) if root is not None else []
    except BrokenPartError:
        broken.append("コメントや図形")
        return []


def _comments(_package: Package, _path: str, root: ElementTree.Element) -> Iterator[Mark]:
    authors = [element.text or "" for element in root.iter() if local_name(element) == "author"]
    by = {str(number): author for number, author in enumerate(authors)}
    for element in root.iter():
        if local_name(element) == "comment":
            texts = [child for child in element if local_name(child) == "text"]
            whole = "".join(map(whole_text, texts))
            yield _comment(element, whole, by.get(element.get("authorId", ""), ""))


def _threaded(package: Package, _path: str, root: ElementTree.Element) -> Iterator[Mark]:
    persons = package.children(package.related_to_workbook("person", "xl/persons/person.xml"))
    by = {person.get("id", ""): person.get("displayName", "") for person in persons}
    for element in root.iter():
        if local_name(element) == "threadedComment":
            texts = [child.text or "" for child in element if local_name(child) == "text"]
            yield _comment(element, "".join(texts), by.get(element.get("personId", ""), ""))


def _comment(element: ElementTree.Element, text: str, author: str) -> Mark:
    """An author that programs set in place of a name says nothing; nor does one told at the head
    of the text, as Excel does."""
    row, column = place_of(element.get("ref", ""))
    said = author.strip()
    about = "" if said in _NOBODY or text.startswith(said) else said
    return Mark(MarkKind.COMMENT, row, column, text, about=about)


_NOBODY = {"", "Author", "作成者", "None", "openpyxl"}


def _drawing(
    seen: Mapping[str, str], package: Package, path: str, root: ElementTree.Element
) -> Iterator[Mark]:
    relations = package.relations(path)
    for anchor in anchors(list(root)):
        area = area_of(anchor)
        row, column = area.row, area.column
        text = "\n".join(paragraphs(anchor))
        control = told_control(anchor, text, seen)
        if control:
            text = ""  # VML has told it, with its state
        if text.strip():
            yield Mark(MarkKind.SHAPE, row, column, text)
        for said in alternative_texts(anchor):
            if said.strip() and said != seen.get(control):
                yield Mark(MarkKind.PART, row, column, said, about=_ALTERNATIVE)
        for link in clicked(anchor):
            for relation in filter(None, map(relations.get, link.attrib.values())):
                yield Mark(MarkKind.LINK, row, column, relation.target)
        referred = [
            mark
            for element in without_fallback(anchor)
            for mark in _referred(package, relations, element, row, column)
        ]
        yield from referred
        thing = "" if text.strip() or referred or control else drawn_thing(anchor)
        if thing:
            yield area.drawn(thing)


def _referred(
    package: Package,
    relations: Mapping[str, Relation],
    element: ElementTree.Element,
    row: int,
    column: int,
) -> Iterator[Mark]:
    """A picture, or the text of a chart or diagram."""
    for key, value in element.attrib.items():
        relation = relations.get(value) if key.startswith("{") else None
        if relation is None:
            continue
        if relation.type in _OBJECTS:
            yield Mark(MarkKind.OBJECT, row, column, _OBJECTS[relation.type])
            if relation.external:
                yield Mark(MarkKind.LINK, row, column, relation.target)
        elif not relation.external and relation.type in {"chart", "chartEx", "diagramData"}:
            part = package.xml(relation.target)
            text = "\n".join(paragraphs(part)) if part is not None else ""
            if text.strip():
                yield Mark(MarkKind.SHAPE, row, column, text)
            for said in chart_values(part) if part is not None else ():
                yield Mark(MarkKind.PART, row, column, said, about="グラフ")


def _links(package: Package, sheet_path: str, relations: Mapping[str, Relation]) -> Iterator[Mark]:
    targets = {id_: r.target for id_, r in relations.items() if r.type == "hyperlink"}
    if sheet_path.endswith(".bin"):
        return
    try:
        sheet = package.read(sheet_path)
    except BrokenPartError:
        return  # who reads the sheet's cells has told so
    for link in sheet_links(sheet, targets):
        row, column = place_of(link.cell)
        if link.target:
            yield Mark(MarkKind.LINK, row, column, link.target)
        if link.display.strip():
            yield Mark(MarkKind.PART, row, column, link.display, about=LINK_NAME)
