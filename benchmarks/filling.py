"""A department's form with openpyxl alone: the default template loaded, filled in and saved.

What one would write who knows that template by heart. It makes the same workbook as `ictxl
generate` (a test compares every cell, style, dropdown and protection), but for what openpyxl has
no word for: the values that formulas show before anything calculates them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from itertools import chain
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter

from ictxl.contract.answer_rules import ALL_WELL
from ictxl.contract.check_formulas import CheckFormulas
from ictxl.contract.fields import ID_KEY, fields_of
from ictxl.contract.metadata import (
    COMMON_SHEET,
    META_SHEET,
    PROPERTY_DEPARTMENT,
    PROPERTY_PLAN,
    SPELLING_KIND,
    FormIdentity,
    OwnText,
    TextKind,
    common_digest,
    common_rows,
    own_rows,
)
from ictxl.form.metadata_sheets import lookup_ranges
from ictxl.form.sheet import data_validation
from ictxl.form.sheet.autofit_rows import fit_rows
from ictxl.form.sheet.heads import example_choice, next_step_list_of, rating_list_of
from ictxl.form.sheet.legend import Choices
from ictxl.model import Department, Measure, Plan
from ictxl.questions import NEXT_STEP_LIST_NAME, RATING_LIST_NAME
from ictxl.spreadsheets.hidden_texts.texts import literals, validation_rule
from ictxl.spreadsheets.marks import Mark
from ictxl.text.clean import encode_escapes
from ictxl.text.era import date_label

INPUT, GUIDE, LEGEND = "進捗入力", "記入方法", "凡例"
KEYS = (
    *("area", "number", "title", "target", "outlook", "departments"),
    *("previous_rating", "previous_progress"),
    *("rating", "progress", "length", "next_step", "remarks", "check"),
)
"""The input sheet's columns, from B on."""
COLUMNS = {key: column for column, key in enumerate(KEYS, 2)}
INPUTS = {key: COLUMNS[key] for key in ("rating", "progress", "next_step", "remarks")}
LETTERS = {key: get_column_letter(column) for key, column in COLUMNS.items()}
NAME_ROW, ROW = 2, 7
"""The rows of the department's name and of the prototype on the input sheet."""
LISTS = (6, 10, 14)
"""The prototype rows of the lists on 凡例: ratings, next steps, outlooks."""


def fill_with_openpyxl(template: Path, plan: Plan, department: Department, path: Path) -> None:
    """Load, fill in and save."""
    book = openpyxl.load_workbook(template)
    measures = plan.measures_of(department.name)
    sheet = book[INPUT]
    _fill_heads(book, plan, department)
    choices = _fill_lists(book[LEGEND], plan)
    rows = _fill_measures(sheet, plan, measures)
    data_validation.add_validations(sheet, plan, INPUTS, rows, rows, choices)
    data_validation.colour_check(sheet, COLUMNS["check"], rows)
    data_validation.colour_state(sheet, "B4", done="B4=0", todo="B4>0")
    data_validation.protect(sheet)
    for other in book:
        other.sheet_view.tabSelected = other is sheet
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = f"J{ROW}"
    book.calculation.fullCalcOnLoad = True
    _add_hidden_sheets(book, plan, department)
    _set_properties(book, plan, department)
    book.save(path)


def _fill_heads(book: Any, plan: Plan, department: Department) -> None:
    values = {
        "{計画名}": plan.title,
        "{年度}": plan.year_label,
        "{担当課}": department.name,
        "{提出期限}": date_label(plan.deadline, plan.year_label),
        "{問い合わせ先}": plan.contact,
        "{評価の例}": example_choice(rating_list_of(plan)),
        "{次期展開の例}": example_choice(next_step_list_of(plan)),
        "{施策の呼び名}": "施策",
    }
    heads = {INPUT: ("B2", "E2", "B3", "E3"), GUIDE: ("C6", "C8", "C12", "E12", "C16")}
    for title, cells in heads.items():
        sheet = book[title]
        for place in cells:
            cell = sheet[place]
            cell.value = _filled(cell.value, values)
            fit_rows(sheet, range(cell.row, cell.row + 1), {})
    footer = book[INPUT].oddFooter.left
    footer.text = _filled(footer.text, values)


def _filled(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(name, value)
    return text


def _fill_lists(sheet: Any, plan: Plan) -> Choices:
    end = {True: "終了", False: "継続"}
    rating, step = (plan.question_by_key[key].choices for key in ("rating", "next_step"))
    assert rating and step, "both are choices of the usual questions"
    ratings = [(r.code, r.name, end[r.finished]) for r in rating.choices]
    steps = [(s.code, step.label(s), end[s.finished]) for s in step.choices]
    outlooks = [(o.mark, o.meaning) for o in plan.outlooks]
    # From the last one up, so that nothing is written over.
    for row, items in zip(reversed(LISTS), (outlooks, steps, ratings), strict=True):
        _make_room(sheet, row, len(items) - 1)
        for offset, item in enumerate(items):
            for column, text in enumerate(item, 2):
                sheet.cell(row + offset, column).value = text
        fit_rows(sheet, range(row, row + len(items)), {})
    sheet.protection.sheet = True
    first, second = LISTS[0], LISTS[1] + len(ratings) - 1
    return {
        RATING_LIST_NAME: f"{LEGEND}!$B${first}:$B${first + len(ratings) - 1}",
        NEXT_STEP_LIST_NAME: f"{LEGEND}!$C${second}:$C${second + len(steps) - 1}",
    }


def _make_room(sheet: Any, row: int, added: int) -> None:
    """Repeat the looks of `row`, moving down what stands below it."""
    last = sheet.max_row
    heights = {n: sheet.row_dimensions[n].height for n in range(row, last + 1)}
    if last > row:
        sheet.move_range(f"B{row + 1}:O{last}", rows=added)
        for number in range(last, row, -1):
            sheet.row_dimensions[number + added].height = heights[number]
    for number in range(row + 1, row + added + 1):
        sheet.row_dimensions[number].height = heights[row]
        for cell in sheet[row]:
            if cell.has_style:
                sheet.cell(number, cell.column)._style = copy(cell._style)


def _fill_measures(sheet: Any, plan: Plan, measures: Sequence[Measure]) -> range:
    rows = range(ROW, ROW + len(measures))
    for key in ("previous_rating", "previous_progress"):
        sheet.column_dimensions[LETTERS[key]].hidden = True
        sheet.cell(ROW, COLUMNS[key]).value = None
    data_validation.unlock(sheet, plan, INPUTS, ROW)
    _make_room(sheet, ROW, len(measures) - 1)
    _extend_areas(sheet, rows)
    for key in ("rating", "progress", "next_step", "remarks"):
        sheet.cell(ROW, COLUMNS[key]).value = None
    formulas = CheckFormulas(plan, COLUMNS)
    lists, blank = lookup_ranges(formulas), formulas.blank["check"]
    shown = {}
    for row, measure in zip(rows, measures, strict=True):
        for column, text in enumerate(_given(plan, measure), 2):
            sheet.cell(row, column).value = text or None
        inputs = {key: f"${letters}{row}" for key, letters in LETTERS.items()}
        sheet.cell(row, COLUMNS["length"]).value = f"=LEN({inputs['progress']})"
        check = sheet.cell(row, COLUMNS["check"])
        check.value = formulas.of_row({**lists, **inputs})["check"]
        shown[check.coordinate] = blank
        sheet.cell(row, 1).value = measure.id
        sheet.cell(row, 1).number_format = "@"
    fit_rows(sheet, rows, shown)
    for column, key in enumerate((ID_KEY, *KEYS), 1):
        sheet.cell(1, column).value = key
    sheet.row_dimensions[1].hidden = True
    sheet.column_dimensions["A"].hidden = True
    area = f"$O${rows[0]}:$O${rows[-1]}"
    sheet["B4"].value = f'=SUMPRODUCT(({area}<>"")*({area}<>"{ALL_WELL}"))'
    return rows


def _given(plan: Plan, measure: Measure) -> tuple[str, ...]:
    area = plan.area_by_id.get(measure.area)
    departments = measure.charge
    return (
        plan.area_label(area) if area else "",
        measure.id,
        measure.title,
        measure.target,
        measure.outlook,
        departments,
    )


def _extend_areas(sheet: Any, rows: range) -> None:
    """The template's own formats and filter over all rows."""
    formats = [(str(area.sqref), area.rules) for area in sheet.conditional_formatting]
    sheet.conditional_formatting = type(sheet.conditional_formatting)()
    for area, rules in formats:
        column = area[0]
        for one in rules:
            sheet.conditional_formatting.add(f"{column}{rows[0]}:{column}{rows[-1]}", one)
    sheet.auto_filter.ref = f"B{ROW - 1}:O{rows[-1]}"


def _add_hidden_sheets(book: Any, plan: Plan, department: Department) -> None:
    asked = tuple(key for key in fields_of(plan).by_key if key in COLUMNS)
    texts = tuple(_own_texts(book))
    same = [text for text in texts if _is_common(text)]
    rest = tuple(text for text in texts if text not in same)
    identity = FormIdentity(plan, plan.id, department.name, plan.saved_at, asked, texts=rest)
    common = list(common_rows(identity, same))
    own = own_rows(identity, common_digest(common))
    lookups = (
        (SPELLING_KIND, name, *values)
        for name, looked_up in CheckFormulas(plan, asked).tables.items()
        for values in looked_up
    )
    for title, rows in ((META_SHEET, own), (COMMON_SHEET, [*lookups, *common])):
        sheet = book.create_sheet(title)
        sheet.sheet_state = "veryHidden"
        sheet.protection.sheet = True
        for row in rows:
            sheet.append([_shown(value) for value in row])
            if row[0] == TextKind.FORMULA:
                for cell in sheet[sheet.max_row]:
                    cell.data_type = "s"


def _is_common(text: OwnText) -> bool:
    """All forms say it: only the row of the department's name differs above the measures."""
    if text.sheet == INPUT:
        return text.kind is TextKind.CELL and text.row < ROW and text.row != NAME_ROW
    return text.sheet in (GUIDE, LEGEND) and text.kind != TextKind.FORMULA


def _shown(value: str | int) -> str | int | None:
    if isinstance(value, int):
        return value
    return encode_escapes(value) or None


def _own_texts(book: Any) -> Iterator[OwnText]:
    for kind in (TextKind.CELL, TextKind.FORMULA):
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    is_formula = cell.data_type == "f"
                    if cell.value is not None and is_formula is (kind is TextKind.FORMULA):
                        text = str(cell.value)
                        yield OwnText(kind, sheet.title, cell.row, cell.column_letter, text)
    for sheet in book:
        yield OwnText(TextKind.PAGE, sheet.title, 0, "oddFooter", str(sheet.oddFooter))
    for mark in _rule_texts(book):
        yield OwnText(TextKind.UNSEEN, "", 0, mark.kind.value, mark.text)


def _rule_texts(book: Any) -> Iterator[Mark]:
    """What stands in no cell: prompts and warnings."""
    for sheet in book:
        for found in sheet.data_validations.dataValidation:
            prompt = (found.promptTitle or "", found.prompt or "")
            error = (found.errorTitle or "", found.error or "")
            formulas = filter(None, (found.formula1, found.formula2))
            choices = chain.from_iterable(map(literals, formulas))
            yield from validation_rule((-1, -1), prompt, error, choices)


def _set_properties(book: Any, plan: Plan, department: Department) -> None:
    book.properties.title = f"{plan.title} {plan.year_label} {department.name}"
    book.properties.keywords = f"ictxl {plan.id} {department.name}"
    for name, value in ((PROPERTY_PLAN, plan.id), (PROPERTY_DEPARTMENT, department.name)):
        book.custom_doc_props.append(StringProperty(name=name, value=value))
