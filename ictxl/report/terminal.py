"""Findings as a table on the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.table import Table
from rich.text import Text

from ictxl.findings import Finding, Severity
from ictxl.report.grouping import group_findings

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def findings_table(findings: Iterable[Finding]) -> Table:
    """One row per group of like findings: where, what is wrong, what to do."""
    table = Table(show_lines=True, expand=False)
    for heading, width in (("区分", 8), ("ファイル", 14), ("シート", 8), ("セル", 6)):
        table.add_column(heading, min_width=width, overflow="fold")
    table.add_column("内容と対処", min_width=24, overflow="fold", ratio=1)
    for group in group_findings(findings):
        found = group.first
        table.add_row(
            Text(f"{found.severity.label}\n{found.code}", style=_STYLES[found.severity]),
            Text(found.file or found.department),
            Text(found.sheet),
            Text(_cells(group.cells)),
            Text(f"{found.message}\n→ {found.remedy}" if found.remedy else found.message),
        )
    return table


def summary_line(findings: Sequence[Finding]) -> str:
    """`要修正 2 件、要確認 1 件、お知らせ 0 件`."""
    counts = Counter(found.severity for found in findings)
    return "、".join(f"{severity.label} {counts[severity]} 件" for severity in Severity)


def _cells(cells: Sequence[str]) -> str:
    """Cells for reading: runs down one column as a range (`K9~K12`)."""
    places = [(cell.rstrip("0123456789"), cell) for cell in cells]
    rows = [(column, int(cell[len(column) :] or 0)) for column, cell in places]
    runs = groupby(enumerate(rows), key=lambda item: (item[1][0], item[1][1] - item[0]))
    return "、".join(_run([f"{column}{row}" for _, (column, row) in run]) for _, run in runs)


def _run(cells: Sequence[str]) -> str:
    return cells[0] if len(cells) == 1 else f"{cells[0]}~{cells[-1]}"
