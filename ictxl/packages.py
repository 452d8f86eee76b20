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
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from defusedxml import ElementTree

UNSAVED = "1980-01-01T00:00:00Z"
"""The time in a plan workbook that no person has saved yet; the oldest that a zip file knows."""


@dataclass
class SheetFacts:
    faults: dict[str, str] = field(default_factory=dict)
    """Cell → the error it shows; "" for a formula without a saved result."""
    last_row: tuple[int, str] = (0, "")
    """The lowest row that holds anything, and a cell there."""
    last_column: tuple[int, str] = (0, "")

    @property
    def far_cell(self) -> str:
        """A cell that stretches the sheet beyond reading; "" where there is none."""
        if self.last_row[0] * self.last_column[0] <= _MOST_CELLS:
            return ""
        is_far_down = self.last_row[0] > _ORDINARY_ROWS
        return self.last_row[1] if is_far_down else self.last_column[1]


@dataclass(frozen=True)
class Package:
    saved_at: str = ""
    """ISO time in UTC; "" where the file does not say, or says UNSAVED."""
    sheets: dict[str, SheetFacts] = field(default_factory=dict)
    """By the sheets' names."""


def read_package(content: IO[bytes]) -> Package:
    """Look into an .xlsx or .xlsm; anything else, or what is too odd, has nothing to tell."""
    try:
        with zipfile.ZipFile(content) as package:
            return Package(_saved_at(package), _sheets(package))
    except _TOO_ODD:
        return Package()


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


def _sheets(package: zipfile.ZipFile) -> dict[str, SheetFacts]:
    names = set(package.namelist())
    if _BOOK not in names:
        return {}
    with package.open("xl/_rels/workbook.xml.rels") as part:
        targets = {e.get("Id"): e.get("Target", "") for e in _elements(part, "Relationship")}
    with package.open(_BOOK) as part:
        sheets = [
            (element.get("name", ""), targets.get(_relation(element), ""))
            for element in _elements(part, "sheet")
        ]
    facts = {}
    for name, target in sheets:
        member = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
        if member in names:
            with package.open(member) as part:
                facts[name] = _sheet_facts(part)
    return facts


def _relation(sheet: Any) -> str:
    return next((value for key, value in sheet.items() if key.endswith("}id")), "")


def _sheet_facts(part: IO[bytes]) -> SheetFacts:
    facts = SheetFacts()
    for cell in _elements(part, "c"):
        ref = cell.get("r", "")
        kinds = {_local(child.tag): child for child in cell}
        shown = kinds["v"].text if "v" in kinds else None
        if cell.get("t") == "e":
            facts.faults[ref] = shown or "#N/A"
        elif "f" in kinds and shown is None and cell.get("t") != "str":
            facts.faults[ref] = ""
        if kinds:
            row, column = _position(ref)
            facts.last_row = max(facts.last_row, (row, ref))
            facts.last_column = max(facts.last_column, (column, ref))
        cell.clear()
    return facts


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
