"""Make a DataFrame with the rows and headings of the sheet データ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ictxl.consolidated.data.columns import Column, ColumnType, Value, data_columns
from ictxl.consolidated.data.sheet import data_rows
from ictxl.consolidated.table import ConsolidatedTable

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
