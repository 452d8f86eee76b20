"""Printing: results, findings, errors, JSON, progress."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from ictxl.cli import EXIT_FINDINGS
from ictxl.errors import IctxlError, OutputError
from ictxl.findings import Finding, Severity, has_errors

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from ictxl.responses import Submission
    from ictxl.round import Round
    from ictxl.runtime.stages import Profile

PLAIN_WIDTH = 120
"""Columns of the findings table where the output is no terminal."""


def show_findings(findings: Iterable[Finding], *, err: bool = False) -> None:
    """The findings table, the gravest first, and a line that counts them; nothing for none."""
    found = sorted(findings, key=lambda one: one.severity.rank)
    if not found:
        return
    from ictxl.report.terminal import findings_table, summary_line

    stream = sys.stderr if err else sys.stdout
    console = console_for(stream)
    console.print(findings_table(found, console.width))
    console.print(summary_line(found))


def show_decisions(findings: Iterable[Finding]) -> None:
    """What a person must look at, and how many more decisions the report lists."""
    found = list(findings)
    pressing = [f for f in found if f.severity is not Severity.INFO]
    show_findings(pressing)
    if more := len(found) - len(pressing):
        click.echo(f"ほかに、読むときに決めたことが {more} 件あります。")


def show_faults(findings: Iterable[Finding]) -> None:
    """Of tables that were read before: what is wrong with them, and where to see the rest."""
    found = list(findings)
    wrong = [f for f in found if f.severity is Severity.ERROR]
    show_findings(wrong)
    if more := len(found) - len(wrong):
        click.echo(f"表を読むときに決めたことが {more} 件あります(ictxl import で確かめられます)。")


def show_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table as wide as the window."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=box.SQUARE, show_lines=True)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console_for(sys.stdout).print(table)


def place_of_plan(path: Path, *, force: bool) -> Path:
    """Where a plan workbook goes. It is work by hand: OutputError where there is one already."""
    from ictxl.pipeline.keeping import as_workbook

    path = as_workbook(path)
    if path.exists() and not force:
        raise OutputError(
            f"「{path}」がすでにあります。上書きはしません。",
            "-o で別の名前を指定するか、上書きしてよければ --force を付けてください。",
        )
    return path


def console_for(stream: TextIO) -> Console:
    """As wide as the window; where the output is no terminal, as COLUMNS says."""
    usual = None if stream.isatty() or "COLUMNS" in os.environ else PLAIN_WIDTH
    return _console(file=stream, width=usual, highlight=False)


def _console(**options: Any) -> Console:
    """Frames are drawn with `+-|` where a window would draw lines twice as wide as letters."""
    from rich.console import Console

    class PlainFrames(Console):
        encoding = "ascii"  # decides about frames only; what is written is encoded by the stream

    if console_code_page() != _JAPANESE:
        return Console(**options)
    plain = PlainFrames(**options)
    plain.width -= _WIDER
    return plain


def console_code_page() -> int:
    """Of the console window that this process writes to; 0 where there is none."""
    if sys.platform != "win32":
        return 0
    import ctypes

    return int(ctypes.windll.kernel32.GetConsoleOutputCP())


_JAPANESE = 932
"""With this code page a console's fonts have lines as wide as kanji, for every such window until
the Windows Terminal; tables drawn with them would be torn. `→`, `①` and the like are as wide."""
_WIDER = 6
"""Columns that a table leaves for such signs in one line of it."""


def show_outputs(paths: Iterable[Path]) -> None:
    """Where the files lie that were written."""
    for path in paths:
        click.echo(f"→ {path}")


def show_profile(spent: Profile) -> None:
    """Each stage's seconds and share of the whole, on standard error."""
    from rich import box
    from rich.table import Table

    whole = spent.whole()
    seconds = sum(part.seconds for part in whole.values())
    table = Table(title="かかった時間", title_justify="left", box=box.SQUARE)
    table.add_column("工程")
    table.add_column("秒", justify="right")
    table.add_column("割合", justify="right")
    for name, part in whole.items():
        table.add_row(name, f"{part.seconds:.2f}", f"{part.seconds / seconds:.1%}")
    table.add_section()
    table.add_row("合計", f"{seconds:.2f}", "")
    console_for(sys.stderr).print(table)


def show_error(error: IctxlError) -> None:
    """What stopped the run, and what to do, on standard error."""
    show_findings(error.findings, err=True)
    click.echo(f"誤り: {error.message}", err=True)
    if error.remedy:
        click.echo(f"→ {error.remedy}", err=True)


def leave_with(findings: Iterable[Finding]) -> None:
    """End here, with the exit code for it, where something must be mended."""
    if has_errors(findings):
        sys.exit(EXIT_FINDINGS)


def show_json(payload: dict[str, Any]) -> None:
    """One JSON object on standard output; in ASCII where the output is not UTF-8, so that no
    console can spoil it."""
    is_utf8 = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "") == "utf8"
    text = json.dumps(payload, ensure_ascii=not is_utf8, indent=1)
    # Half a surrogate pair is a text in JSON, but no UTF-8.
    click.echo(_LONE_SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def collected_json(
    collected: Round, shown: Sequence[Finding], outputs: Iterable[Path]
) -> dict[str, Any]:
    """What `check` and `merge` say with --json; docs/json.md describes it."""
    from ictxl.report.content import counts

    review = collected.review
    return {
        "plan": plan_json(collected),
        "submissions": _submissions_json(collected.submissions),
        "review": _submissions_json(review.submissions if review else ()),
        "responses": len(collected.responses),
        "counts": {severity.value: n for severity, n in counts(collected.findings).items()},
        "outputs": [str(path) for path in outputs],
        "findings": findings_json(shown),
    }


def _submissions_json(submissions: Iterable[Submission]) -> list[dict[str, Any]]:
    return [
        {
            "file": s.file,
            "department": s.department,
            "read": s.is_read,
            "responses": len(s.responses),
            "modified": s.modified,
        }
        for s in submissions
    ]


def plan_json(collected: Round) -> dict[str, Any]:
    """The round's plan, and where it came from: a plan workbook, or so many forms."""
    plan = collected.plan
    return {
        "id": plan.id,
        "title": plan.title,
        "year": plan.year,
        "deadline": plan.deadline,
        "file": str(collected.plan_file or ""),
        "forms": len(collected.plan_carriers),
    }


def show_mail_targets(plan_file: Path | None, without: Sequence[str]) -> None:
    """Where the addresses of drafts come from, and whom they lack."""
    if plan_file:
        click.echo(f"宛先は計画台帳「{plan_file}」から入れました。")
    if without:
        click.echo(
            f"宛先のない課が {len(without)} 課あります: {'、'.join(without)}"
            "(計画台帳のシート「担当課」の「メールアドレス」に記入し、--plan で指定してください)。"
        )


def show_review(collected: Round) -> None:
    """How far the second reading has come, where the plan asks for one."""
    from ictxl.report.content import Report
    from ictxl.report.status import review_line

    if line := review_line(Report(collected)):
        click.echo(line)


def show_plan_origin(collected: Round) -> None:
    """Where the plan came from."""
    click.echo(f"計画は、{collected.plan_origin}を使いました。")


def findings_json(findings: Iterable[Finding]) -> list[dict[str, str]]:
    return [{**asdict(found), "severity": found.severity.value} for found in findings]


@contextmanager
def progress_bar(title: str, *, hidden: bool) -> Iterator[Callable[[int, int], None]]:
    """On standard error: a bar on a terminal, plain lines elsewhere, nothing where `hidden`."""
    if hidden:
        yield lambda _done, _total: None
        return
    if not sys.stderr.isatty():
        yield _plain_progress(title)
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = _console(stderr=True)
    left = (TextColumn("残り"), TimeRemainingColumn(compact=True))
    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), *left)
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(title, total=None)
        _running.append(progress)
        try:
            yield lambda done, total: progress.update(task, completed=done, total=total)
        finally:
            _running.remove(progress)


_running: list[Progress] = []
"""The bar on the screen, if any."""


@contextmanager
def bar_set_aside() -> Iterator[None]:
    """While a person is asked something, no bar may draw over the question."""
    for progress in _running:
        progress.stop()
    try:
        yield
    finally:
        for progress in _running:
            progress.start()


_PLAIN_STEPS = 10
"""So many lines tell of a long job where there is no bar."""
_WORTH_TELLING = 50
"""Shorter jobs are over before anybody reads."""


def _plain_progress(title: str) -> Callable[[int, int], None]:
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        step = done * _PLAIN_STEPS // total if total >= _WORTH_TELLING else 0
        if step > told:
            told = step
            click.echo(f"{title}: {done} / {total}", err=True)

    return tell
