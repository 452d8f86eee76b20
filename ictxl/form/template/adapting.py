"""Adapt a template to a plan: columns that it does not ask go, those it asks besides grow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract import placeholders
from ictxl.contract.check_formulas import CheckFormulas
from ictxl.contract.fields import CHECK_FIELD, Field, fields_of
from ictxl.form.sheet.autofit_rows import column_width, fit_rows
from ictxl.form.sheet.cells import cell_at, cells_of, heading_cell, write_text
from ictxl.form.sheet.heads import measure_word
from ictxl.form.sheet.rearrange_columns import NO_ROWS, Moves, rearrange
from ictxl.form.sheet.table_apart import TableApart
from ictxl.form.template.column_choice import ColumnChoice, Grown
from ictxl.form.template.column_looks import (
    align,
    align_given,
    given_width,
    heading_row,
    heading_width,
    input_heading,
    input_width,
    measure_heading,
)
from ictxl.form.template.own_design import arrange_own_design, take_stamps
from ictxl.form.template.validation import USUAL_FIELDS, Examination
from ictxl.model import Plan
from ictxl.questions import USUAL_LEVELS


@dataclass(frozen=True)
class Adapted:
    """A workbook whose input sheet has the columns of a plan's forms."""

    columns: Mapping[str, int]
    """Field key → column, those of 点検's hidden helpers too."""
    texts: frozenset[int]
    """The other columns of the prototype row that hold something."""
    places: Mapping[int, int]
    """Old column → new one, where any moved; drawings move along."""
    indicator_places: Mapping[int, int]
    """The same of the table of indicators, where it stands on the same sheet."""
    is_changed: bool
    """Whether the workbook is not what it was."""


def adapt(book: Workbook, examination: Examination, plan: Plan, *, designed: bool) -> Adapted:
    """Bring the input sheet of `book` into the plan's columns.

    `designed` tells that the template is ictxl's own, which is laid out anew for the plan.
    """
    home = examination.home
    assert home is not None, "a template without a prototype row has an error"
    return _Adaptation(book[home.sheet], home.row, examination, plan, designed=designed).make()


class _Adaptation:
    def __init__(
        self, sheet: Worksheet, row: int, examination: Examination, plan: Plan, *, designed: bool
    ) -> None:
        self.sheet, self.row, self.plan, self.designed = sheet, row, plan, designed
        self.fields = fields_of(plan)
        self.examination = examination
        self.heading = heading_row(sheet, row)
        self.apart = self._indicators_apart()
        self.rows_apart = self.apart.rows if self.apart else NO_ROWS
        self.choice = ColumnChoice(examination, sheet, self.rows_apart, designed=designed)

    def _indicators_apart(self) -> TableApart | None:
        """The table of indicators that stands above or below: these columns are not its own."""
        at = self.examination.indicator_home
        if at is None or at.sheet != self.sheet.title:
            return None
        return TableApart(self.sheet, range(heading_row(self.sheet, at.row), at.row + 1))

    def make(self) -> Adapted:
        choice = self.choice
        names = {spot.column: spot.name for spot in self.examination.row_spots if spot.alone}
        columns = dict(choice.columns)
        texts = self.examination.texts()
        places: dict[int, int] = {}
        moves: Moves | None = None
        boxes = take_stamps(self.sheet, self.heading) if self.designed else []
        if self.plan.review_of:
            boxes = []
        if not choice.is_unchanged:
            moves = rearrange(self.sheet, choice.order, self.heading, self.row, self.rows_apart)
            places = {old: moves.place(old) for old in range(1, choice.last + 1)}
            here = moves.of_old
            columns = {key: here[old] for key, old in columns.items() if old in here}
            texts = frozenset(here[old] for old in texts if old in here)
            names = {here[old]: name for old, name in names.items() if old in here}
            for column in (here[old] for old in choice.hidden):
                self.sheet.column_dimensions[get_column_letter(column)].hidden = True
                self.sheet.cell(self.row, column).value = None
            columns = {k: c for k, c in columns.items() if c not in map(here.get, choice.hidden)}
            for column, slot in enumerate(choice.slots, 1):
                if isinstance(slot, Grown):
                    self._grow(column, slot.field)
                    columns[slot.field.key] = column
        renamed = self._rename_headings(columns, names)
        if self.designed:
            self._show_previous(columns)
            table = range(self.heading, self.row)
            arrange_own_design(self.sheet, self.plan, columns, table, boxes)
        elif places:
            fit_rows(self.sheet, range(self.heading, self.row), {})
        others = self.apart.put_back(moves) if self.apart else {}
        helpers = self._add_helpers(columns)
        is_changed = bool(places) or self.designed or renamed or bool(helpers)
        return Adapted({**columns, **helpers}, texts, places, others, is_changed)

    def _show_previous(self, columns: Mapping[str, int]) -> None:
        """Widths and pages are for what is seen: last year's answers only where there are any."""
        for field in self.fields.previous:
            if field.key in columns:
                dimension = self.sheet.column_dimensions[get_column_letter(columns[field.key])]
                dimension.hidden = not self.plan.previous

    def _grow(self, column: int, field: Field) -> None:
        cell = cell_at(self.sheet, self.row, column)
        write_text(cell, placeholders.braced(placeholders.spelled(field.placeholder)))
        question = self.plan.question_by_key.get(field.key)
        if question:
            align(cell, question)
            width = input_width(question)
        elif field.key.startswith("given:"):
            at = self.plan.given_columns.index(field.heading)
            texts = [m.given[at] for m in self.plan.measures if at < len(m.given)]
            align_given(cell, texts)
            is_read = bool(self.plan.review_of)
            width = given_width(texts, field.heading, for_reading=is_read)
        else:
            width = max(column_width(self.sheet, column), heading_width(field.heading))
        self.sheet.column_dimensions[get_column_letter(column)].width = round(width, 1)
        self._write_heading(column, self._heading_of(field))

    def _heading_of(self, field: Field) -> str:
        question = self.plan.question_by_key.get(field.key)
        return input_heading(question) if question else measure_heading(self.plan, field)

    def _rename_headings(self, columns: Mapping[str, int], names: Mapping[int, str]) -> bool:
        """Headings follow what the plan calls a thing, where they are the usual ones."""
        if self.plan.asks_the_usual and self.plan.levels == USUAL_LEVELS:
            return False
        renamed = False
        for key, column in columns.items():
            usual = USUAL_FIELDS.get(names.get(column, ""))
            said = str(heading_cell(self.sheet, self.row, column).value or "")
            if usual is not None and "".join(said.split()) == usual.heading:
                heading = self._heading_of(self.fields.by_key[key])
                renamed = renamed or heading != usual.heading
                self._write_heading(column, heading)
        word, usual_word = measure_word(self.plan), USUAL_LEVELS[-1].label
        for cell in cells_of(self.sheet):
            # `"あと "0" 施策"`
            if word != usual_word and f'{usual_word}"' in cell.number_format:
                cell.number_format = cell.number_format.replace(f'{usual_word}"', f'{word}"')
                renamed = True
        return renamed

    def _write_heading(self, column: int, text: str) -> None:
        write_text(heading_cell(self.sheet, self.row, column), text)

    def _add_helpers(self, columns: Mapping[str, int]) -> dict[str, int]:
        """Hidden columns right of the table, for what 点検 looks at."""
        if CHECK_FIELD.key not in columns:
            return {}
        added = {}
        start = self.sheet.max_column + 1
        for column, key in enumerate(CheckFormulas(self.plan, columns).helpers, start):
            cell = cell_at(self.sheet, self.row, column)
            cell.protection = Protection(locked=True)
            self.sheet.column_dimensions[get_column_letter(column)].hidden = True
            added[key] = column
        return added
