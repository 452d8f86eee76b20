"""調査票: a template filled in for one department."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.form import entry, placeholders
from ictxl.form.cells import cells_of, given_text, sheet_reference, write_formula, write_text
from ictxl.form.drawings import own_drawings
from ictxl.form.fitting import fit_rows
from ictxl.form.hidden import (
    add_hidden_sheet,
    hidden_rows,
    own_texts,
    spelling_ranges,
    write_keys,
    write_properties,
)
from ictxl.form.legend import write_lists
from ictxl.form.measures import MeasureRows, Previous, write_measures
from ictxl.form.packing import Repeated, Shown, pack
from ictxl.form.template import Template
from ictxl.identity import CHECK_FIELD, FIELD_BY_KEY, META_SHEET, PREVIOUS_KEYS, FormIdentity
from ictxl.model import Department, Measure, Plan
from ictxl.outputs import write_whole
from ictxl.rules import ALL_WELL
from ictxl.text.era import date_label


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
    book = template.open()
    return _Form(template, plan, department, previous, book).make()


def head_values(plan: Plan, department: Department) -> dict[str, str]:
    """What the placeholders stand for that may be anywhere; all but the count of what is left."""
    return {
        "計画名": plan.title,
        "年度": plan.year_label,
        "担当課": department.name,
        "提出期限": date_label(plan.deadline, plan.year_label),
        "問い合わせ先": plan.contact,
        "施策数": str(len(plan.measures_of(department.name))),
        "凡例": "\n".join(rating.label for rating in plan.ratings),
        "次期展開一覧": "\n".join(step.label for step in plan.next_steps),
    }


_UNSET = {"提出期限": "別にお知らせする日", "問い合わせ先": "送付元"}
"""What a form says where the plan leaves a setting blank."""


@dataclass(frozen=True)
class _Counter:
    """A cell that tells how many measures are left, with the template's text for it."""

    sheet: str
    cell: Cell
    text: str


@dataclass
class _Form:
    """A form in the making."""

    template: Template
    plan: Plan
    department: Department
    previous: Previous | None
    book: Workbook

    def make(self) -> bytes:
        template, plan = self.template, self.plan
        sheet = self.book[template.sheet]
        for chart_sheet in self.book.chartsheets:
            self.book.remove(chart_sheet)
        for other in self.book.worksheets:
            _ungroup_columns(other)
            # The template's drawings are carried over as they are, see `packing`.
            vars(other).update(_images=[], _charts=[])
        if self.previous is None:
            _hide(sheet, [template.columns[k] for k in PREVIOUS_KEYS if k in template.columns])
        counters = self._fill_heads()
        choices = write_lists(self.book, template.lists, plan)
        entry.unlock(sheet, template.columns, template.row)
        written = write_measures(
            sheet, template, plan, self.department.name, self.previous or {}, spelling_ranges(plan)
        )
        rows = written.rows
        entry.add_validations(sheet, plan, template.columns, rows, written.firsts, choices)
        if CHECK_FIELD.key in template.columns:
            entry.colour_check(sheet, template.columns[CHECK_FIELD.key], rows)
        write_keys(sheet, template.columns, template.texts, written.blocks, self._measures)
        entry.protect(sheet)
        counted = self._count_remaining(sheet, rows, counters)
        self._settle(sheet, rows)
        identity = self._identity(written)
        write_properties(self.book, identity)
        add_hidden_sheet(self.book)
        return self._pack(identity, [Shown(sheet.title, written.shown), *counted], written)

    @property
    def _measures(self) -> tuple[Measure, ...]:
        return self.plan.measures_of(self.department.name)

    def _identity(self, written: MeasureRows) -> FormIdentity:
        template = self.template
        added = len(written.rows) - 1
        drawings = own_drawings(template.content, template.sheet, template.row, added)
        asked = tuple(key for key in FIELD_BY_KEY if key in self.template.columns)
        return FormIdentity(
            self.plan,
            self.plan.id,
            self.department.name,
            self.plan.saved_at,
            asked,
            texts=(*own_texts(self.book), *written.whole, *drawings),
        )

    def _head_values(self) -> dict[str, str]:
        """A blank setting would leave a hole in a sentence: `までに へ返送してください`."""
        values = head_values(self.plan, self.department)
        return {name: value or _UNSET.get(name, "") for name, value in values.items()}

    def _fill_heads(self) -> list[_Counter]:
        """Fill in what is the same for all measures; the counting cells are left for later."""
        values = self._head_values()
        counters = []
        for sheet in self.book.worksheets:
            changed: set[int] = set()
            for cell in cells_of(sheet):
                names = placeholders.names_in(given_text(cell))
                if placeholders.REMAINING in names:
                    counters.append(_Counter(sheet.title, cell, given_text(cell)))
                elif any(name in values for name in names):
                    _fill_cell(cell, values)
                    changed.add(cell.row)
            for row in sorted(changed):
                fit_rows(sheet, range(row, row + 1), {})
            _fill_page_margins(sheet, values)
        return counters

    def _count_remaining(
        self, sheet: Worksheet, rows: range, counters: list[_Counter]
    ) -> list[Shown]:
        """Make the counting cells count, red while something is left and green after."""
        shown = []
        values = self._head_values()
        for counter in counters:
            home = self.book[counter.sheet]
            count = self._remaining(rows, "" if home is sheet else sheet.title)
            cell = counter.cell
            if placeholders.stands_alone(counter.text):
                write_formula(cell, f"={count}")
                entry.colour_state(
                    home, cell.coordinate, done=f"{cell.coordinate}=0", todo=f"{cell.coordinate}>0"
                )
                shown.append(Shown(home.title, {cell.coordinate: len(self._measures)}))
                continue
            live = {placeholders.REMAINING: count}
            write_formula(cell, placeholders.fill_as_formula(counter.text, values, live))
            if home is sheet:
                entry.colour_state(home, cell.coordinate, done=f"{count}=0", todo=f"{count}>0")
            text = placeholders.fill(
                counter.text, {**values, placeholders.REMAINING: str(len(self._measures))}.get
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
        first = sheet.cell(rows.start, self.template.columns["rating"]).coordinate
        for selection in sheet.sheet_view.selection:
            selection.activeCell = selection.sqref = first
        book.template = False
        book.calculation.fullCalcOnLoad = True

    def _pack(self, identity: FormIdentity, shown: list[Shown], written: MeasureRows) -> bytes:
        properties = self.book.properties
        # The plan decides lists and checks, the rows what is repeated and shifted.
        shape = (tuple(map(len, written.blocks)), self.previous is None)
        return pack(
            self.template.writer.write(self.book, self.plan, shape),
            self.template.content,
            title=properties.title or "",
            keywords=properties.keywords or "",
            modified=self.plan.saved_at,
            rows={META_SHEET: hidden_rows(identity)},
            shown=shown,
            repeated=[Repeated(self.template.sheet, self.template.row, len(written.rows) - 1)],
        )


def _fill_cell(cell: Cell, values: Mapping[str, str]) -> None:
    """Fill in a cell; single characters keep their formats where no placeholder is split."""
    whole = placeholders.fill(str(cell.value), values.get)
    if isinstance(cell.value, CellRichText):
        rich = CellRichText()
        for run in cell.value:
            if isinstance(run, TextBlock):
                rich.append(TextBlock(run.font, placeholders.fill(run.text, values.get)))
            else:
                rich.append(placeholders.fill(run, values.get))
        if str(rich) == whole:
            cell.value = rich
            return
    write_text(cell, whole)


_PRINTED = 60
"""Characters of a value in a page's header or footer; Excel takes 255 in all."""


def _fill_page_margins(sheet: Worksheet, values: Mapping[str, str]) -> None:
    """Placeholders in headers and footers, where `&` begins a code."""
    printed = {name: value[:_PRINTED].replace("&", "&&") for name, value in values.items()}
    for margin in (sheet.oddHeader, sheet.oddFooter, sheet.evenHeader, sheet.evenFooter):
        for part in (margin.left, margin.center, margin.right) if margin else ():
            if part.text:
                part.text = placeholders.fill(part.text, printed.get)


def _hide(sheet: Worksheet, columns: Iterable[int]) -> None:
    for column in columns:
        sheet.column_dimensions[get_column_letter(column)].hidden = True


def _ungroup_columns(sheet: Worksheet) -> None:
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
