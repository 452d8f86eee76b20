"""Write 指標データ as CSV that is safe to open in Excel."""

from __future__ import annotations

from pathlib import Path

from ictxl.consolidated.data.csv_file import csv_of, put_csv
from ictxl.consolidated.indicators.columns import indicator_columns
from ictxl.consolidated.indicators.sheet import indicator_rows
from ictxl.consolidated.table import ConsolidatedTable


def write_indicator_csv(table: ConsolidatedTable, path: Path) -> None:
    """As `write_csv`. Raises OutputError where the place cannot be written."""
    headings = [column.heading for column in indicator_columns(table.plan)]
    put_csv(csv_of(headings, indicator_rows(table)), path)
