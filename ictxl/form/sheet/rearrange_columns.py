"""Rearrange a sheet's columns: some move, some go, some come in with the looks of others.

openpyxl inserts and deletes cells only; joined cells, formats, widths, formulas, names and the
frozen part are carried along here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Protocol

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula.translate import Translator
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.views import Selection
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.form.sheet.cells import style_of, write_style
from ictxl.form.sheet.insert_rows import (
    change_references,
    change_settings,
    is_of_sheet,
    map_references,
)


@dataclass(frozen=True)
class Column:
    """A column of the new order."""

    source: int
    """The old column that it is, or whose looks it takes."""
    is_copy: bool = False


class Moves:
    """Where the old columns stand in the new order."""

    def __init__(self, order: Sequence[Column], last: int) -> None:
        self.of_old = {c.source: new for new, c in enumerate(order, 1) if not c.is_copy}
        self.added = len(order) - last
        """So far columns behind the last one move."""
        self.last = last
        self._images: dict[int, list[int]] = {}
        for new, column in enumerate(order, 1):
            self._images.setdefault(column.source, []).append(new)

    def images(self, old: int) -> list[int]:
        """The column itself and the copies of it."""
        return self._images.get(old, []) if old <= self.last else [old + self.added]

    def place(self, old: int) -> int:
        """Where the column stands; of one that goes, the next one that stays."""
        if old > self.last:
            return old + self.added
        rest = (*range(old, self.last + 1), *range(old, 0, -1))
        return next(self.of_old[column] for column in rest if column in self.of_old)

    def span(self, first: int, end: int) -> tuple[int, int] | None:
        """The new first and last column of what lay between two; None where all of it goes."""
        inside = [new for old in range(first, min(end, self.last) + 1) for new in self.images(old)]
        if end > self.last:
            inside += [max(first, self.last + 1) + self.added, end + self.added]
        return (min(inside), max(inside)) if inside else None

    def kept_span(self, first: int, end: int) -> tuple[int, int] | None:
        """The same without copies."""
        kept = [self.of_old[old] for old in range(first, end + 1) if old in self.of_old]
        return (min(kept), max(kept)) if kept else None


NO_ROWS = range(0)


def rearrange(
    sheet: Worksheet, order: Sequence[Column], heading: int, row: int, apart: range = NO_ROWS
) -> Moves:
    """Bring the sheet's columns into the order; copies take looks from row `heading` to `row`.

    What stood elsewhere in a column that goes moves into its neighbour, where that is free. What
    speaks of cells in the rows `apart` goes on to do so.
    """
    moves = Moves(order, sheet.max_column)
    areas = [copy(area) for area in sheet.merged_cells.ranges]
    styles = {position: style_of(cell) for position, cell in _cells(sheet).items()}
    for area in areas:
        sheet.unmerge_cells(area.coord)
    _move_cells(sheet, moves, range(heading, row + 1), styles)
    _merge_again(sheet, moves, areas, range(heading, row + 1), styles)
    _move_widths(sheet, moves)
    change = changed_references(sheet.title, moves, apart, inside=False)
    _move_formats(sheet, moves, change)
    _move_settings(sheet, moves, change)
    change_references(sheet, change)
    return moves


def _cells(sheet: Worksheet) -> dict[tuple[int, int], Cell | MergedCell]:
    cells: dict[tuple[int, int], Cell | MergedCell] = vars(sheet)["_cells"]
    return cells


def _move_cells(
    sheet: Worksheet, moves: Moves, table: range, styles: Mapping[tuple[int, int], Any]
) -> None:
    old = dict(_cells(sheet))
    _cells(sheet).clear()
    going = []
    for (row, column), cell in old.items():
        if column in moves.of_old or column > moves.last:
            _put(sheet, cell, row, moves.place(column))
        elif row not in table and isinstance(cell, Cell) and cell.value is not None:
            going.append(cell)
    for cell in going:
        place = moves.place(cell.column)
        here = _cells(sheet).get((cell.row, place))
        if here is None or getattr(here, "value", None) is None:
            _put(sheet, cell, cell.row, place)
    for (row, column), style in styles.items():
        for new in moves.images(column) if row in table else ():
            if (row, new) not in _cells(sheet):
                write_style(sheet.cell(row, new), copy(style))


def _put(sheet: Worksheet, cell: Cell | MergedCell, row: int, column: int) -> None:
    cell.column = column
    _cells(sheet)[row, column] = cell
    if isinstance(cell, Cell) and cell.hyperlink:
        cell.hyperlink.ref = cell.coordinate


def _merge_again(
    sheet: Worksheet,
    moves: Moves,
    areas: Sequence[CellRange],
    table: range,
    styles: Mapping[tuple[int, int], Any],
) -> None:
    done: list[CellRange] = []
    of_row = {(area.min_col, area.max_col) for area in areas if area.min_row == table[-1]}
    for area in areas:
        for first, last in _joined(area, moves, table, of_row):
            new = CellRange(min_col=first, max_col=last, min_row=area.min_row, max_row=area.max_row)
            if (first, new.min_row) == (last, new.max_row) or any(
                not new.isdisjoint(other) for other in done
            ):
                continue
            done.append(new)
            _move_anchor(sheet, area, moves, first)
            sheet.merge_cells(new.coord)
            _restyle(sheet, new, area, moves, styles)


def _move_anchor(sheet: Worksheet, area: CellRange, moves: Moves, first: int) -> None:
    """What joined cells show stands in the first of them."""
    row, place = area.min_row, moves.place(area.min_col)
    shown, there = _cells(sheet).get((row, place)), _cells(sheet).get((row, first))
    if place == first or shown is None or getattr(there, "value", None) is not None:
        return
    del _cells(sheet)[row, place]
    if there is not None:
        _put(sheet, there, row, place)
    _put(sheet, shown, row, first)


def _joined(
    area: CellRange, moves: Moves, table: range, of_row: Container[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """What an area becomes: a column's own heading is joined in each of its copies too.

    A heading over several columns spans those that come in beside them; columns that are joined in
    the prototype row are one field (`of_row`) and stay by themselves.
    """
    if area.min_col == area.max_col:
        is_heading = area.min_row in table
        new = moves.images(area.min_col) if is_heading else [moves.place(area.min_col)]
        yield from ((column, column) for column in new)
        return
    ends = (area.min_col, area.max_col)
    span = moves.kept_span(*ends) if ends in of_row else moves.span(*ends)
    yield span or (moves.place(area.min_col), moves.place(area.max_col))


def _restyle(
    sheet: Worksheet,
    new: CellRange,
    old: CellRange,
    moves: Moves,
    styles: Mapping[tuple[int, int], Any],
) -> None:
    """Joined cells keep the looks that they had; new ones among them have those of the middle."""
    inner = min(old.min_col + 1, old.max_col)
    home = {
        new: column
        for column in range(old.min_col, old.max_col + 1)
        for new in moves.images(column)[:1]
    }
    home |= {new.min_col: old.min_col, new.max_col: old.max_col}
    for row in range(new.min_row, new.max_row + 1):
        for column in range(new.min_col, new.max_col + 1):
            style = styles.get((row, home.get(column, inner)))
            if style is not None:
                write_style(sheet.cell(row, column), copy(style))


def _move_widths(sheet: Worksheet, moves: Moves) -> None:
    dimensions: Any = sheet.column_dimensions
    old = {column_index_from_string(letters): one for letters, one in dimensions.items()}
    dimensions.clear()
    for column, dimension in old.items():
        for new in moves.images(column):
            twin = copy(dimension)
            letters = get_column_letter(new)
            twin.index, twin.min, twin.max = letters, new, new
            dimensions[letters] = twin


def _move_formats(sheet: Worksheet, moves: Moves, change: Change) -> None:
    """Conditional formats; those of one column hold for its copies too."""
    formats = ConditionalFormattingList()
    for area in sheet.conditional_formatting:
        for one in area.sqref.ranges:
            for rule in area.rules:
                for new, formulas in _formats(one, rule, moves, change):
                    twin = copy(rule)
                    twin.formula = formulas
                    formats.add(new.coord, twin)
    sheet.conditional_formatting = formats


def _formats(
    area: CellRange, rule: Any, moves: Moves, change: Change
) -> Iterator[tuple[CellRange, list[str]]]:
    formulas = [map_references(text, lambda ref: change(ref, True)) for text in rule.formula]
    if area.min_col != area.max_col:
        span = moves.span(area.min_col, area.max_col)
        if span:
            yield _in_columns(area, *span), formulas
        return
    images = moves.images(area.min_col)
    base = f"{get_column_letter(moves.place(area.min_col))}{area.min_row}"
    for new in images:
        target = f"{get_column_letter(new)}{area.min_row}"
        moved = [
            Translator(f"={text}", origin=base).translate_formula(target)[1:] for text in formulas
        ]
        yield _in_columns(area, new, new), moved


def _in_columns(area: CellRange, first: int, last: int) -> CellRange:
    return CellRange(min_col=first, max_col=last, min_row=area.min_row, max_row=area.max_row)


def _move_settings(sheet: Worksheet, moves: Moves, change: Change) -> None:
    for rule in sheet.data_validations.dataValidation:
        left = [
            _in_columns(area, *span)
            for area in rule.sqref.ranges
            if (span := moves.span(area.min_col, area.max_col))
        ]
        rule.sqref = MultiCellRange(left)
    rules = sheet.data_validations
    rules.dataValidation = [rule for rule in rules.dataValidation if rule.sqref.ranges]
    change_settings(sheet, lambda area: change(area, True))
    if sheet.print_title_cols:
        first, _, last = sheet.print_title_cols.replace("$", "").partition(":")
        span = moves.span(column_index_from_string(first), column_index_from_string(last))
        sheet.print_title_cols = ":".join(map(get_column_letter, span)) if span else None
    for page_break in sheet.col_breaks.brk:
        page_break.id = moves.place(page_break.id)
    if sheet.freeze_panes:
        pane = CellRange(str(sheet.freeze_panes))
        span = moves.span(1, pane.min_col - 1) if pane.min_col > 1 else (1, 0)
        first_free = span[1] + 1 if span else 1
        # openpyxl adds to the selections that are there.
        sheet.sheet_view.selection = [Selection()]
        sheet.freeze_panes = f"{get_column_letter(first_free)}{pane.min_row}"


Change = Callable[[str, bool], str]
"""A reference as it reads after the move; the second argument tells that it stands on the sheet
itself."""


class Placing(Protocol):
    """Where old columns are now."""

    def place(self, old: int) -> int: ...

    def span(self, first: int, end: int) -> tuple[int, int] | None: ...


def changed_references(title: str, moves: Placing, rows: range, *, inside: bool) -> Change:
    """Those to cells within the rows where `inside`, else all others."""

    def change(text: str, own: bool) -> str:
        match = _COLUMNS.fullmatch(text)
        if match is None or not is_of_sheet(match["sheet"], title, own=own):
            return text
        if _is_within(match, rows) != inside:
            return text
        named, row = match["sheet"] or "", match["row"]
        first = _column(match["first"])
        if match["last"] is None:
            # `ABC` without a number is a name.
            return f"{named}{_letters(match['first'], moves.place(first))}{row}" if row else text
        end = _column(match["last"])
        span = moves.span(first, end) if first != end else None
        start, stop = span or (moves.place(first), moves.place(end))
        last = f"{_letters(match['last'], stop)}{match['row2']}"
        return f"{named}{_letters(match['first'], start)}{row}:{last}"

    return change


_COLUMNS = re.compile(
    r"(?P<sheet>(?:'(?:[^']|'')+'|[^!'\[\]:]+)!)?"
    r"(?:(?P<first>\$?[A-Z]{1,3})(?P<row>\$?[0-9]*)"
    r"(?::(?P<last>\$?[A-Z]{1,3})(?P<row2>\$?[0-9]*))?)"
)
"""`B7`, `$B$7:C9`, `B:C`; a single name without a number is none."""


def _is_within(match: re.Match[str], rows: range) -> bool:
    ends = [match["row"], match["row2"] or match["row"]]
    return all(end and int(end.strip("$")) in rows for end in ends)


def _column(letters: str) -> int:
    return column_index_from_string(letters.strip("$"))


def _letters(old: str, column: int) -> str:
    return ("$" if old.startswith("$") else "") + get_column_letter(column)


def referred_columns(sheet: Worksheet, apart: range = NO_ROWS) -> frozenset[int]:
    """Columns at which a reference of any formula begins or ends: were one to go, the formula would
    speak of another. References to cells in the rows `apart` do not count."""
    found: set[int] = set()

    def note(text: str, own: bool) -> str:
        match = _COLUMNS.fullmatch(text)
        is_ours = match and is_of_sheet(match["sheet"], sheet.title, own=own)
        if match and is_ours and not _is_within(match, apart):
            found.update(_column(match[name]) for name in ("first", "last") if match[name])
        return text

    change_references(sheet, note)
    return frozenset(found)
