"""What calamine does not tell of a workbook: when it was saved, which cells are in error, and
which stand so far out that reading the sheet would take all memory.

calamine gives an empty text for a cell in error and a 0 or an empty text for a formula that was
never calculated; a plan must not read these as values.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from defusedxml import ElementTree

UNSAVED = "1980-01-01T00:00:00Z"
"""The time in a plan workbook that no person has saved yet; the oldest that a zip file knows."""


@dataclass(frozen=True)
class Package:
    saved_at: str = ""
    """ISO time in UTC; "" where the file does not say, or says UNSAVED."""
    faults: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Sheet → cell → the error it shows; "" for a formula without a saved result."""


def read_package(content: IO[bytes]) -> Package:
    """Look into an .xlsx or .xlsm; anything else, or what is too odd, has nothing to tell."""
    try:
        with zipfile.ZipFile(content) as package:
            faults = {name: _faults(package, part) for name, part in _sheets(package)}
            return Package(_saved_at(package), faults)
    except _TOO_ODD:
        return Package()


def far_cells(content: IO[bytes]) -> dict[str, str]:
    """Of each sheet that is stretched beyond reading, a cell that does so; nothing of what is no
    .xlsx or .xlsm, or too odd."""
    try:
        with zipfile.ZipFile(content) as package:
            found = {name: _far_cell(package, part) for name, part in _sheets(package)}
    except _TOO_ODD:
        return {}
    return {name: cell for name, cell in found.items() if cell}


def iso_time(text: str) -> str:
    """A W3CDTF time in UTC, to the second; "" where it is none. Later is greater as text."""
    try:
        time = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return ""
    if time.tzinfo is None:
        time = time.replace(tzinfo=dt.UTC)
    return time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


_TOO_ODD = (
    OSError,
    EOFError,
    KeyError,
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,  # zipfile's, for an encrypted member or an unknown compression
    SyntaxError,  # ElementTree's ParseError
    ValueError,  # defusedxml's, for entities
)
_MOST_CELLS = 2_000_000
"""calamine lays a sheet out as one rectangle and aborts the program where memory ends."""
_ORDINARY_ROWS = 16_384
_CORE = "docProps/core.xml"
_BOOK = "xl/workbook.xml"


def _saved_at(package: zipfile.ZipFile) -> str:
    if _CORE not in package.namelist():
        return ""
    with package.open(_CORE) as part:
        for element in _elements(part, "modified"):
            time = iso_time(element.text or "")
            return "" if time == UNSAVED else time
    return ""


def _sheets(package: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Each sheet's name and the part that holds it."""
    names = set(package.namelist())
    if _BOOK not in names:
        return []
    with package.open("xl/_rels/workbook.xml.rels") as part:
        targets = {e.get("Id"): e.get("Target", "") for e in _elements(part, "Relationship")}
    with package.open(_BOOK) as part:
        sheets = [
            (element.get("name", ""), targets.get(_relation(element), ""))
            for element in _elements(part, "sheet")
        ]
    parts = [
        (name, posixpath.normpath(posixpath.join("xl", target)).lstrip("/"))
        for name, target in sheets
    ]
    return [(name, part) for name, part in parts if part in names]


def _relation(sheet: Any) -> str:
    return next((value for key, value in sheet.items() if key.endswith("}id")), "")


def _faults(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Cell → the error it shows; "" for a formula without a saved result."""
    if package.getinfo(part).file_size <= _MOST_BYTES and _is_faultless(package.read(part)):
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


def _far_cell(package: zipfile.ZipFile, part: str) -> str:
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


def _cells(package: zipfile.ZipFile, part: str) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Each cell's reference, its element, and what is in it by its kind: f, v, is."""
    with package.open(part) as content:
        for cell in _elements(content, "c"):
            yield cell.get("r", ""), cell, {_local(child.tag): child for child in cell}
            cell.clear()


def _elements(part: IO[bytes], local: str) -> Iterator[Any]:
    """Elements of that name, of whichever namespace: Strict and Transitional differ in theirs."""
    for _, element in ElementTree.iterparse(part):
        if _local(element.tag) == local:
            yield element


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _position(ref: str) -> tuple[int, int]:
    """`C5` → (5, 3)."""
    letters = ref.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(ref.removeprefix(letters) or 0), column
