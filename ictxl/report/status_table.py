"""提出状況 as a table on the terminal."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from ictxl.report.status import DepartmentStatus, SubmissionState
from ictxl.text.times import local_time

_STYLES = {
    SubmissionState.MISSING: "bold red",
    SubmissionState.PARTIAL: "yellow",
    SubmissionState.TO_MEND: "yellow",
    SubmissionState.DONE: "green",
}
_SHOWS_TIME_FROM = 96
"""Columns of the window from which the time of saving has its place."""


def status_table(statuses: tuple[DepartmentStatus, ...], width: int) -> Table:
    """One row a department, in the plan's order."""
    table = Table(expand=False)
    table.add_column("担当課", min_width=12, overflow="fold", ratio=2)
    table.add_column("状況", no_wrap=True)
    for heading in ("記入", "要修正", "要確認"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("ファイル", overflow="fold", ratio=3)
    wide = width >= _SHOWS_TIME_FROM
    if wide:
        table.add_column("保存日時", no_wrap=True)
    for status in statuses:
        style = _STYLES[status.state]
        time = [local_time(status.modified)] if wide else []
        table.add_row(
            Text(status.department),
            Text(status.state.value, style=style),
            f"{status.filled}/{status.measures}",
            str(status.errors),
            str(status.warnings),
            Text("\n".join(status.files)),
            *time,
        )
    return table


def status_line(statuses: tuple[DepartmentStatus, ...]) -> str:
    """`18 課のうち 完了 15、要修正 1、一部 1、未提出 1`."""
    numbers = "、".join(
        f"{state.value} {sum(s.state is state for s in statuses)}"
        for state in reversed(SubmissionState)
    )
    return f"{len(statuses)} 課のうち {numbers}"
