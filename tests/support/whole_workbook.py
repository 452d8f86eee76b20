"""All that openpyxl can tell of a workbook, as plain values that can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

MARGINS = tuple(
    f"{pages}{place}" for pages in ("odd", "even", "first") for place in ("Header", "Footer")
)


def facts_of(path: Path) -> dict[str, Any]:
    """Place → what is there: every cell, style, size, dropdown, format, protection and setting."""
    book = openpyxl.load_workbook(path, rich_text=True)
    facts: dict[str, Any] = {
        "sheets": book.sheetnames,
        "active": book.active.title if book.active else "",
        "names": {name: defined.value for name, defined in book.defined_names.items()},
        "title": (book.properties.title, book.properties.keywords),
        "properties": {p.name: p.value for p in book.custom_doc_props.props},
        "calculation": vars(book.calculation),
    }
    looks: dict[int, Any] = {}
    for sheet in book.worksheets:
        for place, fact in (*_cells(sheet, looks), *_surroundings(sheet)):
            facts[f"{sheet.title}!{place}"] = fact
    return facts


def _cells(sheet: Worksheet, looks: dict[int, Any]) -> Iterator[tuple[str, Any]]:
    for row in sheet.iter_rows():
        for cell in row:
            number = cell.style_id if cell.has_style else 0
            if number not in looks:
                looks[number] = _looks(cell)
            yield cell.coordinate, (cell.value, cell.data_type, cell.comment, looks[number])


def _looks(cell: Any) -> tuple[Any, ...]:
    styles = (cell.font, cell.fill, cell.border, cell.alignment, cell.protection)
    return (*map(repr, styles), cell.number_format, cell.style, cell.quotePrefix)


def _surroundings(sheet: Worksheet) -> Iterator[tuple[str, Any]]:
    for row, dimension in sheet.row_dimensions.items():
        yield f"row {row}", (dimension.height, dimension.hidden, dimension.outlineLevel)
    for letters, column in sheet.column_dimensions.items():
        yield f"column {letters}", (column.width, column.hidden, column.outlineLevel)
    yield "merged", sorted(area.coord for area in sheet.merged_cells.ranges)
    yield "validations", sorted(map(repr, sheet.data_validations.dataValidation))
    for area in sheet.conditional_formatting:
        yield f"format {area.sqref}", [_rule(rule) for rule in area.rules]
    yield "protection", repr(sheet.protection)
    yield "state", sheet.sheet_state
    yield "filter", sheet.auto_filter.ref
    yield "views", repr(sheet.views)
    yield (
        "printing",
        (
            *(sheet.print_area, sheet.print_title_rows, repr(sheet.print_options)),
            *(repr(sheet.page_setup), repr(sheet.page_margins), repr(sheet.sheet_properties)),
            *(repr(sheet.row_breaks), repr(sheet.sheet_format)),
            *(str(getattr(sheet, name)) for name in MARGINS),
        ),
    )


def _rule(rule: Any) -> tuple[Any, ...]:
    return rule.type, rule.formula, rule.priority, rule.stopIfTrue, repr(rule.dxf)
