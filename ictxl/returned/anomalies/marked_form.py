"""A form's sheets and their tables, to look marks up in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Unpack

from ictxl.findings import Facts, Finding, FindingKind, FindingPlace
from ictxl.indicators import Indicator
from ictxl.questions import Question
from ictxl.returned.anomalies.own_formulas import Cell, OwnFormulas, picture_cells, unshown_words
from ictxl.returned.sent.layout import SentLayout
from ictxl.returned.tables import AnswerTable
from ictxl.spreadsheets.cells import address, cell_text, column_index
from ictxl.spreadsheets.hidden_texts.texts import squeezed
from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.spreadsheets.sheet import Sheet
from ictxl.text.clean import clean_text


@dataclass
class Book:
    """All sheets of a form."""

    sheets: Sequence[Sheet]
    layout: SentLayout

    @cached_property
    def formulas(self) -> OwnFormulas:
        """The form's own."""
        return OwnFormulas(self.layout)

    @cached_property
    def texts(self) -> frozenset[str]:
        """What stands in any cell, squeezed; gathered only where a form has unusual parts."""
        return frozenset(
            squeezed(cell_text(value))
            for sheet in self.sheets
            for row in sheet.rows
            for value in row
            if value != ""
        )


@dataclass
class MarkedSheet:
    """A form's sheet and its tables, to look marks up in."""

    book: Book
    file: str
    department: str
    sheet: Sheet
    tables: Sequence[AnswerTable]
    layout: SentLayout
    marks: Sequence[Mark]

    @cached_property
    def asked(self) -> Mapping[str, Question]:
        """What the sheet's tables ask, by key."""
        return {key: q for table in self.tables for key, q in table.layout.asked.items()}

    @cached_property
    def unshown(self) -> Mapping[Cell, str]:
        """What was typed where a cell shows an error, or nothing."""
        return unshown_words(self.marks)

    @cached_property
    def control_labels(self) -> frozenset[str]:
        """What the sheet's controls say, squeezed: some programs name a control by it too."""
        return frozenset(squeezed(m.text) for m in self.marks if m.kind is MarkKind.CONTROL)

    @cached_property
    def pictures(self) -> frozenset[Cell]:
        """Cells that hold a picture by a formula."""
        return picture_cells(self.sheet, self.marks)

    def input_columns(self, table: AnswerTable) -> Sequence[int]:
        """Where the table's answers stand."""
        columns = table.columns
        return sorted(columns[key] for key in table.layout.asked if key in columns)

    @property
    def sent_name(self) -> str:
        """What the sheet was called in the form as sent, if it is one of its sheets."""
        return self.tables[0].layout.sheet if self.tables else self.sheet.name

    _first_filled: dict[tuple[str, int], int | None] = field(default_factory=dict)
    _own_found: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)
    """The form's own drawings without text that were found, with the cell where each was."""

    def is_own_drawing(self, mark: Mark) -> bool:
        """A shape that the form was sent with, or a picture or line where it had one (programs
        that save it may shift it by a cell)."""
        own = self.layout.drawings.get(self.sent_name, {})
        if mark.kind is MarkKind.SHAPE:
            text = clean_text(mark.text)
            return text in own.values() or squeezed(text) in self.layout.unseen
        if mark.kind not in {MarkKind.OBJECT, MarkKind.DRAWN}:
            return False
        here = mark.row, mark.column
        for (row, letters), said in own.items():
            there = row - 1, column_index(letters)
            is_near = all(abs(a - b) <= 1 for a, b in zip(here, there, strict=True))
            if is_near and not said and self._own_found.setdefault((row, letters), here) == here:
                return True
        return False

    def measure(self, row: int) -> str:
        """The measure that a row is about."""
        table = self._table_at(row)
        return table.layout.measure_of(table.rows[row]) if table else ""

    def indicator(self, row: int) -> Indicator | None:
        """The indicator that a row is about; None where it is about a measure."""
        table = self._table_at(row)
        return table.layout.plan.indicator_by_id.get(table.rows[row]) if table else None

    def _table_at(self, row: int) -> AnswerTable | None:
        return next((table for table in self.tables if row in table.rows), None)

    def input_key(self, row: int, column: int) -> str:
        """The input field at a place; empty where it is no input cell."""
        table = self._table_at(row)
        return self._input_keys[table.layout.fields.corner].get(column, "") if table else ""

    @cached_property
    def _input_keys(self) -> dict[str, dict[int, str]]:
        found = {}
        for table in self.tables:
            columns = table.columns
            # Of two in a column the first has it.
            keys = reversed(tuple(table.layout.asked))
            found[table.layout.fields.corner] = {columns[k]: k for k in keys if k in columns}
        return found

    @cached_property
    def rows(self) -> Mapping[str, Sequence[int]]:
        """By the corner of each table its rows, in order."""
        return {table.layout.fields.corner: sorted(table.rows) for table in self.tables}

    def first_filled(self, table: AnswerTable, column: int) -> int | None:
        """The table's first row that says something in the column."""
        key = table.layout.fields.corner, column
        if key not in self._first_filled:
            found = next((row for row in table.rows if self.text(row, column)), None)
            self._first_filled[key] = found
        return self._first_filled[key]

    def text(self, row: int, column: int) -> str:
        if row < 0 or column < 0:
            return ""
        return clean_text(cell_text(self.sheet.value(row, column)))

    def report(
        self, kind: FindingKind, row: int, column: int, value: str, /, **facts: Unpack[Facts]
    ) -> Finding:
        place: FindingPlace = {
            "file": self.file,
            "sheet": self.sheet.name,
            "cell": address(row, column),
            "department": self.department,
            "measure": self.measure(row),
            "value": value,
            "level": self.layout.level,
        }
        return kind.at(place, **facts)
