"""Prepare once what all forms of one plan have in common."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract import placeholders
from ictxl.contract.check_formulas import CheckFormulas
from ictxl.contract.metadata import FormIdentity, OwnText, TextKind
from ictxl.contract.placeholders import REMAINING
from ictxl.form.metadata_sheets import CommonSheet, common_sheet, lookup_ranges
from ictxl.form.package.saving import Writer
from ictxl.form.package.snapshot import freeze, rebind, thaw
from ictxl.form.sheet import data_validation
from ictxl.form.sheet.autofit_rows import fit_rows
from ictxl.form.sheet.cells import cells_of, given_text, row_cells
from ictxl.form.sheet.heads import OF_DEPARTMENT, fill_cell, fill_margin, form_values, margin_parts
from ictxl.form.sheet.legend import Choices, write_lists
from ictxl.form.sheet.row_formulas import RowFormulas
from ictxl.model import Department, Plan

if TYPE_CHECKING:
    from ictxl.form.template.template_file import Template


@dataclass
class Draft:
    """A workbook under way."""

    book: Workbook
    choices: Choices = field(default_factory=dict)
    cells: list[tuple[str, Cell]] = field(default_factory=list)
    """(sheet, cell) of those that speak of the department, to be filled in yet."""
    margins: list[Any] = field(default_factory=list)
    """The same of headers and footers."""
    counters: list[tuple[str, Cell, str]] = field(default_factory=list)
    """(sheet, cell, the template's text for it) of those that tell how many measures are left: what
    they count must be there first."""
    changing: set[str] = field(default_factory=set)
    """Sheets whose texts differ from form to form."""

    def fill_in(self, values: Mapping[str, str]) -> None:
        """Fill in what speaks of the department."""
        rows = set()
        for sheet, cell in self.cells:
            fill_cell(cell, values)
            rows.add((sheet, cell.row))
        for sheet, row in sorted(rows):
            fit_rows(self.book[sheet], range(row, row + 1), {})
        for part in self.margins:
            fill_margin(part, values)


@dataclass
class Series:
    """The forms of one plan from one template, all with last year's answers or all without."""

    template: Template
    plan: Plan
    has_previous: bool
    writer: Writer = field(default_factory=Writer)
    _frozen: bytes = b""
    _common: CommonSheet | None = None

    def draft(self, department: Department) -> Draft:
        """A fresh workbook with heads and lists filled in; its measures are still to come."""
        draft: Draft
        values = form_values(self.plan, department)
        if self._lists_name_department:
            draft = self._begin(values)
            draft.changing.update(draft.book.sheetnames)
            return draft
        if not self._frozen:
            common = {name: text for name, text in values.items() if name not in OF_DEPARTMENT}
            self._frozen = freeze(self._begin(common))
        draft = thaw(self._frozen)
        rebind(draft.book)
        draft.fill_in(values)
        return draft

    def identity(self, department: Department, texts: tuple[OwnText, ...] = ()) -> FormIdentity:
        """What the department's form says of itself."""
        plan, columns = self.plan, self.template.columns
        asked = tuple(key for key in self.template.fields.by_key if key in columns)
        table = self.template.indicators
        if table and plan.indicators:
            asked += tuple(key for key in table.fields.by_key if key in table.columns)
        return FormIdentity(plan, plan.id, department.name, plan.saved_at, asked, texts=texts)

    def common_sheet(self, texts: Iterable[OwnText], draft: Draft) -> CommonSheet:
        """What all forms say, made of the texts of one, whose draft tells where they differ."""
        if self._common is None:
            changing = {(sheet, cell.row) for sheet, cell in draft.cells}
            same = [t for t in texts if self._is_common(t, draft.changing, changing)]
            self._common = common_sheet(
                self.identity(self.plan.departments[0]), self._check_formulas, same
            )
        return self._common

    def _is_common(
        self, text: OwnText, sheets: Container[str], rows: Container[tuple[str, int]]
    ) -> bool:
        if text.kind not in _COMMON_KINDS:
            return False
        if text.sheet != self.template.sheet:
            return text.sheet not in sheets
        # Whole rows above the measures: keys, title and headings.
        is_head = text.kind is TextKind.CELL and text.row < self._first_row
        return is_head and not self._lists_name_department and (text.sheet, text.row) not in rows

    @cached_property
    def _first_row(self) -> int:
        """The uppermost row of the input sheet that forms differ in."""
        table = self.template.indicators
        if table is None or table.sheet != self.template.sheet:
            return self.template.row
        return min(self.template.row, table.key_row)

    @cached_property
    def _check_formulas(self) -> CheckFormulas:
        return CheckFormulas(self.plan, self.template.columns)

    @cached_property
    def row_formulas(self) -> RowFormulas:
        """点検 and 文字数 of each row."""
        formulas = self._check_formulas
        return RowFormulas(self.plan, self.template.columns, formulas, lookup_ranges(formulas))

    @cached_property
    def _lists_name_department(self) -> bool:
        """Then they cannot be written before the department is known."""
        book = self.template.open()
        cells = (c for p in self.template.lists for c in row_cells(book[p.sheet], p.row))
        return any(OF_DEPARTMENT & set(placeholders.names_in(given_text(cell))) for cell in cells)

    def _previous_columns(self) -> Iterator[int]:
        """Columns that only last year's answers stand in; the indicators below need theirs."""
        template, table = self.template, self.template.indicators
        is_below = table is not None and table.sheet == template.sheet and self.plan.indicators
        taken = {*table.columns.values(), *table.texts} if table and is_below else set()
        for past in template.fields.previous:
            column = template.columns.get(past.key)
            if column is not None and column not in taken:
                yield column

    def _begin(self, values: Mapping[str, str]) -> Draft:
        """The template without its history; what speaks of a name not in `values` stays open."""
        template, book = self.template, self.template.open()
        sheet = book[template.sheet]
        for chart_sheet in book.chartsheets:
            book.remove(chart_sheet)
        for other in book.worksheets:
            ungroup_columns(other)
            # The template's drawings are carried over as they are, see `carry_drawings`.
            vars(other).update(_images=[], _charts=[])
        for column in self._previous_columns():
            if template.is_designed or not self.has_previous:
                letters = get_column_letter(column)
                sheet.column_dimensions[letters].hidden = not self.has_previous
        draft = Draft(book)
        for other in book.worksheets:
            _fill_heads(other, values, draft)
        draft.choices = write_lists(book, template.lists, self.plan)
        data_validation.unlock(sheet, self.plan, template.inputs, template.row)
        return draft


_COMMON_KINDS = {TextKind.CELL, TextKind.COMMENT, TextKind.PAGE, TextKind.DRAWING}
"""Formulas may speak of the measures' rows, of which each form has its own number."""


def _fill_heads(sheet: Worksheet, values: Mapping[str, str], draft: Draft) -> None:
    """What speaks of the department stays open where `values` do not tell it."""
    unknown = OF_DEPARTMENT - values.keys()
    changed: set[int] = set()
    for cell in cells_of(sheet):
        names = set(placeholders.names_in(given_text(cell)))
        if REMAINING in names:
            draft.counters.append((sheet.title, cell, given_text(cell)))
            if names & OF_DEPARTMENT:
                draft.changing.add(sheet.title)
        elif names & unknown:
            draft.cells.append((sheet.title, cell))
            draft.changing.add(sheet.title)
        elif names & values.keys():
            fill_cell(cell, values)
            changed.add(cell.row)
    waiting = {cell.row for title, cell in draft.cells if title == sheet.title}
    for row in sorted(changed - waiting):
        fit_rows(sheet, range(row, row + 1), {})
    for part in margin_parts(sheet):
        if unknown & set(placeholders.names_in(part.text)):
            draft.margins.append(part)
            draft.changing.add(sheet.title)
        else:
            fill_margin(part, values)


def ungroup_columns(sheet: Worksheet) -> None:
    """One entry a column: openpyxl keeps neighbours of one width under the first one's letter."""
    for dimension in list(sheet.column_dimensions.values()):
        first, last = dimension.min, dimension.max
        if first is None or last is None or first == last:
            continue
        dimension.max = first
        for column in range(first + 1, min(last, _LAST_COLUMN) + 1):
            letters = get_column_letter(column)
            twin = copy(dimension)
            twin.index, twin.min, twin.max = letters, column, column
            sheet.column_dimensions[letters] = twin


_LAST_COLUMN = 256
"""Formats of columns beyond are not worth one entry each."""
