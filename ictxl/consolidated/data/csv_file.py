"""Write the sheet データ as CSV that is safe to open in Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from ictxl.consolidated.data.columns import Column, Value, data_columns
from ictxl.consolidated.data.indicator_sheet import indicator_columns, indicator_rows
from ictxl.consolidated.data.sheet import data_rows
from ictxl.consolidated.table import ConsolidatedTable
from ictxl.contract.answer_values import plain
from ictxl.files.outputs import write_content
from ictxl.text.csv_guard import guarded


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
