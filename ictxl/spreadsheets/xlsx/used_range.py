"""Estimate the used range of a worksheet from its XML, before calamine reads it."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass

from ictxl.spreadsheets.cells import column_index
from ictxl.spreadsheets.xlsx.cell_writer import SHEET_ROWS

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
