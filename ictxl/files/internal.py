"""Names of files that are for 情報課 only, beside a table that is published."""

from __future__ import annotations

from pathlib import Path

INTERNAL = "内部用_"
"""At the front: such names stand apart from the table's wherever files are listed."""
RECORD_SUFFIX = ".audit.json"


def internal_name(table: Path) -> Path:
    """`進捗状況.xlsx` → `内部用_進捗状況.xlsx`."""
    return table.with_name(INTERNAL + table.name)


def record_of(table: Path) -> Path:
    """`進捗状況.xlsx` → `内部用_進捗状況.audit.json`: what the table was made from."""
    return internal_name(table).with_suffix(RECORD_SUFFIX)


def records_of(output: Path) -> tuple[Path, ...]:
    """Where the record of a table's merge may lie; before it was set apart, under the table's
    name."""
    return record_of(output), output.with_suffix(RECORD_SUFFIX)


HEADING_MAP = "見出しの対応.xlsx"
"""What a person is asked of the columns of an imported table."""
