"""A form's sheets and their tables, to look marks up in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ictxl.findings import Facts, Finding, FindingKind, FindingPlace
from ictxl.questions import Question
from ictxl.returned.anomalies.own_formulas import Cell, OwnFormulas, unshown_words
from ictxl.returned.anomalies.pictures import picture_cells
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
    """A form's sheet and its table, to look marks up in."""

    book: Book
    file: str
    department: str
    sheet: Sheet
    table: AnswerTable | None
    layout: SentLayout
    marks: Sequence[Mark]

    @property
    def asked(self) -> Mapping[str, Question]:
        """What the form asks, by key."""
        return self.layout.asked

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

    @cached_property
    def input_columns(self) -> Sequence[int]:
        """Where answers stand; none where the sheet has no table."""
        columns = self.table.columns if self.table else {}
        return sorted(columns[key] for key in self.asked if key in columns)

    @property
    def sent_name(self) -> str:
        """What the sheet was called in the form as sent, if it is one of its sheets."""
        return self.layout.sheet if self.table else self.sheet.name

    _first_filled: dict[int, int | None] = field(default_factory=dict)
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
        return self.table.rows.get(row, "") if self.table else ""

    def input_key(self, row: int, column: int) -> str:
        """The input field at a place; empty where it is no input cell."""
        if self.table and row in self.table.rows:
            return self._input_keys.get(column, "")
        return ""

    @cached_property
    def _input_keys(self) -> dict[int, str]:
        columns = self.table.columns if self.table else {}
        # Of two in a column the first has it.
        return {columns[key]: key for key in reversed(tuple(self.asked)) if key in columns}

    @cached_property
    def rows(self) -> list[int]:
        """The table's, in order."""
        return sorted(self.table.rows) if self.table else []

    def first_filled(self, column: int) -> int | None:
        """The table's first row that says something in the column."""
        if column not in self._first_filled:
            rows = self.table.rows if self.table else ()
            self._first_filled[column] = next((r for r in rows if self.text(r, column)), None)
        return self._first_filled[column]

    def text(self, row: int, column: int) -> str:
        if row < 0 or column < 0:
            return ""
        return clean_text(cell_text(self.sheet.value(row, column)))

    def report(
        self,
        kind: FindingKind[Facts],
        row: int,
        column: int,
        value: str,
        /,
        *nothing: Facts.args,
        **facts: Facts.kwargs,
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
        return kind.at(place, *nothing, **facts)
