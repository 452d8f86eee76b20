"""What a table of the report is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """A cell's text that leads to a place in another workbook."""

    text: str
    target: str


Value = str | int | Link


@dataclass(frozen=True)
class ReportColumn:
    heading: str
    width: float


@dataclass(frozen=True)
class Row:
    """One line of a sheet; `tone` colours its first cells."""

    values: tuple[Value, ...]
    tone: str = ""


@dataclass(frozen=True)
class ReportTable:
    """One sheet of the report."""

    name: str
    note: str
    columns: tuple[ReportColumn, ...]
    rows: Iterable[Row]
    """To be gone through once."""
    empty: str
    """What the sheet says where there are no rows."""
