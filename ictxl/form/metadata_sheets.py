"""Write the hidden sheets by which a form is read back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.check_formulas import CheckFormulas
from ictxl.contract.metadata import (
    COMMON_SHEET,
    HIDDEN_SHEETS,
    META_SHEET,
    PROPERTY_DEPARTMENT,
    PROPERTY_PLAN,
    SPELLING_KIND,
    FormIdentity,
    OwnText,
    TextKind,
    common_digest,
    common_rows,
    document_properties,
    own_rows,
)
from ictxl.form.package.packing import HiddenRows
from ictxl.form.package.shared_strings import CommonRows
from ictxl.form.sheet.cells import cells_of, fixed_area_of
from ictxl.text.clean import decode_escapes, encode_escapes


def lookup_ranges(formulas: CheckFormulas) -> dict[str, str]:
    """Where on the hidden sheets each column of the formulas' tables stands: `<table>.<column>`."""
    ranges, row = {}, 0
    for name, rows in formulas.tables.items():
        first, row = row + 1, row + len(rows)
        for column in range(max(map(len, rows))):
            area = fixed_area_of(_FIRST_OF_TABLE + column, range(first, row + 1))
            ranges[f"{name}.{column}"] = f"{COMMON_SHEET}!{area}"
    return ranges


_FIRST_OF_TABLE = 3
"""Behind the record's kind and the table's name."""


def add_hidden_sheets(book: Workbook) -> None:
    """Empty hidden sheets; their rows are put into the package later."""
    for title in (META_SHEET, COMMON_SHEET):
        sheet = book.create_sheet(title)
        sheet.sheet_state = "veryHidden"
        sheet.protection.sheet = True


@dataclass(frozen=True)
class CommonSheet:
    """The hidden sheet that is the same in all forms of a series."""

    rows: CommonRows
    digest: str
    texts: frozenset[OwnText]
    """The forms' own texts that it lists."""


def common_sheet(
    identity: FormIdentity, formulas: CheckFormulas, texts: Sequence[OwnText]
) -> CommonSheet:
    """What the forms' formulas look into, then the plan and the `texts` of all forms.

    Written without openpyxl, which takes longer for these than for the whole rest of a form.
    """
    records = list(common_rows(identity, texts))
    tables = formulas.tables.items()
    looked_up = ((SPELLING_KIND, name, *row) for name, rows in tables for row in rows)
    rows = CommonRows([*looked_up, *records])
    return CommonSheet(rows, common_digest(records), frozenset(texts))


def hidden_rows(identity: FormIdentity, common: CommonSheet) -> HiddenRows:
    """The hidden sheets' rows."""
    own = replace(identity, texts=tuple(t for t in identity.texts if t not in common.texts))
    return common.rows, list(own_rows(own, common.digest))


def write_properties(book: Workbook, identity: FormIdentity) -> None:
    """Repeat the essentials in the document's properties."""
    properties = book.properties
    properties.title, properties.keywords = document_properties(
        identity.plan, identity.plan_id, identity.department
    )
    custom: Any = vars(book)["custom_doc_props"]
    for name, value in (
        (PROPERTY_PLAN, identity.plan_id),
        (PROPERTY_DEPARTMENT, identity.department),
    ):
        if name in custom.names:
            del custom[name]
        custom.append(StringProperty(name=name, value=encode_escapes(value)))


def own_texts(book: Workbook) -> tuple[OwnText, ...]:
    """Every text of the form's own, so that none is taken for the department's."""
    sheets = [sheet for sheet in book.worksheets if sheet.title not in HIDDEN_SHEETS]
    cells = (
        OwnText(kind, sheet.title, cell.row, cell.column_letter, text)
        for kind in (TextKind.CELL, TextKind.FORMULA, TextKind.COMMENT)
        for sheet in sheets
        for cell in cells_of(sheet)
        if (text := _text(kind, cell)) is not None
    )
    return (*cells, *(text for sheet in sheets for text in _page_texts(sheet)))


def _text(kind: TextKind, cell: Cell) -> str | None:
    """The cell's text of that kind; None where it has none."""
    if kind is TextKind.COMMENT:
        return cell.comment.text if cell.comment else None
    if kind is TextKind.FORMULA:
        return str(getattr(cell.value, "text", cell.value)) if cell.data_type == "f" else None
    is_text = cell.value is not None and cell.data_type != "f"
    return decode_escapes(str(cell.value)) if is_text else None


def _page_texts(sheet: Worksheet) -> Iterator[OwnText]:
    for name in (
        *("oddHeader", "oddFooter", "evenHeader", "evenFooter"),
        *("firstHeader", "firstFooter"),
    ):
        text = str(getattr(sheet, name))
        if text:
            yield OwnText(TextKind.PAGE, sheet.title, 0, name, text)
