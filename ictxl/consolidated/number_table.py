"""The tables of figures on the sheet 集計: count, sum, mean, least and most of an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from xlsxwriter.worksheet import Worksheet

from ictxl.consolidated.paper import Paper
from ictxl.consolidated.styles import Styles
from ictxl.consolidated.summary import NUMBER_HEADINGS, TOTAL, NumberSummary, NumberTally
from ictxl.questions import QuestionKind
from ictxl.spreadsheets.xlsx.cell_writer import write_text
from ictxl.text.linebreak import line_count
from ictxl.text.row_height import height_of

_SPARE_LINES = 4
"""Title, headings, total, and a blank line below."""

name_lines = lru_cache(maxsize=4096)(line_count)
"""A name's lines are asked for to divide a table, to place its part, and to write the row."""


@dataclass(frozen=True)
class NumberTable:
    """One table, or as much of one as fits on a page."""

    tally: NumberTally
    styles: Styles
    paper: Paper
    label_units: int
    has_total: bool = True

    @property
    def height(self) -> float:
        """In points, with the blank line below."""
        return self._line * _SPARE_LINES + sum(self._label_height(n) for n, _ in self.tally.rows)

    def parts(self, room: float) -> Iterator[NumberTable]:
        """The table in parts no higher than the room; the last has the total."""
        tallied, first, used = self.tally, 0, self._line * _SPARE_LINES
        for place, (name, _) in enumerate(tallied.rows):
            height = self._label_height(name)
            if used + height > room and place > first:
                rows = tallied.rows[first:place]
                yield replace(self, tally=replace(tallied, rows=rows), has_total=False)
                first, used = place, self._line * _SPARE_LINES
            used += height
        yield replace(self, tally=replace(tallied, rows=tallied.rows[first:]))

    def write(self, sheet: Worksheet, row: int) -> Iterator[float]:
        """The heights of the rows that were written, from `row` on."""
        write_text(sheet, row, 0, self.tally.title, self.styles.get(bold=True))
        yield self._line
        for column, text in enumerate((self.tally.group_heading, *NUMBER_HEADINGS)):
            write_text(sheet, row + 1, column, text, self.styles.heading())
        yield self._line
        for place, (name, figures) in enumerate(self.tally.rows, row + 2):
            yield self._write_row(sheet, place, name, figures, bold=False)
        below = row + 2 + len(self.tally.rows)
        if self.has_total:
            yield self._write_row(sheet, below, TOTAL, self.tally.total, bold=True)
        yield self._line

    def _write_row(
        self, sheet: Worksheet, row: int, name: str, figures: NumberSummary, *, bold: bool
    ) -> float:
        weight = {"bold": True} if bold else {}
        plain = self.styles.cell(valign="vcenter", **weight)
        write_text(sheet, row, 0, name, plain)
        sheet.write_number(row, 1, figures.count, plain)
        for column, value in enumerate(figures.figures, 2):
            if value is None:
                sheet.write_blank(row, column, None, plain)
            else:
                shown = self._format(value)
                style = self.styles.cell(valign="vcenter", num_format=shown, **weight)
                sheet.write_number(row, column, value, style)
        return self._label_height(name)

    def _format(self, value: Decimal) -> str:
        if self.tally.question.kind is QuestionKind.RATIO:
            return "0.0%"
        return "#,##0" if value == value.to_integral_value() else "#,##0.00"

    @property
    def _line(self) -> float:
        return height_of(1, self.paper.font_size)

    def _label_height(self, name: str) -> float:
        return height_of(name_lines(name, self.label_units), self.paper.font_size)
