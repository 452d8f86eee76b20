"""What stands in or around cells besides their values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class MarkKind(Enum):
    """Kinds of marks; `text` of each is told here."""

    STRUCK = auto()
    """Struck through, wholly or in part: `text` is all, `kept` what is not struck."""
    FORMULA = auto()
    """A formula with a stored result: `text` is the formula with `=`."""
    NO_RESULT = auto()
    """A formula without one."""
    ERROR = auto()
    """An error value such as `#REF!`."""
    MERGED = auto()
    """Merged up to `last_row` and `last_column`."""
    HIDDEN_ROW = auto()
    """Rows `row` to `last_row`."""
    HIDDEN_COLUMN = auto()
    """Columns `column` to `last_column`."""
    COMMENT = auto()
    SHAPE = auto()
    """Text of a text box, shape, chart or diagram; `row`, `column` of its upper left corner."""
    PAGE = auto()
    """Header or footer."""
    LINK = auto()
    """Where a hyperlink leads."""
    OBJECT = auto()
    """A picture or embedded file, which cannot be read; `text` says what it is."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark; rows and columns count from 0, -1 where it belongs to no cell."""

    kind: MarkKind
    row: int = -1
    column: int = -1
    text: str = ""
    kept: str = ""
    last_row: int = -1
    last_column: int = -1
