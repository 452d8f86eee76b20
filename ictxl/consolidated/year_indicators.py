"""The indicators of several years, followed with their measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ictxl.consolidated.indicator_entries import IndicatorEntry
from ictxl.consolidated.table import State
from ictxl.consolidated.year_table import Line, Place, YearTable
from ictxl.indicators import ACTUAL_NAME, REMARK_NAME, Indicator, number_of, percent
from ictxl.model import Measure
from ictxl.text.clean import fold_name

RATE_NAME = "達成率"
DATED = (ACTUAL_NAME, "目標値", "基準値", RATE_NAME, REMARK_NAME)
"""What of an indicator is asked for by year."""


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator of a measure, as one department told of it: what each year has of it."""

    number: str
    title: str
    department: str
    indicator: Indicator
    """As the last year has it that has it at all."""
    entries: tuple[IndicatorEntry | None, ...]

    @property
    def name(self) -> str:
        unit = self.indicator.unit
        return f"{self.indicator.name}({unit})" if unit else self.indicator.name


class YearIndicators:
    """The indicators of all years, this one last; one counts as the same by its measure, its name
    and its unit."""

    def __init__(self, years: YearTable) -> None:
        self.years = years
        self._entries = [_by_place(table.indicator_entries) for table in years.tables]

    @cached_property
    def rows(self) -> tuple[IndicatorRow, ...]:
        """In the order of 年度推移's list; none where only one year has any indicators."""
        if sum(map(bool, self._entries)) < _FEWEST_YEARS:
            return ()
        return tuple(
            row
            for lines in self.years.measures
            for line in lines
            for row in self._rows(self.years.last_measure(lines), line)
        )

    def _rows(self, measure: Measure, line: Line) -> Iterator[IndicatorRow]:
        told = [
            of.get(place, {}) if place else {}
            for of, place in zip(self._entries, line, strict=True)
        ]
        for key in dict.fromkeys(key for of in reversed(told) for key in of):
            entries = tuple(of.get(key) for of in told)
            last = next(entry for entry in reversed(entries) if entry)
            yield IndicatorRow(measure.id, measure.title, last.department, last.indicator, entries)

    def rates(self) -> list[tuple[int, Decimal | None]]:
        """Of each year how many 達成率 there are, and their mean."""
        made: list[tuple[int, Decimal | None]] = []
        for table in self.years.tables:
            rates = [entry.rate for entry in table.indicator_entries if entry.rate is not None]
            made.append((len(rates), sum(rates, Decimal(0)) / len(rates) if rates else None))
        return made

    def value(self, heading: str, year: int, place: Place, name: str) -> str:
        """`{実績値:R5}` of the indicator of that name: what a department of this year's table told
        in that year, as it is printed; empty where it told nothing then."""
        there = self.years.place_in(year, place)
        if there is None:
            return ""
        index, place = there
        wanted = fold_name(name)
        of_measure = self._entries[index].get(place, {})
        entry = next((e for (known, _), e in of_measure.items() if known == wanted), None)
        if entry is None:
            return ""
        own = entry.indicator
        texts = (own.with_unit(entry.actual), own.with_unit(own.target))
        others = (own.with_unit(own.baseline), percent(entry.rate), entry.remark)
        return dict(zip(DATED, (*texts, *others), strict=True)).get(fold_name(heading), "")


_FEWEST_YEARS = 2
_Key = tuple[str, str]
"""Folded name and unit."""


def _by_place(entries: Sequence[IndicatorEntry]) -> dict[Place, dict[_Key, IndicatorEntry]]:
    found: dict[Place, dict[_Key, IndicatorEntry]] = {}
    for entry in entries:
        key = fold_name(entry.indicator.name), fold_name(entry.indicator.unit)
        found.setdefault((entry.measure.id, entry.department), {})[key] = entry
    return found


def actual_of(entry: IndicatorEntry) -> Decimal | str:
    """The actual as a number, as it was written, or why there is none."""
    number = number_of(entry.actual)
    if number is not None:
        return number
    return entry.actual or (State.BLANK if entry.is_submitted else State.MISSING).value
