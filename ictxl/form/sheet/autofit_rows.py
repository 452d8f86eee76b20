"""Fit row heights to texts, and continue a text in rows below where no row is high enough for it.

Excel allows no row above 409.5 pt. Rows are not joined for it, since Excel neither sorts nor fits
joined cells; each part stands in a row of its own, locked, under the part before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Border, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract import placeholders
from ictxl.contract.fields import CONTINUED_LABEL, FormFields
from ictxl.form.sheet.cells import given_text, restyle, row_cells, style_of, write_style
from ictxl.text.linebreak import line_count, split_text, takes_at_most, text_units
from ictxl.text.row_height import MAX_ROW_HEIGHT, column_units, height_of, lines_within

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


DEFAULT_WIDTH = 8.43
"""Digits; a column's width where neither it nor its sheet names one (ECMA-376 18.3.1.81)."""
DEFAULT_HEIGHT = 15.0
SMALLEST_FONT = 8.0
"""Points; a text outside the measures that is too long for the highest row Excel allows is set
smaller, down to what can still be read on paper."""


def fit_rows(sheet: Worksheet, rows: range, shown: Mapping[str, str | int]) -> None:
    """Make rows high enough to show their texts whole; never lower than they are.

    `shown` gives the texts of formulas, by cell.
    """
    default_size = default_font_size(sheet)
    merged = merged_areas(sheet)
    last = sheet.max_column
    for row in rows:
        height = sheet.row_dimensions[row].height or DEFAULT_HEIGHT
        for cell in row_cells(sheet, row, last):
            text = str(shown.get(cell.coordinate, given_text(cell)))
            area = merged.get(cell.coordinate)
            width = shown_width(sheet, cell, area)
            if not text or not width or (area and area.max_row > row):
                continue
            height = max(height, _fit_cell(cell, text, width, default_size))
        sheet.row_dimensions[row].height = min(round(height, 1), MAX_ROW_HEIGHT)


def _fit_cell(cell: Cell, text: str, width: float, default_size: float) -> float:
    """Points the cell needs; its font is made smaller where no row is high enough."""
    usual = size = float(cell.font.sz or default_size)
    while True:
        units = _units(cell, width, size, default_size)
        lines = _lines(text, units) if cell.alignment.wrap_text else 1
        height = height_of(lines, size)
        if height <= MAX_ROW_HEIGHT or size <= SMALLEST_FONT:
            break
        size -= 0.5
    if size < usual:
        restyle(cell, "font", sz=size)
    return height


def is_room_for(sheet: Worksheet, cell: Cell, text: str) -> bool:
    """The cell, however high its row gets, shows the text whole at a size that can be read."""
    default_size = default_font_size(sheet)
    area = merged_areas(sheet).get(cell.coordinate)
    width = shown_width(sheet, cell, area)
    size, room = min(float(cell.font.sz or default_size), SMALLEST_FONT), MAX_ROW_HEIGHT
    if area and area.max_row > area.min_row:
        # Such rows are not made higher, see `fit_rows`.
        size = float(cell.font.sz or default_size)
        rows = range(area.min_row, area.max_row + 1)
        heights: list[float] = [sheet.row_dimensions[r].height or DEFAULT_HEIGHT for r in rows]
        room = sum(heights)
    lines = line_count(text, _units(cell, width, size, default_size))
    return not width or not cell.alignment.wrap_text or height_of(lines, size) <= room


def _units(cell: Cell, width: float, size: float, default_size: float) -> int:
    """Of a line; where letters stand one below the other, room for one of them."""
    return _ONE_LETTER if cell.alignment.textRotation else column_units(width, size, default_size)


_ONE_LETTER = 2


def rooms_of(sheet: Worksheet, cells: Sequence[Cell]) -> dict[int, Room]:
    """How much each cell of a row shows, by column; hidden ones need no room."""
    default_size = default_font_size(sheet)
    merged = merged_areas(sheet)
    rooms = {}
    for cell in cells:
        width = shown_width(sheet, cell, merged.get(cell.coordinate))
        size = float(cell.font.sz or default_size)
        if width:
            rooms[cell.column] = Room(_units(cell, width, size, default_size), size)
    return rooms


def wrap_where_needed(cell: Cell, room: Room, texts: Iterable[str]) -> None:
    """Make the cell wrap if one of the texts does not fit on its line."""
    wraps = cell.alignment.wrap_text
    if not wraps and any("\n" in text or text_units(text) > room.units for text in texts):
        restyle(cell, "alignment", wrap_text=True, shrink_to_fit=None)


def merged_areas(sheet: Worksheet) -> dict[str, CellRange]:
    """Merged cells, by the one that shows."""
    return {area.start_cell.coordinate: area for area in sheet.merged_cells.ranges}


def shown_width(sheet: Worksheet, cell: Cell, area: CellRange | None) -> float:
    """Of the cell or of the area that is merged into it, in digits of the default font."""
    end = area.max_col if area else cell.column
    return sum(column_width(sheet, column) for column in range(cell.column, end + 1))


_lines = lru_cache(maxsize=4096)(line_count)
"""Several departments have the same measures."""


def default_font_size(sheet: Worksheet) -> float:
    """Of the workbook's default font, in whose digits column widths are counted."""
    fonts: Any = vars(sheet.parent)["_fonts"]
    return float(fonts[0].sz or _EXCELS_SIZE)


_EXCELS_SIZE = 11.0


def column_width(sheet: Worksheet, column: int) -> float:
    """In digits of the default font; 0 where the column is hidden."""
    letters = get_column_letter(column)
    if letters in sheet.column_dimensions:
        dimension = sheet.column_dimensions[letters]
        if dimension.hidden:
            return 0.0
        if dimension.width:
            return float(dimension.width)
    return float(sheet.sheet_format.defaultColWidth or DEFAULT_WIDTH)
