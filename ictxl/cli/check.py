"""`ictxl check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ictxl.cli import options, output

if TYPE_CHECKING:
    from ictxl.returned.reader import Reading


@click.command("check", cls=options.Command)
@options.FILES
@options.PLAN
@options.output(
    "target",
    metavar="名前",
    default="点検",
    help="報告の名前(既定: 点検)。「点検.report.xlsx」と「点検.report.html」ができます。",
)
@click.option("--no-report", is_flag=True, help="報告のファイルを作りません。")
@options.SEVERITY
@options.DEPARTMENT
@click.option(
    "--code",
    "codes",
    metavar="コード",
    multiple=True,
    help="このコードの指摘だけを出します(何度でも指定できます)。",
)
@options.reads_forms
def command(  # noqa: PLR0913 - one parameter for each option
    *,
    files: tuple[str, ...],
    plan: Path | None,
    target: Path,
    no_report: bool,
    severities: tuple[str, ...],
    departments: tuple[str, ...],
    codes: tuple[str, ...],
    as_json: bool,
    quiet: bool,
    reading: Reading,
) -> None:
    """返ってきた調査票を点検します。まとめはしません。

    同じ指摘は一行にまとめ、要修正のものから示します。絞り込みは画面と JSON に効きます。
    報告には、いつもすべての指摘が載ります。

    \b
    終了コード: 0 指摘なし(または要確認まで)、1 要修正の指摘あり、2 実行できず
    """
    from ictxl.pipeline.reporting import Filter, check, choose_findings

    with output.progress_bar("調査票を読んでいます", hidden=as_json or quiet) as progress:
        output_name = None if no_report else target
        result = check(files, output_name, plan_file=plan, reading=reading, progress=progress)
    wanted = Filter(
        severities=options.severity_values(severities),
        departments=frozenset(departments),
        codes=frozenset(code.upper() for code in codes),
    )
    shown = choose_findings(result.round, wanted)
    if as_json:
        output.show_json(output.collected_json(result.round, shown, result.outputs))
    else:
        output.show_findings(shown)
        read = sum(submission.is_read for submission in result.round.submissions)
        click.echo(f"調査票 {read} 件を点検しました。指摘は {len(shown)} 件です。")
        output.show_review(result.round)
        output.show_plan_origin(result.round)
        output.show_outputs(result.outputs)
    output.leave_with(result.round.findings)
