"""Placeholders of a row of indicators: what is aimed at and what was reached, this year and in
earlier ones: {実績値:前年度}, {達成率:R5}."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from ictxl.consolidated.indicator_entries import IndicatorEntry
from ictxl.consolidated.template.words.told import NOTHING, Context, Name, Scope, Told, Words
from ictxl.consolidated.year_table import DATED, YearIndicators, YearTable, read_year_name
from ictxl.contract.placeholders import spelled
from ictxl.indicators import percent
from ictxl.model import Plan

INDICATOR = "指標"
"""The row that holds it is repeated for each indicator of a measure."""


def indicator_words(plan: Plan) -> dict[str, Name]:
    """What means something of an indicator on the rows that hold `{指標}`; there it goes before
    questions and columns of the same name."""

    def of(value: Callable[[IndicatorEntry], str], *, repeats: bool = True) -> Name:
        return Name(Scope.INDICATOR, _text(value), repeats)

    found = {
        INDICATOR: of(lambda e: e.indicator.name),
        "単位": of(lambda e: e.indicator.unit),
        "基準値": _number(lambda e: e.indicator.baseline),
        "目標値": _number(lambda e: e.indicator.target),
        "向き": of(lambda e: e.indicator.direction.value),
        "前年度実績": _number(lambda e: e.indicator.previous),
        "実績値": _repeated(_actual),
        "達成率": _repeated(_rate),
        "指標備考": of(lambda e: e.remark, repeats=False),
        "指標の担当課": of(lambda e: e.department),
    }
    for place, year in enumerate(plan.target_years):
        target = partial(IndicatorEntry.target_at, place=place)
        found.setdefault(spelled(f"目標値{year}"), _number(target))
    for place, heading in enumerate(plan.indicator_columns):
        given = partial(IndicatorEntry.given_at, place=place)
        found.setdefault(spelled(heading), of(given, repeats=False))
    return found


def _text(value: Callable[[IndicatorEntry], str]) -> Callable[[Context], Told]:
    return lambda context: Told(value(context.indicator)) if context.indicator else NOTHING


def _number(value: Callable[[IndicatorEntry], str]) -> Name:
    """A number in the indicator's unit; as it was written where it is none."""
    return _repeated(lambda entry: _told(entry, value(entry)))


def _repeated(told: Callable[[IndicatorEntry], Told]) -> Name:
    return Name(Scope.INDICATOR, lambda c: told(c.indicator) if c.indicator else NOTHING, True)


def _told(entry: IndicatorEntry, text: str) -> Told:
    indicator = entry.indicator
    number = indicator.cell_number(text)
    if number is None:
        return Told(text)
    exponent = int(number.normalize().as_tuple().exponent)
    places = max(0, -exponent - (2 if indicator.is_percent else 0))
    plain = "0" if indicator.is_percent else "#,##0"
    code = plain + ("." + "0" * places if places else "")
    unit = indicator.unit.replace('"', "")
    ending = "%" if indicator.is_percent else f'"{unit}"' if unit else ""
    return Told(indicator.with_unit(text), number=number, number_format=code + ending)


def _actual(entry: IndicatorEntry) -> Told:
    """未記入 and 未提出 stand out where there is none."""
    if not entry.actual:
        return Told("未記入" if entry.is_submitted else "未提出", is_open=True)
    return _told(entry, entry.actual)


def _rate(entry: IndicatorEntry) -> Told:
    if entry.rate is None:
        return NOTHING
    return Told(percent(entry.rate), number=entry.rate, number_format="0.0%")


def words_of_indicators(plan: Plan) -> Words:
    """All that a row of indicators may hold besides what any row may."""

    def dated(asked: str, told: str) -> Name | None:
        year = read_year_name(told, plan.year)
        if asked not in DATED or year is None:
            return None
        return Name(Scope.INDICATOR, _earlier(asked, year), repeats=True)

    return Words(indicator_words(plan), dated)


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
