"""Find the heading rows of a table by their words and by what stands under them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ictxl.consolidated.reading.any_shape.grid import Grid
from ictxl.consolidated.reading.any_shape.headings.meanings import (
    LONGEST_HEADING,
    Family,
    family_of,
)
from ictxl.consolidated.reading.any_shape.labels import read_label
from ictxl.consolidated.reading.any_shape.values import (
    is_code,
    is_department,
    is_mark,
    is_nothing,
    read_amount,
)
from ictxl.consolidated.reading.any_shape.years import years_in
from ictxl.consolidated.reading.source_cells import CellSpot
from ictxl.text.clean import fold_name, trim

_HEADING_ROWS = 3
"""A heading has no more rows."""
_LOOKED_AT = 12
"""Rows below a possible heading that tell what its columns hold."""
_LEAST_COLUMNS = 3


@dataclass
class Head:
    """A heading: its rows, and the heading cells above each column."""

    first: int
    last: int
    columns: dict[int, list[CellSpot]] = field(default_factory=dict)
    """Column → its heading cells from the top; a merged one stands above each of its columns."""

    @property
    def left(self) -> int:
        return min(self.columns)

    @property
    def right(self) -> int:
        return max(self.columns)

    def words(self, column: int) -> str:
        """The heading of a column on one line: `令和5年度 実績`."""
        parts: list[str] = []
        for spot in self.columns[column]:
            words = "".join(map(trim, spot.text.split("\n")))
            if words not in parts:
                parts.append(words)
        return " ".join(parts)

    @property
    def spots(self) -> list[CellSpot]:
        return [spot for spots in self.columns.values() for spot in spots]


def find_heads(grid: Grid) -> list[Head]:
    """Every heading of a table on the sheet, from top to bottom; one that is repeated on a new page
    comes again."""
    heads: list[Head] = []
    row = 0
    while row < grid.height:
        head = _head_at(grid, row, heads)
        if head is None:
            row += 1
            continue
        heads.append(head)
        row = head.last + 1
    return heads


def _head_at(grid: Grid, row: int, before: Sequence[Head]) -> Head | None:
    spots = grid.rows[row]
    if before and _repeats(spots, before[-1]):
        return _again(grid, row, before[-1])
    if not _is_heading_row(grid, row, spots, is_first=not before):
        return None
    first = row
    while first and row - first + 1 < _HEADING_ROWS and _is_group_row(grid, first - 1, first):
        first -= 1
    last = row
    while last + 1 < grid.height and last - first + 1 < _HEADING_ROWS:
        if not _is_lower_row(grid, row, last + 1):
            break
        last += 1
    return _with_columns(grid, Head(first, last))


def _repeats(spots: Sequence[CellSpot], head: Head) -> bool:
    """Whether the row says what the heading's first row says."""
    if len(spots) < _LEAST_COLUMNS:
        return False
    known = {(s.column, fold_name(s.text)) for s in head.spots if s.row == head.first}
    return sum((s.column, fold_name(s.text)) in known for s in spots) * 4 >= len(spots) * 3


def _again(grid: Grid, row: int, head: Head) -> Head:
    """The same heading on a new page, with as many of its rows as are repeated."""
    last = row
    for offset in range(1, head.last - head.first + 1):
        if row + offset >= grid.height:
            break
        texts = {fold_name(s.text) for s in grid.rows[row + offset]}
        if texts and texts <= {fold_name(s.text) for s in head.spots}:
            last = row + offset
    return _with_columns(grid, Head(row, last))


def _is_heading_row(grid: Grid, row: int, spots: Sequence[CellSpot], *, is_first: bool) -> bool:
    if len(spots) < _LEAST_COLUMNS or not all(_could_head(s.text) for s in spots):
        return False
    families = [family_of(spot.text) for spot in spots]
    if all(families[::2]) and not any(families[1::2]) and len(spots) % 2 == 0:
        return False  # labels, each with its value beside it
    known = [family for family in families if family]
    distinct = set(known)
    if not is_first and (len(known) < _LATER_KNOWN or len(known) * 2 < len(spots)):
        return False
    names = Family.NAME in distinct or Family.INDICATOR in distinct
    if len(distinct) >= _LATER_KNOWN and names:
        return _has_rows(grid, row)
    evidence = sum(_tells(grid, row, spot) for spot in spots)
    has_departments = any(_heads_departments(grid, row, spot) for spot in spots)
    is_enough = bool(known) and len(known) + evidence >= _ENOUGH
    is_told = is_first and has_departments and evidence >= _TOLD
    return (is_enough or is_told) and _has_rows(grid, row)


_LATER_KNOWN = 3
_ENOUGH = 3
_TOLD = 2
"""So many columns of one kind of value, one of departments among them, tell a heading of words that
nobody knows."""


def _heads_departments(grid: Grid, row: int, spot: CellSpot) -> bool:
    texts = _below(grid, row, spot.column)
    return len(texts) > 1 and all(map(is_department, texts)) and not is_department(spot.text)


def _could_head(text: str) -> bool:
    folded = fold_name(text)
    is_short = len(folded) <= LONGEST_HEADING and "。" not in folded and folded[:1] not in "※"
    return is_short and (read_amount(text) is None or bool(years_in(text)))


def _has_rows(grid: Grid, row: int) -> bool:
    below = grid.rows[row + 1 : row + 1 + _LOOKED_AT]
    return any(len(spots) > 1 for spots in below)


def _below(grid: Grid, row: int, column: int) -> list[str]:
    rows = range(row + 1, min(row + 1 + _LOOKED_AT, grid.height))
    return [text for r in rows if not is_nothing(text := grid.text(r, column))]


def _tells(grid: Grid, row: int, spot: CellSpot) -> bool:
    """Whether what stands below is of one kind, and the cell itself is not."""
    texts = _below(grid, row, spot.column)
    if len(texts) < 2:  # noqa: PLR2004  # one text is of any kind
        return False
    kinds = (is_department, is_code, lambda text: read_amount(text) is not None)
    for kind in kinds:
        if all(map(kind, texts)) and not kind(spot.text):
            return True
    return len(set(texts)) * 2 <= len(texts) and spot.text not in texts


def _is_group_row(grid: Grid, row: int, below: int) -> bool:
    """Whether the row groups the headings below it: 計画 | 実績 above 目標, 予算 …"""
    spots = grid.rows[row]
    columns = {s.column for s in grid.rows[below]}
    if not spots or not all(_could_head(s.text) for s in spots) or _names_an_area(spots):
        return False
    if any(is_department(s.text) and not family_of(s.text) for s in spots):
        return False
    left = min(columns)
    if any(_is_of_the_paper(s, left) for s in spots):
        return False
    known = sum(bool(family_of(s.text)) or bool(years_in(s.text)) for s in spots)
    covered = [set(grid.spans(spot)) for spot in spots]
    if any(len(one) > 1 and one >= columns for one in covered):
        return False
    inside = all(left <= s.column <= max(columns) for s in spots)
    first_only = len(spots) == 1 and spots[0].column == left
    spread = any(len(one & columns) > 1 for one in covered)
    return inside and not first_only and (known * 2 >= len(spots) or spread)


_PAPER = re.compile(
    r"(?:計画|プラン|戦略|大綱|方針).{0,12}(?:進捗|進ちょく|実績|状況|一覧|評価|報告|点検)"
)


def _is_of_the_paper(spot: CellSpot, left: int) -> bool:
    """Whether a cell is the paper's name above the first heading, or the day when it was made."""
    is_name = spot.column == left and bool(_PAPER.search(fold_name(spot.text)))
    return is_name or any(year.month for year in years_in(spot.text))


def _names_an_area(spots: Sequence[CellSpot]) -> bool:
    return any(read_label(spot.text) is not None for spot in spots)


def _is_lower_row(grid: Grid, first: int, row: int) -> bool:
    """Whether the row belongs to the heading above: what it says stands under cells that take up
    several columns, or under blank ones."""
    spots = grid.rows[row]
    if not spots or not all(_could_head(s.text) for s in spots):
        return False
    above = row - 1
    upper = {s.column for s in grid.rows[above]}
    if min(s.column for s in spots) <= min(s.column for s in grid.rows[first]):
        return False
    is_blank_above = [
        s.column not in upper or grid.width_of(grid.sheet.spot(above, s.column)) > 1 for s in spots
    ]
    known = sum(bool(family_of(s.text)) or bool(years_in(s.text)) for s in spots)
    groups = _groups(grid, above, spots)
    is_marked = _are_marked(grid, row, spots)
    is_known = is_marked or (known * 2 >= len(spots) and not _is_data(spots))
    return is_known and (any(is_blank_above) or groups)


def _are_marked(grid: Grid, row: int, spots: Sequence[CellSpot]) -> bool:
    """Whether nothing but marks stands below: each heading is a choice."""
    below = [_below(grid, row, spot.column) for spot in spots]
    said = [text for texts in below for text in texts]
    return len(spots) > 1 and len(said) > 1 and all(map(is_mark, said))


def _groups(grid: Grid, above: int, spots: Sequence[CellSpot]) -> bool:
    return all(grid.holder(above, s.column).row != s.row for s in spots)


def _is_data(spots: Sequence[CellSpot]) -> bool:
    texts = [s.text for s in spots]
    return any(is_department(t) and family_of(t) is not Family.DEPARTMENT for t in texts)


def _with_columns(grid: Grid, head: Head) -> Head:
    """Heading cells above each column; in text without merged cells, a blank cell above a filled
    one continues the cell to its left."""
    right = max(
        spot.column + grid.width_of(spot) - 1
        for row in range(head.first, head.last + 1)
        for spot in grid.rows[row]
    )
    for column in range(right + 1):
        spots: list[CellSpot] = []
        for row in range(head.first, head.last + 1):
            spot = grid.holder(row, column)
            if not spot.text and row < head.last:
                spot = _from_the_left(grid, head, row, column)
            if spot.text and all(spot.place != one.place for one in spots):
                spots.append(spot)
        if spots:
            head.columns[column] = spots
    return head


def _from_the_left(grid: Grid, head: Head, row: int, column: int) -> CellSpot:
    """The group that a blank cell continues: both have headings of their own below."""
    blank = grid.sheet.spot(row, column)
    below = range(row + 1, head.last + 1)
    if (row, column) in grid.covers or not any(grid.text(r, column) for r in below):
        return blank
    for left in range(column - 1, -1, -1):
        if not any(grid.text(r, left) for r in below):
            return blank
        if grid.text(row, left):
            return grid.sheet.spot(row, left)
    return blank
