"""Writing single cells."""

from __future__ import annotations

import re
from copy import copy

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formula.translate import Translator
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.text.clean import encode_escapes

MAX_TEXT = 32767
"""Characters a cell can hold (Excel specifications and limits)."""


def write_text(cell: Cell, text: str) -> None:
    """Write text as text: never a formula, an error value or a number, whatever it looks like."""
    if not text:
        cell.value = None
        return
    cell.value = encode_escapes(text)
    cell.data_type = "s"
    if text.startswith("="):
        # Without it Excel takes the text for a formula as soon as somebody edits the cell.
        cell._style = copy(cell._style)
        cell._style.quotePrefix = 1


def write_formula(cell: Cell, formula: str) -> None:
    """Write a formula, with its leading `=`."""
    cell.value = formula
    cell.data_type = "f"


def sheet_reference(title: str) -> str:
    """A sheet's name as Excel itself writes it in formulas: quoted only where it must be."""
    if _PLAIN_NAME.fullmatch(title) and not _LIKE_A_CELL.fullmatch(title):
        return title
    return quote_sheetname(title)


_PLAIN_NAME = re.compile(r"[^\W\d][\w.]*")
_LIKE_A_CELL = re.compile(r"[A-Z]{1,3}[0-9]*|R[0-9]*C?[0-9]*|TRUE|FALSE", re.IGNORECASE)


def copy_cell(source: Cell | MergedCell, sheet: Worksheet, row: int) -> None:
    """Copy a cell to another row of its column: looks, fixed text, formula."""
    if isinstance(source, MergedCell):
        return
    target = sheet.cell(row, source.column)
    target._style = copy(source._style)
    if source.data_type == "f" and isinstance(source.value, str):
        translator = Translator(source.value, origin=source.coordinate)
        write_formula(target, translator.translate_formula(target.coordinate))
    else:
        target.value = copy(source.value)
        target.data_type = source.data_type
