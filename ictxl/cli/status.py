"""`ictxl status`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ictxl.cli import options, output

if TYPE_CHECKING:
    from ictxl.pipeline.watching import StatusResult
    from ictxl.report.status import DepartmentStatus
    from ictxl.returned.reader import Reading


@click.command("status", cls=options.Command)
@options.FILES
@options.PLAN
@click.option(
    "--watch", is_flag=True, help="ファイルが届くたびに表示し直します(Ctrl+C で終わります)。"
)
@click.option(
    "--poll",
    is_flag=True,
    help="--watch で、届いたことを知らせない共有フォルダーを数秒おきに見に行きます。",
)
@options.path(
    "--mail",
    "mail_folder",
    metavar="フォルダー",
    help="未提出の課と、要修正の指摘がある課へのメールの下書き(.eml)を作ります。"
    "宛先は --plan の計画台帳か、同じフォルダーの plan.xlsx から入れます。",
)
@click.option("--today", metavar="日付", type=click.DateTime(["%Y-%m-%d"]), hidden=True)
@options.reads_forms
def command(  # noqa: PLR0913 - one parameter for each option
    *,
    files: tuple[str, ...],
    plan: Path | None,
    watch: bool,
    poll: bool,
    mail_folder: Path | None,
    today: datetime | None,
    as_json: bool,
    quiet: bool,
    reading: Reading,
) -> None:
    """どの課が出したか、どこまで書けているかを、計画の順に示します。

    まだ一つも届いていないときは、--plan で計画台帳を指定してください。

    \b
    終了コード: 0 未提出も要修正の指摘もなし、1 どちらかがある、2 実行できず
    """
    from ictxl.pipeline.watching import status

    if watch:
        _require_folders(files)

    def look(mails: Path | None = None) -> StatusResult:
        with output.progress_bar("調査票を読んでいます", hidden=as_json or quiet) as tell:
            return status(files, plan_file=plan, mail_folder=mails, reading=reading, progress=tell)

    result = look(mail_folder)
    day = today.date() if today else date.today()
    if as_json:
        output.show_json(_payload(result, day))
    else:
        _show(result, day)
        if mail_folder:
            click.echo(f"メールの下書きを {len(result.drafts)} 件作りました。")
            output.show_outputs(result.drafts)
            output.show_mail_targets(result.targets.plan_file, result.without_address)
    if watch and not as_json:
        _keep_watching(files, poll, look)
        return
    output.leave_with(result.round.findings)


def _show(result: StatusResult, day: date) -> None:
    from ictxl.report.status import deadline_told, review_line
    from ictxl.report.terminal import status_line, status_table

    plan = result.round.plan
    console = output.console_for(sys.stdout)
    click.echo(f"{plan.title} {plan.year_label}")
    if line := deadline_told(plan, day):
        click.echo(line)
    console.print(status_table(result.departments, console.width))
    click.echo(status_line(result.departments))
    if line := review_line(result.report):
        click.echo(line)
    output.show_plan_origin(result.round)
    strays = [s.file for s in result.round.all_submissions if s.is_stray]
    if strays:
        click.echo(f"読めないか、どの課のものかわからないファイル: {'、'.join(strays)}")


def _require_folders(files: tuple[str, ...]) -> None:
    """Raises InputError for an address: only disks tell when something arrives."""
    from ictxl.errors import InputError
    from ictxl.files.addresses import is_address, shown_address

    for name in filter(is_address, files):
        raise InputError(
            f"--watch ではアドレス「{shown_address(name)}」を見張れません。",
            "手元か共有フォルダーを指定するか、--watch を外してください。",
        )


def _keep_watching(files: tuple[str, ...], poll: bool, look: Callable[[], StatusResult]) -> None:
    """Show the table again whenever something arrives, until Ctrl-C."""
    from watchfiles import watch

    from ictxl.errors import IctxlError
    from ictxl.files.inputs import is_passed_over

    places = {Path(name) if Path(name).is_dir() else Path(name).parent for name in files}
    click.echo("届くのを待っています(Ctrl+C で終わります)。", err=True)
    arrivals = watch(
        *places,
        watch_filter=lambda _change, path: not is_passed_over(Path(path)),
        force_polling=poll or None,
        poll_delay_ms=_POLL_MILLISECONDS,
        raise_interrupt=False,
    )
    for _ in arrivals:
        if sys.stdout.isatty():
            click.clear()
        try:
            _show(look(), date.today())
        except IctxlError as error:
            # A file may be half copied: the next arrival shows the rest.
            click.echo(f"{error.message}", err=True)
        sys.stdout.flush()


_POLL_MILLISECONDS = 3000


def _review_json(result: StatusResult) -> list[dict[str, Any]]:
    """Each reader's state; nothing where nothing of the second reading is there."""
    from ictxl.report.status import department_statuses

    review = result.report.review
    return [_status_json(status) for status in department_statuses(review)] if review else []


def _status_json(status: DepartmentStatus) -> dict[str, Any]:
    return {
        "department": status.department,
        "state": status.state.name.lower(),
        "label": status.state.value,
        "measures": status.measures,
        "filled": status.filled,
        "errors": status.errors,
        "warnings": status.warnings,
        "files": list(status.files),
        "modified": status.modified,
    }


def _payload(result: StatusResult, day: date) -> dict[str, Any]:
    from ictxl.report.status import days_left

    return {
        "plan": output.plan_json(result.round),
        "days_left": days_left(result.round.plan, day),
        "departments": [_status_json(s) for s in result.departments],
        "review": _review_json(result),
        "strays": [s.file for s in result.round.all_submissions if s.is_stray],
        "drafts": [str(path) for path in result.drafts],
        "without_address": list(result.without_address),
    }
