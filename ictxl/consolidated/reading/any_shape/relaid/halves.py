"""Part columns that hold two texts, one above the other: 「上段:目標値 下段:実績値」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ictxl import findings
from ictxl.consolidated.reading.any_shape.grid import Grid
from ictxl.consolidated.reading.any_shape.headings.meanings import (
    Family,
    family_of,
    is_title_word,
)
from ictxl.consolidated.reading.any_shape.relaid.sheet import Place, relaid
from ictxl.consolidated.reading.any_shape.values import is_nothing, one_line, unit_in
from ictxl.consolidated.reading.any_shape.years import is_year, years_in
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.source_cells import CellSpot, TableSheet
from ictxl.text.clean import normalized, trim

_PART = r"[^\s、,/・:;()\[\]。]{1,12}"
_BETWEEN = r"[)\]]?[\s、,/・;]{0,4}"
_SAYS = r"[)\]】>]?[\s:=・…は]{0,4}"
_FORE = re.compile(
    rf"(?P<before>.{{0,40}}?)[(\[【<]?上段{_SAYS}(?P<upper>{_PART}){_BETWEEN}"
    rf"[(\[【<]?下段{_SAYS}(?P<lower>{_PART})[)\]]?",
    re.DOTALL,
)
_AFT = re.compile(
    rf"(?P<before>(?:.{{0,40}}\s)?)(?P<upper>{_PART})\s?\(上段\){_BETWEEN}(?P<lower>{_PART})\s?\(下段\)",
    re.DOTALL,
)
_NAMED = re.compile(rf"(?P<before>)(?P<upper>{_PART})\s?[/\n]\s?[(]?(?P<lower>{_PART})[)]?")
_SAID_BELOW = frozenset({Family.GIVEN, Family.TARGET})
"""What stands below a measure's name: 事業名/事業概要."""
_TWO = 2
_LEAST_CELLS = 3
"""A row of headings has no fewer."""


@dataclass
class _Head:
    """A heading of two texts, and the columns below it."""

    spot: CellSpot
    columns: range
    before: str
    parts: tuple[str, str]
    end: int
    """The row behind the last below it."""
    left: int
    """What stands left of this column says whose row it is."""
    pairs: dict[int, int] = field(default_factory=dict)
    """Row of a lower text → that of the upper one; none where both stand in one cell."""

    @property
    def first(self) -> int:
        """The first row of values: below a wide heading each column has one of its own."""
        return self.spot.row + (_TWO if len(self.columns) > 1 else 1)

    def has_below(self, spot: CellSpot) -> bool:
        return spot.column in self.columns and self.first <= spot.row < self.end

    def cells(self, grid: Grid) -> Iterator[CellSpot]:
        for row in range(self.first, self.end):
            yield from filter(self.has_below, grid.rows[row])

    def heading(self, part: str, *, is_only: bool) -> str:
        """What one of its columns is called."""
        unit = unit_in(self.before)
        if unit:
            return f"{part}({unit})"
        is_told = not self.before or (is_only and family_of(part) and not years_in(self.before))
        return part if is_told else f"{self.before} {part}"


def part_halves(sheet: TableSheet, notes: Notes) -> TableSheet:
    """The sheet with two columns for each such column; told at its heading."""
    grid = Grid(sheet)
    heads = list(_heads(grid))
    if not heads:
        return sheet
    parter = _Parter(grid, heads, notes)
    return relaid(sheet, dict(parter.cells()), dict(parter.merged()))


def _heads(grid: Grid) -> Iterator[_Head]:
    for spots in grid.rows:
        said = [(spot, match) for spot in spots if (match := _match(spot.text))]
        found = [_head(grid, spot, m, m["before"], said[0][0].column) for spot, m in said]
        heads = [head for head in found if _are_parted(grid, head)]
        yield from heads
        if len(said) == 1 and not heads:
            yield from _years_told(grid, *said[0])


def _head(grid: Grid, spot: CellSpot, match: re.Match[str], before: str, left: int) -> _Head:
    """`left` is the first of the columns that are parted so."""
    again = (r for r in range(spot.row + 1, grid.height) if grid.text(r, spot.column) == spot.text)
    columns = range(spot.column, spot.column + grid.width_of(spot))
    before = trim(before).lstrip("※*").rstrip(":([ ")
    parts = match["upper"], match["lower"]
    return _Head(spot, columns, before, parts, next(again, grid.height), left)


def _match(text: str) -> re.Match[str] | None:
    words = trim(normalized("NFKC", text)) if len(text) <= _LONGEST else ""
    if "上段" in words:
        return _FORE.fullmatch(words) or _AFT.fullmatch(words)
    match = _NAMED.fullmatch(words)
    is_pair = match and is_title_word(match["upper"]) and family_of(match["lower"]) in _SAID_BELOW
    return match if is_pair else None


_LONGEST = 80


def _years_told(grid: Grid, note: CellSpot, match: re.Match[str]) -> Iterator[_Head]:
    """The columns of years of which a note says it: ※上段:目標値、下段:実績値."""
    for spots in (spots for spots in grid.rows if len(spots) >= _LEAST_CELLS):
        years = [spot for spot in spots if is_year(spot.text) and spot.row != note.row]
        found = [_head(grid, spot, match, spot.text, years[0].column) for spot in years]
        yield from (head for head in found if _are_parted(grid, head))


def _are_parted(grid: Grid, head: _Head) -> bool:
    """Whether most cells below have two lines, or stand in pairs of rows."""
    texts = [spot.text for spot in head.cells(grid) if not is_nothing(spot.text)]
    if sum(len(_lines(text)) == _TWO for text in texts) * 2 > len(texts) > 0:
        return True
    head.pairs = dict(_pairs(grid, head))
    paired = {*head.pairs, *head.pairs.values()}
    own = {spot.row for spot in head.cells(grid) if not is_nothing(spot.text)}
    return len(own & paired) * 2 > len(own) > 1


def _lines(text: str) -> list[str]:
    return [trim(line) for line in text.split("\n") if trim(line)]


def _pairs(grid: Grid, head: _Head) -> Iterator[tuple[int, int]]:
    """Lower row → upper row: below one that says whose it is stands one that does not."""
    upper = None
    for row in range(head.first, head.end):
        spots = grid.rows[row]
        is_named = any(spot.column < head.left for spot in spots)
        if not is_named and upper is not None and upper == row - 1:
            yield row, upper
        upper = row if is_named else None


class _Parter:
    """Gives each cell its place among the columns, of which some have become two."""

    def __init__(self, grid: Grid, heads: Sequence[_Head], notes: Notes) -> None:
        self.grid, self.heads, self.notes = grid, heads, notes
        self.parted = sorted({column for head in heads for column in head.columns})
        self.by_place = {(head.spot.row, head.spot.column): head for head in heads}
        befores = {head.before for head in heads if not years_in(head.before)}
        self.is_only = len(befores) <= 1
        first = {head.spot.text: head for head in reversed(heads)}
        for head in first.values():
            words, parts = one_line(head.spot.text), "」と「".join(head.parts)
            notes.at(head.spot, findings.HALVES_READ, heading=words, read_as=parts)

    def column(self, column: int) -> int:
        """Where a column, or the upper texts of a parted one, come to stand."""
        return column + sum(one < column for one in self.parted)

    def cells(self) -> Iterator[tuple[Place, CellSpot]]:
        for spot in (spot for row in self.grid.rows for spot in row):
            above = [head for head in self.heads if head.has_below(spot)]
            if head := self.by_place.get((spot.row, spot.column)):
                yield from self._heading(head)
            elif above:
                yield from self._value(above[-1], spot)
            else:
                yield (spot.row, self.column(spot.column)), spot

    def _heading(self, head: _Head) -> Iterator[tuple[Place, CellSpot]]:
        for column in head.columns:
            for place, part in enumerate(head.parts):
                text = head.heading(part, is_only=self.is_only)
                yield (head.spot.row, self.column(column) + place), head.spot.saying(text)

    def _value(self, head: _Head, spot: CellSpot) -> Iterator[tuple[Place, CellSpot]]:
        column, lines = self.column(spot.column), _lines(spot.text)
        if spot.row in head.pairs:
            yield (head.pairs[spot.row], column + 1), spot
        elif not head.pairs and len(lines) == _TWO:
            for place, line in enumerate(lines):
                yield (spot.row, column + place), spot.saying(line)
        else:
            if not (head.pairs or is_nothing(spot.text)):
                self.notes.at(spot, findings.HALVES_UNCLEAR, read_as=head.parts[0])
            yield (spot.row, column), spot

    def merged(self) -> Iterator[tuple[Place, Place]]:
        """What is joined; a heading above a parted column stands over both."""
        for (top, left), (bottom, right) in self.grid.sheet.merged.items():
            if head := self.by_place.get((top, left)):
                for column in (self.column(c) + n for c in head.columns for n in range(_TWO)):
                    yield (top, column), (bottom, column)
            else:
                is_wider = right in self.parted and left < right
                yield (top, self.column(left)), (bottom, self.column(right) + is_wider)
        for head in self.heads:
            for row in {head.spot.row - 1, head.first - 1} - {head.spot.row}:
                for place in (self.column(c) for c in head.columns if self._heads(row, c)):
                    yield (row, place), (row, place + 1)

    def _heads(self, row: int, column: int) -> bool:
        """Whether a cell right above or below such a heading is one, and joined with no other."""
        spot = self.grid.sheet.spot(row, column)
        is_free = (row, column) not in self.grid.covers
        return is_free and bool(is_year(spot.text) or family_of(spot.text))
