"""Scan a package for marks: cheaply where the workbook is ordinary, deeply otherwise."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from ictxl.spreadsheets.appearance import Look
from ictxl.spreadsheets.cells import address
from ictxl.spreadsheets.errors import MEGABYTE, BrokenPartError, Limits, damaged
from ictxl.spreadsheets.hidden_texts.texts import sheet_texts
from ictxl.spreadsheets.marks import Mark, MarkKind, with_text
from ictxl.spreadsheets.number_formats import changes_text
from ictxl.spreadsheets.xlsx.drawings import attached_marks, package_marks
from ictxl.spreadsheets.xlsx.looks import (
    Looks,
    Run,
    deep_number_marks,
    has_looks,
    look_marks,
    number_marks,
    own_text,
    rich_runs,
    styles_formats,
    styles_looks,
    whole_text,
)
from ictxl.spreadsheets.xlsx.package import Package
from ictxl.spreadsheets.xlsx.sheet_xml import (
    Extent,
    XmlCell,
    cheap_marks,
    deep_cells,
    deep_surroundings,
    error_mark,
    extent,
    filled_cells,
    has_cdata,
    has_odd_texts,
    shared_index,
    without_picture,
)
from ictxl.spreadsheets.xlsx.sparse import shared_strings
from ictxl.spreadsheets.xml_parts import local_name, parse_xml

ORDINARY_LETTERS = 16_000_000
"""Of a workbook that is read at once; a real form of 300 measures has 100,000."""
_SHEETS = 8
"""Of such a workbook; on each of them a share of these letters needs no closer look."""
_END = b"si>"
"""Of a text, and of the tag before it."""
_USUAL = 4096
"""Bytes that hardly a text is longer than: looked for in such steps, its ends are soon found."""
_BYTES_A_LETTER = 16
"""Of memory: calamine, reading and reporting each hold it once or twice."""


def most_letters(limits: Limits) -> int:
    """How many letters may be read within the memory."""
    return limits.memory_megabytes * MEGABYTE // _BYTES_A_LETTER


class SharedLengths:
    """How long each text of a package's table of texts is.

    A package holds a text once, however many cells show it: 100 kB may stand for gigabytes.
    """

    def __init__(self, strings: bytes) -> None:
        self._strings = strings

    @cached_property
    def _at_most(self) -> int:
        """Bytes of a text, quickly, and rather too many: `_USUAL` where all are shorter."""
        longest, start, end = _USUAL, 0, len(self._strings)
        while start + _USUAL < end:
            at = self._strings.rfind(_END, start, start + _USUAL)
            if at < 0:
                at = self._strings.find(_END, start)
                at = at if at >= 0 else end
                longest = max(longest, at - start)
            start = at + len(_END)
        return longest

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._strings.split(_END)))

    @cached_property
    def _bytes(self) -> Sequence[int] | None:
        """Of each text, in their order; None where the table is not written as usual."""
        pieces = self._strings.split(_END)
        begun, ended = self._strings.count(b"<si>"), self._strings.count(b"</si>")
        is_plain = begun == ended == len(pieces) // 2
        return [len(piece) for piece in pieces[1::2]] if is_plain else None

    def at_most(self, sheet: bytes) -> int:
        """Quickly, and rather too much: letters as bytes of the table, numbers as its texts."""
        if not self._strings:
            return 0
        # The tags' one letter is found many times faster than the tags.
        cruder = self._at_most * sheet.count(b"v")
        if cruder <= ORDINARY_LETTERS // _SHEETS:
            return cruder
        crude = self._longest * (sheet.count(b"<v") + sheet.count(b":v"))
        if crude <= ORDINARY_LETTERS or self._bytes is None:
            return crude
        found = _VALUE.findall(sheet)
        if len(found) < sheet.count(b"<v") + sheet.count(b":v"):
            return crude
        return _sum(self._bytes, (int(digits) for digits in found if digits))

    def exactly(self, sheet: bytes, name: str) -> int:
        """Cell by cell. Raises BrokenPartError."""
        items = [e for e in parse_xml(self._strings, "sharedStrings") if local_name(e) == "si"]
        lengths = [len(whole_text(item)) for item in items]
        cells = deep_cells(parse_xml(sheet, name))
        return _sum(lengths, (shared_index(cell.value) for cell in cells if cell.type == "s"))


_VALUE = re.compile(rb"<v>(?:(\d{1,9})|[-.A-Za-z<\x80-\xff])")
"""A value that may be the number of a text, or that surely is none."""


def _sum(lengths: Sequence[int], indexes: Iterable[int]) -> int:
    return sum(lengths[index] for index in indexes if 0 <= index < len(lengths))


_FEW_CELLS = 1_000_000
"""Up to here the size of small sheets need not be known exactly."""


@dataclass
class Scan:
    """What the package says besides the cells' values."""

    marks: dict[str, list[Mark]] = field(default_factory=dict)
    """By the sheet's name; "" for those of the workbook."""
    broken: list[str] = field(default_factory=list)
    """Parts that cannot be read, in Japanese."""
    cells: int = 0
    """Rows × columns of all sheets."""
    letters: int = 0
    """What the cells show, or rather more."""
    texts: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    """By the sheet's name, 0-based place: texts of cells that calamine passes over or garbles."""
    has_macros: bool = False
    is_sound: bool = True
    """False where calamine might believe numbers that would take it all memory at once."""

    def add(self, sheet: str, marks: Iterable[Mark]) -> None:
        """Further marks of a sheet, if there are any."""
        found = list(marks)
        if found:
            self.marks.setdefault(sheet, []).extend(found)


_USUAL_PATHS = ("xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml")
"""Where calamine looks, whatever the relations say."""


_STRINGS = ("sharedStrings", _USUAL_PATHS[-1])
_COUNT = b"uniquecount="
_NUMBER = re.compile(rb"[\"'](\d{1,30})")
_COUNTED_WITHIN = 2_000
"""Bytes from the beginning in which the table of texts tells how many it holds."""


def _counts_truly(strings: bytes) -> bool:
    """The table of texts does not claim to hold more of them than it has bytes."""
    claims = map(_NUMBER.match, strings[:_COUNTED_WITHIN].lower().split(_COUNT)[1:])
    return all(int(claim[1]) <= len(strings) for claim in claims if claim)


def _verify(package: Package, scan: Scan) -> None:
    for path in _USUAL_PATHS:
        try:
            package.verify(path)
            if path == _USUAL_PATHS[-1] and package.related_to_workbook(*_STRINGS) != path:
                scan.is_sound &= _counts_truly(package.read(path))
        except BrokenPartError:
            scan.broken.append("書式か文字の一覧")


def scan_package(
    package: Package,
    limits: Limits,
    without: Collection[str] = (),
    unmarked: Collection[str] = (),
) -> Scan:
    """Look the package through. Raises UnreadableError where its sheets' list is broken.

    Sheets `without` are not touched, see `fits_grid`; of those `unmarked` only their size matters.
    """
    scan = Scan(has_macros=any(name.endswith("vbaproject.bin") for name in package.names))
    try:
        sheets = package.sheets
    except BrokenPartError as error:
        raise damaged() from error
    looks = _looks(package, scan)
    has_errors = _has_rich_errors_only(package)
    _verify(package, scan)
    shared = shared_lengths(package)
    for name, path in sheets:
        if name in without:
            continue
        marks = scan.marks.setdefault(name, [])
        try:
            xml = package.read(path)
            scan.letters += shared.at_most(xml)
            look_at = _look_at_common if len(xml) <= _COMMON_SIZE else _look_at
            is_marked = name not in unmarked
            look = look_at(xml, exactly=scan.cells > _FEW_CELLS, marks=is_marked)
            marks.extend(_sheet_marks(name, xml, look, looks, scan, limits, marked=is_marked))
            marks.extend(look.texts)
            if has_errors:
                marks[:] = map(without_picture, marks)
            if look.has_odd_texts:
                scan.texts[name] = _odd_texts(name, xml, package, scan)
        except BrokenPartError:
            scan.broken.append(f"シート「{name}」")
        marks.extend(attached_marks(package, path, scan.broken))
    scan.add("", package_marks(package, scan.broken, [path for _, path in sheets]))
    return scan


def _has_rich_errors_only(package: Package) -> bool:
    """The workbook has rich values, none of which is a picture."""
    names = [name for name in package.names if name.startswith("xl/richdata/")]
    return bool(names) and not any(name.startswith(_PICTURES) for name in names)


_PICTURES = ("xl/richdata/richvaluerel", "xl/richdata/rdrichvaluewebimage")
"""Parts that say where the pictures of cells are."""


def _odd_texts(name: str, xml: bytes, package: Package, scan: Scan) -> dict[tuple[int, int], str]:
    """The texts of a sheet's cells that calamine may have otherwise."""
    strings, found, is_all_odd = shared_strings(package), {}, has_cdata(xml)
    for cell in deep_cells(parse_xml(xml, name)):
        if cell.type != "s" and (is_all_odd or cell.type == "inlineStr") and cell.type not in "be":
            found[cell.row, cell.column] = own_text(cell)
        elif cell.type == "s" and cell.value and (is_all_odd or not cell.value.isdecimal()):
            index = shared_index(cell.value)
            if 0 <= index < len(strings):
                found[cell.row, cell.column] = strings[index]
            else:
                scan.broken.append(f"シート「{name}」のセル {address(cell.row, cell.column)}")
                found[cell.row, cell.column] = ""
    return found


def shared_lengths(package: Package) -> SharedLengths:
    try:
        return SharedLengths(package.read(package.related_to_workbook(*_STRINGS)))
    except BrokenPartError:
        return SharedLengths(b"")


def letters_shown(package: Package) -> int:
    """As `Scan.letters`, but exactly, and of the sheet that forms have in common too."""
    shared, letters = shared_lengths(package), 0
    for name, path in package.sheets:
        with suppress(BrokenPartError):
            xml = package.read(path)
            letters += shared.exactly(xml, name) if shared.at_most(xml) else 0
    return letters


class _SheetLook(NamedTuple):
    """What a sheet's XML tells by itself, without being parsed."""

    reach: Extent
    marks: tuple[Mark, ...]
    """Of its cells, if it is plain and they were asked for."""
    texts: tuple[Mark, ...]
    """Outside its cells."""
    has_odd_texts: bool


def _look_at(xml: bytes, *, exactly: bool, marks: bool) -> _SheetLook:
    reach = extent(xml, exactly=exactly)
    cheap = tuple(cheap_marks(xml)) if marks and reach.is_plain else ()
    return _SheetLook(reach, cheap, tuple(with_text(sheet_texts(xml))), has_odd_texts(xml))


_COMMON_SIZE = 1 << 16
"""Bytes up to which a sheet is remembered: workbooks made together share what nobody fills in."""
_look_at_common = lru_cache(maxsize=32)(_look_at)


def _sheet_marks(
    name: str,
    xml: bytes,
    look: _SheetLook,
    looks: Looks,
    scan: Scan,
    limits: Limits,
    *,
    marked: bool,
) -> Iterator[Mark]:
    reach = look.reach
    size = reach.rows * reach.columns
    if not reach.is_sound:
        scan.is_sound, size = False, 0
    if reach.is_plain and size > limits.cells:
        size = math.prod(_size_of(filled_cells(xml)))
    scan.cells += size
    if reach.is_plain and not marked:
        return
    if reach.is_plain:
        yield from look.marks
        yield from number_marks(xml, looks)
        if looks or has_looks(xml):
            yield from look_marks(deep_cells(parse_xml(xml, name)), looks)
        return
    root = parse_xml(xml, name)
    cells = list(deep_cells(root))
    scan.cells += math.prod(_size_of((c.row, c.column) for c in cells))
    yield from _deep_marks(cells)
    yield from deep_surroundings(root)
    yield from deep_number_marks(cells, looks)
    yield from look_marks(cells, looks)


def _size_of(places: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Rows and columns from A1 on to the last of the places."""
    rows = columns = 0
    for row, column in places:
        rows, columns = max(rows, row + 1), max(columns, column + 1)
    return rows, columns


def fits_grid(package: Package, path: str, limits: Limits) -> bool:
    """calamine can read the sheet without taking all memory. BrokenPartError."""
    xml = package.read(path)
    reach = extent(xml, exactly=False)
    rows, columns = reach.rows, reach.columns
    if not reach.is_plain:
        cells = deep_cells(parse_xml(xml, "sheet"))
        rows, columns = _size_of((cell.row, cell.column) for cell in cells)
    is_small = shared_lengths(package).at_most(xml) <= ORDINARY_LETTERS
    return reach.is_sound and is_small and rows * columns <= limits.cells


def _deep_marks(cells: Iterable[XmlCell]) -> Iterator[Mark]:
    for cell in cells:
        if cell.formula is not None:
            kind = MarkKind.FORMULA if cell.value else MarkKind.NO_RESULT
            yield Mark(kind, cell.row, cell.column, "=" + cell.formula)
        if cell.type == "e" and cell.value:
            yield error_mark(cell.row, cell.column, cell.value, has_picture=cell.is_rich)


def _looks(package: Package, scan: Scan) -> Looks:
    """Cheap unless styles or texts hold anything odd at all."""
    styles: Mapping[int, Look] = {}
    formats: Mapping[int, str] = {}
    strings: dict[int, list[Run]] = {}
    try:
        styles_path = package.related_to_workbook("styles", "xl/styles.xml")
        content = styles_xml = package.read(styles_path)
        styles, formats = styles_looks(content), styles_formats(content)
        strings_path = package.related_to_workbook(*_STRINGS)
        content = package.read(strings_path)
        scan.is_sound &= _counts_truly(content)
        shows_texts = styles or any(map(changes_text, formats.values()))
        if content and (shows_texts or has_looks(content)):
            items = [e for e in parse_xml(content, strings_path) if local_name(e) == "si"]
            strings = {index: rich_runs(item) for index, item in enumerate(items)}
        workbook = package.read(package.workbook_path)
        is_1904 = b"date1904" in workbook and _IS_1904.search(workbook) is not None
    except BrokenPartError:
        scan.broken.append("書式か文字の一覧")
        is_1904, styles_xml = False, b""
    return Looks(styles, strings, formats, is_1904, styles_xml)


_IS_1904 = re.compile(rb"\bdate1904=[\"'](?:1|true)[\"']")
