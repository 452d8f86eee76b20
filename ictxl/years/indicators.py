"""Indicators from year to year: what next year's plan has of them, and a line a year of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ictxl.contract.answer_values import plain
from ictxl.indicators import Indicator, achievement, number_of, percent
from ictxl.text.clean import fold_name
from ictxl.text.era import read_fiscal_year
from ictxl.years.list_workbook import Cell, ListColumn, Listing, number_cell
from ictxl.years.year import Year


def next_indicators(year: Year, measures: Mapping[str, str], next_year: int) -> Iterator[Indicator]:
    """Those of the measures that go on (old id → new id), with the target of `next_year` where the
    plan has one, else this year's, and with this year's actual as that of the year before."""
    places = [read_fiscal_year(label) for label in year.plan.target_years]
    actuals = _whole_actuals(year)
    for indicator in year.plan.indicators:
        if indicator.measure_id not in measures:
            continue
        target = dict(zip(places, indicator.targets, strict=False)).get(next_year)
        yield replace(
            indicator,
            measure_id=measures[indicator.measure_id],
            target=target or indicator.target,
            previous=actuals.get(_key(indicator), ""),
        )


def _whole_actuals(year: Year) -> dict[tuple[str, str], str]:
    """(measure, indicator) → the year's actual: what the one department told that did, or all of
    them alike. Of different numbers nobody knows whether they add up: there is none."""
    told: dict[tuple[str, str], set[str]] = {}
    for response in year.indicator_responses:
        number = number_of(response.actual)
        if number is not None:
            key = response.measure, response.indicator
            told.setdefault(key, set()).add(plain(number))
    return {key: numbers.pop() for key, numbers in told.items() if len(numbers) == 1}


INDICATORS_SHEET = "指標"
Told = tuple[Indicator, str]
"""An indicator of one year, and what was told of it."""


def indicator_listing(
    years: Sequence[Year], series: Mapping[tuple[int, str], str]
) -> Listing | None:
    """A line for each indicator and department, and of each year target, actual and 達成率; None
    where no year has any. `years` from the earliest on; `series` says which measures are the same.
    """
    lines = _lines(years, series)
    if not lines:
        return None
    title = years[-1].plan.measure_level.title_heading
    columns = (
        ListColumn("項番", 10, centred=True),
        ListColumn(title, 30),
        ListColumn("指標", 34),
        ListColumn("単位", 8, centred=True),
        ListColumn("担当課", 18),
        *(
            ListColumn(f"{year.plan.year}年度 {what}", 14)
            for year in years
            for what in ("目標値", "実績値", "達成率")
        ),
    )
    note = (
        "指標を、年度をまたいで並べました。施策の名称と指標の名称で前後の年度をつないでいます。"
        "達成率は、向きが増なら 実績÷目標、減なら 目標÷実績 です。"
    )
    return Listing(INDICATORS_SHEET, note, columns, tuple(map(_row, lines)))


@dataclass
class _Line:
    measure: str
    title: str
    department: str
    latest: Indicator
    told: list[Told | None]
    """One a year."""


def _lines(years: Sequence[Year], series: Mapping[tuple[int, str], str]) -> list[_Line]:
    """In the latest year's order, then those that only earlier ones have."""
    found: dict[tuple[str, str, str], _Line] = {}
    for place, year in reversed(list(enumerate(years))):
        told: dict[tuple[str, str], dict[str, str]] = {}
        for r in year.indicator_responses:
            told.setdefault((r.measure, r.indicator), {})[r.department] = r.actual
        for indicator in year.plan.indicators:
            measure = year.plan.measure_by_id[indicator.measure_id]
            name = series.get((year.plan.year, measure.id), measure.id)
            actuals = told.get(_key(indicator), {})
            for department in actuals or ("",):
                line = found.setdefault(
                    (name, fold_name(indicator.name), department),
                    _Line(measure.id, measure.title, department, indicator, [None] * len(years)),
                )
                line.told[place] = (indicator, actuals.get(department, ""))
    return list(found.values())


def _key(indicator: Indicator) -> tuple[str, str]:
    return indicator.measure_id, indicator.name


def _row(line: _Line) -> tuple[Cell, ...]:
    indicator = line.latest
    cells: list[Cell] = [
        *(line.measure, line.title, indicator.name, indicator.unit, line.department)
    ]
    for told in line.told:
        if told is None:
            cells += ["", "", ""]
        else:
            own, actual = told
            cells += [number_cell(number_of(text), text) for text in (own.target, actual)]
            cells.append(percent(achievement(own, actual)))
    return tuple(cells)
