"""Fill in 凡例: the plan's lists, which the dropdowns refer to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.form.sheet.autofit_rows import column_width, fit_rows
from ictxl.form.sheet.cells import (
    cell_at,
    copy_cell,
    given_text,
    row_cells,
    sheet_reference,
    write_text,
)
from ictxl.form.sheet.insert_rows import repeat_row
from ictxl.form.template import placeholders
from ictxl.form.template.placeholders import ListKind
from ictxl.form.template.validation import ListPlace
from ictxl.model import Plan
from ictxl.text.row_height import BODY_FONT

CONTINUING, FINISHED = "継続", "終了"
SHEET = "凡例"


@dataclass(frozen=True)
class Choices:
    """Ranges that dropdowns draw from, such as `'凡例'!$B$5:$B$11`; empty where a list is."""

    rating: str
    next_step: str


NO_CHOICES = Choices("", "")


def write_lists(book: Workbook, places: Sequence[ListPlace], plan: Plan) -> Choices:
    """Fill in the template's lists, and add a plain sheet for those dropdowns it has none for."""
    ranges: dict[str, str] = {}
    for place in sorted(places, key=lambda place: place.row, reverse=True):
        items = list_items(place.kind, plan)
        _write_list(book[place.sheet], place, items)
    for place in places:
        column = place.columns.get(place.kind.choice)
        if column is not None:
            start = place.row + sum(
                max(len(list_items(other.kind, plan)) - 1, 0)
                for other in places
                if other.sheet == place.sheet and other.row < place.row
            )
            count = len(list_items(place.kind, plan))
            ranges[place.kind.key] = _range(place.sheet, column, start, count)
    missing = [
        kind
        for kind in placeholders.LISTS
        if kind.choice and kind.key not in ranges and list_items(kind, plan)
    ]
    if missing:
        ranges |= _add_sheet(book, missing, plan)
    for name in {place.sheet for place in places}:
        book[name].protection.sheet = True
    return Choices(ranges.get("rating", ""), ranges.get("next_step", ""))


def list_items(kind: ListKind, plan: Plan) -> list[Mapping[str, str]]:
    """The list's lines, by placeholder."""
    if kind is placeholders.RATING_LIST:
        values = [(r.symbol, r.meaning, _end(r.finished)) for r in plan.ratings]
        return [dict(zip(kind.names, line, strict=True)) for line in values]
    if kind is placeholders.NEXT_STEP_LIST:
        steps = [(n.number, n.name, n.label, _end(n.finished)) for n in plan.next_steps]
        return [dict(zip(kind.names, line, strict=True)) for line in steps]
    return [dict(zip(kind.names, (o.mark, o.meaning), strict=True)) for o in plan.outlooks]


def _end(finished: bool) -> str:
    return FINISHED if finished else CONTINUING


def _write_list(sheet: Worksheet, place: ListPlace, items: list[Mapping[str, str]]) -> None:
    repeat_row(sheet, place.row, len(items))
    prototypes = row_cells(sheet, place.row)
    texts = {c.column: given_text(c) for c in prototypes if placeholders.names_in(given_text(c))}
    for offset in range(1, len(items)):
        for cell in prototypes:
            copy_cell(cell, sheet, place.row + offset)
    narrow = {column: column_width(sheet, column) / _SURELY_FITS for column in texts}
    for row, item in enumerate(items or [dict.fromkeys(place.kind.names, "")], place.row):
        filled = {column: placeholders.fill(text, item.get) for column, text in texts.items()}
        for column, text in filled.items():
            write_text(cell_at(sheet, row, column), text)
        if any(len(text) > narrow[column] or "\n" in text for column, text in filled.items()):
            fit_rows(sheet, range(row, row + 1), {})


_SURELY_FITS = 4
"""Digits of the default font that a letter never takes: full-width, at less than twice its size.
Looking at a row's fonts takes longer than writing it."""


def _range(sheet: str, column: int, row: int, count: int) -> str:
    if not count:
        return ""
    letters = get_column_letter(column)
    return f"{sheet_reference(sheet)}!${letters}${row}:${letters}${row + count - 1}"


def _add_sheet(book: Workbook, kinds: Sequence[ListKind], plan: Plan) -> dict[str, str]:
    """A plain sheet with the lists one below the other."""
    sheet = book.create_sheet(SHEET)
    ranges, row = {}, 1
    for kind in kinds:
        items = list_items(kind, plan)
        for offset, line in enumerate([list(kind.names), *(list(i.values()) for i in items)]):
            for column, text in enumerate(line, 1):
                cell = cell_at(sheet, row + offset, column)
                write_text(cell, text)
                cell.font = Font(name=BODY_FONT, bold=offset == 0)
                cell.alignment = Alignment(vertical="top", wrap_text=True)
        column = kind.names.index(kind.choice) + 1
        ranges[kind.key] = _range(sheet.title, column, row + 1, len(items))
        row += len(items) + 2
    for letters, width in zip("ABCD", (12, 40, 20, 12), strict=True):
        sheet.column_dimensions[letters].width = width
    sheet.protection.sheet = True
    return ranges
