"""Text that hangs on a sheet without standing in its cells: comments, shapes, links, pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from xml.etree import ElementTree

from ictxl.cells import column_index
from ictxl.returned.marks import Mark, MarkKind
from ictxl.returned.package import BrokenPartError, Package, Relation, local_name
from ictxl.returned.sheetxml import runs

_Reader = Callable[[Package, str, ElementTree.Element], Iterable[Mark]]

_OBJECTS = {
    "image": "画像",
    "oleObject": "埋め込みファイル",
    "package": "埋め込みファイル",
    "control": "コントロール",
}


def attached_marks(package: Package, sheet_path: str, broken: list[str]) -> Iterator[Mark]:
    """All that the sheet's relations lead to; parts that cannot be read go to `broken`."""
    if not package.has_relations(sheet_path):
        return
    try:
        relations = package.relations(sheet_path)
    except BrokenPartError:
        broken.append("コメントや図形")
        return
    threaded = {
        (mark.row, mark.column)
        for relation in _of(relations, "threadedComment")
        for mark in _read(package, relation, broken, _threaded)
    }
    readers = {
        "threadedComment": _threaded,
        "comments": _comments,
        "drawing": _drawing,
        "vmlDrawing": _vml,
    }
    for relation in relations.values():
        reader = readers.get(relation.type)
        # A binary workbook's comments are no XML; its own reader tells them.
        if reader and not relation.external and not relation.target.endswith(".bin"):
            for mark in _read(package, relation, broken, reader):
                # Excel repeats a thread in an old-style comment, for old programs.
                if relation.type != "comments" or (mark.row, mark.column) not in threaded:
                    yield mark
        elif relation.type in _OBJECTS and relation.type != "image":
            yield Mark(MarkKind.OBJECT, text=_OBJECTS[relation.type])
    yield from _links(package, sheet_path, relations)


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
    for element in root.iter():
        if local_name(element) == "comment":
            texts = [child for child in element if local_name(child) == "text"]
            whole = "".join(text for child in texts for text, _ in runs(child))
            yield _comment(element.get("ref", ""), whole)


def _threaded(_package: Package, _path: str, root: ElementTree.Element) -> Iterator[Mark]:
    for element in root.iter():
        if local_name(element) == "threadedComment":
            texts = [child.text or "" for child in element if local_name(child) == "text"]
            yield _comment(element.get("ref", ""), "".join(texts))


def _comment(reference: str, text: str) -> Mark:
    place = re.match(r"([A-Z]{1,3})(\d{1,7})", reference)
    if place is None:
        return Mark(MarkKind.COMMENT, text=text)
    return Mark(MarkKind.COMMENT, int(place[2]) - 1, column_index(place[1]), text)


def _drawing(package: Package, path: str, root: ElementTree.Element) -> Iterator[Mark]:
    relations = package.relations(path)
    for anchor in root:
        row, column = _corner(anchor)
        text = "\n".join(_paragraphs(anchor))
        if text.strip():
            yield Mark(MarkKind.SHAPE, row, column, text)
        for element in _without_fallback(anchor):
            yield from _referred(package, relations, element, row, column)


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
        elif not relation.external and relation.type in {"chart", "diagramData"}:
            part = package.xml(relation.target)
            text = "\n".join(_paragraphs(part)) if part is not None else ""
            if text.strip():
                yield Mark(MarkKind.SHAPE, row, column, text)


def _corner(anchor: ElementTree.Element) -> tuple[int, int]:
    """0-based row and column of an anchor's upper left cell; -1 where it has none."""
    for element in anchor:
        if local_name(element) == "from":
            values = {local_name(e): e.text or "" for e in element}
            row, column = values.get("row", ""), values.get("col", "")
            if row.isdecimal() and column.isdecimal():
                return int(row), int(column)
    return -1, -1


def _paragraphs(root: ElementTree.Element) -> Iterator[str]:
    """DrawingML's paragraphs (`a:p`), each its runs joined."""
    for element in _without_fallback(root):
        if local_name(element) == "p":
            text = ""
            for part in element.iter():
                if local_name(part) == "t":
                    text += part.text or ""
                elif local_name(part) == "br":
                    text += "\n"
            if text:
                yield text


def _without_fallback(root: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Every element, but not the copies for older programs (`mc:Fallback`)."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(c for c in reversed(element) if local_name(c) != "Fallback")


def _vml(_package: Package, _path: str, root: ElementTree.Element) -> Iterator[Mark]:
    """Old-style text boxes and buttons; the boxes of comments are told by `_comments`."""
    for shape in root:
        kinds = {e.get("ObjectType", "") for e in shape.iter() if local_name(e) == "ClientData"}
        boxes = [e for e in shape.iter() if local_name(e) == "textbox"]
        text = "\n".join("".join(box.itertext()).strip() for box in boxes)
        if text.strip() and "Note" not in kinds:
            yield Mark(MarkKind.SHAPE, text=text)


def _links(package: Package, sheet_path: str, relations: Mapping[str, Relation]) -> Iterator[Mark]:
    targets = {id_: r.target for id_, r in relations.items() if r.type == "hyperlink"}
    if not targets:
        return
    for match in re.finditer(rb"<(?:[\w.-]+:)?hyperlink\b([^<>]*)>", package.read(sheet_path)):
        place = re.search(rb"\bref=[\"']([A-Z]{1,3})(\d{1,7})", match[1])
        target = re.search(rb":id=[\"']([^\"']+)[\"']", match[1])
        if place and target and target[1].decode() in targets:
            row, column = int(place[2]) - 1, column_index(place[1].decode())
            yield Mark(MarkKind.LINK, row, column, targets[target[1].decode()])
