"""Names of files beside a published table, those that are for 情報課 only among them."""

from __future__ import annotations

from pathlib import Path

INTERNAL = "内部用_"
"""At the front: such names stand apart from the table's wherever files are listed."""
RECORD_SUFFIX = ".audit.json"


def beside(table: Path, ending: str) -> Path:
    """`進捗状況.xlsx` → `進捗状況.pdf`, in the same folder."""
    stem = table.stem if table.suffix.lower() == ".xlsx" else table.name
    return table.with_name(stem + ending)


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
