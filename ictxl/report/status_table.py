"""提出状況 as a table on the terminal."""

from __future__ import annotations

from collections import Counter

from rich.table import Table
from rich.text import Text

from ictxl.report.status import DepartmentStatus, SubmissionState
from ictxl.text.times import local_time

_STYLES = {
    SubmissionState.MISSING: "bold red",
    SubmissionState.BLANK: "red",
    SubmissionState.PARTIAL: "yellow",
    SubmissionState.TO_MEND: "yellow",
    SubmissionState.DONE: "green",
}
_TIME_BESIDE, _FILE_BESIDE = 96, 72
"""Columns of the window from which the time of saving, and the file, have columns of their own;
below that they stand under what they belong to."""


def status_table(statuses: tuple[DepartmentStatus, ...], width: int) -> Table:
    """One row a department, in the plan's order; no narrower window hides any of it."""
    has_file, has_time = width >= _FILE_BESIDE, width >= _TIME_BESIDE
    table = Table(expand=False)
    table.add_column("担当課", min_width=8, overflow="fold", ratio=2)
    table.add_column("状況", no_wrap=True)
    for heading in ("記入", "要修正", "要確認"):
        table.add_column(heading, justify="right", no_wrap=True)
    if has_file:
        table.add_column("ファイル", overflow="fold", ratio=3)
    if has_time:
        table.add_column("保存日時", no_wrap=True)
    for status in statuses:
        cells = [status.department, *status.files, local_time(status.modified)]
        department, files, time = cells[0], cells[1:-1], cells[-1:]
        under = [line for line in time if line]
        table.add_row(
            Text("\n".join([department] if has_file else [department, *files, *under])),
            Text(status.state.value, style=_STYLES[status.state]),
            f"{status.filled}/{status.measures}",
            str(status.errors),
            str(status.warnings),
            *([Text("\n".join(files if has_time else [*files, *under]))] if has_file else []),
            *(time if has_time else []),
        )
    return table


def status_line(statuses: tuple[DepartmentStatus, ...]) -> str:
    """`18 課のうち 完了 15、要修正 1、一部 1、未提出 1`."""
    counts = Counter(status.state for status in statuses)
    numbers = "、".join(
        f"{state.value} {counts[state]}"
        for state in reversed(SubmissionState)
        if counts[state] or state is not SubmissionState.BLANK
    )
    return f"{len(statuses)} 課のうち {numbers}"
