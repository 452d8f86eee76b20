"""データ as a DataFrame, as CSV that is safe to open in Excel, and as a Parquet file where it has
more rows than a worksheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ictxl.consolidated.data.columns import Column, ColumnType, Value, data_columns
from ictxl.consolidated.data.indicator_sheet import indicator_columns, indicator_rows
from ictxl.consolidated.data.sheet import data_rows
from ictxl.consolidated.table import ConsolidatedTable
from ictxl.contract.answer_values import plain
from ictxl.errors import IctxlError, InputError
from ictxl.files.names import beside
from ictxl.files.outputs import write_content, write_whole
from ictxl.text.csv_guard import guarded

if TYPE_CHECKING:
    import pandas as pd


def data_frame(table: ConsolidatedTable) -> pd.DataFrame:
    """One row an answer, with the headings of データ.

    Counts such as 項番 as int64, or as str where one is none; whole numbers as Int64, other numbers
    as Float64 and dates as datetime64, with NA where there is none; everything else as str.
    """
    return typed_frame(data_columns(table.plan), list(data_rows(table)))


def typed_frame(columns: Sequence[Column[Any]], rows: Sequence[Sequence[Value]]) -> pd.DataFrame:
    """The rows under the columns' headings, each column of its type."""
    import pandas as pd  # noqa: PLC0415 - heavy, and not needed to write a workbook

    frame = pd.DataFrame(rows, columns=[column.heading for column in columns])
    for column in columns:
        frame[column.heading] = _typed(frame[column.heading], column)
    return frame


def _typed(values: pd.Series[Any], column: Column[Any]) -> pd.Series[Any]:
    import pandas as pd  # noqa: PLC0415 - as above

    if column.type in _NUMBERS:
        made, dtype = _NUMBERS[column.type]
        numbers = [made(value) if isinstance(value, Decimal) else None for value in values]
        return pd.Series(numbers, dtype=dtype)
    if column.type is ColumnType.DATE:
        days = [None if isinstance(value, str) else str(value) for value in values]
        return pd.Series(days, dtype="datetime64[s]")
    is_count = column.type is ColumnType.COUNT and all(isinstance(v, int) for v in values)
    return values.astype("int64" if is_count else "str")


_NUMBERS: dict[ColumnType, tuple[Callable[[Decimal], float], str]] = {
    ColumnType.WHOLE: (int, "Int64"),
    ColumnType.NUMBER: (float, "Float64"),
}


def parquet_file(workbook: Path) -> Path:
    """`進捗状況.xlsx` → `進捗状況.parquet`."""
    return beside(workbook, ".parquet")


def write_parquet(table: ConsolidatedTable, path: Path) -> None:
    """Write データ with the headings and types of `data_frame`.

    Raises IctxlError where pyarrow is missing, OutputError where the place cannot be written.
    """
    _pyarrow("回答が多くて Excel のシートに入り切らず、")
    frame = data_frame(table)
    write_whole(path, lambda draft: frame.to_parquet(draft, index=False, engine="pyarrow"))


def read_parquet_rows(path: Path) -> list[list[str]]:
    """The headings and the rows of a file that `write_parquet` made, as text.

    Raises InputError where it is missing or no such file, IctxlError where pyarrow is missing.
    """
    pyarrow = _pyarrow("集約表の回答は .parquet のファイルにあり、")
    try:
        table = pyarrow.read_table(path)
    except FileNotFoundError as error:
        raise InputError(
            f"集約表の回答を入れたファイル「{path}」がありません。",
            "集約表といっしょにできた .parquet のファイルを、同じフォルダーに置いてください。",
        ) from error
    except (OSError, ValueError) as error:  # pyarrow's own errors are ValueErrors
        raise InputError(
            f"「{path}」を読めません。", "集約表といっしょにできたファイルを置き直してください。"
        ) from error
    columns = [list(map(_text, column.to_pylist())) for column in table.columns]
    return [list(table.column_names), *map(list, zip(*columns, strict=True))]


def _text(value: object) -> str:
    """As データ shows it; blank where there is no value."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        return plain(Decimal(repr(value)))
    return "" if value is None else str(value)


def _pyarrow(why: str) -> Any:
    try:
        import pyarrow.parquet  # noqa: PLC0415 - an extra, and heavy
    except ImportError as error:
        raise IctxlError(
            f"{why}.parquet を読み書きする pyarrow が要ります。",
            "pip install 'ictxl[parquet]' で加えてください。",
        ) from error
    return pyarrow.parquet


def write_csv(table: ConsolidatedTable, path: Path) -> None:
    """The sheet データ of the table.

    Raises OutputError where the place cannot be written.
    """
    _write(csv_text(table), path)


def csv_text(table: ConsolidatedTable) -> str:
    return _csv_of(_lines(data_columns(table.plan), data_rows(table)))


def write_indicator_csv(table: ConsolidatedTable, path: Path) -> None:
    """指標データ as `write_csv` writes データ."""
    write_lines(_lines(indicator_columns(table.plan), indicator_rows(table)), path)


def write_lines(lines: Iterable[Iterable[Value]], path: Path) -> None:
    """UTF-8 with a BOM and CRLF, as Excel reads it; line breaks inside a text stay LF, and no text
    is a formula in Excel.

    Raises OutputError where the place cannot be written.
    """
    _write(_csv_of(lines), path)


def _write(text: str, path: Path) -> None:
    write_content(path, text.encode("utf-8-sig", "replace"))


def _csv_of(lines: Iterable[Iterable[Value]]) -> str:
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerows([_written(value) for value in line] for line in lines)
    return made.getvalue()


def _lines(
    columns: Iterable[Column[Any]], rows: Iterable[Iterable[Value]]
) -> Iterator[Iterable[Value]]:
    yield [column.heading for column in columns]
    yield from rows


def _written(value: Value) -> str | int:
    """A number in plain digits, a date as 2026-12-25."""
    if isinstance(value, Decimal):
        return plain(value)
    return guarded(value if isinstance(value, str | int) else value.isoformat())
