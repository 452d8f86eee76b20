"""Parse the values of a plan's cells; each mistake is reported, and None stands for no value."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from ictxl.contract.spellings import fold_spelling
from ictxl.model import LARGEST_NUMBER
from ictxl.plan.columns import NO, YES, Column
from ictxl.plan.source_cells import Cell
from ictxl.plan.table_rows import Mistakes
from ictxl.text.clean import fold_code, trim

# Rings and crosses that Japanese keyboards offer; ○ and × are what the dropdown gives.
_VARIANTS = {**dict.fromkeys("○〇◯O", YES), **dict.fromkeys("×✕✖╳X", NO)}


def text(cell: Cell, mistakes: Mistakes) -> str:
    """With its line breaks; blank is ""."""
    if cell.is_date:
        mistakes.at(cell, "P007")
    return cell.text


def line(cell: Cell, mistakes: Mistakes) -> str:
    """On one line: a line break inside a name is a person's layout."""
    return one_line(text(cell, mistakes))


def one_line(words: str) -> str:
    return trim("".join(map(trim, words.split("\n"))))


def required(read: Callable[[Cell, Mistakes], str], cell: Cell, mistakes: Mistakes) -> str:
    """As `read` gives it; a blank is reported."""
    value = read(cell, mistakes)
    if not value and not cell.fault:
        mistakes.at(cell, "P009")
    return value


def number(cell: Cell, mistakes: Mistakes) -> int | None:
    """A whole number from 1 to LARGEST_NUMBER."""
    if cell.fault:
        return None
    if not cell.text:
        mistakes.at(cell, "P009")
        return None
    value = whole_number(cell, LARGEST_NUMBER)
    if value is None:
        mistakes.at(cell, "P010", largest=LARGEST_NUMBER)
    return value


def whole_number(cell: Cell, largest: int) -> int | None:
    """`3`, `3.0`, `３`; None for anything else."""
    words = _WHOLE.fullmatch(fold_code(cell.text))
    value = int(words[1]) if words and len(words[1]) <= len(str(largest)) else 0
    return value if 1 <= value <= largest and not isinstance(cell.value, bool) else None


_WHOLE = re.compile(r"([0-9]+)(\.0+)?")


def choice(cell: Cell, column: Column, mistakes: Mistakes) -> str:
    """One of the column's choices; the first where the cell is blank or wrong."""
    fold = fold_spelling(cell.text)
    for allowed in column.choices:
        if allowed in (fold, _VARIANTS.get(fold)):
            return allowed
    if fold:
        mistakes.at(cell, "P012", choices="・".join(column.choices))
    return column.choices[0]


@dataclass
class Once:
    """Sees to it that a value stands only once in a list."""

    mistakes: Mistakes
    code: str = "P011"
    seen: dict[object, Cell] = field(default_factory=dict)

    def note(self, key: object, cell: Cell, **facts: object) -> bool:
        """False, and reported, where `key` was noted before."""
        if key in self.seen:
            first = self.seen[key]
            words = {"first": first.ref, "first_value": first.text, **facts}
            self.mistakes.at(cell, self.code, **words)
            return False
        self.seen[key] = cell
        return True
