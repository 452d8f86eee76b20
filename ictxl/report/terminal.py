"""Findings, and 提出状況, as tables on the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from ictxl.findings import Finding, Severity
from ictxl.report.content import FindingGroup, group_findings
from ictxl.report.status import DepartmentStatus, SubmissionState
from ictxl.text.cell_list import cell_list
from ictxl.text.linebreak import text_units, wrap
from ictxl.text.times import local_time

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
NARROW = 90
"""Below so many columns the place goes above the message instead of beside it."""


def findings_table(findings: Iterable[Finding], width: int = NARROW) -> Table:
    """One row per group of like findings: where, what is wrong, what to do."""
    groups = group_findings(findings)
    return _narrow_table(groups) if width < NARROW else _wide_table(groups)


def _wide_table(groups: Sequence[FindingGroup]) -> Table:
    table = Table(show_lines=True, expand=False)
    for heading, width in (("区分", 8), ("ファイル", 26), ("シート", 12), ("セル", 18)):
        table.add_column(heading, max_width=width)
    table.add_column("内容と対処", min_width=24)
    for group in groups:
        found = group.first
        table.add_row(
            _kind(found),
            Prose(found.file or found.department),
            Prose(found.sheet),
            Prose(_where(group)),
            Prose(_what(found)),
        )
    return table


def _narrow_table(groups: Sequence[FindingGroup]) -> Table:
    table = Table(show_lines=True, expand=False)
    table.add_column("区分", min_width=8)
    table.add_column("場所、内容と対処")
    for group in groups:
        found = group.first
        place = " ".join(filter(None, [found.file or found.department, found.sheet, _where(group)]))
        table.add_row(_kind(found), Prose(f"{place}\n{_what(found)}"))
    return table


class Prose:
    """Text broken as Japanese is; rich would break it at blanks only."""

    def __init__(self, text: str) -> None:
        # A file name may hold what would move the cursor.
        self._text = "".join(c if c == "\n" or c.isprintable() else " " for c in text)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in wrap(self._text, options.max_width):
            yield Text(line.rstrip(), no_wrap=True, overflow="ignore")

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        longest = max(text_units(line) for line in self._text.split("\n"))
        return Measurement(min(longest, 4), min(longest, options.max_width))


def summary_line(findings: Sequence[Finding]) -> str:
    """`要修正 2 件、要確認 1 件、お知らせ 0 件`."""
    counts = Counter(found.severity for found in findings)
    return "、".join(f"{severity.label} {counts[severity]} 件" for severity in Severity)


def _kind(found: Finding) -> Text:
    return Text(f"{found.severity.label}\n{found.code}", style=STYLES[found.severity])


def _what(found: Finding) -> str:
    return f"{found.message}\n→ {found.remedy}" if found.remedy else found.message


def _where(group: FindingGroup) -> str:
    """The cells; where there are none, the measures."""
    if group.cells or not group.measures:
        return cell_list(group.cells)
    return "施策 " + "、".join(group.measures)


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
