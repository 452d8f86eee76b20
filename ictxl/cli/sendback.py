"""`ictxl sendback`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ictxl.cli import options, output

if TYPE_CHECKING:
    from ictxl.pipeline.sending_back import SendbackResult
    from ictxl.returned.reader import Reading


@click.command("sendback", cls=options.Command)
@options.FILES
@options.output(
    "folder",
    metavar="フォルダー",
    default="差戻し",
    help="印を付けた調査票を置くフォルダー(既定: 差戻し)。",
)
@options.PLAN
@options.path(
    "--mail",
    "mail_folder",
    metavar="フォルダー",
    help="調査票を添付したメールの下書き(.eml)も作ります。"
    "宛先は --plan の計画台帳か、同じフォルダーの plan.xlsx から入れます。",
)
@options.SEVERITY
@options.DEPARTMENT
@options.reads_forms
def command(  # noqa: PLR0913 - one parameter for each option
    *,
    files: tuple[str, ...],
    folder: Path,
    plan: Path | None,
    mail_folder: Path | None,
    severities: tuple[str, ...],
    departments: tuple[str, ...],
    as_json: bool,
    quiet: bool,
    reading: Reading,
) -> None:
    """直してほしいセルに色とコメントを付けた調査票を、課ごとに作ります。

    元の調査票はそのままです。書かれた内容は何も変えず、初めのシート「指摘事項」に一覧を加えます。
    直して返ってきた調査票は、ほかの調査票と同じように merge できます(印は無視します)。
    印を付けると失われるものがある調査票は、元のままの写しと、指摘の一覧を並べて置きます。
    """
    from ictxl.pipeline.reporting import Filter
    from ictxl.pipeline.sending_back import sendback

    wanted = Filter(
        severities=options.severity_values(severities), departments=frozenset(departments)
    )
    with output.progress_bar("差し戻す調査票を作っています", hidden=as_json or quiet) as progress:
        result = sendback(
            files,
            folder,
            mail_folder=mail_folder,
            plan_file=plan,
            wanted=wanted,
            reading=reading,
            progress=progress,
        )
    if as_json:
        output.show_json(_payload(result))
    else:
        _show(result, folder, mail_folder)


def _show(result: SendbackResult, folder: Path, mail_folder: Path | None) -> None:
    for sent in result.files:
        click.echo(f"{sent.path}  {sent.department}  指摘 {len(sent.findings)} 件")
        if not sent.marked:
            click.echo(f"  印は付けていません({sent.why})。一覧: {sent.list_path}")
    output.show_plan_origin(result.round)
    click.echo(
        f"差戻しの調査票を {len(result.files)} 件作りました: {folder}"
        if result.files
        else "差し戻す調査票はありません。"
    )
    if mail_folder:
        click.echo(f"メールの下書きを {len(result.drafts)} 件作りました: {mail_folder}")
        asked = dict.fromkeys(sent.department for sent in result.files)
        output.show_mail_targets(result.targets.plan_file, result.targets.without(asked))


def _payload(result: SendbackResult) -> dict[str, object]:
    return {
        "plan": output.plan_json(result.round),
        "files": [
            {
                "department": sent.department,
                "source": sent.source,
                "path": str(sent.path),
                "findings": len(sent.findings),
                "marked": sent.marked,
                "list": str(sent.list_path) if sent.list_path else "",
                "why": sent.why,
            }
            for sent in result.files
        ],
        "drafts": [str(path) for path in result.drafts],
    }
