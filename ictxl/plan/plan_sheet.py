"""What a sheet of the plan workbook is: columns that are found by their headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

LONGEST_NAME = 255
"""Characters of a name that becomes a table's heading (Excel specifications and limits)."""
CONTINUES, ENDS = "継続", "終了"
"""区分 of a rating or a next step; the first is meant where the cell is blank."""
YES, NO = "○", "×"
"""回答対象; the first is meant where the cell is blank."""


class ColumnKind(Enum):
    """What a column's cells hold."""

    LINE = auto()
    """Text on one line; a line break inside it is a person's layout and is dropped."""
    TEXT = auto()
    """Text, with its line breaks."""
    NUMBER = auto()
    """A whole number."""
    CODE = auto()
    """A number as people give them: 3, R2-1. Excel makes neither a date nor 1 of 001 of it."""
    BOUND = auto()
    """A number, or blank."""


# Each is itself only: a row is a dict of its columns, and hashing all of their fields takes time.
@dataclass(frozen=True, eq=False)
class PlanColumn:
    """A column, found by its heading."""

    heading: str
    width: float
    """In digits of the body font."""
    prompt: str = ""
    """Shown in Excel when a cell is selected; at most 255 characters."""
    kind: ColumnKind = ColumnKind.LINE
    choices: tuple[str, ...] = ()
    """The only values allowed."""
    listed_in: str = ""
    """What the dropdown offers: the first column of the sheet of that name, or a hidden list's."""
    is_strict: bool = True
    """False where the dropdown is a hint, and other values may be typed."""
    read: bool = True
    """False for a column that only explains."""
    optional: bool = False
    """True where the table may do without the column."""
    own: bool = False
    """True for a column that is the plan's own."""
    each_row: bool = False
    """True where every row has its own value. Of the other columns, a cell that is joined with the
    ones below it counts for all of their rows."""


Record = Mapping[PlanColumn, str | int | Decimal]
"""What a row's cells hold."""


@dataclass(frozen=True)
class PlanSheet:
    name: str
    columns: tuple[PlanColumn, ...]
    optional: bool = False
    """True where a plan workbook may do without it."""
    may_be_other: bool = False
    """True where a sheet of that name without any of the headings is somebody's own."""
    only_filled: bool = False
    """True where it is written only if it holds anything."""

    @property
    def read_columns(self) -> tuple[PlanColumn, ...]:
        return tuple(column for column in self.columns if column.read)
