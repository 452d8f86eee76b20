"""How far a worksheet reaches, by a cheap look at its XML: calamine lays each sheet out as one
rectangle, and aborts the process where memory ends.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass

from ictxl.cells import column_index
from ictxl.text.xlsx import SHEET_ROWS

ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)
"""What reading a damaged or odd package raises, besides ValueError."""
# Every repetition stops at the next `<` or `>`, so that no input makes the search quadratic.
_COLUMNS = re.compile(rb"<c [^<>]*?\br=[\"']([A-Z]{1,3})\d")
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
    # A cell without a reference follows its neighbour; only the deep look counts along.
    named, cells = xml.count(b'<c r="'), xml.count(b"<c ")
    sound = True
    if named and named == cells and not exactly and not _FAR.search(xml):
        rows, columns = SMALL
    else:
        rows = max(map(int, set(_ROWS.findall(xml))), default=0)
        letters = _COLUMNS.findall(xml)
        columns = 1 + max((column_index(c.decode()) for c in set(letters)), default=-1)
        named = len(letters)
        sound = rows <= SHEET_ROWS and _ODD_REFERENCE.search(xml) is None
    all_named = named == cells and b"<c>" not in xml
    plain = all_named and xml[:1] == b"<" and b"<sheetData" in xml and b"<!" not in xml
    return Extent(rows, columns, plain, sound)


_ODD_REFERENCE = re.compile(
    rb"<(?:[A-Za-z_][\w.-]*:)?c\s[^<>]*?\br=(?![\"'][A-Z]{1,3}\d{1,7}[\"'])"
)
SMALL = (999, 104)
"""Most rows and columns of a sheet that are not counted exactly."""
_FAR = re.compile(rb'<c r="(?![A-C]?[A-Z]\d{1,3}")')
