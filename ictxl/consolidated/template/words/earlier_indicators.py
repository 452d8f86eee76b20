"""Placeholders of an indicator in an earlier year: {実績値:前年度}, {達成率:R5}."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from ictxl.consolidated.template.words.indicator_words import indicator_words
from ictxl.consolidated.template.words.told import NOTHING, Context, Name, Scope, Told
from ictxl.consolidated.year_indicators import DATED, YearIndicators
from ictxl.consolidated.year_table import YearTable, read_year_name
from ictxl.model import Plan


class IndicatorWords(Mapping[str, Name]):
    """All that a row of indicators may hold besides what any row may."""

    def __init__(self, plan: Plan) -> None:
        self._names, self._this_year = indicator_words(plan), plan.year

    def __getitem__(self, name: str) -> Name:
        if name in self._names:
            return self._names[name]
        asked, _, told = name.rpartition(":")
        year = read_year_name(told, self._this_year)
        if asked not in DATED or year is None:
            raise KeyError(name)
        return Name(Scope.INDICATOR, _earlier(asked, year), repeats=True)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _earlier(asked: str, year: int) -> Callable[[Context], Told]:
    def value(context: Context) -> Told:
        entry = context.indicator
        if entry is None or context.years is None:
            return NOTHING
        place = (entry.measure.id, entry.department)
        return Told(_of(context.years).value(asked, year, place, entry.indicator.name))

    return value


@lru_cache(maxsize=4)
def _of(years: YearTable) -> YearIndicators:
    """Worked out once for all placeholders of a table."""
    return YearIndicators(years)
