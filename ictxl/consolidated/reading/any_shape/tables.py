"""The tables of a sheet: a heading, its columns, and the rows below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ictxl.consolidated.reading.any_shape.grid import Grid
from ictxl.consolidated.reading.any_shape.headings.column import Column
from ictxl.consolidated.reading.any_shape.headings.heads import Head, find_heads
from ictxl.consolidated.reading.any_shape.headings.meanings import Meaning
from ictxl.consolidated.reading.any_shape.headings.spread import Place, Spread, find_spread
from ictxl.consolidated.reading.any_shape.values import (
    is_code,
    is_nothing,
    is_total,
    one_line,
    share,
)
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
    spread: Spread = field(default_factory=Spread)
    by_place: dict[Place, Column] = field(default_factory=dict)

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

    @property
    def section_signs(self) -> frozenset[str]:
        """The signs of lines right above the heading where it comes again."""
        above = [self.grid.rows[head.first - 1] for head in self.heads[1:]]
        signs = (spots[0].text[:1] for spots in above if len(spots) == 1)
        return frozenset(sign for sign in signs if not sign.isalnum())

    def of(self, meaning: Meaning) -> list[Column]:
        return [column for column in self.columns if column.meaning is meaning]

    @property
    def title(self) -> Column | None:
        return next(iter(self.of(Meaning.TITLE)), None)

    def own_cells(self, row: int) -> list[CellSpot]:
        """The row's cells that stand under the heading, with what they stand for."""
        return list(self.spread.read(s for s in self.grid.rows[row] if self._is_own(s)))

    def beside(self, row: int) -> list[CellSpot]:
        """The row's cells left and right of the table."""
        return [spot for spot in self.grid.rows[row] if not self._is_own(spot)]

    def _is_own(self, spot: CellSpot) -> bool:
        return self.left <= spot.column <= self.heads[0].right

    def column_of(self, spot: CellSpot) -> Column | None:
        return self.by_place.get(self.spread.place(spot))


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
        table.spread = find_spread(grid, table.heads[0], list(table.rows()))
        table.by_place = dict(_columns(table))
        table.columns = list(table.by_place.values())
    return tables


def _says_the_same(head: Head, other: Head) -> bool:
    if not set(head.columns) <= set(other.columns):
        return False
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


def _columns(table: Table) -> Iterator[tuple[Place, Column]]:
    head, spread = table.heads[0], table.spread
    inside: dict[Place, list[CellSpot]] = {
        (column, ""): []
        for column in head.columns
        if column not in spread.years and spread.indented.get(column, column) == column
    }
    for row in table.rows():
        spots = table.own_cells(row)
        is_wide = len(head.columns) > 2  # noqa: PLR2004  # so that one cell is a band or a note
        is_total_row = any(is_total(spot.text) for spot in spots)
        if (len(spots) == 1 and is_wide and row not in spread.kinds) or is_total_row:
            continue
        for spot in spots:
            if not is_nothing(spot.text):
                inside.setdefault(spread.place(spot), []).append(spot)
    heads_of_kinds = {spot.column for spot in spread.kinds.values()}
    for place in sorted(inside):
        index, kind = place
        is_part = index in spread.marked and spread.marked[index][0] != index
        heading_spots = head.columns.get(index, [])
        heading = head.words(index) if heading_spots else ""
        if is_part or index in heads_of_kinds or not (heading or inside[place]):
            continue
        column = Column(index, heading, heading_spots, [spot.text for spot in inside[place]])
        column.letters = inside[place][0].letters if inside[place] else ""
        column.repeats = [s for one in table.heads[1:] for s in one.columns.get(index, [])]
        if index in spread.marked:
            _choose(column, table)
        elif kind:
            cells = [spot for spot in spread.kinds.values() if fold_name(spot.text) == kind]
            column.heading = f"{heading} {cells[0].text}"
            column.spots, column.repeats = [*heading_spots, cells[0]], [*column.repeats, *cells]
            column.kinds = [s for c in heads_of_kinds for s in head.columns.get(c, [])]
        yield place, column


def _choose(column: Column, table: Table) -> None:
    """The heading above several columns, of which each is a choice."""
    head = table.heads[0]
    own = [c for c, (first, _) in table.spread.marked.items() if first == column.index]
    column.offered = [head.columns[c][-1] for c in own]
    column.heading = " ".join(one_line(spot.text) for spot in column.spots[:-1]) or "担当課"
    column.spots = column.spots[:-1] or column.offered[:1]
    column.repeats = [s for one in table.heads[1:] for c in own for s in one.columns.get(c, [])]
    column.marks = [s for row in table.rows() for s in table.grid.rows[row] if s.column in own]
