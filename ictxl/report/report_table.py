"""What a sheet of the report is made of: columns, rows, and cells that lead to other workbooks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ictxl.report.content import Report
from ictxl.report.links import Ways, cell_anchor, workbook_link
from ictxl.text.linebreak import text_units


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


class Linker:
    """Makes the linked cells of file, sheet and cell."""

    def __init__(self, report: Report, folder: Path) -> None:
        self._paths = report.paths
        self._ways = Ways(folder)
        self._links: dict[str, str] = {}

    def file(self, file: str) -> Value:
        link = self._link(file)
        return Link(file, link) if link else file

    def place(self, file: str, sheet: str, cell: str) -> tuple[Value, str, Value]:
        """What stands in the columns `PLACE`."""
        return self.file(file), sheet, self.cell(file, sheet, cell)

    def cell(self, file: str, sheet: str, cell: str) -> Value:
        link = self._link(file) if sheet and cell else ""
        return Link(cell, f"{link}#{cell_anchor(sheet, cell)}") if link else cell

    def _link(self, file: str) -> str:
        """The link to the file, worked out once; empty for a file that is not known."""
        if file not in self._links:
            path = self._paths.get(file)
            self._links[file] = workbook_link(self._ways.to(path)) if path else ""
        return self._links[file]


PLACE = (ReportColumn("ファイル", 26), ReportColumn("シート", 13), ReportColumn("セル", 8))


def id_column(report: Report) -> ReportColumn:
    """施策: as wide as the longest id."""
    plan = report.round.plan
    longest = max(map(text_units, plan.measure_by_id), default=0)
    label = plan.measure_level.label
    return ReportColumn(label, min(20, max(7, longest + 2, text_units(label) + 3)))
