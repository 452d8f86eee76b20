"""Find what calamine does not tell: when a workbook was saved, its cells in error, cells far out.

One cell that stands far from the others would take all memory when its sheet is read.

calamine gives an empty text for a cell in error and a 0 or an empty text for a formula that was
never calculated; neither may be taken for a value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from ictxl.spreadsheets.cells import column_index
from ictxl.spreadsheets.errors import BrokenPartError, UnreadableError
from ictxl.spreadsheets.xlsx.package import Package
from ictxl.spreadsheets.xlsx.sheet_xml import ZIP_ERRORS
from ictxl.spreadsheets.xml_parts import local_name
from ictxl.text.clean import fold_name


@dataclass(frozen=True)
class Faults:
    saved_at: str = ""
    """ISO time in UTC; "" where the file does not say."""
    cells: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Sheet → cell → the error it shows; "" for a formula without a saved result."""


def read_faults(content: bytes, names: Collection[str] | None = None) -> Faults:
    """Look into an .xlsx or .xlsm; anything else, or what is too odd, has nothing to tell.

    Of cells only those on the sheets whose folded names are in `names`; None for all.
    """
    try:
        package = Package(content)
        cells = {
            name: _faults(package, part)
            for name, part in _sheets(package)
            if names is None or fold_name(name) in names
        }
        return Faults(package.saved_at, cells)
    except _TOO_ODD:
        return Faults()


def far_cells(package: Package) -> dict[str, str]:
    """Of each sheet that is stretched beyond reading, a cell that does so; nothing of what is too
    odd."""
    try:
        found = {name: _far_cell(package, part) for name, part in _sheets(package)}
    except _TOO_ODD:
        return {}
    return {name: cell for name, cell in found.items() if cell}


def sheet_names(content: bytes) -> frozenset[str]:
    """The names of an .xlsx or .xlsm's sheets; none of what is neither, or too odd."""
    try:
        return frozenset(name for name, _ in _sheets(Package(content)))
    except _TOO_ODD:
        return frozenset()


_TOO_ODD = (
    *ZIP_ERRORS,
    UnreadableError,
    BrokenPartError,
    SyntaxError,  # ElementTree's ParseError
    ValueError,  # defusedxml's, for entities
)
_MOST_CELLS = 2_000_000
"""calamine lays a sheet out as one rectangle and aborts the program where memory ends."""
_ORDINARY_ROWS = 16_384


def _sheets(package: Package) -> list[tuple[str, str]]:
    """Each sheet's name and the part that holds it."""
    return [(name, part) for name, part in package.sheets if package.has(part)]


def _faults(package: Package, part: str) -> dict[str, str]:
    """Cell → the error it shows; "" for a formula without a saved result."""
    if package.size(part) <= _MOST_BYTES and _is_faultless(package.read(part)):
        return {}
    faults = {}
    for ref, cell, kinds in _cells(package, part):
        shown = kinds["v"].text if "v" in kinds else None
        if cell.get("t") == "e":
            faults[ref] = shown or "#N/A"
        elif "f" in kinds and shown is None and cell.get("t") != "str":
            faults[ref] = ""
    return faults


def _is_faultless(xml: bytes) -> bool:
    """Surely without formulas and errors: most sheets, and parsing one takes a hundred times as
    long. False where that is not plain to see."""
    cells, end, _ = xml.rpartition(b"</sheetData>")
    return bool(end) and not any(sign in cells for sign in _SIGNS_OF_FAULTS)


_MOST_BYTES = 64 << 20
"""Larger parts are not taken into the memory whole."""
_SIGNS_OF_FAULTS = (b"<f", b":f", b'"e"', b"'e'", b"&#", b"<!")
"""<f> and t="e", in whatever namespace, or written as nobody does."""


def _far_cell(package: Package, part: str) -> str:
    """A cell that stretches the sheet beyond reading; "" where there is none."""
    last_row = last_column = (0, "")
    for ref, _, kinds in _cells(package, part):
        if kinds:
            row, column = _position(ref)
            last_row = max(last_row, (row, ref))
            last_column = max(last_column, (column, ref))
    if last_row[0] * last_column[0] <= _MOST_CELLS:
        return ""
    return last_row[1] if last_row[0] > _ORDINARY_ROWS else last_column[1]


def _cells(package: Package, part: str) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Each cell's reference, its element, and what is in it by its kind: f, v, is."""
    with package.open(part) as content:
        for cell in _elements(content, "c"):
            yield cell.get("r", ""), cell, {local_name(child): child for child in cell}
            cell.clear()


def _elements(part: IO[bytes], local: str) -> Iterator[Any]:
    """Elements of that name, of whichever namespace: Strict and Transitional differ in theirs."""
    from defusedxml import ElementTree  # noqa: PLC0415 - few sheets are parsed for their faults

    for _, element in ElementTree.iterparse(part):
        if local_name(element) == local:
            yield element


def _position(ref: str) -> tuple[int, int]:
    """`C5` → (5, 3), however far beyond a sheet's edges it may be."""
    letters = ref.rstrip("0123456789")
    return int(ref.removeprefix(letters) or 0), column_index(letters) + 1
