"""Fill in 凡例: the plan's lists, which the dropdowns refer to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
from ictxl.form.sheet.lists import next_step_list_of, rating_list_of
from ictxl.form.template import placeholders
from ictxl.form.template.placeholders import ListKind
from ictxl.form.template.validation import ListPlace
from ictxl.model import Plan
from ictxl.questions import NEXT_STEP_LIST_NAME, ChoiceList
from ictxl.text.row_height import BODY_FONT

CONTINUING, FINISHED = "継続", "終了"
SHEET = "凡例"


Choices = Mapping[str, str]
"""A list's name → the range its dropdowns draw from, such as `'凡例'!$B$5:$B$11`; an empty list has
none."""


def write_lists(book: Workbook, places: Sequence[ListPlace], plan: Plan) -> Choices:
    """Fill in the template's lists, and add a plain sheet for those dropdowns it has none for."""
    ranges: dict[str, str] = {}
    lists = {kind.key: choice_list(kind, plan) for kind in placeholders.LISTS}
    for place in sorted(places, key=lambda place: place.row, reverse=True):
        items = list_items(place.kind, plan)
        _write_list(book[place.sheet], place, items)
    for place in places:
        choices = lists[place.kind.key]
        column = place.columns.get(place.kind.choice)
        if column is not None and choices and choices.choices:
            start = place.row + sum(
                max(len(list_items(other.kind, plan)) - 1, 0)
                for other in places
                if other.sheet == place.sheet and other.row < place.row
            )
            count = len(list_items(place.kind, plan))
            ranges[choices.name] = _range(place.sheet, column, start, count)
    missing = [one for one in plan.lists if one.choices and one.name not in ranges]
    if missing:
        ranges |= _add_sheet(book, missing)
    for name in {place.sheet for place in places}:
        book[name].protection.sheet = True
    return ranges


def list_items(kind: ListKind, plan: Plan) -> list[Mapping[str, str]]:
    """The list's lines, by placeholder."""
    choices = choice_list(kind, plan)
    if kind.choice:
        return _items(kind, choices) if choices else []
    return [dict(zip(kind.names, (o.mark, o.meaning), strict=True)) for o in plan.outlooks]


def choice_list(kind: ListKind, plan: Plan) -> ChoiceList | None:
    """The plan's list that stands in such a place."""
    if kind is placeholders.RATING_LIST:
        return rating_list_of(plan)
    return next_step_list_of(plan) if kind is placeholders.NEXT_STEP_LIST else None


def _items(kind: ListKind, choices: ChoiceList) -> list[Mapping[str, str]]:
    if kind is placeholders.RATING_LIST:
        values = [(c.code, c.name, _end(c.finished)) for c in choices.choices]
        return [dict(zip(kind.names, line, strict=True)) for line in values]
    steps = [(c.code, c.name, choices.label(c), _end(c.finished)) for c in choices.choices]
    return [dict(zip(kind.names, line, strict=True)) for line in steps]


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


def _add_sheet(book: Workbook, lists: Sequence[ChoiceList]) -> dict[str, str]:
    """A plain sheet with the lists one below the other."""
    sheet = book.create_sheet(SHEET)
    ranges, row = {}, 1
    for choices in lists:
        is_step = choices.name == NEXT_STEP_LIST_NAME
        kind = placeholders.NEXT_STEP_LIST if is_step else placeholders.RATING_LIST
        items = _items(kind, choices)
        for offset, line in enumerate([list(kind.names), *(list(i.values()) for i in items)]):
            for column, text in enumerate(line, 1):
                cell = cell_at(sheet, row + offset, column)
                write_text(cell, text)
                cell.font = Font(name=BODY_FONT, bold=offset == 0)
                cell.alignment = Alignment(vertical="top", wrap_text=True)
        column = kind.names.index(kind.choice) + 1
        ranges[choices.name] = _range(sheet.title, column, row + 1, len(items))
        row += len(items) + 2
    for letters, width in zip("ABCD", (12, 40, 20, 12), strict=True):
        sheet.column_dimensions[letters].width = width
    sheet.protection.sheet = True
    return ranges
