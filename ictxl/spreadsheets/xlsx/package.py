"""Read an Office Open XML package: its parts and how they hang together (ECMA-376 part 2)."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import IO
from xml.etree import ElementTree

from ictxl.spreadsheets.errors import CUT_OFF, MEGABYTE, BrokenPartError, Limits, beyond, damaged
from ictxl.spreadsheets.xlsx.sheet_xml import ZIP_ERRORS
from ictxl.spreadsheets.xlsx.zip_writer import Stored, packed_data, zip_parts
from ictxl.spreadsheets.xml_parts import in_utf8, local_name, parse_xml
from ictxl.text.times import iso_utc

CONTENT_TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
"""Beginning of the types of relations between a workbook's parts."""
WORKBOOK = "xl/workbook.xml"
"""Where it usually is."""
CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"<(?:[\w.-]+:)?modified\b[^<>]*>([^<]+)<")


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

    def __init__(
        self, content: bytes, limits: Limits | None = None, archive: zipfile.ZipFile | None = None
    ) -> None:
        self._content = content
        self._zip = archive or open_archive(content)
        # Some writers use backslashes or another case than the relations do.
        self._parts = {_fold(info.filename): info for info in self._zip.infolist()}
        self._verified: set[str] = set()
        self._read: dict[str, Stored] = {}
        """By the part's own name; stays empty where the package is large."""
        self._relations: dict[str, Mapping[str, Relation]] = {}
        self.unpacked = sum(info.file_size for info in self._zip.infolist())
        if limits and self.unpacked > limits.unpacked_megabytes * MEGABYTE:
            raise beyond(limits, "unpacked_megabytes")
        self._is_small = self.unpacked <= _SMALL and len(self._parts) <= _FEW

    @property
    def names(self) -> frozenset[str]:
        """Paths of all parts, in lower case."""
        return frozenset(self._parts)

    @property
    def has_doubles(self) -> bool:
        """Parts of the same path: it depends on the reader which of them it takes."""
        return len(self._parts) < len(self._zip.infolist())

    def has(self, path: str) -> bool:
        return _fold(path) in self._parts

    def parts(self) -> Iterator[tuple[str, bytes]]:
        """Every part by its own name, in the package's order. BrokenPartError."""
        return ((info.filename, self.read(info.filename)) for info in self._zip.infolist())

    def unread_besides(self, paths: Iterable[str]) -> frozenset[str]:
        """Paths of the other parts that nobody has read yet, in lower case."""
        return self.names - {_fold(name) for name in (*self._verified, *paths)}

    def read(self, path: str) -> bytes:
        """A part, b"" where it is not there; never more than its entry says. BrokenPartError."""
        info = self._parts.get(_fold(path))
        if info is None:
            return b""
        if info.filename in self._read:
            return self._read[info.filename].content
        try:
            unpacked = self._unpack(info)
        except (*ZIP_ERRORS, ValueError) as error:
            raise BrokenPartError(path) from error
        self._verified.add(info.filename)
        content = in_utf8(unpacked)
        if self._is_small:
            checksum = info.CRC if content is unpacked else zlib.crc32(content)
            self._read[info.filename] = Stored(content, checksum)
        return content

    def open(self, path: str) -> IO[bytes]:
        """A part that is there, for what is too large to be read whole."""
        return self._zip.open(self._parts[_fold(path)])

    def as_read(self) -> bytes:
        """The package with the parts that were read, unpacked, so that calamine reads just what was
        looked through, and in less time; the package itself where it is large."""
        if not self._is_small:
            return self._content
        return zip_parts((name, _with_known_errors(part)) for name, part in self._read.items())

    def _unpack(self, info: zipfile.ZipInfo) -> bytes:
        """As `zipfile` does it, but with a shorter way for what every common writer makes."""
        is_common = info.compress_type == zipfile.ZIP_DEFLATED and not info.flag_bits & _ENCRYPTED
        if not is_common or info.header_offset < 0:
            with self._zip.open(info) as part:
                return part.read()
        try:
            packed = packed_data(self._content, info)
        except struct.error as error:
            raise zipfile.BadZipFile from error
        inflate = _inflate_common if info.file_size <= _COMMON_SIZE else _inflate
        return inflate(packed, info.file_size, info.CRC)

    def verify(self, path: str) -> None:
        """Make sure that a part is as large as its entry says, so that calamine may unpack it."""
        info = self._parts.get(_fold(path))
        if info is not None and info.filename not in self._verified:
            self.read(path)

    def xml(self, path: str) -> ElementTree.Element | None:
        """A part's root element; None where it is not there. BrokenPartError."""
        content = self.read(path)
        return parse_xml(content, path) if content else None

    def children(self, path: str) -> Sequence[ElementTree.Element]:
        """Those of a part's root element; none where it is not there. BrokenPartError."""
        root = self.xml(path)
        return () if root is None else list(root)

    def relations(self, path: str) -> Mapping[str, Relation]:
        """A part's relations by id."""
        found = self._relations.get(path)
        if found is None:
            content = self.read(relations_path(path))
            found = parse_relations(content, posixpath.dirname(path)) if content else {}
            self._relations[path] = found
        return found

    @cached_property
    def workbook_path(self) -> str:
        for relation in self.relations("").values():
            if relation.type == "officeDocument" and not relation.external:
                return relation.target
        return "xl/workbook.bin" if self.has("xl/workbook.bin") else WORKBOOK

    @cached_property
    def sheets(self) -> tuple[tuple[str, str], ...]:
        """Name and path of each sheet, in the workbook's order. BrokenPartError."""
        content = self.read(self.workbook_path)
        if not content:
            raise BrokenPartError(self.workbook_path)
        relations = self.relations(self.workbook_path)
        found = []
        for name, id_ in _sheet_ids(content):
            relation = relations.get(id_)
            if relation:
                found.append((name, relation.target))
        return tuple(found)

    def related_to_workbook(self, kind: str, usual: str) -> str:
        """Path of the workbook's styles or shared strings."""
        for relation in self.relations(self.workbook_path).values():
            if relation.type == kind:
                return relation.target
        return usual

    @property
    def saved_at(self) -> str:
        """When the workbook was saved, as it says itself: ISO in UTC; "" where it tells no time.
        BrokenPartError."""
        told = _MODIFIED.search(self.read(CORE))
        return iso_utc(told[1].decode("ascii", "replace")) if told else ""


def open_archive(content: bytes) -> zipfile.ZipFile:
    """The ZIP directory. Raises UnreadableError where it cannot be read."""
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (*ZIP_ERRORS, ValueError) as error:
        raise damaged(CUT_OFF) from error


_ENCRYPTED = 0x1
_SMALL, _FEW = 4 << 20, 1_000
"""Bytes and parts of a package up to which its parts are kept as they were unpacked."""
_COMMON_SIZE = 1 << 16
"""Bytes up to which what was unpacked is remembered: workbooks made together share most parts."""


def _inflate(packed: bytes, size: int, checksum: int) -> bytes:
    content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, max(size, 1))
    if len(content) != size or zlib.crc32(content) != checksum:
        raise zipfile.BadZipFile
    return content


def _with_known_errors(part: Stored) -> Stored:
    """calamine gives a whole sheet up for one error value that it does not know, such as the
    `#ERROR!` of Google's sheets; marks tell what it is."""
    if b't="e"' not in part.content or not _ODD_ERROR.search(part.content):
        return part
    content = _ODD_ERROR.sub(rb"\1#VALUE!", part.content)
    return Stored(content, zlib.crc32(content))


_ODD_ERROR = re.compile(
    rb"(<c\b[^<>]*?\bt=\"e\"[^<>]*>(?:<f\b[^<>]*?(?:/>|>[^<]*</f>))?<v>)"
    rb"(?!#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|GETTING_DATA)<)[^<>]*(?=</v>)"
)


_inflate_common = lru_cache(maxsize=64)(_inflate)


@lru_cache(maxsize=64)
def parse_relations(content: bytes, folder: str) -> Mapping[str, Relation]:
    """A part's relations by id, from the part that lists them; `folder` is where the part is."""
    found = {}
    for element in parse_xml(content, folder):
        target, external = element.get("Target", ""), element.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join(f"/{folder}", target)).lstrip("/")
        kind = element.get("Type", "").rpartition("/")[2]
        found[element.get("Id", "")] = Relation(kind, target, external)
    return MappingProxyType(found)


@lru_cache(maxsize=16)
def _sheet_ids(workbook: bytes) -> tuple[tuple[str, str], ...]:
    """Name and relation of each sheet."""
    return tuple(
        (element.get("name", ""), next((v for k, v in element.items() if k.endswith("}id")), ""))
        for element in parse_xml(workbook, "workbook").iter()
        if local_name(element) == "sheet"
    )


@lru_cache(maxsize=256)
def relations_path(path: str) -> str:
    """Where a part's relations are listed."""
    folder, name = posixpath.split(path)
    return posixpath.join(folder, "_rels", f"{name}.rels")


@lru_cache(maxsize=1024)
def _fold(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").lower()


_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_LISTS = ("styles", "sharedStrings")
_OF_MACROS = ("xlMacrosheet", "xlIntlMacrosheet")
"""Sheets of Excel 4's macros; for one of them calamine gives the whole workbook up."""


def for_calamine(package: Package) -> bytes:
    """What of an .xlsx calamine is to read.

    Which part is the workbook, its styles or its texts is told by relations (ECMA-376 part 2, 9.3),
    not by names; calamine goes by the names.
    """
    try:
        if has_usual_names(package, "xml"):
            return package.as_read()
        return under_usual_names(package, "xml", dict(_readable_parts(package)))
    except BrokenPartError:
        return package.as_read()


def _readable_parts(package: Package) -> Iterator[tuple[str, bytes]]:
    for path in package.names:
        try:
            yield path, package.read(path)
        except BrokenPartError:
            continue  # told by who looked for it


def has_usual_names(package: Package, suffix: str) -> bool:
    """`suffix`: `xml` or `bin`. Raises BrokenPartError."""
    usual = _usual_names(package, suffix)
    return all(path == name.lower() for path, name in usual.items())


def under_usual_names(package: Package, suffix: str, parts: Mapping[str, bytes]) -> bytes:
    """The parts, by path in lower case, as a package of its own."""
    usual = _usual_names(package, suffix)
    named = {usual.get(path, path): content for path, content in parts.items()}
    named[f"xl/_rels/workbook.{suffix}.rels"] = "".join(_relations(package, usual)).encode()
    named["_rels/.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
        f'Target="xl/workbook.{suffix}" Type="{OFFICE}/officeDocument"/></Relationships>'
    ).encode()
    return zip_parts((name, Stored(part, zlib.crc32(part))) for name, part in named.items())


def _usual_names(package: Package, suffix: str) -> Mapping[str, str]:
    """Path, in lower case, of each part that calamine goes to by name → the name."""
    found = {package.workbook_path.lower(): f"xl/workbook.{suffix}"}
    for relation in package.relations(package.workbook_path).values():
        path = relation.target.lower()
        if relation.type in _LISTS:
            found[path] = f"xl/{relation.type}.{suffix}"
        elif relation.type in _OF_MACROS:
            found[path] = f"xl/worksheets/{path.replace('/', '_')}"
        elif not relation.external:
            found[path] = path if path.startswith("xl/") else f"xl/{path}"
    return found


def _relations(package: Package, usual: Mapping[str, str]) -> Iterator[str]:
    # The module brings the whole of http and ssl along, and few packages need it.
    from xml.sax.saxutils import quoteattr  # noqa: PLC0415

    yield f'<Relationships xmlns="{_PACKAGE}">'
    for id_, relation in package.relations(package.workbook_path).items():
        if not relation.external:
            target = usual[relation.target.lower()].removeprefix("xl/")
            kind = "worksheet" if relation.type in _OF_MACROS else relation.type
            yield (
                f"<Relationship Id={quoteattr(id_)} Target={quoteattr(target)} "
                f"Type={quoteattr(f'{OFFICE}/{kind}')}/>"
            )
    yield "</Relationships>"
