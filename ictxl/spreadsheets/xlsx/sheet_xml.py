"""One sheet's XML: how far its cells reach and what it says, by regular expressions or parsed.

The cheap look takes what every common writer makes (each cell with its reference); where a sheet
is not like that, `is_plain` is False and the deep look decides.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from ictxl.spreadsheets.cells import column_index
from ictxl.spreadsheets.marks import IN_CELL, Mark, MarkKind
from ictxl.spreadsheets.xlsx.cell_writer import SHEET_ROWS
from ictxl.spreadsheets.xml_parts import decode_xml, local_name
from ictxl.text.clean import decode_escapes

# Every repetition stops at the next `<` or `>`, so that no input makes the search quadratic.
_F = rb"<f\b[^<>]*?(?:/>|>([^<]*)</f>)"
_V = rb"<v\b[^<>]*>([^<]+)</"
_FILLED = re.compile(rb"<c\b(?>[^<>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'])[^<>]*+(?<!/)>")
_FORMULA_AND_VALUE = re.compile(_F + rb"\s*(?:" + _V + rb")?")
_CELL_WITH_VALUE = re.compile(rb"<c\b([^<>]*)>\s*(?:" + _F + rb"\s*)?" + _V)
_IS_ERROR = re.compile(rb"\bt=[\"']e[\"']")
_IS_RICH = re.compile(rb"\bvm=[\"'][1-9]")
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_MERGED = re.compile(
    rb"<mergeCell\b[^<>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']"
)
_SIGNS_OF_HIDDEN = tuple(
    re.compile(sign)  # each by itself: what they have in front is found many times faster
    for sign in (
        rb"hidden=[\"'](?:1|true)[\"']",
        rb"ht=[\"']0(?:\.\d*)?[\"']",
        rb"width=[\"']0(?:\.\d*)?[\"']",
    )
)
"""A row of no height and a column of no width are hidden too, whatever wrote them."""
_NUMBER = re.compile(rb"\br=[\"'](\d{1,7})")
_MIN, _MAX = re.compile(rb"\bmin=[\"'](\d{1,5})"), re.compile(rb"\bmax=[\"'](\d{1,5})")
_PAGE = re.compile(rb"<(?:odd|even|first)(?:Header|Footer)\b[^<>]*>([^<]+)</")


def filled_cells(xml: bytes) -> Iterator[tuple[int, int]]:
    """0-based row and column of each cell that is not empty; for plain sheets."""
    for match in _FILLED.finditer(xml):
        yield int(match[2]) - 1, column_index(match[1].decode())


def cheap_marks(xml: bytes) -> Iterator[Mark]:
    """Formulas, errors, merged cells, hidden rows and columns, headers; for plain sheets."""
    if b"<f" in xml or b":f" in xml:
        yield from _formulas(xml)
    if b't="e"' in xml or b"t='e'" in xml:
        yield from _errors(xml)
    yield from surroundings(xml)


def surroundings(xml: bytes) -> Iterator[Mark]:
    """Merged cells, hidden rows and columns, headers and footers."""
    after = xml[max(xml.rfind(b"</sheetData>"), 0) :]
    for match in _MERGED.finditer(after):
        left, top, right, bottom = (part.decode() for part in match.groups())
        yield Mark(
            MarkKind.MERGED,
            int(top) - 1,
            column_index(left),
            last_row=int(bottom) - 1,
            last_column=column_index(right),
        )
    yield from _hidden(xml)
    if b"eader" in after or b"ooter" in after:
        for match in _PAGE.finditer(after):
            yield Mark(MarkKind.PAGE, text=decode_xml(match[1]))


def deep_surroundings(root: ElementTree.Element) -> Iterator[Mark]:
    """The same as `surroundings`, for a sheet that is not plain."""
    for element in root.iter():
        match local_name(element):
            case "mergeCell":
                reference = element.get("ref", "").encode("ascii", "replace")
                yield from surroundings(b'<mergeCell ref="%s"/>' % reference)
            case "row" | "col" if _is_hidden(element):
                yield from _hidden_element(element)
            case name if name.endswith(("Header", "Footer")) and element.text:
                yield Mark(MarkKind.PAGE, text=decode_escapes(element.text))


def _is_hidden(element: ElementTree.Element) -> bool:
    size = element.get("ht") or element.get("width") or ""
    return is_on_word(element.get("hidden", "")) or re.match(r"0(?:\.|$)", size) is not None


def _hidden_element(element: ElementTree.Element) -> Iterator[Mark]:
    if local_name(element) == "row":
        row = _number(element.get("r"), 0) - 1
        yield Mark(MarkKind.HIDDEN_ROW, row, last_row=row)
    else:
        first, last = (_number(element.get(side), 0) - 1 for side in ("min", "max"))
        yield Mark(MarkKind.HIDDEN_COLUMN, column=first, last_column=last)


def is_on_word(word: str) -> bool:
    return word in {"1", "true"}


def _formulas(xml: bytes) -> Iterator[Mark]:
    for match in _FORMULA_AND_VALUE.finditer(xml):
        # Looking back from each formula is much cheaper than trying every cell for one.
        cell = xml.rfind(b"<c ", max(0, match.start() - _LONGEST_TAG), match.start())
        place = _REFERENCE.search(xml, max(cell, 0), match.start())
        if cell >= 0 and place:
            kind = MarkKind.FORMULA if match[2] else MarkKind.NO_RESULT
            row, column = int(place[2]) - 1, column_index(place[1].decode())
            yield Mark(kind, row, column, xml=b"=" + (match[1] or b""))


_LONGEST_TAG = 500
"""Bytes of an opening tag; a cell's has at most six short attributes, a row's thirteen."""


def _errors(xml: bytes) -> Iterator[Mark]:
    for match in _CELL_WITH_VALUE.finditer(xml):
        place = _REFERENCE.search(match[1])
        if place and _IS_ERROR.search(match[1]):
            row, column = int(place[2]) - 1, column_index(place[1].decode())
            has_picture = _IS_RICH.search(match[1]) is not None
            yield error_mark(row, column, decode_xml(match[3]), has_picture=has_picture)


_RICH_ERROR = "#VALUE!"
"""What a cell has, for older programs, that holds a rich value."""


def error_mark(row: int, column: int, text: str, *, has_picture: bool) -> Mark:
    """An error; with a rich value beside it a picture «placed in the cell», for programs that do
    not know these ([MS-XLSX] 2.3.6.1)."""
    if has_picture and text == _RICH_ERROR:
        return Mark(MarkKind.OBJECT, row, column, IN_CELL)
    return Mark(MarkKind.ERROR, row, column, text)


def without_picture(mark: Mark) -> Mark:
    """A formula that spills into other cells (#SPILL!) has a rich value too."""
    is_error = mark.kind is MarkKind.OBJECT and mark.text == IN_CELL
    return mark._replace(kind=MarkKind.ERROR, text=_RICH_ERROR) if is_error else mark


def _hidden(xml: bytes) -> Iterator[Mark]:
    # Looking back from what is hidden: LibreOffice says of every row and column whether it is.
    tags = {
        xml.rfind(b"<", max(0, match.start() - _LONGEST_TAG), match.start())
        for sign in _SIGNS_OF_HIDDEN
        for match in sign.finditer(xml)
        if xml[match.start() - 1 : match.start()].isspace()
    }
    for start in sorted(tags - {-1}):
        tag = xml[start : xml.find(b">", start, start + 2 * _LONGEST_TAG) + 1]
        if tag.startswith(b"<row"):
            number = _NUMBER.search(tag)
            if number:
                row = int(number[1]) - 1
                yield Mark(MarkKind.HIDDEN_ROW, row, last_row=row)
        elif tag.startswith(b"<col"):
            first, last = _MIN.search(tag), _MAX.search(tag)
            if first and last:
                column, last_column = int(first[1]) - 1, int(last[1]) - 1
                yield Mark(MarkKind.HIDDEN_COLUMN, column=column, last_column=last_column)


@dataclass(frozen=True, slots=True)
class XmlCell:
    """One cell as its XML has it; 0-based place."""

    row: int
    column: int
    type: str
    style: int
    formula: str | None
    value: str
    inline: ElementTree.Element | None
    is_rich: bool
    """Whether a rich value stands beside the plain one."""


def deep_cells(root: ElementTree.Element) -> Iterator[XmlCell]:
    """Every cell, its place counted along where it does not say it."""
    row = -1
    for element in root.iter():
        if local_name(element) != "row":
            continue
        row = _number(element.get("r"), row + 2) - 1
        column = -1
        for cell in element:
            if local_name(cell) == "c":
                place = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", cell.get("r", ""))
                column = column_index(place[1]) if place else column + 1
                yield _cell(cell, int(place[2]) - 1 if place else row, column)


# The usual way to write one is passed over at once, in half the time.
_ODD_INDEX = re.compile(rb"t=[\"']s[\"'](?!><v>\d++</)[^<>]*>\s*<(?:\w+:)?v\b[^<>]*>(?!\d+</)")


_ODD_INLINE = re.compile(
    rb"t=[\"']inlineStr[\"'][^<>]*>\s*<(?:\w+:)?v\b|</(?:\w+:)?is>\s*<(?:\w+:)?v\b"
)


def has_odd_texts(xml: bytes) -> bool:
    """Texts that calamine passes over, or takes another one for, and says nothing.

    A cell names its shared text by something else than digits alone, such as ` 43 ` or `43.0`;
    its own text stands in or beside a value; a value is written as CDATA.
    """
    is_odd = _ODD_INDEX.search(xml) is not None or has_cdata(xml)
    return is_odd or (b"inlineStr" in xml and _ODD_INLINE.search(xml) is not None)


def has_cdata(xml: bytes) -> bool:
    """Whether anything is written as CDATA."""
    return b"!" in xml and b"<![CDATA[" in xml


def shared_index(text: str) -> int:
    """The place in the table of texts; -1 where it is none."""
    if text.isdecimal():
        return int(text)
    try:
        number = float(text)
    except ValueError:
        return -1
    return int(number) if number.is_integer() and number >= 0 else -1


def _cell(element: ElementTree.Element, row: int, column: int) -> XmlCell:
    formula, value, inline = None, "", None
    for child in element:
        match local_name(child):
            case "f":
                formula = child.text or ""
            case "v":
                value = child.text or ""
            case "is":
                inline = child
    style, is_rich = _number(element.get("s"), 0), _number(element.get("vm"), 0) > 0
    return XmlCell(row, column, element.get("t", "n"), style, formula, value, inline, is_rich)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdecimal() else otherwise


def is_on(element: ElementTree.Element) -> bool:
    """A boolean property such as `<strike/>` or `<strike val="0"/>`."""
    return element.get("val", "1") not in {"0", "false", "off"}


ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)
"""What reading a damaged or odd package raises, besides ValueError."""
# Every repetition stops at the next `<` or `>`, so that no input makes the search quadratic.
_COLUMNS = re.compile(rb"<c [^<>]*?\br=[\"']([A-Z]{1,3})\d")
_CELL = re.compile(rb"<c[\s/>]")
_ROWS = re.compile(rb"<c [^<>]*?\br=[\"'][A-Z]{1,3}(\d{1,7})")


@dataclass(frozen=True)
class Extent:
    """How far a sheet's filled cells reach, and whether the cheap look may be trusted."""

    rows: int
    columns: int
    is_plain: bool
    is_sound: bool = True
    """False where a cell's reference is none: calamine may take it for a place billions away."""


def extent(xml: bytes, *, exactly: bool) -> Extent:
    """Cheap: a small sheet counts as `SMALL` unless `exactly`; styled but empty cells count too."""
    if not exactly and b'<c r="' in xml and not _NOT_NEAR.search(xml):
        return Extent(*SMALL, _has_cells_only(xml))
    rows = max(map(int, set(_ROWS.findall(xml))), default=0)
    letters = _COLUMNS.findall(xml)
    columns = 1 + max((column_index(c.decode()) for c in set(letters)), default=-1)
    sound = rows <= SHEET_ROWS and _ODD_REFERENCE.search(xml) is None
    # A cell without a reference follows its neighbour; only the deep look counts along.
    all_named = len(letters) == len(_CELL.findall(xml))
    return Extent(rows, columns, all_named and _has_cells_only(xml), sound)


def _has_cells_only(xml: bytes) -> bool:
    """A sheet without a prefix, comments or CDATA."""
    # One letter is found many times faster than two.
    return xml[:1] == b"<" and b"<sheetData" in xml and not (b"!" in xml and b"<!" in xml)


_ODD_REFERENCE = re.compile(
    rb"<(?:[A-Za-z_][\w.-]*:)?c\s[^<>]*?\br=(?![\"'][A-Z]{1,3}\d{1,7}[\"'])"
)
SMALL = (999, 104)
"""Most rows and columns of a sheet that are not counted exactly."""
_NOT_NEAR = re.compile(rb'<c(?=[\s/>])(?! r="[A-C]?[A-Z]\d{1,3}")')
"""A cell that stands farther out, or does not say where."""
