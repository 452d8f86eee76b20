"""A table whose parts stand side by side under the same headings: read as one below the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ictxl import findings
from ictxl.consolidated.reading.any_shape.grid import Grid
from ictxl.consolidated.reading.any_shape.headings.meanings import Family, family_of
from ictxl.consolidated.reading.any_shape.relaid.sheet import Place, relaid_areas
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.source_cells import TableSheet
from ictxl.text.clean import fold_name

_MOST_PARTS = 4
_LEAST_HEADINGS = 3
_OF_ROWS = frozenset({Family.NUMBER, Family.DEPARTMENT})
"""One of them stands on each row of a table of measures."""


@dataclass(frozen=True)
class _Parts:
    """Rows that hold several parts of a table, each from its column on."""

    first: int
    last: int
    starts: tuple[int, ...]

    @property
    def height(self) -> int:
        return (self.last - self.first + 1) * len(self.starts)

    def placed(self, row: int, column: int) -> Place:
        part = sum(start <= column for start in self.starts[1:])
        below = part * (self.last - self.first + 1)
        return row - self.first + below, column - self.starts[part] + self.starts[0]


def stack_parts(sheet: TableSheet, notes: Notes) -> TableSheet:
    """The sheet with each such table as one; told at the heading of each further part."""
    areas = list(_areas(Grid(sheet)))
    for area in areas:
        for start in area.starts[1:]:
            notes.at(sheet.spot(area.first, start), findings.PARTS_STACKED)
    return relaid_areas(sheet, areas)


def _areas(grid: Grid) -> Iterator[_Parts]:
    row = 0
    while row < grid.height:
        starts = _starts(grid, row)
        last = _last(grid, row, starts) if starts else row
        if last > row:
            yield _Parts(row, last, starts)
        row = last + 1


def _starts(grid: Grid, row: int) -> tuple[int, ...]:
    """The columns at which the headings of a row begin anew; none where they do not."""
    spots = grid.rows[row]
    words = [fold_name(spot.text) for spot in spots]
    for parts in range(2, _MOST_PARTS + 1):
        count, rest = divmod(len(words), parts)
        if rest or count < _LEAST_HEADINGS or words != words[:count] * parts:
            continue
        own = {family_of(spot.text) for spot in spots[:count]}
        if Family.NAME in own and own & _OF_ROWS:
            return tuple(spots[count * part].column for part in range(parts))
    return ()


def _last(grid: Grid, first: int, starts: tuple[int, ...]) -> int:
    """The last row below the headings: behind it is a blank one, or a line across."""
    last = first
    for row in range(first + 1, grid.height):
        spots = grid.rows[row]
        if len(spots) < 2 or _starts(grid, row):  # noqa: PLR2004 - one cell is a note or a legend
            break
        if grid.width_of(spots[0]) > starts[1] - starts[0]:
            break
        last = row
    return last
