"""Make 調査票: fill in a template for one department."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract import placeholders
from ictxl.contract.answer_rules import ALL_WELL
from ictxl.contract.fields import CHECK_FIELD, KEY_ROW, STATE_KEY
from ictxl.contract.metadata import FormIdentity
from ictxl.contract.placeholders import REMAINING
from ictxl.files.outputs import write_content
from ictxl.form.form_batch import Series
from ictxl.form.indicators.rows import (
    IndicatorRows,
    IndicatorTable,
    leave_out,
    write_indicators,
    write_rated,
)
from ictxl.form.metadata_sheets import (
    add_hidden_sheets,
    hidden_rows,
    own_texts,
    write_properties,
)
from ictxl.form.package.own_texts import own_drawings, own_hidden_texts
from ictxl.form.package.packing import Shown, pack
from ictxl.form.sheet import data_validation
from ictxl.form.sheet.cells import fixed_area_of, sheet_reference, write_formula
from ictxl.form.sheet.heads import form_values
from ictxl.form.sheet.measures import MeasureRows, Previous, write_keys, write_measures
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
    write_content(path, make_form(template, plan, department, previous))


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
        written, asked = self._write_rows(sheet)
        written.shown.update(self._write_rated(sheet, written, asked))
        rows = written.rows
        data_validation.add_validations(
            sheet, plan, template.inputs, rows, written.firsts, self.draft.choices
        )
        demands = formulas.demands(rows.start)
        data_validation.colour_demanded(sheet, template.inputs, rows, demands)
        if CHECK_FIELD.key in columns:
            data_validation.colour_check(sheet, columns[CHECK_FIELD.key], rows)
        ids = (measure.id for measure in self._measures)
        write_keys(sheet, KEY_ROW, template, written.blocks, ids)
        data_validation.protect(sheet)
        counted = self._count_remaining(sheet, rows, asked)
        self._settle(sheet, rows)
        identity = self._identity(written, asked)
        write_properties(self.book, identity)
        add_hidden_sheets(self.book)
        shown: list[Shown] = [(sheet.title, written.shown), *counted]
        if asked:
            shown.append((asked.table.sheet, asked.written.shown))
        return self._pack(identity, shown, written, asked)

    def _write_rows(self, sheet: Worksheet) -> tuple[MeasureRows, IndicatorRows | None]:
        """The measures' rows and those of the indicators; of two tables on a sheet the upper one
        first, for it moves the other."""
        template, table, row = self.template, self.template.indicators, self.template.row
        is_shared = table is not None and table.sheet == sheet.title
        asked: IndicatorRows | None = None
        if table and is_shared and table.row < row:
            asked = self._write_indicators(table)
            row += len(asked.written.rows) - 1 if asked else 0
        formulas = self.series.row_formulas
        written = write_measures(
            sheet, template, self.plan, self.department.name, self.previous, formulas, row
        )
        if table and not (is_shared and table.row < template.row):
            added = len(written.rows) - 1 if is_shared else 0
            asked = self._write_indicators(table.moved(row, added) if is_shared else table)
        return written, asked

    def _write_rated(
        self, sheet: Worksheet, written: MeasureRows, asked: IndicatorRows | None
    ) -> dict[str, str | int]:
        if asked is None:
            return {}
        measures = [measure.id for measure in self._measures]
        rows = dict(zip(measures, written.firsts, strict=True))
        return write_rated(sheet, self.template.columns, self.plan, rows, asked)

    def _write_indicators(self, table: IndicatorTable) -> IndicatorRows | None:
        """None where the department has none: then the form does not show their table."""
        indicators = self.plan.indicators_of(self.department.name)
        sheet = self.book[table.sheet]
        if indicators:
            return write_indicators(sheet, table, self.plan, indicators)
        if table.is_added:
            self.book.remove(sheet)
        else:
            leave_out(sheet, table)
        return None

    @property
    def _measures(self) -> tuple[Measure, ...]:
        return self.plan.measures_of(self.department.name)

    def _identity(self, written: MeasureRows, asked: IndicatorRows | None) -> FormIdentity:
        drawings = own_drawings(self.template.content, self._repeated(written, asked))
        whole = (*written.whole, *(asked.written.whole if asked else ()))
        texts = (*own_texts(self.book), *whole, *drawings)
        return self.series.identity(self.department, texts)

    def _repeated(self, written: MeasureRows, asked: IndicatorRows | None) -> tuple[Repeated, ...]:
        """The rows that were put in and repeated, in the order in which it was done."""
        measures = Repeated(self.template.sheet, written.rows.start, len(written.rows) - 1)
        found = [measures]
        if asked:
            rows = asked.written.rows
            found.append(Repeated(asked.table.sheet, rows.start, len(rows) - 1))
            found.sort(key=lambda one: one.row if one.sheet == measures.sheet else 0)
        inserted = self.template.inserted
        return (inserted, *found) if inserted else tuple(found)

    def _count_remaining(
        self, sheet: Worksheet, rows: range, asked: IndicatorRows | None
    ) -> list[Shown]:
        """Make the counting cells count, red while something is left and green after."""
        shown: list[Shown] = []
        left = len(self._measures) + (len(asked.written.blocks) if asked else 0)
        values = {
            name: without_controls(value)
            for name, value in form_values(self.plan, self.department).items()
        }
        for title, cell, told in self.draft.counters:
            home = self.book[title]
            parts = [self._remaining(sheet, rows, home, self.template.columns[CHECK_FIELD.key])]
            if asked and STATE_KEY in asked.table.columns:
                own, column = asked.written.rows, asked.table.columns[STATE_KEY]
                parts.append(self._remaining(self.book[asked.table.sheet], own, home, column))
            count = "+".join(parts)
            if placeholders.stands_alone(told):
                write_formula(cell, f"={count}")
                data_validation.colour_state(
                    home, cell.coordinate, done=f"{cell.coordinate}=0", todo=f"{cell.coordinate}>0"
                )
                shown.append((home.title, {cell.coordinate: left}))
                continue
            live = {REMAINING: count}
            write_formula(cell, placeholders.fill_as_formula(told, values, live))
            if home is sheet:
                data_validation.colour_state(
                    home, cell.coordinate, done=f"{count}=0", todo=f"{count}>0"
                )
            text = placeholders.fill(told, {**values, REMAINING: str(left)}.get)
            shown.append((home.title, {cell.coordinate: text}))
        return shown

    def _remaining(self, sheet: Worksheet, rows: range, home: Worksheet, column: int) -> str:
        """The expression, for a cell of `home`, that counts the rows whose 点検 in that column says
        something else than よし."""
        area = fixed_area_of(column, rows)
        area = area if home is sheet else f"{sheet_reference(sheet.title)}!{area}"
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

    def _pack(
        self,
        identity: FormIdentity,
        shown: list[Shown],
        written: MeasureRows,
        asked: IndicatorRows | None,
    ) -> bytes:
        properties, template = self.book.properties, self.template
        changing = {template.sheet, *self.draft.changing}
        # The measures' rows decide what is repeated and shifted.
        shape = tuple(map(len, written.blocks))
        if asked:
            shape = (*shape, 0, *map(len, asked.written.blocks))
            changing.add(asked.table.sheet)
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
            repeated=self._repeated(written, asked),
        )
