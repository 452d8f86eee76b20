"""Write データ as a Parquet file where it has more rows than a worksheet."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from ictxl.consolidated.data.frame import data_frame
from ictxl.consolidated.data.sheet import exceeds_sheet
from ictxl.consolidated.table import ConsolidatedTable
from ictxl.contract.answer_values import plain
from ictxl.errors import IctxlError, InputError
from ictxl.files.names import beside
from ictxl.files.outputs import write_whole

__all__ = ["exceeds_sheet", "parquet_file", "read_parquet_rows", "write_parquet"]


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
