"""Read sheets whose cells lie too far apart for a grid."""

from __future__ import annotations

from collections.abc import Callable, Collection

from ictxl.spreadsheets.cells import Value
from ictxl.spreadsheets.errors import BrokenPartError, Limits, UnreadableError, beyond, damaged
from ictxl.spreadsheets.sheet import Sheet, Workbook
from ictxl.spreadsheets.xlsx.looks import whole_text
from ictxl.spreadsheets.xlsx.package import Package
from ictxl.spreadsheets.xlsx.sheet_xml import XmlCell, deep_cells, shared_index
from ictxl.spreadsheets.xml_parts import local_name, parse_xml
from ictxl.text.clean import decode_escapes

GRID_ROWS, GRID_COLUMNS = 2_000, 200
"""Up to here a sheet is a grid; hardly one reaches farther."""
_GRID = GRID_ROWS, GRID_COLUMNS
_WHOLE = 1 << 20, 1 << 14
"""All that a sheet of Excel's can hold (Excel specifications and limits)."""


def read_sparsely(package: Package, limits: Limits, without: Collection[str] = ()) -> Workbook:
    """The cells of every sheet but those `without`; what lies beyond the grid stands in
    `Sheet.far`."""
    return _read(package, limits, lambda name: name not in without)


def read_sheet_sparsely(package: Package, limits: Limits, name: str) -> Sheet | None:
    """The cells of one sheet in its rows, however large it is; None where it is not there or cannot
    be read."""
    try:
        sheets = _read(package, limits, lambda other: other == name, _WHOLE).sheets
    except UnreadableError:
        return None
    return next(iter(sheets), None)


def _read(
    package: Package,
    limits: Limits,
    is_wanted: Callable[[str], bool],
    grid: tuple[int, int] = _GRID,
) -> Workbook:
    try:
        sheets = package.sheets
        strings = shared_strings(package)
    except BrokenPartError as error:
        raise damaged() from error
    found, broken, cells = [], [], 0
    for name, path in sheets:
        if not is_wanted(name):
            continue
        try:
            content = package.read(path)
            sheet = _sheet(name, content, path, strings, grid, limits.cells)
        except BrokenPartError:
            broken.append(name)
            continue
        except OverflowError as error:
            raise beyond(limits, "cells") from error
        cells += sum(map(len, sheet.rows)) + len(sheet.far)
        if cells > limits.cells:
            raise beyond(limits, "cells")
        found.append(sheet)
    return Workbook(tuple(found), tuple(broken))


def shared_strings(package: Package) -> list[str]:
    """The workbook's table of texts. BrokenPartError."""
    path = package.related_to_workbook("sharedStrings", "xl/sharedStrings.xml")
    root = package.xml(path)
    if root is None:
        return []
    items = [element for element in root if local_name(element) == "si"]
    return [whole_text(item) for item in items]


def _sheet(
    name: str, content: bytes, path: str, strings: list[str], grid: tuple[int, int], most: int
) -> Sheet:
    """Raises OverflowError where its rows have more than `most` cells."""
    rows: dict[int, dict[int, Value]] = {}
    far: dict[tuple[int, int], str] = {}
    for cell in deep_cells(parse_xml(content, path)) if content else ():
        value = _value(cell, strings)
        if value == "":
            continue
        if cell.row < grid[0] and cell.column < grid[1]:
            rows.setdefault(cell.row, {})[cell.column] = value
        else:
            far[cell.row, cell.column] = str(value)
    # A single cell to the far right makes its whole row.
    if sum(max(columns) + 1 for columns in rows.values()) + max(rows, default=0) > most:
        raise OverflowError
    near = [
        [rows[row].get(column, "") for column in range(max(rows[row]) + 1)] if row in rows else []
        for row in range(max(rows, default=-1) + 1)
    ]
    return Sheet(name, near, far)


def _value(cell: XmlCell, strings: list[str]) -> Value:
    text = cell.value
    match cell.type:
        case "s":
            index = shared_index(text)
            return strings[index] if 0 <= index < len(strings) else ""
        case "inlineStr":
            return whole_text(cell.inline) if cell.inline is not None else ""
        case "n":
            return _number(text)
        case "b" if text:
            return text in {"1", "true"}
        case "e":
            return ""
    return decode_escapes(text)


def _number(text: str) -> Value:
    try:
        return float(text) if text else ""
    except ValueError:
        return text
