"""The tables of a sheet: a heading, its columns, and the rows below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ictxl.consolidated.reading.any_shape.grid import Grid
from ictxl.consolidated.reading.any_shape.headings.column import Column
from ictxl.consolidated.reading.any_shape.headings.heads import Head, find_heads
from ictxl.consolidated.reading.any_shape.headings.meanings import Meaning
from ictxl.consolidated.reading.any_shape.values import is_code, is_nothing, share
from ictxl.consolidated.reading.source_cells import CellSpot
from ictxl.text.clean import fold_name


@dataclass
class Table:
    """Rows under one heading, which may be repeated from page to page."""

    grid: Grid
    heads: list[Head]
    columns: list[Column] = field(default_factory=list)
    end: int = 0
    """The row behind the last."""

    @cached_property
    def left(self) -> int:
        """The first column: that of numbers may have no heading."""
        left = self.heads[0].left
        texts = [self.grid.text(row, left - 1) for row in self.rows()] if left else []
        said = [text for text in texts if text]
        has_numbers = len(said) * 2 > len(texts) and share(said, sum(map(is_code, said)))
        return left - 1 if has_numbers else left

    @property
    def first(self) -> int:
        return self.heads[0].first

    def rows(self) -> Iterator[int]:
        """The rows with content that belong to no heading."""
        inside = {row for head in self.heads for row in range(head.first, head.last + 1)}
        for row in range(self.first, self.end):
            if row not in inside and self.grid.rows[row]:
                yield row

    def of(self, meaning: Meaning) -> list[Column]:
        return [column for column in self.columns if column.meaning is meaning]

    @property
    def title(self) -> Column | None:
        return next(iter(self.of(Meaning.TITLE)), None)

    def own_cells(self, row: int) -> list[CellSpot]:
        """The row's cells that stand under the heading."""
        left, right = self.left, self.heads[0].right
        return [spot for spot in self.grid.rows[row] if left <= spot.column <= right]


def find_tables(grid: Grid) -> list[Table]:
    """The sheet's tables from the top; a heading that comes again goes on with its table."""
    tables: list[Table] = []
    for head in find_heads(grid):
        if tables and _says_the_same(head, tables[-1].heads[0]):
            tables[-1].heads.append(head)
            continue
        if tables:
            tables[-1].end = head.first
        tables.append(Table(grid, [head], end=grid.height))
    for table in tables:
        table.end = min(table.end, _end(table))
        table.columns = list(_columns(table))
    return tables


def _says_the_same(head: Head, other: Head) -> bool:
    mine = [(c, fold_name(head.words(c))) for c in head.columns]
    theirs = [(c, fold_name(other.words(c))) for c in other.columns]
    return sum(one in theirs for one in mine) * 4 >= len(mine) * 3


_BLANK_ROWS = 5
"""So many blank rows end a table."""


def _end(table: Table) -> int:
    blank = 0
    last_head = table.heads[-1].last
    for row in range(table.heads[0].last + 1, table.end):
        blank = 0 if table.grid.rows[row] else blank + 1
        if blank >= _BLANK_ROWS and row > last_head:
            return row
    return table.end


def _columns(table: Table) -> Iterator[Column]:
    head = table.heads[0]
    rows = list(table.rows())
    inside: dict[int, list[CellSpot]] = {column: [] for column in head.columns}
    for row in rows:
        spots = table.own_cells(row)
        if len(spots) == 1 and len(head.columns) > 2:  # noqa: PLR2004  # a band or a note
            continue
        for spot in spots:
            if spot.column in inside and not is_nothing(spot.text):
                inside[spot.column].append(spot)
            elif spot.column not in inside and not is_nothing(spot.text):
                inside.setdefault(spot.column, []).append(spot)
    for index in sorted(inside):
        heading_spots = head.columns.get(index, [])
        heading = head.words(index) if heading_spots else ""
        if heading or inside[index]:
            texts = [spot.text for spot in inside[index]]
            column = Column(index, heading, heading_spots, texts)
            column.repeats = [s for one in table.heads[1:] for s in one.columns.get(index, [])]
            yield column
