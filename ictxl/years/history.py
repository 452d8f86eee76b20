"""Join the answers of several years in one tidy frame: one row an answer, western years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ictxl.errors import InputError
from ictxl.files.outputs import write_whole
from ictxl.spreadsheets.xlsx.cell_writer import MAX_CELL_TEXT, cell_length
from ictxl.text.csv_guard import guarded
from ictxl.years.list_workbook import LISTING_ROWS, ListColumn, Listing, write_listings
from ictxl.years.matching import match_measures
from ictxl.years.year import Year, by_year

if TYPE_CHECKING:
    import pandas as pd

SERIES = "施策の系列"
"""Column: the same text for the same measure in all years, whatever its number."""
FRAME_SUFFIXES = (".parquet", ".csv", ".xlsx")
_WIDE = frozenset({"施策名称", "目標", "進捗状況"})


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


def join_years(frames: Mapping[int, pd.DataFrame], years: Iterable[Year]) -> pd.DataFrame:
    """The years' frames (of データ) in one, from the earliest on, with `SERIES` behind 項番."""
    import pandas as pd  # noqa: PLC0415 - heavy, and not needed to compare two years

    series = measure_series(years)
    parts = []
    for year in sorted(frames):
        frame = frames[year].copy()
        ids = frame["基本施策番号"].astype(str) + "-" + frame["項番"].astype(str)
        place = list(frame.columns).index("項番") + 1
        frame.insert(place, SERIES, [series.get((year, key), "") for key in ids])
        parts.append(frame)
    joined: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return joined


def write_frame(frame: pd.DataFrame, path: Path, title: str) -> None:
    """Write as the suffix says. Raises InputError for one it does not know, or where pyarrow is
    missing for .parquet; OutputError where the place cannot be written."""
    writers = {".csv": _write_csv, ".parquet": _write_parquet}
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        _require_room(frame, path)
        write_listings([_listing(frame, title)], title, path)
    elif suffix in writers:
        write_whole(path, lambda draft: writers[suffix](frame, draft))
    else:
        raise InputError(
            f"「{path.name}」の形式では書き出せません。",
            f"拡張子を {'、'.join(FRAME_SUFFIXES)} のどれかにしてください。",
        )


def _require_room(frame: pd.DataFrame, path: Path) -> None:
    texts = (value for name in _WIDE & set(frame.columns) for value in frame[name])
    if any(cell_length(str(value)) > MAX_CELL_TEXT for value in texts):
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
    safe = frame.map(guarded)
    content = safe.to_csv(index=False, lineterminator="\r\n")
    path.write_bytes(content.encode("utf-8-sig", "replace"))


def _write_parquet(frame: pd.DataFrame, path: Path) -> None:
    try:
        frame.to_parquet(path, index=False, engine="pyarrow")
    except ImportError as error:
        raise InputError(
            ".parquet を書き出すには pyarrow が要ります。",
            "pip install 'ictxl[parquet]' で加えるか、.csv か .xlsx にしてください。",
        ) from error


def _listing(frame: pd.DataFrame, title: str) -> Listing:
    columns = tuple(
        ListColumn(str(name), 50 if name in _WIDE else max(10, len(str(name)) * 2 + 4))
        for name in frame.columns
    )
    rows = tuple(
        tuple(int(value) if not isinstance(value, str) else value for value in record)
        for record in frame.itertuples(index=False, name=None)
    )
    return Listing("データ", title, columns, rows)
