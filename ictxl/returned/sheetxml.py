"""One sheet's XML: a cheap look with regular expressions, and a deep one cell by cell.

The cheap look takes what every common writer makes (each cell with its reference); where a sheet
is not like that, `is_plain` is False and the deep look decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from xml.etree import ElementTree

from ictxl.returned.grid import column_index
from ictxl.returned.marks import Mark, MarkKind
from ictxl.returned.package import local_name
from ictxl.text.clean import decode_escapes

# Every repetition stops at the next `<` or `>`, so that no input makes the search quadratic.
_P = rb"(?:[A-Za-z_][\w.-]*:)?"
_F = rb"<" + _P + rb"f\b[^<>]*?(?:/>|>([^<]*)</" + _P + rb"f>)"
_V = rb"<" + _P + rb"v\b[^<>]*>([^<]+)</"
_ROW_NUMBER = re.compile(rb"<" + _P + rb"row\b[^<>]*?\br=[\"'](\d{1,7})[\"']")
_COLUMNS = re.compile(rb"<" + _P + rb"c\b[^<>]*?\br=[\"']([A-Z]{1,3})\d")
_FILLED = re.compile(rb"<" + _P + rb"c\b[^<>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^<>]*?(?<!/)>")
_CELL = re.compile(rb"<" + _P + rb"c[\s/>]")
_CELL_WITH_FORMULA = re.compile(rb"<" + _P + rb"c\b([^<>]*)>\s*" + _F + rb"\s*(?:" + _V + rb")?")
_CELL_WITH_VALUE = re.compile(rb"<" + _P + rb"c\b([^<>]*)>\s*(?:" + _F + rb"\s*)?" + _V)
_IS_ERROR = re.compile(rb"\bt=[\"']e[\"']")
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_MERGED = re.compile(
    rb"<" + _P + rb"mergeCell\b[^<>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']"
)
_ROW = re.compile(rb"<" + _P + rb"row\b([^<>]*)>")
_COLUMN = re.compile(rb"<" + _P + rb"col\b([^<>]*)>")
_IS_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_NUMBER = re.compile(rb"\br=[\"'](\d{1,7})")
_MIN, _MAX = re.compile(rb"\bmin=[\"'](\d{1,5})"), re.compile(rb"\bmax=[\"'](\d{1,5})")
_PAGE = re.compile(rb"<" + _P + rb"(?:odd|even|first)(?:Header|Footer)\b[^<>]*>([^<]+)</")


@dataclass(frozen=True)
class Extent:
    """How far a sheet's filled cells reach, and whether the cheap look may be trusted."""

    rows: int
    columns: int
    is_plain: bool


def extent(xml: bytes) -> Extent:
    """Cheap: styled but empty cells count only where they would make the sheet large."""
    numbers = _ROW_NUMBER.findall(xml)
    letters = _COLUMNS.findall(xml)
    rows = max(map(int, numbers), default=0)
    columns = 1 + max((column_index(c.decode()) for c in set(letters)), default=-1)
    # A cell or row without a reference follows its neighbour; only the deep look counts along.
    plain = len(letters) == len(_CELL.findall(xml)) and b"<!" not in xml and xml[:1] == b"<"
    return Extent(rows, columns, plain)


def filled_cells(xml: bytes) -> Iterator[tuple[int, int]]:
    """0-based row and column of each cell that is not empty; for plain sheets."""
    for match in _FILLED.finditer(xml):
        yield int(match[2]) - 1, column_index(match[1].decode())


def cheap_marks(xml: bytes) -> Iterator[Mark]:
    """Formulas, errors, merged cells, hidden rows and columns, headers; for plain sheets."""
    if b":f" in xml or b"<f" in xml:
        yield from _formulas(xml)
    if _IS_ERROR.search(xml):
        yield from _errors(xml)
    yield from surroundings(xml)


def surroundings(xml: bytes) -> Iterator[Mark]:
    """Merged cells, hidden rows and columns, headers and footers."""
    for match in _MERGED.finditer(xml):
        left, top, right, bottom = (part.decode() for part in match.groups())
        yield Mark(
            MarkKind.MERGED,
            int(top) - 1,
            column_index(left),
            last_row=int(bottom) - 1,
            last_column=column_index(right),
        )
    if b"hidden=" in xml:
        yield from _hidden(xml)
    for match in _PAGE.finditer(xml):
        yield Mark(MarkKind.PAGE, text=_text(match[1]))


def _formulas(xml: bytes) -> Iterator[Mark]:
    for match in _CELL_WITH_FORMULA.finditer(xml):
        place = _REFERENCE.search(match[1])
        if place:
            kind = MarkKind.FORMULA if match[3] else MarkKind.NO_RESULT
            text = "=" + _text(match[2] or b"")
            yield Mark(kind, int(place[2]) - 1, column_index(place[1].decode()), text)


def _errors(xml: bytes) -> Iterator[Mark]:
    for match in _CELL_WITH_VALUE.finditer(xml):
        place = _REFERENCE.search(match[1])
        if place and _IS_ERROR.search(match[1]):
            row, column = int(place[2]) - 1, column_index(place[1].decode())
            yield Mark(MarkKind.ERROR, row, column, _text(match[3]))


def _hidden(xml: bytes) -> Iterator[Mark]:
    for match in _ROW.finditer(xml):
        number = _NUMBER.search(match[1])
        if number and _IS_HIDDEN.search(match[1]):
            row = int(number[1]) - 1
            yield Mark(MarkKind.HIDDEN_ROW, row, last_row=row)
    for match in _COLUMN.finditer(xml):
        first, last = _MIN.search(match[1]), _MAX.search(match[1])
        if first and last and _IS_HIDDEN.search(match[1]):
            column, last_column = int(first[1]) - 1, int(last[1]) - 1
            yield Mark(MarkKind.HIDDEN_COLUMN, column=column, last_column=last_column)


def _text(xml: bytes) -> str:
    return decode_escapes(unescape(xml.decode("utf-8", "replace")))


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
    style = _number(element.get("s"), 0)
    return XmlCell(row, column, element.get("t", "n"), style, formula, value, inline)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdecimal() else otherwise


def runs(item: ElementTree.Element) -> list[tuple[str, bool | None]]:
    """A rich text's runs: text, and whether struck (None where the cell's font decides).

    Furigana (`rPh`) is how the text is read, not part of it.
    """
    found: list[tuple[str, bool | None]] = []
    for child in item:
        match local_name(child):
            case "t":
                found.append((decode_escapes(child.text or ""), None))
            case "r":
                found.append(_run(child))
    return found


def _run(element: ElementTree.Element) -> tuple[str, bool | None]:
    text, struck = "", None
    for child in element:
        match local_name(child):
            case "t":
                text += decode_escapes(child.text or "")
            case "rPr":
                struck = any(local_name(e) == "strike" and is_on(e) for e in child)
    return text, struck


def is_on(element: ElementTree.Element) -> bool:
    """A boolean property such as `<strike/>` or `<strike val="0"/>`."""
    return element.get("val", "1") not in {"0", "false", "off"}
