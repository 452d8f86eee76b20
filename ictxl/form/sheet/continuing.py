"""Continue given texts in rows below where no row is high enough for them.

Excel allows no row above 409.5 pt. Rows are not joined for it, since Excel neither sorts nor fits
joined cells; each part stands in a row of its own, locked, under the part before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Border, PatternFill, Protection, Side

from ictxl.contract.fields import CONTINUED_LABEL, FormFields
from ictxl.form.sheet.cells import style_of, write_style
from ictxl.form.template import placeholders
from ictxl.text.linebreak import split_text, takes_at_most
from ictxl.text.row_height import MAX_ROW_HEIGHT, lines_within

CONTINUED_HEIGHT = MAX_ROW_HEIGHT / 2
"""Points of a row with part of a text. A sheet scrolls by whole rows in Excel until 2021, where the
foot of a row higher than the window is never seen; and two fill a page that one would leave half
empty."""


@dataclass(frozen=True)
class Room:
    """How much of a text a cell can show."""

    units: int
    """Of a line."""
    size: float
    """Of the font, in points."""

    def parts(self, text: str) -> Sequence[str]:
        """The text, cut where a row of its own is not high enough."""
        return _parts(text, self.units, self.size)


@lru_cache(maxsize=4096)
def _parts(text: str, units: int, size: float) -> Sequence[str]:
    # Several departments have the same measures.
    if takes_at_most(text, units, max(1, lines_within(MAX_ROW_HEIGHT, size))):
        return (text,)
    return tuple(split_text(text, units, max(1, lines_within(CONTINUED_HEIGHT, size))))


Block = list[dict[int, str]]
"""The rows of one measure: column → text."""


def block_of(texts: Mapping[int, str], rooms: Mapping[int, Room], label: int | None) -> Block:
    """A measure's texts as rows; from the second on those that go on, and whose they are.

    `label` is the column that tells so. A text without a room stands in its first row whole.
    """
    cut = {
        column: rooms[column].parts(text) if column in rooms else (text,)
        for column, text in texts.items()
    }
    rows: Block = [
        {column: parts[number] for column, parts in cut.items() if number < len(parts)}
        for number in range(max(map(len, cut.values()), default=1))
    ]
    for row in rows[1:]:
        if label is not None and len(cut[label]) == 1:
            row[label] = f"{_short(texts[label])}\n{CONTINUED_LABEL}".lstrip()
    return rows


_LONGEST_LABEL = 30


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_LABEL else f"{line[:_LONGEST_LABEL]}…"


def label_column(texts: Mapping[int, str], fields: FormFields, keys: Sequence[str]) -> int | None:
    """The column that tells rows apart: that of the first of the fields `keys` that has one."""
    for key in keys:
        for column, text in texts.items():
            if fields.by_key[key].placeholder in placeholders.names_in(text):
                return column
    return None


class ContinuedStyle:
    """Looks of a measure's rows where it has several: one frame around all, input in the first."""

    def __init__(self, asked: AbstractSet[int], merged: Mapping[int, int]) -> None:
        """`asked` are the input columns; `merged` says of columns merged into another which one
        that is."""
        self._inputs = {*asked, *(column for column, into in merged.items() if into in asked)}
        self._known: dict[tuple[int | None, bool, bool], Any] = {}

    def apply(
        self, cells: Sequence[Cell | MergedCell], quiet: Cell | None, first: bool, last: bool
    ) -> None:
        """Frame a row's cells, which have the prototype's looks.

        `quiet` is a given cell, whose fill the unused cells below the input cells take.
        """
        for cell in cells:
            key = (cell.column, first, last)
            if key not in self._known:
                self._restyle(cell, quiet, first, last)
                self._known[key] = style_of(cell)
            else:
                write_style(cell, copy(self._known[key]))

    def _restyle(
        self, cell: Cell | MergedCell, quiet: Cell | None, first: bool, last: bool
    ) -> None:
        is_input = cell.column in self._inputs
        if first and is_input:
            return
        border: Any = copy(cell.border)
        cell.border = Border(
            left=border.left,
            right=border.right,
            top=border.top if first else Side(),
            bottom=border.bottom if last else Side(),
        )
        if first:
            return
        cell.protection = Protection(locked=True)
        if is_input:
            fill: Any = copy(quiet.fill) if quiet is not None else PatternFill()
            cell.fill = fill
