"""What a placeholder is, what it says, and where it is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import IntEnum
from functools import lru_cache

from ictxl.consolidated.indicator_entries import IndicatorEntry
from ictxl.consolidated.table import Answer, AreaBlock, ConsolidatedTable, MeasureEntry
from ictxl.consolidated.year_table import YearTable


class Scope(IntEnum):
    """How often a placeholder has another value; the widest first."""

    PLAN = 0
    LEGEND = 1
    """With each line of 【凡例】."""
    AREA = 2
    """With each area of the plan's levels."""
    MEASURE = 3
    ANSWER = 4
    """With each department's answer on a measure."""
    INDICATOR = 5
    """With each indicator of a measure."""
    SHEET = 6
    """Of what a sheet is made for: a measure, on a sheet of its own."""


@dataclass(slots=True)
class Told:
    """What a cell says."""

    text: str = ""
    heads: tuple[tuple[int, int, bool], ...] = ()
    """Where in the text the answers' heads stand, and whether something is missing there."""
    is_open: bool = False
    """Whether readers are to see at once that something is missing."""
    number: Decimal | dt.date | None = None
    """The value of a cell that holds nothing else."""
    number_format: str = ""
    narrow: str = ""
    """What stands for the text in a cell that has no room for its longest line."""


NOTHING = Told()


@dataclass(frozen=True)
class Context:
    """Where a placeholder is asked for."""

    table: ConsolidatedTable
    block: AreaBlock | None = None
    entry: MeasureEntry | None = None
    answer: Answer | None = None
    indicator: IndicatorEntry | None = None
    legend: Mapping[str, str] = field(default_factory=dict)
    years: YearTable | None = None
    """The answers of earlier years, where some are given."""
    lists_departments: bool = True
    """Whether 担当課 stands for all of a measure's: there is no row for each answer."""


@dataclass(frozen=True)
class Name:
    """A placeholder that a template may hold."""

    scope: Scope
    value: Callable[[Context], Told]
    repeats: bool = False
    """Whether it stands again on each page over which its row goes on."""
    level: int = 0
    """Of an area: its place in the plan's levels, from the top."""
    is_number: bool = False
    """Whether it is a measure's 項番."""
    per_answer: bool = False
    """Whether it has another value on each answer's row, where there is one: 担当課."""
    only_names: bool = False
    """Whether it says no more than which measure it is: 項番, 施策番号, 施策名称."""
    is_title: bool = False
    """Whether it is a measure's 施策名称, which a further page repeats in short."""


class Words(Mapping[str, Name]):
    """Placeholders by their names. Besides those that it lists, it knows some with a year behind a
    colon, 評価:前年度; `dated` gives them, or None."""

    def __init__(self, names: Mapping[str, Name], dated: Callable[[str, str], Name | None]) -> None:
        self._names, self._dated = names, lru_cache(maxsize=None)(dated)

    def __getitem__(self, name: str) -> Name:
        if name in self._names:
            return self._names[name]
        asked, _, year = name.rpartition(":")
        if (found := self._dated(asked, year)) is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def joined(parts: Iterable[Told | str]) -> Told:
    """A cell's text of words and placeholders; nothing where all of the placeholders are empty."""
    text, heads, is_open, is_empty = "", [], False, True
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        is_empty = is_empty and not part.text
        is_open = is_open or part.is_open
        heads += [(start + len(text), end + len(text), o) for start, end, o in part.heads]
        text += part.text
    return NOTHING if is_empty else replace(NOTHING, text=text, heads=tuple(heads), is_open=is_open)
