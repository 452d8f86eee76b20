"""`ictxl merge`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ictxl.pipeline import MergeResult


@click.command("merge")
@click.argument("files", metavar="調査票…", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    "target",
    metavar="ファイル",
    type=click.Path(path_type=Path),
    default="進捗状況.xlsx",
    help="集約表のファイル名(既定: 進捗状況.xlsx)。",
)
@click.option(
    "--plan",
    metavar="計画台帳",
    type=click.Path(path_type=Path),
    help="調査票の中の計画の代わりに使う計画台帳。",
)
@click.option("--json", "as_json", is_flag=True, help="結果を JSON で出力します。")
def command(files: tuple[str, ...], target: Path, plan: Path | None, as_json: bool) -> None:
    """返ってきた調査票を点検し、一枚の進捗状況にまとめます。

    調査票はファイル、フォルダー、「returned/*.xlsx」のような書き方のどれでも指定できます。
    計画は調査票の中に入っているので、ほかのファイルは要りません。

    \b
    終了コード: 0 指摘なし(または要確認まで)、1 要修正の指摘あり、2 実行できず
    """
    from ictxl import pipeline
    from ictxl.cli import EXIT_FINDINGS, output
    from ictxl.findings import has_errors

    with output.progress_bar("調査票を読んでいます", hidden=as_json) as progress:
        result = pipeline.merge(files, target, plan_file=plan, progress=progress)
    collected = result.collected
    if as_json:
        output.show_json(_payload(result))
    else:
        output.show_findings(collected.findings)
        read = sum(submission.is_read for submission in collected.submissions)
        click.echo(
            f"調査票 {read} 件を読み、回答 {len(collected.responses)} 件を"
            f"「{result.outputs[0]}」にまとめました。"
        )
    if has_errors(collected.findings):
        sys.exit(EXIT_FINDINGS)


def _payload(result: MergeResult) -> dict[str, object]:
    from ictxl.cli import output

    collected = result.collected
    return {
        "plan": {
            "id": collected.plan.id,
            "title": collected.plan.title,
            "year": collected.plan.year,
        },
        "submissions": [
            {"file": s.file, "department": s.department, "responses": len(s.responses)}
            for s in collected.submissions
        ],
        "responses": len(collected.responses),
        "outputs": [str(path) for path in result.outputs],
        "findings": output.findings_json(collected.findings),
    }
