"""The ratings of several years' consolidated tables: counted for charts, and side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from ictxl.consolidated.data.reading import read_data
from ictxl.consolidated.reading import ImportedTable
from ictxl.consolidated.year_table import MOST_YEARS, YearHistory, YearTable
from ictxl.errors import IctxlError
from ictxl.pipeline.year_tables import consolidated, read_table, year_of
from ictxl.report.page import Bar, stacked_bars
from ictxl.returned.kept_files import Signature, signature_of
from ictxl.years.matching import follow

_TONES = 7
"""So many colours the charts have."""


@dataclass(frozen=True)
class TableYear:
    """A consolidated workbook and its year."""

    path: Path
    year: int
    label: str


@dataclass(frozen=True)
class YearRatings(TableYear):
    """The same with its ratings, to be drawn."""

    bars: tuple[Bar, ...]


def ratings_by_year(tables: Sequence[Path]) -> tuple[YearRatings, ...]:
    """Tables that can be read, the earliest year first."""
    return _in_order(_ratings(path, signature_of(path)) for path in tables)


def years_of(tables: Sequence[Path]) -> tuple[TableYear, ...]:
    """The years of ictxl's own tables, the earliest first; quick, since nothing else is read."""
    return _in_order(_year_of(path, signature_of(path)) for path in tables)


_Of = TypeVar("_Of", bound=TableYear)


def _in_order(read: Iterable[_Of | None]) -> tuple[_Of, ...]:
    return tuple(sorted((one for one in read if one), key=lambda one: (one.year, str(one.path))))


def side_by_side(ratings: Sequence[YearRatings]) -> YearTable | None:
    """The years' answers as the sheet 年度推移 has them; of a year's tables the first, and at most
    as many years as the sheet shows. None where there are not two years."""
    by_year = {one.year: one.path for one in reversed(ratings)}
    paths = [by_year[year] for year in sorted(by_year)][-MOST_YEARS - 1 :]
    return _side_by_side(tuple((p, signature_of(p)) for p in paths)) if len(paths) > 1 else None


@lru_cache(maxsize=8)
def _side_by_side(files: tuple[tuple[Path, Signature], ...]) -> YearTable | None:
    tables = [table for file in files if (table := _table(*file))]
    if len(tables) < len(files):
        return None  # one has gone meanwhile: the next look knows
    *made, last = map(consolidated, tables)
    years = [year_of(path, table) for (path, _), table in zip(files, tables, strict=True)]
    return YearTable(last, YearHistory(tuple(made), tuple(follow(years))))


@lru_cache(maxsize=64)
def _table(path: Path, _as_it_is: Signature) -> ImportedTable | None:
    try:
        return read_table(path)
    except IctxlError:
        return None


@lru_cache(maxsize=64)
def _year_of(path: Path, _as_it_is: Signature) -> TableYear | None:
    try:
        data = read_data(path)
    except IctxlError:
        return None
    return TableYear(path, data.year, data.year_label)


@lru_cache(maxsize=64)
def _ratings(path: Path, signature: Signature) -> YearRatings | None:
    year = _table(path, signature)
    if year is None:
        return None
    plan = year.plan
    leading = plan.leading_choice
    if leading is None or leading.choices is None:
        return None
    given = Counter(response[leading.key] for response in year.responses)
    pieces = [
        (choice.code, given.pop(choice.code, 0), f"rating{index % _TONES}")
        for index, choice in enumerate(leading.choices.choices)
    ]
    bars = stacked_bars([*pieces, ("未記入・不明", given.total(), "none")])
    return YearRatings(path, plan.year, plan.year_label, tuple(bars))
