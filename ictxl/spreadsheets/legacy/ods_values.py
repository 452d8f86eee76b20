"""Cells of an OpenDocument spreadsheet (OASIS OpenDocument 1.3, part 3, chapters 9 and 19).

calamine is not asked: it drops a text whose cell tells no type, and gives a whole document up for a
blank between two cells.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from ictxl.spreadsheets.cells import Value
from ictxl.spreadsheets.errors import BrokenPartError, Limits, beyond
from ictxl.spreadsheets.sheet import Sheet
from ictxl.spreadsheets.xlsx.sheet_xml import ZIP_ERRORS
from ictxl.spreadsheets.xlsx.sparse import GRID_COLUMNS, GRID_ROWS
from ictxl.spreadsheets.xml_parts import local_name, parse_xml

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
CELLS = {"table-cell", "covered-table-cell"}
_ROW_GROUPS = {"table-row-group", "table-header-rows", "table-rows"}
_PARAGRAPHS = {"p", "h"}
_ASIDE = {"annotation", "shapes", "ruby-text"}
"""What hangs on a cell and is told as a mark; furigana is how a text is read."""
_NUMBERS = {"float", "percentage", "currency"}
_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_REPEATS = 10_000
"""Blanks that one element may stand for."""
_DIGITS = 9


def read_ods(content: bytes, limits: Limits) -> tuple[Sheet, ...]:
    """Every sheet. Raises BrokenPartError where the document is none, UnreadableError where it has
    more cells than the limits allow."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            body = parse_xml(package.read("content.xml"), "content.xml")
    except (*ZIP_ERRORS, ValueError, KeyError) as error:
        raise BrokenPartError("content.xml") from error
    left = limits.cells
    found = []
    for table in sheets_of(body):
        cells = _Cells(left, limits)
        cells.read(table)
        left -= len(cells.values)
        found.append(cells.sheet(attribute(table, "name")))
    return tuple(found)


def sheets_of(body: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """The sheets themselves, not the tables of texts or of tracked changes."""
    for book in body.iter():
        if local_name(book) == "spreadsheet":
            yield from (element for element in book if local_name(element) == "table")


@dataclass
class _Cells:
    """The filled cells of one sheet, while it is walked through."""

    most: int
    limits: Limits
    values: dict[tuple[int, int], Value] = field(default_factory=dict)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def read(self, table: ElementTree.Element) -> None:
        row = 0
        for element in _rows(table):
            filled = self._filled(element, row)
            count = repeats(element, "number-rows-repeated")
            if len(self.values) + len(filled) * count > self.most:
                raise beyond(self.limits, "cells")
            if filled:
                for number in range(row, row + count):
                    self.values.update(((number, column), value) for column, value in filled)
            row += count

    def _filled(self, element: ElementTree.Element, row: int) -> list[tuple[int, Value]]:
        column, found = 0, list[tuple[int, Value]]()
        for cell in element:
            if local_name(cell) not in CELLS:
                continue
            count = repeats(cell, "number-columns-repeated")
            value = _value(cell)
            if value != "":
                if len(found) + count > self.most:
                    raise beyond(self.limits, "cells")
                found += ((column + index, value) for index in range(count))
                across = repeats(cell, "number-columns-spanned")
                down = repeats(cell, "number-rows-spanned")
                if across * down > 1:
                    self.merged[row, column] = row + down - 1, column + across - 1
            column += count
        return found

    def sheet(self, name: str) -> Sheet:
        """As a grid; where cells stand too far apart for one, the far ones beside it."""
        widths: dict[int, int] = {}
        for row, column in self.values:
            widths[row] = max(widths.get(row, 0), column + 1)
        rows, columns = max(widths, default=-1) + 1, max(widths.values(), default=0)
        if rows + sum(widths.values()) > self.limits.cells:
            rows, columns = min(rows, GRID_ROWS), min(columns, GRID_COLUMNS)
        grid: list[list[Value]] = [[""] * min(widths.get(row, 0), columns) for row in range(rows)]
        far = {}
        for (row, column), value in self.values.items():
            if row < rows and column < columns:
                grid[row][column] = value
            else:
                far[row, column] = str(value)
        return Sheet(name, grid, far, self.merged)


def _rows(table: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """The rows of the table itself, not those of tables in its cells."""
    for element in table:
        kind = local_name(element)
        if kind == "table-row":
            yield element
        elif kind in _ROW_GROUPS:
            yield from _rows(element)


def _value(cell: ElementTree.Element) -> Value:
    """What the cell's type says; what is shown where it says nothing, or cannot be true."""
    shown = cell_shows(cell)
    match cell.get(f"{_OFFICE}value-type"):
        case kind if kind in _NUMBERS:
            return _number(cell.get(f"{_OFFICE}value", ""), shown)
        case "boolean":
            told = cell.get(f"{_OFFICE}boolean-value", "")
            return told == "true" if told in {"true", "false"} else shown
        case "date":
            return _date(cell.get(f"{_OFFICE}date-value", ""), shown)
        case "time":
            return shown or cell.get(f"{_OFFICE}time-value", "")
        case "string" if not _is_error(cell, shown):
            return cell.get(f"{_OFFICE}string-value") or shown
    return "" if _is_error(cell, shown) else shown


def _is_error(cell: ElementTree.Element, shown: str) -> bool:
    """A formula's: the mark tells it. LibreOffice calls such a cell's type a text."""
    is_formula = bool(attribute(cell, "formula"))
    return is_formula and shown.startswith("#") and shown.endswith(("!", "?", "/A"))


def _number(told: str, shown: str) -> Value:
    try:
        return float(told)
    except ValueError:
        return shown or told


def _date(told: str, shown: str) -> Value:
    try:
        if far := _BEYOND_CALENDAR.match(told):
            return _serial(*map(int, far.groups()))
        time = dt.datetime.fromisoformat(told.strip())
    except ValueError:
        return shown or told
    return time if "T" in told else time.date()


_BEYOND_CALENDAR = re.compile(r"([0-9]{5,6})-([0-9]{2})-([0-9]{2})")
"""No day that anybody means, but a number in a cell whose format is a date's."""


def _serial(year: int, month: int, day: int) -> Value:
    """The number that a spreadsheet has for the day."""
    cycles = year // 400 - 5  # each of 400 years
    start = dt.date(1899, 12, 30)
    return float((dt.date(year - cycles * 400, month, day) - start).days + cycles * 146_097)


def cell_shows(cell: ElementTree.Element) -> str:
    """The paragraphs of a cell as lines; what only hangs on it is not among them."""
    return "\n".join(paragraph_text(paragraph) for paragraph in _paragraphs(cell))


def _paragraphs(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    for child in element:
        kind = local_name(child)
        if kind in _PARAGRAPHS:
            yield child
        elif kind not in _ASIDE and not is_drawing(child):
            yield from _paragraphs(child)  # lists, and tables in the cell


def is_drawing(element: ElementTree.Element) -> bool:
    return element.tag.startswith("{urn:oasis:names:tc:opendocument:xmlns:drawing")


def paragraph_text(paragraph: ElementTree.Element) -> str:
    """As it is shown: blanks of the XML count once, and not at the ends (part 3, 6.1.2)."""
    found, is_blank = [""], True
    for piece, is_literal in _pieces(paragraph):
        said = _BLANKS.sub(" ", piece) if is_literal else piece
        if is_literal and is_blank:
            said = said.removeprefix(" ")
        if said:
            found.append(said)
            is_blank = is_literal and said.endswith(" ")
    if is_blank:
        found[-1] = found[-1].removesuffix(" ")
    return "".join(found)


def _pieces(element: ElementTree.Element) -> Iterator[tuple[str, bool]]:
    """A paragraph's texts; False of those that stand for themselves, such as blanks that count."""
    yield element.text or "", True
    for child in element:
        yield character(child), False
        if local_name(child) not in _ASIDE:
            yield from _pieces(child)
        yield child.tail or "", True


def character(element: ElementTree.Element) -> str:
    """What an element stands for that is a character, or several blanks."""
    if local_name(element) == "s":
        return " " * min(repeats(element, "c"), _MOST_REPEATS)
    return {"tab": "\t", "line-break": "\n"}.get(local_name(element), "")


def attribute(element: ElementTree.Element, name: str) -> str:
    """By its local name: the namespace's version does not matter."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return ""


def repeats(element: ElementTree.Element, name: str) -> int:
    """As the attribute says, which may be anything: a number beyond all reason counts as so many
    that nobody could read them."""
    text = attribute(element, name)
    if not (text.isascii() and text.isdecimal()):
        return 1
    return max(1, int(text)) if len(text) <= _DIGITS else 10**_DIGITS
