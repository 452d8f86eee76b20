"""Read a package's texts outside its cells: comments, shapes, links, and those of other parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from xml.etree import ElementTree

from ictxl.spreadsheets.cells import place_of
from ictxl.spreadsheets.errors import BrokenPartError
from ictxl.spreadsheets.hidden_texts.parts import (
    alternative_texts,
    chart_values,
    clicked,
    holds_no_texts,
    paragraphs,
    part_texts,
    without_fallback,
)
from ictxl.spreadsheets.hidden_texts.texts import (
    LINK_NAME,
    custom_property_texts,
    name_texts,
    property_texts,
    sheet_links,
)
from ictxl.spreadsheets.marks import ALTERNATIVE, IN_CELL, Mark, MarkKind, with_text
from ictxl.spreadsheets.xlsx.controls import (
    Area,
    anchors,
    area_of,
    control_properties,
    controls_of,
    drawn_thing,
    shown_as,
    told_control,
    unseen_controls,
    vml_marks,
)
from ictxl.spreadsheets.xlsx.looks import whole_text
from ictxl.spreadsheets.xlsx.package import Package, Relation
from ictxl.spreadsheets.xml_parts import local_name

_Reader = Callable[[Package, str, ElementTree.Element], Iterable[Mark]]

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
            what = "背景の画像" if relation.type == "image" else _OBJECTS[relation.type]
            area = next((area for listed, area in controls.values() if listed == relation), Area())
            told: list[Mark] = []
            if relation.type == "control" and not relation.external:
                told = _read(package, relation, broken, partial(_activex, area))
            yield from told or [Mark(MarkKind.OBJECT, area.row, area.column, what)]
    yield from unseen_controls(properties, seen)


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
                yield Mark(MarkKind.PART, row, column, said, about=ALTERNATIVE)
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


_NOTICE = re.compile(
    r"\s*\[(?:スレッド(?:化された)? ?コメント|コメント ?スレッド|[Tt]hreaded [Cc]omment)\]\s*"
    r"(?:[^\n]{0,400}https://go\.microsoft\.com/fwlink/\?linkid=870924[ \u00a0]*)?"
)
"""What Excel tells older programs at the head of such a note."""
_LABEL = re.compile(r"^[ \t]*(?:コメント|返信|Comment|Reply)[::]", re.MULTILINE)
_WORDS = re.compile(r"\w")


def repeats_thread(note: str, thread: Iterable[str]) -> bool:
    """The note says nothing but the thread, with what Excel itself writes around it."""
    notice = _NOTICE.match(note)
    left = _LABEL.sub("", note[notice.end() :] if notice else note)
    left = _evened(left)
    for text in sorted(filter(None, map(_evened, thread)), key=len, reverse=True):
        left = left.replace(text, "", 1)
    return _WORDS.search(left) is None


def _evened(text: str) -> str:
    """Programs indent and break the thread's texts anew."""
    return "".join(text.split())


def package_marks(
    package: Package, broken: list[str], passed_over: Iterable[str] = ()
) -> Iterator[Mark]:
    """The workbook's own, and those of every part that nothing else has read; to be called last.
    Parts `passed_over` are not to be read at all."""
    yield from _properties(package, broken)
    yield from _names(package)
    others = sorted(package.unread_besides(passed_over))
    unread = [path for path in others if not holds_no_texts(path) or _thing(path)]
    if len(unread) > _MOST_PARTS:
        broken.append(f"そのほかの部品 {len(unread) - _MOST_PARTS:,} 個")
    for path in unread[:_MOST_PARTS]:
        thing = _thing(path)
        if thing:
            yield Mark(MarkKind.OBJECT, text=thing)
        else:
            yield from _part(package, path, broken)


_MOST_PARTS = 2_000
"""Looked into; no real workbook has as many parts besides its sheets and drawings."""


def _thing(path: str) -> str:
    return next((what for beginning, what in _THINGS if path.startswith(beginning)), "")


_THINGS = (
    ("xl/model/", "データ モデル"),
    ("xl/ink/", "手書き(インク)"),
    ("xl/richdata/_rels/richvaluerel", IN_CELL),
)
"""Beginnings of the paths of what no program but Excel can read, and what it is."""


def _properties(package: Package, broken: list[str]) -> Iterator[Mark]:
    try:
        yield from with_text(property_texts(package.read("docProps/core.xml")))
        yield from with_text(property_texts(package.read("docProps/app.xml")))
        yield from with_text(custom_property_texts(package.read("docProps/custom.xml")))
    except BrokenPartError:
        broken.append("属性")


def _names(package: Package) -> Iterator[Mark]:
    try:
        workbook = package.read(package.workbook_path)
    except BrokenPartError:
        return
    if b"definedName" in workbook or b"customWorkbookView" in workbook:
        yield from (_known_names if len(workbook) <= _COMMON_SIZE else _named)(workbook)


def _named(workbook: bytes) -> tuple[Mark, ...]:
    return tuple(with_text(name_texts(workbook)))


_COMMON_SIZE = 10_000
"""Bytes up to which a part is remembered: workbooks made together have most of them in common."""
_known_names = lru_cache(maxsize=16)(_named)


def _part(package: Package, path: str, broken: list[str]) -> Iterator[Mark]:
    try:
        root = package.xml(path)
        if root is not None:
            yield from with_text(part_texts(path, root))
        for relation in package.relations(path).values():
            if relation.external and relation.type.startswith("externalLinkPath"):
                yield Mark(MarkKind.PART, text=relation.target, about="参照しているほかのブック")
    except BrokenPartError:
        broken.append(f"部品「{path}」")
