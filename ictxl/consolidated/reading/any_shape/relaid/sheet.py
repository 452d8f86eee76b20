"""A sheet whose cells are read at other places than they stand at; each still knows its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from ictxl.consolidated.reading.source_cells import CellSpot, TableSheet
from ictxl.spreadsheets.cells import Value

Place = tuple[int, int]


@dataclass(frozen=True)
class RelaidSheet(TableSheet):
    """Made by `relaid`."""

    origins: Mapping[Place, Place] = field(default_factory=dict)
    """Where it is read → where it stands in the file."""

    def spot(self, row: int, column: int) -> CellSpot:
        spot = super().spot(row, column)
        origin = self.origins.get((row, column))
        return replace(spot, origin=origin) if origin else spot


def relaid(
    sheet: TableSheet, cells: Mapping[Place, CellSpot], merged: Mapping[Place, Place]
) -> RelaidSheet:
    """The sheet with its cells at the places that `cells` gives them."""
    rows: list[list[Value]] = [[] for _ in range(1 + max((row for row, _ in cells), default=-1))]
    for (row, column), spot in cells.items():
        rows[row].extend([""] * (column + 1 - len(rows[row])))
        rows[row][column] = spot.value if spot.value != "" else spot.text
    origins = {place: spot.place[1:] for place, spot in cells.items()}
    return RelaidSheet(sheet.name, rows, merged=merged, origins=origins)


class Area(Protocol):
    """Rows whose cells are to be read at other places."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def height(self) -> int:
        """How many rows they become."""
        ...

    def placed(self, row: int, column: int) -> Place:
        """Where a cell comes to stand; its row counted from the first of those rows."""
        ...


def relaid_areas(sheet: TableSheet, areas: Sequence[Area]) -> TableSheet:
    """The sheet with these areas relaid, from top to bottom, and what stands around them as it
    is."""
    if not areas:
        return sheet

    def new_place(row: int, column: int) -> Place:
        added = 0
        for area in areas:
            if area.first <= row <= area.last:
                below, column = area.placed(row, column)
                return area.first + added + below, column
            added += area.height - (area.last - area.first + 1) if area.last < row else 0
        return row + added, column

    cells = {new_place(spot.row, spot.column): spot for spot in sheet.all_spots()}
    corners = ((new_place(*first), new_place(*last)) for first, last in sheet.merged.items())
    return relaid(sheet, cells, dict(corners))
