"""A sheet whose cells are read at other places than they stand at; each still knows its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

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
