"""Tables with a measure in each column: labels down the left, turned so that a measure is a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ictxl import findings
from ictxl.consolidated.reading.any_shape.grid import Grid
from ictxl.consolidated.reading.any_shape.headings.meanings import (
    Family,
    family_of,
    is_title_word,
)
from ictxl.consolidated.reading.any_shape.measure_sheets import is_label
from ictxl.consolidated.reading.any_shape.relaid.sheet import Place, relaid_areas
from ictxl.consolidated.reading.any_shape.values import is_nothing, is_total
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.source_cells import CellSpot, TableSheet
from ictxl.text.clean import fold_name

_LEAST_LABELS = 3
_LEAST_MEASURES = 2
_LABEL_AND_VALUE = 2
_OF_MEASURES = frozenset({Family.GIVEN, Family.ANSWER, None})
"""What a measure's name may read as: 緑の計画, 待機児童の状況."""


@dataclass(frozen=True)
class _Block:
    """Rows whose labels stand from `left` up to `begin`, behind which each column is a measure."""

    first: int
    last: int
    left: int
    begin: int
    right: int

    @property
    def height(self) -> int:
        """Rows that it has when it is turned."""
        return self.right - self.left + 1

    def placed(self, row: int, column: int) -> Place:
        return column - self.left, self.left + row - self.first


def turn_tables(sheet: TableSheet, notes: Notes) -> TableSheet:
    """The sheet with each such table turned; told at each."""
    grid = Grid(sheet)
    blocks = list(_blocks(grid))
    for block in blocks:
        notes.at(sheet.spot(block.first, block.left), findings.TABLE_TURNED)
    return relaid_areas(sheet, blocks)


def _blocks(grid: Grid) -> list[_Block]:
    """Tables of several measures, and those of one measure with the same labels."""
    several = [b for b in _all_blocks(grid) if b.right - b.begin + 1 >= _LEAST_MEASURES]
    labels = {_labels(grid, block) for block in several}
    return [b for b in _all_blocks(grid) if _labels(grid, b) in labels] if several else []


def _labels(grid: Grid, block: _Block) -> tuple[str, ...]:
    rows = range(block.first, block.last + 1)
    return tuple(fold_name(_label(grid, row, block.begin)) for row in rows)


def _all_blocks(grid: Grid) -> Iterator[_Block]:
    row = 0
    while row < grid.height:
        block = _block_at(grid, row)
        if block:
            yield block
        row = block.last + 1 if block else row + 1


def _block_at(grid: Grid, first: int) -> _Block | None:
    """The table whose labels begin in a row, of one measure or more."""
    if len(grid.rows[first]) < _LABEL_AND_VALUE or not is_label(grid.rows[first][0]):
        return None
    left = grid.rows[first][0].column
    rows = list(_labelled(grid, first, left))
    begin = _begin(grid, rows, left)
    named = [row for row in rows if _label(grid, row, begin) and _names_measures(grid, row, begin)]
    if len(rows) < _LEAST_LABELS or not named:
        return None
    own = [row for row in named if is_title_word(_label(grid, row, begin))]
    names = [spot for spot in grid.rows[(own or named)[-1]] if spot.column >= begin]
    block = _Block(first, rows[-1], left, begin, names[-1].column)
    return block if _is_table(grid, block, rows, {spot.column for spot in names}) else None


def _labelled(grid: Grid, first: int, left: int) -> Iterator[int]:
    """The rows from the first on that have a label; a line across them, or none, ends them."""
    for row in range(first, grid.height):
        spots = grid.rows[row]
        label = grid.holder(row, left)
        if not spots or spots[0].column < left or not label.text:
            return
        if not is_label(label) and (len(spots) < _LABEL_AND_VALUE or len(label.text) > _LONG):
            return
        yield row


_LONG = 20


def _begin(grid: Grid, rows: Sequence[int], left: int) -> int:
    """The first column of measures: some labels stand in two columns, a group and its own."""
    beside = [spot for row in rows if (spot := grid.sheet.spot(row, left + 1)).text]
    grouped = [row for row in rows if grid.covers.get((row, left), (row, left))[0] < row]
    wide = [row for row in rows if grid.width_of(grid.sheet.spot(row, left)) > 1]
    is_second = bool(grouped or wide) and all(map(is_label, beside))
    return left + 1 + is_second


def _label(grid: Grid, row: int, begin: int) -> str:
    """The label nearest to a row's values."""
    labels = [spot.text for spot in grid.rows[row] if spot.column < begin]
    return labels[-1] if labels else ""


def _names_measures(grid: Grid, row: int, begin: int) -> bool:
    """Whether a row names measures, none of which is a label itself."""
    names = [s for s in grid.rows[row] if s.column >= begin and not is_nothing(s.text)]
    families = [family_of(spot.text) for spot in names]
    return (
        family_of(_label(grid, row, begin)) is Family.NAME
        and bool(names)
        and all(family in _OF_MEASURES for family in families)
    )


def _is_table(grid: Grid, block: _Block, rows: Sequence[int], measures: set[int]) -> bool:
    """Whether the labels are known, and each column of values belongs to a measure."""
    labels = [_label(grid, row, block.begin) for row in rows]
    families = [family_of(label) for label in labels]
    known = {family for family in families if family}
    if len(known) < _LEAST_LABELS or sum(map(bool, families)) * 3 < len(rows) * 2:
        return False
    values = [s for row in rows for s in grid.rows[row] if s.column >= block.begin]
    if any(spot.column not in measures for spot in values):
        return False
    totals = {spot.column for spot in values if is_total(spot.text)}
    by_column = [[s for s in values if s.column == column] for column in measures - totals]
    return all(_are_values(grid, spots, rows) for spots in by_column)


def _are_values(grid: Grid, spots: Sequence[CellSpot], rows: Sequence[int]) -> bool:
    """Whether a column is filled as a measure's is, and not with labels."""
    labels = sum(map(is_label, spots))
    held = sum(bool(grid.holder(row, spots[0].column).text) for row in rows)
    return labels * 2 < len(spots) and held * 2 >= len(rows)
