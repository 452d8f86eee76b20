"""`ictxl merge`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ictxl.cli import options, output

if TYPE_CHECKING:
    from ictxl.pipeline.merging import MergeResult
    from ictxl.returned.reader import Reading
    from ictxl.round import Round


@click.command("merge", cls=options.Command)
@options.FILES
@options.output("target", default="進捗状況.xlsx", help="集約表のファイル名(既定: 進捗状況.xlsx)。")
@options.PLAN
@options.path(
    "--template",
    metavar="ひな形",
    help="集約表のひな形。用紙や列の並びはひな形のとおりになります"
    "(既定: 計画台帳の「公表のひな形」、なければ計画台帳と同じフォルダーの"
    " consolidated_template.xlsx)。",
)
@click.option(
    "--paper",
    metavar="[A3|A4]",
    type=click.Choice(["A3", "A4"], case_sensitive=False),
    help="印刷する用紙(横向き。指定しなければ A3)。"
    "ひな形を使うときは、ひな形のページ設定のとおりです。",
)
@click.option("--html", is_flag=True, help="ウェブサイトに載せるページ(.html)も作ります。")
@click.option("--csv", is_flag=True, help="オープンデータ用の CSV も作ります。")
@click.option("--pdf", is_flag=True, help="PDF も作ります(LibreOffice が必要です)。")
@click.option(
    "--history",
    metavar="過年度",
    multiple=True,
    help="過年度の進捗状況のブックか、それを入れたフォルダー。施策ごとの評価を年度の順に並べた"
    "シート「年度推移」を加えます(近い 5 年度まで。何度でも指定できます。"
    "パスワードのかかったブックは --password のどれかで開きます)。",
)
@options.reads_forms
def command(  # noqa: PLR0913, PLR0917 - a parameter for each option
    files: tuple[str, ...],
    target: Path,
    plan: Path | None,
    template: Path | None,
    paper: str | None,
    history: tuple[str, ...],
    as_json: bool,
    quiet: bool,
    reading: Reading,
    **forms: bool,
) -> None:
    """返ってきた調査票を点検し、一枚の進捗状況にまとめます。

    調査票はファイル、フォルダー、「returned/*.xlsx」のような書き方のどれでも指定できます。
    計画は調査票の中に入っているので、ほかのファイルは要りません。
    集約表の隣に、指摘や連絡事項を載せた報告(内部用_….report.xlsx と .report.html)と、
    どのファイルから作ったかの記録(内部用_….audit.json)を置きます。名前が「内部用_」で
    始まるものは、公表しないでください。

    \b
    終了コード: 0 指摘なし(または要確認まで)、1 要修正の指摘あり、2 実行できず
    """
    from ictxl.pipeline.merging import merge

    with output.progress_bar("調査票を読んでいます", hidden=as_json or quiet) as progress:
        result = merge(
            files,
            target,
            plan_file=plan,
            template_file=template,
            paper=paper,
            forms=[form for form, wanted in forms.items() if wanted],
            history=history,
            reading=reading,
            progress=progress,
        )
    _show(result, as_json=as_json, is_template_named=template is not None)
    output.leave_with(result.round.findings)


def _show(result: MergeResult, *, as_json: bool, is_template_named: bool) -> None:
    from ictxl.pipeline.reporting import choose_findings

    collected = result.round
    shown = choose_findings(collected)
    if as_json:
        earlier = [{"year": one.year, "file": str(one.file)} for one in result.earlier_years]
        told = output.collected_json(collected, shown, result.outputs)
        template = str(result.template or "")
        output.show_json({**told, "earlier_years": earlier, "template": template})
    else:
        output.show_findings(shown)
        read = sum(submission.is_read for submission in collected.submissions)
        click.echo(
            f"調査票 {read} 件を読み、回答 {len(collected.responses)} 件を"
            f"「{result.outputs[0]}」にまとめました。"
        )
        output.show_review(collected)
        if result.template and not is_template_named:
            click.echo(f"見つかったひな形「{result.template}」の形と用紙にしました。")
        if result.earlier_years:
            years = "、".join(str(one.year) for one in result.earlier_years)
            click.echo(f"過年度({years})の評価を、シート「年度推移」に並べました。")
        _tell_more(collected, result.parquet)
        output.show_outputs(result.outputs[1:])


def _tell_more(collected: Round, path: Path | None) -> None:
    output.show_plan_origin(collected)
    if path:
        click.echo(
            f"回答が多く、シート「データ」には入り切りません。すべての行を「{path}」に書きました。"
        )
