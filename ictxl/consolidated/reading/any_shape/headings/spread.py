"""Where what a cell says depends on more than its column: ○ in one of several columns, rows of 目標
and 実績 under years, `〃` for what stands above."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from ictxl.consolidated.reading.any_shape.grid import Grid
from ictxl.consolidated.reading.any_shape.headings.heads import Head
from ictxl.consolidated.reading.any_shape.headings.meanings import Family, family_of
from ictxl.consolidated.reading.any_shape.values import (
    is_department,
    is_mark,
    is_nothing,
    one_line,
    share,
)
from ictxl.consolidated.reading.any_shape.years import is_year
from ictxl.consolidated.reading.source_cells import CellSpot
from ictxl.text.clean import fold_name, trim

_KIND = re.compile(
    r"(?:当初|年度)?(?:(?P<plan>目標|計画|予定|見込み?)|実績|結果|実施|取組)(?:値|額|量|数|内容|状況)?"
    r"|(?:達成|進捗)(?:率|割合)"
)
_DITTO = re.compile(r"[〃々\"”″]|同上")
_LEAST = 2

Place = tuple[int, str]
"""A column, and what its rows hold: 目標, 実績; empty where all hold the same."""


@dataclass
class Spread:
    """How the cells of a table are read."""

    marked: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Column that is chosen by a mark → the first column of its group, and the choice."""
    noted: frozenset[int] = frozenset()
    """Those of them in which the mark says more: ◎ for who leads."""
    kinds: dict[int, CellSpot] = field(default_factory=dict)
    """Row → the cell that says whether it holds 目標 or 実績."""
    years: frozenset[int] = frozenset()
    """Columns of which that counts."""
    indented: dict[int, int] = field(default_factory=dict)
    """Column whose names belong to the one at its left, a level below → that one."""
    above: dict[tuple[int, int], str] = field(default_factory=dict)
    """Cell with `〃` → the text that it stands for."""

    def place(self, spot: CellSpot) -> Place:
        if spot.column in self.marked:
            return self.marked[spot.column][0], ""
        if spot.column in self.indented:
            return self.indented[spot.column], ""
        kind = self.kinds.get(spot.row) if spot.column in self.years else None
        return spot.column, fold_name(kind.text) if kind else ""

    def read(self, spots: Iterable[CellSpot]) -> Iterator[CellSpot]:
        """The cells of a row as what they stand for."""
        for spot in spots:
            if spot.column in self.marked and is_mark(spot.text):
                mark = trim(spot.text) if spot.column in self.noted else ""
                yield spot.saying(mark + self.marked[spot.column][1])
            elif (spot.row, spot.column) in self.above:
                yield spot.saying(self.above[spot.row, spot.column])
            elif self.kinds.get(spot.row) != spot:
                yield spot


def find_spread(grid: Grid, head: Head, rows: Sequence[int]) -> Spread:
    """What of a table's `rows` is to be read otherwise than cell by cell."""
    spread = Spread(above=_dittos(grid, rows))
    for first, group in _groups(head):
        if _are_chosen(grid, group, rows):
            choices = {c: (first, one_line(head.columns[c][-1].text)) for c in group}
            spread.marked |= choices
    departments = _departments(grid, head, rows)
    marks = {grid.text(row, column) for row in rows for column in departments} - {""}
    spread.noted = frozenset(departments if len(marks) > 1 else ())
    spread.marked |= departments
    for first in head.columns:
        group = _indented(grid, head, first, rows)
        spread.indented |= dict.fromkeys(group, first)
    for column in head.columns:
        kinds = {row: grid.holder(row, column) for row in rows}
        years = frozenset(c for c in head.columns if c > column and is_year(head.words(c)))
        if years and _are_kinds([spot.text for spot in kinds.values()]):
            spread.kinds, spread.years = kinds, years
            break
        if _are_years(grid, head, column, rows):
            behind = frozenset(c for c in head.columns if c > column)
            spread.kinds, spread.years = kinds, behind
            break
    return spread


def _dittos(grid: Grid, rows: Sequence[int]) -> dict[tuple[int, int], str]:
    last: dict[int, str] = {}
    found: dict[tuple[int, int], str] = {}
    for spot in (spot for row in rows for spot in grid.rows[row]):
        if not _DITTO.fullmatch(fold_name(spot.text)):
            last[spot.column] = spot.text
        elif spot.column in last:
            found[spot.row, spot.column] = last[spot.column]
    return found


def _indented(grid: Grid, head: Head, first: int, rows: Sequence[int]) -> list[int]:
    """The columns below one heading of names, where each row has its name in one of them."""
    spots = head.columns[first]
    if spots[0].column != first or family_of(head.words(first)) is not Family.NAME:
        return []
    group = [first]
    while group[-1] < head.right and head.columns.get(group[-1] + 1, spots) == spots:
        group.append(group[-1] + 1)
    said = [[c for c in group if not is_nothing(grid.text(row, c))] for row in rows]
    used = {column for columns in said for column in columns}
    is_one_each = all(len(columns) <= 1 for columns in said)
    return group if is_one_each and len(used) >= _LEAST else []


def _groups(head: Head) -> Iterator[tuple[int, list[int]]]:
    """Columns below one heading, with the first of them."""
    several = [column for column in sorted(head.columns) if len(head.columns[column]) >= _LEAST]
    for _, columns in groupby(several, key=lambda column: head.columns[column][-2].place):
        group = list(columns)
        if len(group) >= _LEAST:
            yield group[0], group


def _are_chosen(grid: Grid, group: Sequence[int], rows: Sequence[int]) -> bool:
    """Whether each row has one mark in one of the columns."""
    said = [[t for c in group if not is_nothing(t := grid.text(row, c))] for row in rows]
    texts = [text for row in said for text in row]
    is_one_each = all(len(row) <= 1 for row in said) and len(texts) > 1
    return is_one_each and all(map(is_mark, texts)) and len(set(map(fold_name, texts))) == 1


def _departments(grid: Grid, head: Head, rows: Sequence[int]) -> dict[int, tuple[int, str]]:
    """The columns that are headed by departments, each with marks where it takes part."""
    group = []
    for column, spots in head.columns.items():
        texts = [text for row in rows if not is_nothing(text := grid.text(row, column))]
        is_named = is_department(spots[-1].text) and family_of(spots[-1].text) is None
        if is_named and texts and all(map(is_mark, texts)):
            group.append(column)
    return {c: (group[0], one_line(head.columns[c][-1].text)) for c in group if len(group) > 1}


def _are_years(grid: Grid, head: Head, column: int, rows: Sequence[int]) -> bool:
    """Whether each measure has a row a year: 年度 says which, and what stands left of it stays."""
    texts = [grid.holder(row, column).text for row in rows]
    if not _YEARS.fullmatch(fold_name(head.words(column))) or not all(map(is_year, texts)):
        return False
    left = [[grid.text(row, c) for c in range(column)] for row in rows]
    goes_on = sum(not any(one) or one == before for before, one in pairwise(left))
    return len(set(texts)) > 1 and goes_on * len(set(texts)) >= len(rows)


_YEARS = re.compile("(?:実施|評価|対象)?年度?")


def _are_kinds(texts: Sequence[str]) -> bool:
    """Whether rows of 目標 and of 実績 take turns."""
    said = [text for text in texts if text]
    known = [match for text in said if (match := _KIND.fullmatch(fold_name(text)))]
    plans = sum(bool(match["plan"]) for match in known)
    return share(said, len(known)) and 0 < plans < len(known)
