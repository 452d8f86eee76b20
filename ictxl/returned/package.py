"""An Office Open XML package: its parts and how they hang together (ECMA-376 part 2)."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree

from ictxl.returned.errors import UnreadableError, damaged
from ictxl.returned.limits import MEGABYTE, Limits

ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)


class BrokenPartError(Exception):
    """A part that is there but cannot be read."""


@dataclass(frozen=True)
class Relation:
    """Where a part points."""

    type: str
    """Last word of the relationship's type: `comments`, `drawing`, …"""
    target: str
    """A part's path, or an address outside where `external`."""
    external: bool


class Package:
    """The parts of one package. Raises UnreadableError where it is too large or no ZIP."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (*ZIP_ERRORS, ValueError) as error:
            raise damaged("途中で切れているか、壊れています") from error
        # Some writers use backslashes or another case than the relations do.
        self._parts = {_fold(info.filename): info for info in self._zip.infolist()}
        self._verified: set[str] = set()
        self._relations: dict[str, dict[str, Relation]] = {}
        self.unpacked = sum(info.file_size for info in self._zip.infolist())
        if self.unpacked > limits.unpacked_megabytes * MEGABYTE:
            raise UnreadableError(
                "F008",
                what="展開した大きさ",
                limit=f"{limits.unpacked_megabytes} MB",
                option="--limit-unpacked-mb",
            )

    @property
    def names(self) -> frozenset[str]:
        """Paths of all parts, in lower case."""
        return frozenset(self._parts)

    def read(self, path: str) -> bytes:
        """A part, b"" where it is not there; never more than its entry says. BrokenPartError."""
        info = self._parts.get(_fold(path))
        if info is None:
            return b""
        try:
            with self._zip.open(info) as part:
                content = part.read()
        except (*ZIP_ERRORS, ValueError) as error:
            raise BrokenPartError(path) from error
        self._verified.add(info.filename)
        return content

    def verify(self, path: str) -> None:
        """Make sure that a part is as large as its entry says, so that calamine may unpack it."""
        info = self._parts.get(_fold(path))
        if info is not None and info.filename not in self._verified:
            self.read(path)

    def xml(self, path: str) -> ElementTree.Element | None:
        """A part's root element; None where it is not there. BrokenPartError."""
        content = self.read(path)
        return parse_xml(content, path) if content else None

    def relations(self, path: str) -> dict[str, Relation]:
        """A part's relations by id."""
        if path not in self._relations:
            self._relations[path] = self._read_relations(path)
        return self._relations[path]

    def _read_relations(self, path: str) -> dict[str, Relation]:
        folder, name = posixpath.split(path)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for element in root if root is not None else ():
            target, external = element.get("Target", ""), element.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join(f"/{folder}", target)).lstrip("/")
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relation(kind, target, external)
        return found

    def has_relations(self, path: str) -> bool:
        folder, name = posixpath.split(path)
        return _fold(posixpath.join(folder, "_rels", f"{name}.rels")) in self._parts

    @cached_property
    def workbook_path(self) -> str:
        for relation in self.relations("").values():
            if relation.type == "officeDocument" and not relation.external:
                return relation.target
        return "xl/workbook.xml"

    @cached_property
    def sheets(self) -> tuple[tuple[str, str], ...]:
        """Name and path of each sheet, in the workbook's order. BrokenPartError."""
        root = self.xml(self.workbook_path)
        if root is None:
            raise BrokenPartError(self.workbook_path)
        relations = self.relations(self.workbook_path)
        found = []
        for element in root.iter():
            if local_name(element) == "sheet":
                ids = [v for k, v in element.attrib.items() if k.endswith("}id")]
                relation = relations.get(ids[0]) if ids else None
                if relation:
                    found.append((element.get("name", ""), relation.target))
        return tuple(found)

    def related_to_workbook(self, kind: str, usual: str) -> str:
        """Path of the workbook's styles or shared strings."""
        for relation in self.relations(self.workbook_path).values():
            if relation.type == kind:
                return relation.target
        return usual


def local_name(element: ElementTree.Element) -> str:
    """The tag without its namespace: Transitional and Strict read alike."""
    return element.tag.rpartition("}")[2]


_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def parse_xml(content: bytes, path: str) -> ElementTree.Element:
    """Parse a part. Document types, and with them all entities, are refused, never expanded."""
    if content[:2] in _UTF16:
        text = content.decode("utf-16", "replace")
        content = _DECLARATION.sub("", text.lstrip("\ufeff")).encode("utf-8", "replace")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise BrokenPartError(path)
    try:
        return ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise BrokenPartError(path) from error


def _fold(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").lower()
