"""What a form carries unseen, so that it can be read back however it was treated."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.form.cells import write_text
from ictxl.identity import (
    GIVEN_KEY,
    ID_COLUMN,
    ID_KEY,
    KEY_ROW,
    META_SHEET,
    PROPERTY_DEPARTMENT,
    PROPERTY_PLAN,
    FormIdentity,
    identity_rows,
)
from ictxl.model import Measure
from ictxl.rules import spelling_lists


def write_identity(book: Workbook, identity: FormIdentity) -> dict[str, str]:
    """Add the hidden sheet, and repeat the essentials in the document's properties.

    Returns the ranges that the 点検 formulas look into, by list name.
    """
    sheet = book.create_sheet(META_SHEET)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
    row = 0
    for values in identity_rows(identity):
        row += 1
        _write_row(sheet, row, values)
    ranges = {}
    for spelled in spelling_lists(identity.plan):
        for spelling in spelled.spellings:
            row += 1
            _write_row(sheet, row, ("spelling", spelled.name, spelling))
        if spelled.spellings:
            first = row - len(spelled.spellings) + 1
            ranges[spelled.name] = f"{quote_sheetname(META_SHEET)}!$C${first}:$C${row}"
    _write_properties(book, identity)
    return ranges


def _write_row(sheet: Worksheet, row: int, values: tuple[str, ...]) -> None:
    for column, value in enumerate(values, 1):
        if value:
            cell = sheet.cell(row, column)
            write_text(cell, value)
            cell.number_format = "@"


def _write_properties(book: Workbook, identity: FormIdentity) -> None:
    properties = book.properties
    properties.title = f"{identity.plan.title} {identity.plan.year_label} {identity.department}"
    properties.keywords = f"ictxl {identity.plan_id} {identity.department}"
    properties.creator = properties.lastModifiedBy = None
    custom = book.custom_doc_props
    for name, value in (
        (PROPERTY_PLAN, identity.plan_id),
        (PROPERTY_DEPARTMENT, identity.department),
    ):
        if name in custom.names:
            del custom[name]
        custom.append(StringProperty(name=name, value=value))


def write_keys(
    sheet: Worksheet,
    columns: Mapping[str, int],
    texts: frozenset[int],
    rows: range,
    measures: tuple[Measure, ...],
) -> None:
    """Field keys into hidden row 1, measure ids into hidden column A."""
    keys = {ID_COLUMN: ID_KEY, **dict.fromkeys(texts, GIVEN_KEY)}
    keys |= {column: key for key, column in columns.items()}
    for column, key in keys.items():
        write_text(sheet.cell(KEY_ROW, column), key)
    for row, measure in zip(rows, measures, strict=True):
        cell = sheet.cell(row, ID_COLUMN)
        write_text(cell, measure.id)
        cell.number_format = "@"
    sheet.row_dimensions[KEY_ROW].hidden = True
    sheet.column_dimensions[get_column_letter(ID_COLUMN)].hidden = True
