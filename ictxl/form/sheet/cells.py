"""Read and write single openpyxl cells: text, formula, style."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from itertools import pairwise
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.fields import ID_COLUMN, KEY_ROW
from ictxl.text.clean import encode_escapes

MAX_TEXT = 32767
"""Characters a cell can hold (Excel specifications and limits)."""


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell, which must not be a hidden part of a merged one."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell), f"{cell.coordinate} is inside a merged cell"
    return cell


def heading_cell(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell above, of joined ones the one that shows; in the first row the cell itself."""
    cell = sheet.cell(max(row - 1, 1), column)
    if isinstance(cell, Cell):
        return cell
    area = next(a for a in sheet.merged_cells.ranges if cell.coordinate in a)
    return cell_at(sheet, area.min_row, area.min_col)


def cells_of(sheet: Worksheet) -> list[Cell]:
    """The sheet's cells that can hold something, row by row."""
    cells: dict[tuple[int, int], Cell | MergedCell] = vars(sheet)["_cells"]
    return [cell for _, cell in sorted(cells.items()) if isinstance(cell, Cell)]


def reserved_cells(sheet: Worksheet) -> Iterator[Cell | MergedCell]:
    """What of the sheet stands where forms have their keys and ids."""
    for row in sheet.iter_rows():
        for cell in row:
            if (cell.row == KEY_ROW or cell.column == ID_COLUMN) and cell.value is not None:
                yield cell


def row_cells(sheet: Worksheet, row: int, last_column: int | None = None) -> list[Cell]:
    """The row's cells; `last_column` spares looking for the sheet's, which takes a while."""
    columns = range(1, (last_column or sheet.max_column) + 1)
    cells = (sheet.cell(row, column) for column in columns)
    return [cell for cell in cells if isinstance(cell, Cell)]


def area_of(column: int, rows: range) -> str:
    """`K9:K38`."""
    letters = get_column_letter(column)
    return f"{letters}{rows.start}:{letters}{rows.stop - 1}"


def fixed_area_of(column: int, rows: range) -> str:
    """`$K$9:$K$38`"""
    letters = get_column_letter(column)
    return f"${letters}${rows.start}:${letters}${rows.stop - 1}"


def spans(numbers: Sequence[int]) -> list[range]:
    """Rising numbers as ranges without gaps."""
    starts = [n for before, n in pairwise([-1, *numbers]) if n != before + 1]
    ends = [n + 1 for n, after in pairwise([*numbers, -1]) if after != n + 1]
    return list(map(range, starts, ends))


def given_text(cell: Cell) -> str:
    """The cell's text; empty where it holds a formula or nothing."""
    return "" if cell.value is None or cell.data_type == "f" else str(cell.value)


def style_of(cell: Cell | MergedCell) -> Any:
    """A copy of the cell's style record, which openpyxl's types do not know."""
    return copy(getattr(cell, "_style"))  # noqa: B009 - hidden from the type checker on purpose


def write_style(cell: Cell | MergedCell, style: Any) -> None:
    setattr(cell, "_style", style)  # noqa: B010 - as above


def restyle(cell: Cell | MergedCell, part: str, **changes: object) -> None:
    """Change a part of the cell's style: font, alignment, protection."""
    style = copy(getattr(cell, part))
    for name, value in changes.items():
        setattr(style, name, value)
    setattr(cell, part, style)


def write_text(cell: Cell, text: str) -> None:
    """Write text as text: never a formula, an error value or a number, whatever it looks like."""
    if not text:
        cell.value = None
        return
    cell.value = encode_escapes(text)
    cell.data_type = "s"
    if text.startswith("="):
        # Without it Excel takes the text for a formula as soon as somebody edits the cell.
        style = style_of(cell)
        style.quotePrefix = 1
        write_style(cell, style)


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
_LIKE_A_CELL = re.compile(r"[A-Z]{1,3}[0-9]*|R[0-9]*(?:C[0-9]*)?|TRUE|FALSE", re.IGNORECASE)


def copy_cell(source: Cell, sheet: Worksheet, row: int) -> None:
    """Copy a cell to another row of its column: looks, fixed text, formula."""
    target = cell_at(sheet, row, source.column)
    write_style(target, style_of(source))
    if source.data_type == "f" and isinstance(source.value, str):
        translator = Translator(source.value, origin=source.coordinate)
        write_formula(target, translator.translate_formula(target.coordinate))
    else:
        target.value = copy(source.value)
        target.data_type = source.data_type
