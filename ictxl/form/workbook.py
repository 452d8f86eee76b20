"""Make 調査票: fill in a template for one department."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.answer_rules import ALL_WELL
from ictxl.contract.fields import CHECK_FIELD
from ictxl.contract.metadata import FormIdentity
from ictxl.contract.placeholder_names import REMAINING
from ictxl.files.outputs import write_whole
from ictxl.form.form_batch import Series
from ictxl.form.metadata_sheets import (
    add_hidden_sheets,
    hidden_rows,
    own_texts,
    write_keys,
    write_properties,
)
from ictxl.form.package.own_drawings import own_drawings
from ictxl.form.package.own_hidden_texts import own_hidden_texts
from ictxl.form.package.packing import Shown, pack
from ictxl.form.sheet import data_validation
from ictxl.form.sheet.cells import sheet_reference, write_formula
from ictxl.form.sheet.heads import form_values
from ictxl.form.sheet.measures import MeasureRows, Previous, write_measures
from ictxl.form.template import placeholders
from ictxl.form.template.template_file import Template
from ictxl.model import Department, Measure, Plan
from ictxl.spreadsheets.xlsx.carry_drawings import Repeated
from ictxl.text.clean import without_controls


def write_form(
    template: Template,
    plan: Plan,
    department: Department,
    path: Path,
    previous: Previous | None = None,
) -> None:
    """Write the department's form to `path`.

    `previous` holds last year's answers; without it the columns for them vanish from view. Raises
    OutputError where `path` cannot be written.
    """
    content = make_form(template, plan, department, previous)
    write_whole(path, lambda draft: _write(draft, content))


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def make_form(
    template: Template, plan: Plan, department: Department, previous: Previous | None = None
) -> bytes:
    """The department's form as a file's bytes; the same input gives the same bytes."""
    series = template.series(plan, has_previous=previous is not None)
    return _Form(series, department, previous or {}).make()


class _Form:
    """A form in the making."""

    def __init__(self, series: Series, department: Department, previous: Previous) -> None:
        self.series = series
        self.template, self.plan = series.template, series.plan
        self.department = department
        self.previous = previous
        self.draft = series.draft(department)
        self.book = self.draft.book

    def make(self) -> bytes:
        template, plan, columns = self.template, self.plan, self.template.columns
        sheet = self.book[template.sheet]
        formulas = self.series.row_formulas
        written = write_measures(
            sheet, template, plan, self.department.name, self.previous, formulas
        )
        rows = written.rows
        data_validation.add_validations(
            sheet, plan, template.inputs, rows, written.firsts, self.draft.choices
        )
        demands = formulas.demands(rows.start)
        data_validation.colour_demanded(sheet, template.inputs, rows, demands)
        if CHECK_FIELD.key in columns:
            data_validation.colour_check(sheet, columns[CHECK_FIELD.key], rows)
        write_keys(sheet, columns, template.texts, written.blocks, self._measures)
        data_validation.protect(sheet)
        counted = self._count_remaining(sheet, rows)
        self._settle(sheet, rows)
        identity = self._identity(written)
        write_properties(self.book, identity)
        add_hidden_sheets(self.book)
        return self._pack(identity, [Shown(sheet.title, written.shown), *counted], written)

    @property
    def _measures(self) -> tuple[Measure, ...]:
        return self.plan.measures_of(self.department.name)

    def _identity(self, written: MeasureRows) -> FormIdentity:
        template, added = self.template, len(written.rows) - 1
        drawings = own_drawings(template.content, template.sheet, template.row, added)
        texts = (*own_texts(self.book), *written.whole, *drawings)
        return self.series.identity(self.department, texts)

    def _count_remaining(self, sheet: Worksheet, rows: range) -> list[Shown]:
        """Make the counting cells count, red while something is left and green after."""
        shown = []
        values = {
            name: without_controls(value)
            for name, value in form_values(self.plan, self.department).items()
        }
        for counter in self.draft.counters:
            home = self.book[counter.sheet]
            count = self._remaining(rows, "" if home is sheet else sheet.title)
            cell = counter.cell
            if placeholders.stands_alone(counter.text):
                write_formula(cell, f"={count}")
                data_validation.colour_state(
                    home, cell.coordinate, done=f"{cell.coordinate}=0", todo=f"{cell.coordinate}>0"
                )
                shown.append(Shown(home.title, {cell.coordinate: len(self._measures)}))
                continue
            live = {REMAINING: count}
            write_formula(cell, placeholders.fill_as_formula(counter.text, values, live))
            if home is sheet:
                data_validation.colour_state(
                    home, cell.coordinate, done=f"{count}=0", todo=f"{count}>0"
                )
            text = placeholders.fill(
                counter.text, {**values, REMAINING: str(len(self._measures))}.get
            )
            shown.append(Shown(home.title, {cell.coordinate: text}))
        return shown

    def _remaining(self, rows: range, sheet: str) -> str:
        """The expression that counts the measures whose 点検 says something else than よし."""
        letters = get_column_letter(self.template.columns[CHECK_FIELD.key])
        area = f"${letters}${rows.start}:${letters}${rows.stop - 1}"
        area = f"{sheet_reference(sheet)}!{area}" if sheet else area
        return f'SUMPRODUCT(({area}<>"")*({area}<>"{ALL_WELL}"))'

    def _settle(self, sheet: Worksheet, rows: range) -> None:
        """Open on the input sheet, calculated, as a plain workbook without a history."""
        book = self.book
        book.active = book.index(sheet)
        for other in book.worksheets:
            other.sheet_view.tabSelected = other is sheet
        first = sheet.cell(rows.start, min(self.template.inputs.values(), default=1)).coordinate
        for selection in sheet.sheet_view.selection:
            selection.activeCell = selection.sqref = first
        book.template = False
        book.calculation.fullCalcOnLoad = True

    def _pack(self, identity: FormIdentity, shown: list[Shown], written: MeasureRows) -> bytes:
        properties, template = self.book.properties, self.template
        changing = {template.sheet, *self.draft.changing}
        # The measures' rows decide what is repeated and shifted.
        shape = tuple(map(len, written.blocks))
        saved = self.series.writer.write(self.book, shape, changing)
        hidden = own_hidden_texts(saved, template.content)
        identity = replace(identity, texts=(*identity.texts, *hidden))
        return pack(
            saved,
            template.content,
            title=properties.title or "",
            keywords=properties.keywords or "",
            modified=self.plan.saved_at,
            rows=hidden_rows(identity, self.series.common_sheet(identity.texts, self.draft)),
            shown=shown,
            repeated=[Repeated(template.sheet, template.row, len(written.rows) - 1)],
        )
