"""Numbers over the years: a line for each answer, and a chart of each question's total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from xlsxwriter.workbook import Workbook

from ictxl.contract.answer_values import typed_value
from ictxl.questions import Question, QuestionKind
from ictxl.spreadsheets.xlsx.cell_writer import sheet_part
from ictxl.text.clean import fold_name
from ictxl.years.list_workbook import (
    LISTING_ROWS,
    Cell,
    ListColumn,
    Listing,
    add_listing,
    set_up_print,
    writing_workbook,
)
from ictxl.years.questions import answer_to
from ictxl.years.year import Year

TRENDS_SHEET, CHARTS_SHEET = "推移", "推移のグラフ"
_FIRST_ROW = 3
"""Of a listing's rows, counted from 0."""
_YEARS_FROM = 4
"""The column of the first year."""
_CHART_WIDTH, _CHART_HEIGHT, _ROWS_OF_CHART = 720, 300, 16


@dataclass(frozen=True)
class NumberTrend:
    """One question's numbers over the years, matched by its name."""

    question: Question
    """As the latest year that asks it has it."""
    totals: tuple[Decimal | None, ...]
    """A sum for each year; of shares the mean. None where the year has no number."""
    lines: tuple[TrendLine, ...]


@dataclass(frozen=True)
class TrendLine:
    """One department's answers on one measure, through all its numbers."""

    measure: str
    title: str
    department: str
    values: tuple[Decimal | None, ...]


def question_years(years: Sequence[Year]) -> dict[str, list[int]]:
    """Name of a published question → the years that ask it."""
    found: dict[str, tuple[str, list[int]]] = {}
    for year in reversed(years):
        for question in year.plan.published_questions:
            _, asked = found.setdefault(fold_name(question.name), (question.name, []))
            asked.insert(0, year.plan.year)
    return dict(found.values())


def number_trends(
    years: Sequence[Year], series: Mapping[tuple[int, str], str]
) -> tuple[NumberTrend, ...]:
    """Every number that two years or more ask in the same unit; `years` from the earliest on."""
    asked: dict[tuple[str, tuple[str, str]], list[Question | None]] = {}
    for place, year in enumerate(years):
        for question in year.plan.published_questions:
            if question.kind.is_number:
                key = (fold_name(question.name), question.measured_in)
                asked.setdefault(key, [None] * len(years))[place] = question
    several = (of for of in asked.values() if sum(map(bool, of)) > 1)
    return tuple(_trend(years, of, series) for of in several)


def _trend(
    years: Sequence[Year],
    asked: Sequence[Question | None],
    series: Mapping[tuple[int, str], str],
) -> NumberTrend:
    values: dict[tuple[str, str], list[Decimal | None]] = {}
    names: dict[tuple[str, str], tuple[str, str]] = {}
    for place, (year, question) in enumerate(zip(years, asked, strict=True)):
        for response in year.responses:
            number = _number(question, answer_to(response, question))
            name = series.get((year.plan.year, response.measure), response.measure)
            key = (name, response.department)
            measure = year.plan.measure_by_id.get(response.measure)
            if number is not None:
                values.setdefault(key, [None] * len(years))[place] = number
                names[key] = (response.measure, measure.title if measure else "")
    lines = tuple(TrendLine(*names[key], key[1], tuple(numbers)) for key, numbers in values.items())
    latest = next(question for question in reversed(asked) if question)
    by_year = zip(*(line.values for line in lines), strict=True)
    given = ([number for number in numbers if number is not None] for numbers in by_year)
    totals = tuple(map(latest.total, given)) or (None,) * len(years)
    return NumberTrend(latest, totals, lines)


def _number(question: Question | None, text: str) -> Decimal | None:
    value = typed_value(question, text) if question else None
    return value if isinstance(value, Decimal) else None


def _trend_listing(trends: Sequence[NumberTrend], years: Sequence[Year]) -> Listing:
    """The totals first, then every answer; a column a year."""
    title = years[-1].plan.measure_level.title_heading
    columns = (
        ListColumn("記入欄", 26),
        ListColumn("項番", 10, centred=True),
        ListColumn(title, 40),
        ListColumn("担当課", 18),
        *(ListColumn(f"{year.plan.year}年度", 14) for year in years),
    )
    note = "数の記入欄を、年度をまたいで並べました。はじめの行は年度ごとの合計(割合は平均)です。"
    return Listing(TRENDS_SHEET, note, columns, tuple(_rows(trends)))


def _rows(trends: Sequence[NumberTrend]) -> Iterator[tuple[Cell, ...]]:
    for trend in trends:
        name = trend.question.name_with_unit
        yield name, "", trend.question.total_name, "", *map(_cell, trend.totals)
    for trend in trends:
        for line in trend.lines:
            given = map(_cell, line.values)
            yield trend.question.name_with_unit, line.measure, line.title, line.department, *given


def _cell(number: Decimal | None) -> Cell:
    if number is None:
        return ""
    return int(number) if number == number.to_integral_value() else float(number)


def write_workbook(
    data: Listing,
    trends: Sequence[NumberTrend],
    years: Sequence[Year],
    title: str,
    path: Path,
    indicators: Listing | None = None,
) -> None:
    """The joined rows, and what became of the numbers. Raises OutputError where the place cannot
    be written."""
    with writing_workbook(title, path) as workbook:
        for listing in filter(None, (data, indicators)):
            add_listing(workbook, listing)
        if trends:
            add_listing(workbook, _trend_listing(trends, years))
            _add_charts(workbook, trends, years)


def _add_charts(workbook: Workbook, trends: Sequence[NumberTrend], years: Sequence[Year]) -> None:
    """A line chart of each question's total, drawn from the first rows of 推移."""
    sheet = workbook.add_worksheet(CHARTS_SHEET)
    last = _YEARS_FROM + len(years) - 1
    for place, trend in enumerate(trends[:LISTING_ROWS]):
        row = _FIRST_ROW + place
        name = f"{trend.question.name_with_unit}の{trend.question.total_name}"
        chart = workbook.add_chart({"type": "line"})
        source = sheet_part(TRENDS_SHEET, 1)
        chart.add_series(
            {
                "name": name,
                "categories": [source, _FIRST_ROW - 1, _YEARS_FROM, _FIRST_ROW - 1, last],
                "values": [source, row, _YEARS_FROM, row, last],
                "marker": {"type": "circle"},
                "data_labels": {"value": True},
            }
        )
        if trend.question.kind is QuestionKind.RATIO:
            chart.set_y_axis({"num_format": "0%"})
        chart.set_title({"name": name, "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        chart.set_size({"width": _CHART_WIDTH, "height": _CHART_HEIGHT})
        description = f"{name}の年度ごとの折れ線グラフ。数値はシート「{TRENDS_SHEET}」にあります。"
        sheet.insert_chart(place * _ROWS_OF_CHART, 0, chart, {"description": description})
    set_up_print(sheet)
