"""Findings that say the same of many cells, as one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ictxl.findings import Finding


@dataclass(frozen=True)
class FindingGroup:
    """Findings alike in all but their cells; `first` speaks for them."""

    first: Finding
    cells: tuple[str, ...]
    count: int


def group_findings(findings: Iterable[Finding]) -> list[FindingGroup]:
    """40 blanks are one line with 40 cells. Groups stand where their first finding stood."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for found in findings:
        key = (found.code, found.file, found.sheet, found.department, found.message, found.remedy)
        groups.setdefault(key, []).append(found)
    return [
        FindingGroup(group[0], tuple(found.cell for found in group if found.cell), len(group))
        for group in groups.values()
    ]
