"""Find the columns that tell of indicators, of this and of other years."""

from __future__ import annotations

from collections.abc import Sequence

from ictxl.consolidated.reading.any_shape.headings.column import (
    Column,
    IndicatorPart,
    is_amount,
    mostly,
)
from ictxl.consolidated.reading.any_shape.headings.meanings import Family, Meaning, core

_RATES = ("達成率", "達成割合", "目標達成率", "達成度(%)")


def read_indicator_columns(
    columns: Sequence[Column], waiting: Sequence[Column], year: int | None
) -> list[Column]:
    """Settle the columns of indicators among those that are `waiting`; the others.

    There are indicators where a column names them, where the measures themselves are indicators, or
    where both a 目標値 and a 実績値 stand beside the measures.
    """
    named = [c for c in waiting if c.family is Family.INDICATOR and not mostly(c, is_amount)]
    titled = any(c.meaning is Meaning.TITLE and c.family is Family.INDICATOR for c in columns)
    families = {c.family for c in waiting}
    is_pair = Family.GOAL in families and Family.ACTUAL in families
    is_pair = is_pair or (any(map(_is_planned, waiting)) and any(map(_is_actual, waiting)))
    told = any(
        c.meaning in (Meaning.INDICATOR, Meaning.ACTUAL) for c in columns if c not in waiting
    )
    if not (named or titled or is_pair or told):
        return list(waiting)
    for place, column in enumerate(sorted(named, key=lambda c: not c.texts)):
        _settle(column, None if place else Meaning.INDICATOR)
    rest = [c for c in waiting if c not in named]
    _one_of(rest, Family.UNIT, Meaning.UNIT)
    _one_of(rest, Family.BASELINE, Meaning.BASELINE)
    _goals(rest, year)
    _actuals(rest, year)
    for column in rest:
        if core(column.heading) in _RATES:
            column.part, column.meaning = IndicatorPart.RATE, Meaning.NOTHING
    return [c for c in rest if c.part is None and c.meaning not in _SETTLED]


_SETTLED = frozenset({Meaning.UNIT, Meaning.BASELINE, Meaning.GOAL, Meaning.ACTUAL})


def _settle(column: Column, meaning: Meaning | None) -> None:
    """Without a meaning it is a column of the indicators' own."""
    if meaning is None:
        column.meaning, column.part = Meaning.GIVEN, IndicatorPart.GIVEN
    else:
        column.meaning = meaning


def _one_of(columns: Sequence[Column], family: Family, meaning: Meaning) -> None:
    found = [c for c in columns if c.family is family]
    ordered = sorted(found, key=lambda c: not mostly(c, is_amount))
    for place, column in enumerate(ordered):
        _settle(column, None if place else meaning)


def _goals(columns: Sequence[Column], year: int | None) -> None:
    """The year's target is the target; one of no year beside it is the last one's."""
    goals = [
        c
        for c in columns
        if c.family is Family.GOAL
        or (c.family is Family.TARGET and mostly(c, is_amount))
        or _is_planned(c)
    ]
    now = [c for c in goals if c.year == year and year]
    chosen = (now or [c for c in goals if c.year is None] or goals)[:1]
    for column in goals:
        if column in chosen:
            column.meaning = Meaning.GOAL
        elif column.texts and column.year not in (None, year):
            column.meaning, column.part = Meaning.GIVEN, IndicatorPart.TARGET_OF_YEAR
        elif column.texts:
            _settle(column, None)


def _actuals(columns: Sequence[Column], year: int | None) -> None:
    amounts = [c for c in columns if _is_actual(c) and c.texts]
    now = [c for c in amounts if c.year in (None, year)][:1]
    for column in amounts:
        if column in now:
            column.meaning = Meaning.ACTUAL
        elif year and column.year == year - 1:
            column.meaning, column.part = Meaning.PREVIOUS, IndicatorPart.PREVIOUS
        else:
            _settle(column, None)


def _is_planned(column: Column) -> bool:
    """計画 above numbers, beside 実績."""
    words = core(column.heading)
    return words in ("計画", "見込", "見込量", "計画量", "目標") and mostly(column, is_amount)


def _is_actual(column: Column) -> bool:
    if column.family is Family.ACTUAL:
        return True
    is_result = column.family is Family.ANSWER and core(column.heading) in ("実績", "結果")
    return is_result and mostly(column, is_amount)
