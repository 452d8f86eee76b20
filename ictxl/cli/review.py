"""`ictxl review`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ictxl.cli import options, output

if TYPE_CHECKING:
    from ictxl.pipeline.second_reading.making import ReviewResult
    from ictxl.returned.reader import Reading


def _split(
    _context: click.Context, _option: click.Parameter, names: tuple[str, ...]
) -> tuple[str, ...]:
    from ictxl.pipeline.second_reading.making import split_names

    return tuple(name for text in names for name in split_names(text))


@click.command("review", cls=options.Command)
@options.FILES
@options.output(
    "target", default="二次評価.xlsx", help="審査用のブックのファイル名(既定: 二次評価.xlsx)。"
)
@click.option(
    "--readers",
    metavar="名前,名前…",
    multiple=True,
    callback=_split,
    help="審査する人の名前を「山田,佐藤」のように並べると、一人に一つずつ作ります。",
)
@options.path(
    "--template", metavar="ひな形", help="手直ししたひな形(既定: ictxl に入っているもの)。"
)
@options.PLAN
@options.reads_forms
def command(
    *,
    files: tuple[str, ...],
    target: Path,
    readers: tuple[str, ...],
    template: Path | None,
    plan: Path | None,
    as_json: bool,
    quiet: bool,
    reading: Reading,
) -> None:
    """返ってきた調査票から、二次評価をする人が記入するブックを作ります。

    各課の回答を並べ、計画台帳の「記入欄」シートで記入者を「審査」とした欄を空けてあります。
    記入したブックは、調査票といっしょに merge します(例: ictxl merge returned 二次評価.xlsx)。
    まだ出していない課は「未提出」と示します。

    \b
    終了コード: 0 作った、2 実行できず
    """
    from ictxl.pipeline.second_reading.making import review

    with output.progress_bar("調査票を読んでいます", hidden=as_json or quiet) as progress:
        result = review(
            files,
            target,
            readers=readers,
            template_file=template,
            plan_file=plan,
            reading=reading,
            progress=progress,
        )
    if as_json:
        output.show_json(_payload(result))
    else:
        _show(result)


def _show(result: ReviewResult) -> None:
    output.show_findings(list(result.findings))
    for made in result.files:
        click.echo(f"{made.path}  {made.reader}")
    measures = f"{result.plan.measure_level.label} {len(result.plan.measures)} 件"
    click.echo(f"審査用のブックを {len(result.files)} 件作りました({measures})。")
    output.show_plan_origin(result.round)
    if result.missing:
        click.echo(f"まだ調査票を出していない課があります: {'、'.join(result.missing)}")
    if result.to_mend:
        click.echo(
            f"調査票に要修正の指摘が {result.to_mend} 件あります。直してから作り直すと、"
            "審査がやり直しになりません(ictxl check で確かめられます)。"
        )


def _payload(result: ReviewResult) -> dict[str, object]:
    return {
        "plan": output.plan_json(result.round),
        "files": [{"reader": made.reader, "path": str(made.path)} for made in result.files],
        "measures": len(result.plan.measures),
        "missing": list(result.missing),
        "findings": output.findings_json(result.findings),
    }
