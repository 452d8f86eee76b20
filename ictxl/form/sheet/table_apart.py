"""Take a table off its sheet while the sheet's columns are rearranged, and put it back whole.

The columns are another table's. What stands above or below that one has its own order and its own
widths: each of its fields gets as many of the new columns as it needs to be as wide as before.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any, NamedTuple

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.form.sheet.autofit_rows import column_width, fit_rows
from ictxl.form.sheet.cells import style_of, write_style
from ictxl.form.sheet.insert_rows import change_references, map_references
from ictxl.form.sheet.rearrange_columns import Change, Moves, changed_references

_WIDE_ENOUGH = 0.9
"""Of the width that a field had."""


class _Field(NamedTuple):
    """Columns that are one field in the prototype row, and how wide they are together."""

    first: int
    last: int
    width: float


class _Places:
    """Where the table's columns are: of each old one the new one that it begins and ends with."""

    def __init__(self) -> None:
        self.first: dict[int, int] = {}
        self.last: dict[int, int] = {}

    def place(self, old: int) -> int:
        return self.first.get(old, old)

    def span(self, first: int, end: int) -> tuple[int, int]:
        return self.place(first), self.last.get(end, end)


class TableApart:
    """Rows of a sheet, the last of them a prototype row, that are off the sheet for a while."""

    def __init__(self, sheet: Worksheet, rows: range) -> None:
        self.sheet, self.rows = sheet, rows
        areas = list(sheet.merged_cells.ranges)
        self._areas = [area for area in areas if self._holds(area)]
        # A box that reaches into its rows from above is not the table's.
        others = {key for area in areas if not self._holds(area) for key in area.cells}
        own = [key for key in self._cells if key[0] in rows and key not in others]
        self._styles = {key: style_of(self._cells[key]) for key in own}
        for area in self._areas:
            sheet.unmerge_cells(area.coord)
        self._held = {key: self._cells.pop(key) for key in own if key in self._cells}
        self._formats = list(self._take_formats())
        self._rules = list(self._take_rules())
        self._fields = list(self._find_fields())

    @property
    def _cells(self) -> dict[tuple[int, int], Cell | MergedCell]:
        cells: dict[tuple[int, int], Cell | MergedCell] = vars(self.sheet)["_cells"]
        return cells

    def _holds(self, area: CellRange) -> bool:
        return area.min_row >= self.rows.start and area.max_row < self.rows.stop

    def _take_formats(self) -> Iterator[tuple[CellRange, Any]]:
        left = ConditionalFormattingList()
        for one in self.sheet.conditional_formatting:
            for area in one.sqref.ranges:
                for rule in one.rules:
                    if self._holds(area):
                        yield area, rule
                    else:
                        left.add(area.coord, rule)
        self.sheet.conditional_formatting = left

    def _take_rules(self) -> Iterator[tuple[CellRange, Any]]:
        rules = self.sheet.data_validations.dataValidation
        for rule in rules:
            own = [area for area in rule.sqref.ranges if self._holds(area)]
            yield from ((area, rule) for area in own)
            rule.sqref = MultiCellRange([a for a in rule.sqref.ranges if a not in own])
        self.sheet.data_validations.dataValidation = [r for r in rules if r.sqref.ranges]

    def _find_fields(self) -> Iterator[_Field]:
        ends = {a.min_col: a.max_col for a in self._areas if a.max_row == self.rows[-1]}
        column = min(column for _, column in self._styles)
        while column <= max(column for _, column in self._styles):
            last = ends.get(column, column)
            widths = (column_width(self.sheet, one) for one in range(column, last + 1))
            yield _Field(column, last, sum(widths))
            column = last + 1

    def put_back(self, moves: Moves | None) -> dict[int, int]:
        """Of its old columns each to the one where it stands now; `moves` are the others'."""
        places = self._placed(moves)
        self._put_cells(places)
        self._merge(places)
        title = self.sheet.title
        if moves:
            others = changed_references(title, moves, self.rows, inside=False)
            for cell in self._held.values():
                if isinstance(cell, Cell) and cell.data_type == "f" and isinstance(cell.value, str):
                    cell.value = map_references(cell.value, lambda ref: others(ref, True))
        self._put_rules(places, changed_references(title, places, self.rows, inside=True))
        self._print(max(places.last.values()))
        fit_rows(self.sheet, self.rows[:-1], {})
        return places.first

    def _placed(self, moves: Moves | None) -> _Places:
        places, free = _Places(), self._fields[0].first
        for field in self._fields:
            end, width = free, column_width(self.sheet, free)
            while width < _WIDE_ENOUGH * field.width:
                end += 1
                width += column_width(self.sheet, end)
            if moves and field.last == moves.last:  # where both tables end, they still do
                end = max(end, moves.place(field.last))
            for column in range(field.first, field.last + 1):
                places.first[column] = min(free + column - field.first, end)
                places.last[column] = end
            free = end + 1
        return places

    def _put_cells(self, places: _Places) -> None:
        for (row, column), cell in sorted(self._held.items(), reverse=True):
            first, last = places.span(column, column)
            for new in range(first, last + 1):
                write_style(self.sheet.cell(row, new), copy(self._styles[row, column]))
            if isinstance(cell, Cell) and cell.value is not None:
                cell.column = first
                self._cells[row, first] = cell
                if cell.hyperlink:
                    cell.hyperlink.ref = cell.coordinate

    def _merge(self, places: _Places) -> None:
        """Fields that take several columns are joined, as are all that were."""
        covered: set[tuple[int, int]] = set()
        for area in self._areas:
            covered.update(area.cells)
            self._join(area.min_row, area.max_row, *places.span(area.min_col, area.max_col))
        for row in self.rows:
            for field in self._fields:
                if (row, field.first) not in covered:
                    self._join(row, row, *places.span(field.first, field.last))

    def _join(self, first_row: int, last_row: int, first: int, last: int) -> None:
        if (first_row, first) != (last_row, last):
            area = CellRange(min_col=first, max_col=last, min_row=first_row, max_row=last_row)
            self.sheet.merge_cells(area.coord)

    def _put_rules(self, places: _Places, change: Change) -> None:
        """Formats, dropdowns and all references to the table's cells."""
        for area, rule in self._formats:
            twin = copy(rule)
            twin.formula = [map_references(f, lambda ref: change(ref, True)) for f in rule.formula]
            self.sheet.conditional_formatting.add(_moved(area, places).coord, twin)
        for area, rule in self._rules:
            twin = copy(rule)
            twin.sqref = MultiCellRange([_moved(area, places)])
            self.sheet.add_data_validation(twin)
        change_references(self.sheet, change)

    def _print(self, last: int) -> None:
        """What is printed reaches as far as the table."""
        if not self.sheet.print_area:
            return
        areas = [
            CellRange(area.rpartition("!")[2].replace("$", ""))
            for area in self.sheet.print_area.split(",")
        ]
        for area in areas:
            if area.min_row <= self.rows[-1] and area.max_row >= self.rows.start:
                area.expand(right=max(0, last - area.max_col))
        self.sheet.print_area = ",".join(
            f"{get_column_letter(a.min_col)}{a.min_row}:{get_column_letter(a.max_col)}{a.max_row}"
            for a in areas
        )


def _moved(area: CellRange, places: _Places) -> CellRange:
    first, last = places.span(area.min_col, area.max_col)
    return CellRange(min_col=first, max_col=last, min_row=area.min_row, max_row=area.max_row)
