"""Join the answers of several years in one tidy frame: one row an answer, western years; in a
workbook also the numbers over the years, with a chart of each question's total."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isnan
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlsxwriter.workbook import Workbook

from ictxl.contract.answer_values import plain, typed_value
from ictxl.errors import InputError
from ictxl.files.outputs import write_whole
from ictxl.questions import Question, QuestionKind
from ictxl.spreadsheets.xlsx.cell_writer import MAX_CELL_TEXT, cell_length, sheet_part
from ictxl.text.clean import fold_name
from ictxl.text.csv_guard import guarded
from ictxl.years.comparing import answer_to
from ictxl.years.indicators import indicator_listing
from ictxl.years.list_workbook import (
    LISTING_ROWS,
    Cell,
    ListColumn,
    Listing,
    add_listing,
    number_cell,
    set_up_print,
    writing_workbook,
)
from ictxl.years.matching import match_measures
from ictxl.years.year import Year, by_year

if TYPE_CHECKING:
    import pandas as pd

SERIES = "施策の系列"
"""Column: the same text for the same measure in all years, whatever its number."""
FRAME_SUFFIXES = (".parquet", ".csv", ".xlsx")
_LONG = 60
"""Characters from which a column's texts get a wide column."""
_USUALLY_LONG = frozenset({"施策名称", "目標", "進捗状況"})


def measure_series(years: Iterable[Year]) -> dict[tuple[int, str], str]:
    """(year, measure id) → the series' name: `2018:1-3`, where the measure first stood."""
    series: dict[tuple[int, str], str] = {}
    earlier: Year | None = None
    for year in by_year(years):
        for match in match_measures(earlier.plan, year.plan) if earlier else ():
            if earlier and match.before and match.after:
                key = (earlier.plan.year, match.before.id)
                series[year.plan.year, match.after.id] = series[key]
        for measure in year.plan.measures:
            name = f"{year.plan.year}:{measure.id}"
            series.setdefault((year.plan.year, measure.id), name)
        earlier = year
    return series


@dataclass(frozen=True)
class YearFrame:
    """One year's frame of データ, and the id of each row's measure."""

    frame: pd.DataFrame
    measures: Sequence[str]


def join_years(frames: Mapping[int, YearFrame], years: Iterable[Year]) -> pd.DataFrame:
    """The years' frames in one, from the earliest on, with `SERIES` behind 項番.

    A column that a year does not have is blank there; the latest year's columns come first.
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and not needed to compare two years

    series = measure_series(years)
    parts = []
    for year in sorted(frames):
        frame = frames[year].frame.copy()
        place = list(frame.columns).index("項番") + 1
        frame.insert(place, SERIES, [series.get((year, key), "") for key in frames[year].measures])
        parts.append(frame)
    joined: pd.DataFrame = pd.concat(parts, ignore_index=True)
    columns = list(dict.fromkeys(name for frame in reversed(parts) for name in frame.columns))
    for name in columns:
        kinds = {str(frame[name].dtype) for frame in parts if name in frame.columns}
        if not all(name in frame.columns for frame in parts) or len(kinds) > 1:
            joined[name] = _filled(joined[name], kinds)
    return joined[columns]


def _filled(values: Any, kinds: Collection[str]) -> Any:
    """A column that not all years have, or have as something else: typed where it can be."""
    [kind] = kinds if len(kinds) == 1 else ["str"]
    if kind in ("Int64", "Float64") or kind.startswith("datetime"):
        return values.astype(kind)
    if kind == "int64":
        return values.astype("Int64")
    return values.map(_text).astype("str")


def _text(value: object) -> str:
    """As データ has it; blank where there is none."""
    import pandas as pd  # noqa: PLC0415 - as above

    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float) and not isnan(value):
        return plain(Decimal(repr(value)))
    return "" if pd.isna(value) else str(value)  # type: ignore[call-overload]  # any scalar


def write_frame(frame: pd.DataFrame, path: Path, title: str, years: Sequence[Year] = ()) -> None:
    """Write as the suffix says; a workbook also shows what became of the numbers of the years.

    Raises InputError for one it does not know, or where pyarrow is
    missing for .parquet; OutputError where the place cannot be written."""
    writers = {".csv": _write_csv, ".parquet": _write_parquet}
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        _require_room(frame, path)
        series = measure_series(years)
        trends = number_trends(years, series) if years else ()
        indicators = indicator_listing(by_year(years), series) if years else None
        write_workbook(_listing(frame, title), trends, years, title, path, indicators)
    elif suffix in writers:
        write_whole(path, lambda draft: writers[suffix](frame, draft))
    else:
        raise InputError(
            f"「{path.name}」の形式では書き出せません。",
            f"拡張子を {'、'.join(FRAME_SUFFIXES)} のどれかにしてください。",
        )


def _require_room(frame: pd.DataFrame, path: Path) -> None:
    texts = (value for name in frame.columns for value in frame[name] if isinstance(value, str))
    if any(cell_length(value) > MAX_CELL_TEXT for value in texts):
        raise InputError(
            f"「{path.name}」に書き出せません(Excel のセルに入らない長さの文があります)。",
            ".csv か .parquet にしてください。",
        )
    if len(frame) > LISTING_ROWS:
        raise InputError(
            f"「{path.name}」に書き出せません({len(frame):,} 行は Excel のシートに入りません)。",
            ".csv か .parquet にしてください。",
        )


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    import pandas as pd  # noqa: PLC0415 - as above

    safe = frame.map(_csv_value)
    safe.columns = pd.Index([guarded(str(name)) for name in frame.columns])
    content = safe.to_csv(index=False, lineterminator="\r\n")
    path.write_bytes(content.encode("utf-8-sig", "replace"))


def _csv_value(value: Any) -> Any:
    """Numbers in plain digits, dates as 2026-12-25, blanks where there is none."""
    if isinstance(value, float):
        return "" if isnan(value) else plain(Decimal(repr(value)))
    return guarded(value) if isinstance(value, str | int) else _text(value)


def _write_parquet(frame: pd.DataFrame, path: Path) -> None:
    try:
        frame.to_parquet(path, index=False, engine="pyarrow")
    except ImportError as error:
        raise InputError(
            ".parquet を書き出すには pyarrow が要ります。",
            "pip install 'ictxl[parquet]' で加えるか、.csv か .xlsx にしてください。",
        ) from error


def _listing(frame: pd.DataFrame, title: str) -> Listing:
    columns = tuple(ListColumn(str(name), _width(frame, name)) for name in frame.columns)
    records = frame.itertuples(index=False, name=None)
    rows = tuple(tuple(map(_cell, record)) for record in records)
    return Listing("データ", title, columns, rows)


def _width(frame: pd.DataFrame, name: str) -> int:
    if name in _USUALLY_LONG or any(
        isinstance(value, str) and len(value) > _LONG for value in frame[name]
    ):
        return 50
    return max(10, len(str(name)) * 2 + 4)


def _cell(value: Any) -> Cell:
    if isinstance(value, float):
        return "" if isnan(value) else value
    if isinstance(value, str):
        return value
    return int(value) if isinstance(value, Integral) else _text(value)


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
        yield name, "", trend.question.total_name, "", *map(number_cell, trend.totals)
    for trend in trends:
        for line in trend.lines:
            given = map(number_cell, line.values)
            yield trend.question.name_with_unit, line.measure, line.title, line.department, *given


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
