"""What calamine does not tell of a workbook: when it was saved, and which cells are in error.

calamine gives an empty text for a cell in error and a 0 or an empty text for a formula that was
never calculated; a plan must not read these as values.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from defusedxml import ElementTree

UNSAVED = "1980-01-01T00:00:00Z"
"""The time in a plan workbook that no person has saved yet; the oldest that a zip file knows."""


@dataclass(frozen=True)
class Package:
    saved_at: str = ""
    """ISO time in UTC; "" where the file does not say, or says UNSAVED."""
    faults: dict[str, dict[str, str]] = field(default_factory=dict)
    """Sheet → cell → the error it shows; "" for a formula without a saved result."""


def read_package(path: Path) -> Package:
    """Look into an .xlsx or .xlsm; anything else, or what is too odd, has nothing to tell."""
    try:
        with zipfile.ZipFile(path) as package:
            return Package(_saved_at(package), _faults(package))
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


def _faults(package: zipfile.ZipFile) -> dict[str, dict[str, str]]:
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
    faults = {}
    for name, target in sheets:
        member = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
        if member in names:
            with package.open(member) as part:
                faults[name] = dict(_faulty_cells(part))
    return faults


def _relation(sheet: Any) -> str:
    return next((value for key, value in sheet.items() if key.endswith("}id")), "")


def _faulty_cells(part: IO[bytes]) -> Iterator[tuple[str, str]]:
    for cell in _elements(part, "c"):
        kinds = {_local(child.tag): child for child in cell}
        shown = kinds["v"].text if "v" in kinds else None
        if cell.get("t") == "e":
            yield _plain(cell.get("r", "")), shown or "#N/A"
        elif "f" in kinds and shown is None and cell.get("t") != "str":
            yield _plain(cell.get("r", "")), ""
        cell.clear()


def _elements(part: IO[bytes], local: str) -> Iterator[Any]:
    """Elements of that name, of whichever namespace: Strict and Transitional differ in theirs."""
    for _, element in ElementTree.iterparse(part):
        if _local(element.tag) == local:
            yield element


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _plain(ref: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", ref)
