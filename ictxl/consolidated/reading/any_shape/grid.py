"""A sheet's cells by place, with what its merged cells cover."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ictxl.consolidated.reading.source_cells import CellSpot, TableSheet

Place = tuple[int, int]


@dataclass
class Grid:
    """The sheet, and which of its cells lie in merged ones."""

    sheet: TableSheet
    covers: dict[Place, Place] = field(default_factory=dict)
    """Each cell inside a merged one → the cell that holds its text."""

    def __post_init__(self) -> None:
        for (top, left), (bottom, right) in self.sheet.merged.items():
            if (bottom - top + 1) * (right - left + 1) > _LARGEST_MERGE:
                continue
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    self.covers[row, column] = (top, left)

    @property
    def name(self) -> str:
        return self.sheet.name

    @property
    def height(self) -> int:
        return len(self.sheet.rows)

    @cached_property
    def rows(self) -> list[list[CellSpot]]:
        """The cells with text of each row."""
        return [self.sheet.spots(row) for row in range(self.height)]

    def text(self, row: int, column: int) -> str:
        return self.sheet.spot(row, column).text

    def holder(self, row: int, column: int) -> CellSpot:
        """The cell whose text counts here: that of the merged cell, where it lies in one."""
        return self.sheet.spot(*self.covers.get((row, column), (row, column)))

    def width_of(self, spot: CellSpot) -> int:
        """Columns that the cell takes up."""
        last = self.sheet.merged.get((spot.row, spot.column))
        return last[1] - spot.column + 1 if last else 1

    def spans(self, spot: CellSpot) -> Iterator[int]:
        """The columns that the cell takes up."""
        return iter(range(spot.column, spot.column + self.width_of(spot)))


_LARGEST_MERGE = 200_000
"""Cells; a larger one is a sheet's background."""
