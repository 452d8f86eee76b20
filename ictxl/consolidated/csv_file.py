"""Write the sheet データ as CSV that is safe to open in Excel."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from ictxl.consolidated.data_sheet import COLUMNS, data_rows
from ictxl.consolidated.table import ConsolidatedTable
from ictxl.files.outputs import write_whole
from ictxl.text.csv_guard import GUARD, guarded

__all__ = ["GUARD", "csv_text", "guarded", "write_csv"]


def write_csv(table: ConsolidatedTable, path: Path) -> None:
    """UTF-8 with a BOM and CRLF, as Excel reads it; line breaks inside a text stay LF.

    Raises OutputError where the place cannot be written.
    """
    content = csv_text(table).encode("utf-8-sig", "replace")
    write_whole(path, lambda draft: _put(draft, content))


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def csv_text(table: ConsolidatedTable) -> str:
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(column.heading for column in COLUMNS)
    writer.writerows([guarded(value) for value in row] for row in data_rows(table))
    return made.getvalue()
