"""Find texts of a package outside its cells and sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from ictxl.spreadsheets.errors import BrokenPartError
from ictxl.spreadsheets.hidden_texts.parts import holds_no_texts, part_texts
from ictxl.spreadsheets.hidden_texts.texts import (
    custom_property_texts,
    name_texts,
    property_texts,
)
from ictxl.spreadsheets.marks import IN_CELL, Mark, MarkKind, with_text
from ictxl.spreadsheets.xlsx.package import Package


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
