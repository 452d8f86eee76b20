"""A column of somebody's table: its heading, its values, and what it is taken for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from ictxl.consolidated.reading.any_shape.headings.meanings import Family, Meaning
from ictxl.consolidated.reading.any_shape.values import read_amount, share
from ictxl.consolidated.reading.source_cells import CellSpot
from ictxl.text.clean import fold_name


class IndicatorPart(Enum):
    """What of an indicator a column holds that no person need name."""

    GIVEN = "own column"
    PREVIOUS = "the actual of the year before"
    TARGET_OF_YEAR = "another year's target"
    RATE = "how far it was reached, which is computed"


@dataclass
class Column:
    """A column of a table: what stands above it, what below it, and what that is taken for."""

    index: int
    heading: str
    """On one line, as written."""
    spots: list[CellSpot]
    texts: list[str]
    """What stands below, without blanks."""
    letters: str = ""
    """Of the column in the file, where something stands below."""
    label: str = ""
    """The heading without its year: what the column is called in the plan."""
    year: int | None = None
    family: Family | None = None
    meaning: Meaning = Meaning.GIVEN
    is_sure: bool = True
    numbers: int | None = None
    """Of a 番号 that numbers a level: the column of that level."""
    repeats: list[CellSpot] = field(default_factory=list)
    """Further cells with the heading: on each page, on each 個票."""
    relative: int | None = None
    """-1 where the heading speaks of the year before: 前年度評価."""
    part: IndicatorPart | None = None
    """What of an indicator it holds besides what its meaning says."""
    holds_target: bool = False
    """Whether the 目標 stands below the name, in a row of its own."""
    offered: list[CellSpot] = field(default_factory=list)
    """Headings of columns of which one is marked: what may be chosen."""
    marks: list[CellSpot] = field(default_factory=list)
    """Cells with such marks."""
    kinds: list[CellSpot] = field(default_factory=list)
    """The heading above the cells that say that a row holds 目標 or 実績."""
    name: str = ""
    """What it is called in the plan: unlike any other column's name there."""

    @property
    def distinct(self) -> int:
        return len({fold_name(text) for text in self.texts})

    def mean(self, meaning: Meaning, *, is_sure: bool = True) -> None:
        self.meaning, self.is_sure = meaning, is_sure


def is_amount(text: str) -> bool:
    return read_amount(text) is not None


def all_of(column: Column, fits: Callable[[str], bool]) -> bool:
    return share(column.texts, sum(map(fits, column.texts)))


def mostly(column: Column, fits: Callable[[str], bool]) -> bool:
    return bool(column.texts) and sum(map(fits, column.texts)) * 2 > len(column.texts)
