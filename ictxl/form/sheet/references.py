"""Change the references in a workbook's formulas, where rows or columns move."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from openpyxl.cell.cell import MergedCell
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet


def map_references(formula: str, change: Callable[[str], str]) -> str:
    """A formula with each of its references changed; those outside cells stand without `=`."""
    bare = not formula.startswith("=")
    tokens = Tokenizer("=" + formula if bare else formula)
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            token.value = change(token.value)
    changed = "".join(token.value for token in tokens.items)
    return changed if bare else "=" + changed


def is_of_sheet(named: str | None, title: str, *, own: bool) -> bool:
    """Whether a reference leads to the sheet; `named` is its part up to the `!`, `own` tells that
    the formula stands there, where references need not name it."""
    return own if not named else named[:-1].strip("'").replace("''", "'") == title


def change_references(book: Workbook, sheet: Worksheet, change: Callable[[str, bool], str]) -> None:
    """Change all references in the book's cells, dropdowns and names.

    `change` takes a reference, and whether it stands on `sheet`, where it need not name it.
    """
    named = sheet.title.replace("'", "''")
    for other in book.worksheets:
        own = other is sheet

        def shift(formula: str, own: bool = own) -> str:
            # Taking a long formula apart takes long; from elsewhere it must name the sheet.
            if not own and named not in formula:
                return formula
            return map_references(formula, lambda ref: change(ref, own))

        _shift_cells(other, shift)
        for rule in other.data_validations.dataValidation:
            rule.formula1 = shift(rule.formula1) if rule.formula1 else None
            rule.formula2 = shift(rule.formula2) if rule.formula2 else None
    for name in [*book.defined_names.values(), *_local_names(book)]:
        name.value = map_references(str(name.value), lambda ref: change(ref, False))


def _local_names(book: Workbook) -> Iterator[object]:
    for sheet in book.worksheets:
        yield from sheet.defined_names.values()


def _shift_cells(sheet: Worksheet, shift: Callable[[str], str]) -> None:
    for cell in sheet._cells.values():
        if isinstance(cell, MergedCell) or cell.data_type != "f":
            continue
        if isinstance(cell.value, ArrayFormula):
            cell.value.text = shift(cell.value.text or "")
            cell.value.ref = cell.coordinate if ":" not in cell.value.ref else cell.value.ref
        elif isinstance(cell.value, str):
            cell.value = shift(cell.value)
