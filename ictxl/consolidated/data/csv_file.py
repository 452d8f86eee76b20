"""Write the sheet データ as CSV that is safe to open in Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from ictxl.consolidated.data.columns import Value, data_columns
from ictxl.consolidated.data.sheet import data_rows
from ictxl.consolidated.table import ConsolidatedTable
from ictxl.contract.answer_values import plain
from ictxl.files.outputs import write_whole
from ictxl.text.csv_guard import GUARD, guarded

__all__ = ["GUARD", "csv_text", "guarded", "write_csv"]


def write_csv(table: ConsolidatedTable, path: Path) -> None:
    """UTF-8 with a BOM and CRLF, as Excel reads it; line breaks inside a text stay LF.

    Raises OutputError where the place cannot be written.
    """
    put_csv(csv_text(table), path)


def put_csv(text: str, path: Path) -> None:
    """UTF-8 with a BOM. Raises OutputError where the place cannot be written."""
    content = text.encode("utf-8-sig", "replace")
    write_whole(path, lambda draft: _put(draft, content))


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def csv_text(table: ConsolidatedTable) -> str:
    return csv_of([column.heading for column in data_columns(table.plan)], data_rows(table))


def csv_of(headings: Iterable[str], rows: Iterable[Iterable[Value]]) -> str:
    """Headings and rows; no text is a formula in Excel."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(map(guarded, headings))
    writer.writerows([_written(value) for value in row] for row in rows)
    return made.getvalue()


def _written(value: Value) -> str | int:
    """A number in plain digits, a date as 2026-12-25."""
    if isinstance(value, Decimal):
        return plain(value)
    return guarded(value if isinstance(value, str | int) else value.isoformat())
