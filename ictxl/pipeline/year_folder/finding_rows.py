"""Findings as rows to work through: where each stands, and whether somebody has seen it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ictxl.findings import Finding
from ictxl.pipeline.year_folder.seen import group_key
from ictxl.pipeline.year_folder.steps import YearState
from ictxl.report.content import FindingGroup, Report
from ictxl.report.links import cell_anchor
from ictxl.text.cell_list import cell_list


@dataclass(frozen=True)
class FindingRow:
    """Findings alike in all but their cells."""

    group: FindingGroup
    key: str
    department: str
    is_seen: bool
    file: str
    """The workbook below the folder, with `/`; empty where there is none to open."""

    @property
    def cells(self) -> str:
        return cell_list(self.group.cells)

    @property
    def anchor(self) -> str:
        """The first cell as Excel's name box takes it: `'進捗入力'!K9`."""
        first = self.group.first
        return cell_anchor(first.sheet, first.cell) if first.sheet and first.cell else ""

    @property
    def cells_in_sheet(self) -> list[str]:
        """The cells on the first one's sheet."""
        sheet = self.group.first.sheet
        return [f.cell for f in self.group.findings if f.cell and f.sheet == sheet]

    @cached_property
    def words(self) -> str:
        """All that a search finds the row by."""
        parts = [w for f in self.group.findings for w in (f.cell, f.measure, f.value)]
        first = self.group.first
        told = (first.code, first.message, first.remedy, first.file, first.sheet, self.department)
        return "\n".join([*told, *parts])


def finding_rows(state: YearState, folder: Path) -> list[FindingRow]:
    """All that is shown of the round's findings, in the order of the plan's departments."""
    report = state.seen.report
    if report is None:
        return []
    rows = [
        FindingRow(
            group,
            group_key(group),
            _department(report, group.first),
            state.ticks.holds(group),
            _file(report, group.first, folder),
        )
        for group in state.groups
    ]
    order = {d.name: n for n, d in enumerate(report.round.plan.departments)}
    return sorted(rows, key=lambda row: order.get(row.department, len(order)))


def _department(report: Report, found: Finding) -> str:
    return found.department or report.department_of_file.get(found.file, "")


def _file(report: Report, found: Finding, folder: Path) -> str:
    path = report.paths.get(found.file)
    if path is None or not path.is_relative_to(folder):
        return ""
    return path.relative_to(folder).as_posix()
