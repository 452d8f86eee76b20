"""Printing: results, findings, errors, JSON, progress."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from ictxl.errors import IctxlError
from ictxl.findings import Finding
from ictxl.report import findings_table, summary_line

PLAIN_WIDTH = 120
"""Columns of the findings table where the output is no terminal."""


def show_findings(findings: Iterable[Finding], *, err: bool = False) -> None:
    """The findings table and a line that counts them; nothing where there are none."""
    found = list(findings)
    if not found:
        return
    stream = sys.stderr if err else sys.stdout
    console = Console(file=stream, width=None if stream.isatty() else PLAIN_WIDTH, highlight=False)
    console.print(findings_table(found))
    console.print(summary_line(found))


def show_error(error: IctxlError) -> None:
    """What stopped the run, and what to do, on standard error."""
    show_findings(error.findings, err=True)
    click.echo(f"誤り: {error.message}", err=True)
    if error.remedy:
        click.echo(f"→ {error.remedy}", err=True)


def show_json(payload: dict[str, Any]) -> None:
    """One JSON object on standard output, in ASCII so that no console can spoil it."""
    click.echo(json.dumps(payload, ensure_ascii=True, indent=1))


def findings_json(findings: Iterable[Finding]) -> list[dict[str, str]]:
    return [{**asdict(found), "severity": found.severity.value} for found in findings]


@contextmanager
def progress_bar(title: str, *, hidden: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal's standard error, nothing elsewhere."""
    console = Console(stderr=True)
    if hidden or not console.is_terminal:
        yield lambda _done, _total: None
        return
    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(title, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
