"""Fill in 凡例: the plan's lists, which the dropdowns refer to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from openpyxl.styles import Alignment, Font
from openpyxl.styles.cell_style import StyleArray
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract import placeholders
from ictxl.contract.placeholders import ListKind
from ictxl.form.sheet.autofit_rows import column_width, fit_rows
from ictxl.form.sheet.cells import (
    cell_at,
    copy_cell,
    fixed_area_of,
    given_text,
    row_cells,
    sheet_reference,
    write_style,
    write_text,
)
from ictxl.form.sheet.heads import (
    guide_steps,
    lists_of,
    next_step_list_of,
    question_lines,
    rating_list_of,
)
from ictxl.form.sheet.insert_rows import repeat_row
from ictxl.form.template.validation import ListPlace
from ictxl.model import Plan
from ictxl.questions import (
    NEXT_STEP_LIST_NAME,
    NEXT_STEP_NAME,
    RATING_LIST_NAME,
    RATING_NAME,
    Choice,
    ChoiceList,
)
from ictxl.text.row_height import BODY_FONT

CONTINUING, FINISHED = "継続", "終了"
SHEET = "凡例"


Choices = Mapping[str, str]
"""A list's name → the range its dropdowns draw from, such as `'凡例'!$B$5:$B$11`; an empty list has
none."""


def write_lists(book: Workbook, places: Sequence[ListPlace], plan: Plan) -> Choices:
    """Fill in the template's lists, and add a plain sheet for those dropdowns it has none for."""
    ranges: dict[str, str] = {}
    for place in sorted(places, key=lambda place: place.row, reverse=True):
        _write_list(book[place.sheet], place, list_items(place.kind, plan))
    standing = [replace(place, row=_row_of(place, places, plan)) for place in places]
    for place in standing:
        choices = choice_list(place.kind, plan)
        column = place.columns.get(place.kind.choice)
        if column is not None and choices and choices.choices:
            ranges[choices.name] = _range(place.sheet, column, place.row, len(choices.choices))
    missing = [one for one in lists_of(plan) if one.choices and one.name not in ranges]
    patterns = [p for p in standing if p.kind is placeholders.RATING_LIST and p.row > ABOVE]
    if missing and patterns:
        for one in missing:
            ranges[one.name] = _add_table(book[patterns[0].sheet], patterns[0], one, plan)
    elif missing:
        ranges |= _add_sheet(book, missing)
    if not plan.asks_the_usual:
        for place in standing:
            _fit_table(book[place.sheet], place, plan)
    for name in {place.sheet for place in places}:
        book[name].protection.sheet = True
    return ranges


def _row_of(place: ListPlace, places: Sequence[ListPlace], plan: Plan) -> int:
    """Where a list's lines begin when the others are filled in."""
    above = [p for p in places if p.sheet == place.sheet and p.row < place.row]
    return place.row + sum(max(len(list_items(other.kind, plan)) - 1, 0) for other in above)


def list_items(kind: ListKind, plan: Plan) -> list[Mapping[str, str]]:
    """The list's lines, by placeholder."""
    choices = choice_list(kind, plan)
    if kind.choice:
        return _items(kind, choices) if choices else []
    lines: Iterable[tuple[str, ...]] = ((o.mark, o.meaning) for o in plan.outlooks)
    if kind is placeholders.STEP_LIST:
        lines = ((str(number), line) for number, line in enumerate(guide_steps(plan), 1))
    elif kind is placeholders.QUESTION_LIST:
        lines = question_lines(plan)
    return [dict(zip(kind.names, line, strict=True)) for line in lines]


def choice_list(kind: ListKind, plan: Plan) -> ChoiceList | None:
    """The plan's list that stands in such a place."""
    if kind is placeholders.RATING_LIST:
        return rating_list_of(plan)
    return next_step_list_of(plan) if kind is placeholders.NEXT_STEP_LIST else None


def _items(kind: ListKind, choices: ChoiceList) -> list[Mapping[str, str]]:
    is_rating = kind is placeholders.RATING_LIST
    lines: list[tuple[str, ...]] = [
        (c.code, c.name, *([] if is_rating else [choices.label(c)]), _end(c, choices))
        for c in choices.choices
    ]
    return [dict(zip(kind.names, line, strict=True)) for line in lines]


def _end(choice: Choice, choices: ChoiceList) -> str:
    """区分 of a choice; a list of which none ends a measure has no such thing."""
    if not choices.ends and choices.name not in (RATING_LIST_NAME, NEXT_STEP_LIST_NAME):
        return ""
    return FINISHED if choice.finished else CONTINUING


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
            cell = cell_at(sheet, row, column)
            write_text(cell, text)
            if place.kind is placeholders.STEP_LIST and text.isdecimal():
                cell.value = int(text)
        if any(len(text) > narrow[column] or "\n" in text for column, text in filled.items()):
            fit_rows(sheet, range(row, row + 1), {})


_SURELY_FITS = 4
"""Digits of the default font that a letter never takes: full-width, at less than twice its size.
Looking at a row's fonts takes longer than writing it."""


ABOVE = 2
"""Rows of a table on 凡例 above its lines: title and headings."""


def _fit_table(sheet: Worksheet, place: ListPlace, plan: Plan) -> None:
    """A table is called as the questions that choose from it; one without a line goes."""
    items, choices, row = list_items(place.kind, plan), choice_list(place.kind, plan), place.row
    if not items:
        for line in range(max(row - ABOVE, 1), row + 1):
            sheet.row_dimensions[line].hidden = True
    if choices and row > ABOVE:
        for cell in row_cells(sheet, row - ABOVE):
            if given_text(cell) in _USUAL_TITLES:
                write_text(cell, _title(choices, plan))
        _leave_out_columns(sheet, place, range(row - 1, row + len(items)), choices)


_USUAL_TITLES = (RATING_NAME, NEXT_STEP_NAME)


def _leave_out_columns(
    sheet: Worksheet, place: ListPlace, rows: range, choices: ChoiceList
) -> None:
    """Of a list of words the word alone; without 区分 where no choice ends a measure."""
    code, name, end = (place.columns.get(column) for column in placeholders.RATING_LIST.names)
    if place.kind is not placeholders.RATING_LIST or code is None:
        return
    if end is not None and not choices.ends:
        for row in rows:
            cell = cell_at(sheet, row, end)
            cell.value = None
            write_style(cell, StyleArray())
    if name == code + 1 and not any(choice.name for choice in choices.choices):
        for row in rows:
            cell_at(sheet, row, name).value = None
            sheet.merge_cells(start_row=row, end_row=row, start_column=code, end_column=name)
        write_text(cell_at(sheet, rows.start, code), _WORDS)


_WORDS = "選択肢"


def _title(choices: ChoiceList, plan: Plan) -> str:
    names = [question.name for question in plan.department_questions if question.choices == choices]
    return "・".join(names) or choices.name


def _add_table(sheet: Worksheet, pattern: ListPlace, choices: ChoiceList, plan: Plan) -> str:
    """A further list below the others, in the looks of the first; the range of its choices."""
    first = sheet.max_row + ABOVE
    kind, row = pattern.kind, first + ABOVE
    for offset in range(-ABOVE, 1):
        for cell in row_cells(sheet, pattern.row + offset):
            copy_cell(cell, sheet, row + offset)
        dimension = sheet.row_dimensions[pattern.row + offset]
        sheet.row_dimensions[row + offset].height = dimension.height
    for cell in row_cells(sheet, first):
        if given_text(cell):
            write_text(cell, _title(choices, plan))
    items = _items(kind, choices)
    for offset, item in enumerate(items):
        for name, column in pattern.columns.items():
            source = cell_at(sheet, pattern.row, column)
            copy_cell(source, sheet, row + offset)
            write_text(cell_at(sheet, row + offset, column), item[name])
        sheet.row_dimensions[row + offset].height = sheet.row_dimensions[pattern.row].height
    fit_rows(sheet, range(row, row + len(items)), {})
    _leave_out_columns(sheet, pattern, range(row - 1, row + len(items)), choices)
    return _range(sheet.title, pattern.columns[kind.choice], row, len(items))


def _range(sheet: str, column: int, row: int, count: int) -> str:
    if not count:
        return ""
    return f"{sheet_reference(sheet)}!{fixed_area_of(column, range(row, row + count))}"


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
