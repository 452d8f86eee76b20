"""個票: a whole sheet of the workbook for each measure, made from one sheet of the template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from xlsxwriter.workbook import Workbook

from ictxl.consolidated.table import ConsolidatedTable
from ictxl.consolidated.template.columns import Columns
from ictxl.consolidated.template.geometry import PaperRoom, paper_room
from ictxl.consolidated.template.layout import Layout, Slot, row_groups
from ictxl.consolidated.template.pages import Item, paginate
from ictxl.consolidated.template.surroundings import fill_place, filled_text, least_heights
from ictxl.consolidated.template.table_rows import row_contexts
from ictxl.consolidated.template.units import Rows, Unit
from ictxl.consolidated.template.words.measure_words import NUMBER
from ictxl.consolidated.template.words.told import Context, Name, Scope
from ictxl.consolidated.template.writing.drawings import MadeSheet
from ictxl.consolidated.template.writing.static_sheet import set_up_page
from ictxl.consolidated.template.writing.styles import PieceWriter, TemplateStyles
from ictxl.consolidated.year_table import YearTable
from ictxl.contract.placeholders import braced

_LONGEST_NAME = 31
"""Letters of a sheet's name (Excel specifications and limits)."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_SMALLEST_SCALE = 60
"""Per cent down to which a sheet that is to print on one page is made smaller."""


@dataclass(frozen=True)
class MeasureSheets:
    """The sheets of all measures of a table, made from one of the template's."""

    table: ConsolidatedTable
    layout: Layout
    words: Mapping[str, Name]
    usual: tuple[str, float]
    years: YearTable | None = None
    reserved: frozenset[str] = frozenset()
    """Names that other sheets have or get."""

    @property
    def columns(self) -> Columns:
        sheet = self.layout.sheet
        every = range(sheet.last_column + 1)
        return Columns(tuple(every), tuple(sheet.width(column) for column in every), self.usual)

    def write(self, workbook: Workbook, styles: TemplateStyles) -> Iterator[MadeSheet]:
        """Each measure's sheet."""
        sheets = {sheet.get_name() for sheet in workbook.worksheets()}
        taken = {name.lower() for name in sheets | self.reserved}
        for block in self.table.blocks:
            for entry in block.entries:
                context = Context(self.table, block, entry, years=self.years)
                name = _free_name(self._name(context), taken)
                yield self._write_one(workbook, styles, name, context)

    def _name(self, context: Context) -> str:
        template = self.layout.sheet.name
        if "{" in template or "\uff5b" in template:
            return filled_text(template, self.words, context)
        number = filled_text(braced(NUMBER), self.words, context)
        return f"{template}{number}"

    def _write_one(
        self, workbook: Workbook, styles: TemplateStyles, name: str, context: Context
    ) -> MadeSheet:
        template, columns = self.layout.sheet, self.columns
        sheet = workbook.add_worksheet(name)
        items = [Item(Unit([rows])) for rows in self._rows(columns, context)]
        paper = self._paper(columns, sum(item.unit.height for item in items))
        cells, breaks = PieceWriter(sheet, styles, columns.widths), []
        for number, page in enumerate(paginate(items, paper.height, paper.height)):
            if number:
                breaks.append(cells.row)
            for _, piece in page.pieces:
                cells.write(piece)
        set_up_page(
            sheet, template, paper.scale, lambda text: filled_text(text, self.words, context)
        )
        sheet.print_area(0, 0, max(cells.row - 1, 0), columns.count - 1)
        sheet.set_h_pagebreaks(breaks)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{max(cells.row, 1)}"})
        return MadeSheet(template.name, name)

    def _paper(self, columns: Columns, height: float) -> PaperRoom:
        """Of a sheet that is to print on one page as much smaller as it must be and can be read."""
        sheet = self.layout.sheet
        paper = paper_room(sheet, columns.widths, self.usual)
        if sheet.page.fit is None or sheet.page.fit[1] != 1 or height <= paper.height:
            return paper
        scale = int(paper.scale * paper.height / height)
        if scale < _SMALLEST_SCALE:
            return paper
        return PaperRoom(paper.height * paper.scale / scale, scale)

    def _rows(self, columns: Columns, context: Context) -> Iterator[Rows]:
        groups = list(row_groups(self.layout.sheet, range(self.layout.sheet.last_row + 1)))
        left_out = self._without_indicators(groups, context)
        for group in groups:
            if group in left_out:
                continue
            slots = self.layout.within(group)
            places = [columns.wrapped(p) for p in columns.places(slots, group.start)]
            least = least_heights(self.layout, group)
            for own in _repeated(slots, context):
                yield Rows([fill_place(p, own) for p in places], least)

    def _without_indicators(self, groups: Sequence[range], context: Context) -> list[range]:
        """The rows of indicators, and headings just above them, of a measure that has none."""
        measure = context.entry.measure.id if context.entry else ""
        if self.table.indicators_by_measure.get(measure):
            return []
        found = []
        for place, group in enumerate(groups):
            if not any(s.scope == Scope.INDICATOR for s in self.layout.within(group)):
                continue
            above = groups[place - 1] if place else group
            is_heading = not any(slot.names for slot in self.layout.within(above))
            found += [group, above] if is_heading else [group]
        return found


def _repeated(slots: Sequence[Slot], context: Context) -> list[Context]:
    """A context for each indicator; for each answer, where the rows name the department that gave
    it; else one."""
    names = [name for slot in slots for name in slot.names]
    scopes = {name.scope for name in names}
    if Scope.INDICATOR in scopes:
        return row_contexts(context, Scope.INDICATOR)
    if Scope.ANSWER in scopes and any(name.per_answer for name in names):
        return row_contexts(replace(context, lists_departments=False), Scope.ANSWER)
    return [context]


def _free_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel takes and no other sheet has."""
    plain = _FORBIDDEN.sub("-", wanted).strip(" '") or "個票"
    name, number = plain[:_LONGEST_NAME], 1
    while name.lower() in taken:
        number += 1
        ending = f"({number})"
        name = plain[: _LONGEST_NAME - len(ending)] + ending
    taken.add(name.lower())
    return name
