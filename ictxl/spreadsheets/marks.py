"""Marks: what stands in or around cells besides their values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum, auto
from typing import NamedTuple

from ictxl.spreadsheets.xml_parts import decode_xml


class MarkKind(StrEnum):
    """Kinds of marks; `text` of each is told here."""

    __hash__ = str.__hash__  # Enum's own takes five times as long, and each mark is looked up often

    STRUCK = auto()
    """Struck through, wholly or in part: `text` is all, `kept` what is not struck."""
    SEEN = auto()
    """`text` is what a person sees where the value is another; `kept` what of it no character looks
    like, `about` why. Empty where a format hides the value."""
    FORMULA = auto()
    """A formula with a stored result; see `Mark.formula`."""
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
    DRAWN = auto()
    """A line or shape without text; `text` says what it is. It lies over the cells up to
    `last_row`, `last_column`."""
    CONTROL = auto()
    """A check box, drop-down and the like: `text` is its label, `about` says what it is, `kept` in
    which state. `formula` is the range of cells that it lists, `last_row` which of them is
    chosen."""
    PAGE = auto()
    """Header or footer."""
    LINK = auto()
    """Where a hyperlink leads."""
    OBJECT = auto()
    """A picture or embedded file, which cannot be read; `text` says what it is."""
    PROPERTY = auto()
    """A property of the document; `about` is its name. `hidden_texts` tells these four."""
    NAME = auto()
    """A defined name."""
    RULE = auto()
    """What a validation rule says; `about` where."""
    PART = auto()
    """A text anywhere else; `about` says where, in Japanese."""


COMPILED = "=…"
"""Stands for a formula that the file holds compiled: it is not told."""
IN_CELL = "セルの中の画像"
"""What a picture is called that a cell holds in place of a text."""
ALTERNATIVE = "図形や画像の説明(代替テキスト)"
"""What is called what a drawing says to who cannot see it, and a name that a person gave it."""
IN_FORMULA = "数式の中の文字"
"""What a text is called that a formula holds, whether it shows it or not."""


class Mark(NamedTuple):
    """One mark; rows and columns count from 0, -1 where it belongs to no cell."""

    kind: MarkKind
    row: int = -1
    column: int = -1
    text: str = ""
    kept: str = ""
    last_row: int = -1
    last_column: int = -1
    about: str = ""
    """Of a comment, who wrote it."""
    xml: bytes = b""
    """A formula as the sheet's XML has it, decoded when asked for: a sheet may hold many."""

    @property
    def formula(self) -> str:
        return decode_xml(self.xml) if self.xml else self.text


FORMULA_KINDS = frozenset({MarkKind.FORMULA, MarkKind.NO_RESULT})
"""Of cells that hold a formula."""


def with_text(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Those that say something."""
    return (mark for mark in marks if mark.text.strip())
