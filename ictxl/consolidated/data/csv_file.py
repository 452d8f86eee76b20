"""Write the sheet データ as CSV that is safe to open in Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from ictxl.consolidated.data.columns import Column, Value, data_columns
from ictxl.consolidated.data.sheet import data_rows
from ictxl.consolidated.indicators.columns import indicator_columns
from ictxl.consolidated.indicators.sheet import indicator_rows
from ictxl.consolidated.table import ConsolidatedTable
from ictxl.contract.answer_values import plain
from ictxl.files.outputs import write_content
from ictxl.text.csv_guard import guarded


def write_csv(table: ConsolidatedTable, path: Path) -> None:
    """UTF-8 with a BOM and CRLF, as Excel reads it; line breaks inside a text stay LF.

    Raises OutputError where the place cannot be written.
    """
    write_content(path, csv_text(table).encode("utf-8-sig", "replace"))


def write_indicator_csv(table: ConsolidatedTable, path: Path) -> None:
    """指標データ as `write_csv` writes データ."""
    text = _csv_of(indicator_columns(table.plan), indicator_rows(table))
    write_content(path, text.encode("utf-8-sig", "replace"))


def csv_text(table: ConsolidatedTable) -> str:
    return _csv_of(data_columns(table.plan), data_rows(table))


def _csv_of(columns: Iterable[Column[Any]], rows: Iterable[Iterable[Value]]) -> str:
    """Headings and rows; no text is a formula in Excel."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(guarded(column.heading) for column in columns)
    writer.writerows([_written(value) for value in row] for row in rows)
    return made.getvalue()


def _written(value: Value) -> str | int:
    """A number in plain digits, a date as 2026-12-25."""
    if isinstance(value, Decimal):
        return plain(value)
    return guarded(value if isinstance(value, str | int) else value.isoformat())
