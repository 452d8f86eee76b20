"""Read 前回: last year's answers, which the plan of a new year brings along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ictxl import findings
from ictxl.model import Measure, PreviousAnswer
from ictxl.plan.areas import Areas
from ictxl.plan.assignments import Departments
from ictxl.plan.codes import MeasureNumbers, narrow, plain_code
from ictxl.plan.columns import (
    PREVIOUS_AREA,
    PREVIOUS_DEPARTMENT,
    PREVIOUS_NUMBER,
    PREVIOUS_SHEET,
    previous_column,
    previous_sheet,
)
from ictxl.plan.parse_values import Once, is_memo, line, one_line, text
from ictxl.plan.plan_sheet import ColumnKind, PlanSheet
from ictxl.plan.source_cells import SourceBook
from ictxl.plan.table_rows import Mistakes, Row, find_grid, headings, read_table
from ictxl.questions import Question
from ictxl.text.clean import fold_name


class PreviousReader:
    """Reads row by row, with what the plan of this year says."""

    def __init__(
        self,
        measures: Mapping[str, Measure],
        areas: Areas,
        departments: Departments,
        questions: Sequence[Question],
        mistakes: Mistakes,
    ) -> None:
        self.measures, self.areas, self.departments = measures, areas, departments
        self.questions, self.mistakes = questions, mistakes
        self.numbers = MeasureNumbers(areas.levels[-1], areas.ids, mistakes)

    def read(self, book: SourceBook) -> tuple[PreviousAnswer, ...]:
        """Those whose measure and department the plan still has; the others are reported."""
        once = Once(self.mistakes)
        found = []
        sheet = previous_sheet(self.questions, has_areas=len(self.areas.levels) > 1)
        self._tell_unasked(book, sheet)
        for row in read_table(book, sheet, self.mistakes).rows:
            measure = self._measure(row)
            if not measure:
                continue
            written = line(row[PREVIOUS_DEPARTMENT], self.mistakes)
            department = self.departments.names.get(fold_name(written), "")
            known = self.measures.get(measure)
            if known is None or department not in known.departments:
                self.mistakes.at(
                    row[PREVIOUS_DEPARTMENT],
                    findings.PREVIOUS_ANSWER_NOT_IN_PLAN,
                    measure=measure,
                    department=written,
                )
            elif once.note((measure, department), row[PREVIOUS_DEPARTMENT]):
                found.append(PreviousAnswer(measure, department, self._values(row)))
        return tuple(found)

    def _tell_unasked(self, book: SourceBook, sheet: PlanSheet) -> None:
        """Report columns of answers whose heading is no question's (any more)."""
        grid = find_grid(book, sheet.name)
        if grid is None:
            return
        start, places = headings(grid, sheet)
        known = {fold_name(column.heading) for column in PREVIOUS_SHEET.columns}
        taken = {place for column in places.values() for place in column}
        for place, cell in enumerate(grid.cells_of(start) if places else ()):
            heading = one_line(cell.text)
            if not heading or place in taken or is_memo(heading) or fold_name(heading) in known:
                continue
            below = range(start + 1, len(grid.rows))
            if any(not grid.cell(row, place).is_empty for row in below):
                self.mistakes.at(cell, findings.PREVIOUS_COLUMN_NOT_ASKED)

    def _measure(self, row: Row) -> str:
        """This year's id; "", and reported, where there is no number."""
        number = plain_code(row[PREVIOUS_NUMBER], self.mistakes)
        if PREVIOUS_AREA not in row:
            return self.numbers.plain(number, "")
        if not plain_code(row[PREVIOUS_AREA], self.mistakes) or not number:
            return ""
        written = narrow(one_line(row[PREVIOUS_AREA].text))
        area = next(iter(self.areas.named(written)), written)
        return f"{area}-{self.numbers.plain(number, area)}"

    def _values(self, row: Row) -> dict[str, str]:
        values = {}
        for question in self.questions:
            column = previous_column(question)
            if not row[column].ref:
                continue  # the sheet has no such column
            read = text if column.kind is ColumnKind.TEXT else line
            values[question.key] = read(row[column], self.mistakes)
        return values
