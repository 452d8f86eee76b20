"""Join the answers of several years in one tidy frame: one row an answer, western years."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isnan
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ictxl.contract.answer_values import plain
from ictxl.errors import InputError
from ictxl.files.outputs import write_whole
from ictxl.spreadsheets.xlsx.cell_writer import MAX_CELL_TEXT, cell_length
from ictxl.text.csv_guard import guarded
from ictxl.years.indicators import indicator_listing
from ictxl.years.list_workbook import LISTING_ROWS, Cell, ListColumn, Listing
from ictxl.years.matching import match_measures
from ictxl.years.trends import number_trends, write_workbook
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
