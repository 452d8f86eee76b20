"""`ictxl init`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ictxl.cli import options

if TYPE_CHECKING:
    from ictxl.plan.new_plan import ReadyStart


def _start(value: str) -> ReadyStart:
    from ictxl.plan.new_plan import ReadyStart

    try:
        return ReadyStart(value)
    except ValueError as error:
        words = "、".join(ReadyStart)
        told = f"「{value}」という種類はありません({words} から選びます)。"
        raise click.BadParameter(told) from error


@click.command("init")
@click.argument("folder", metavar="[フォルダー]", type=click.Path(path_type=Path), default=".")
@click.option(
    "--year",
    metavar="年度",
    type=options.FiscalYear(),
    help="計画の年度(例: 2027、令和9年度)。"
    "なければフォルダーの名前の年度、それもなければ今年度です。",
)
@click.option(
    "--like",
    metavar="種類",
    type=_start,
    help="どんな表を公表するか: 進捗(評価と進捗状況、これがふつうです)、指標(目標値と実績値)、"
    "施策評価(担当課の評価と二次評価)、個票(施策ごとに 1 ページ)。",
)
def command(folder: Path, year: int | None, like: ReadyStart | None) -> None:
    """計画台帳(plan.xlsx)と調査票のひな形を用意します。

    台帳には、何を尋ねるか(記入欄)とその選択肢のふつうの一覧が入っています。基本施策、施策、
    担当課を Excel で書き込んでから「ictxl generate」を実行してください。
    すでにあるファイルは上書きしません。
    """
    from ictxl.files.inputs import resolved
    from ictxl.pipeline.starting import init
    from ictxl.plan.new_plan import ReadyStart
    from ictxl.text.era import current_fiscal_year, read_fiscal_year

    named = read_fiscal_year(resolved(folder).name)
    start = like or ReadyStart.PROGRESS
    result = init(folder, year or named or current_fiscal_year(), start)
    click.echo(f"計画台帳を作りました: {result.plan}")
    click.echo(f"調査票のひな形を作りました: {result.template}")
    click.echo(f"集約表のひな形を作りました: {result.published}")
    click.echo(f"→ 計画台帳(年度は{result.year_label})を Excel で開いて記入してください。")
    if resolved(folder) != Path.cwd():
        click.echo(f'→ 記入したら「cd "{folder}"」でそのフォルダーに移ります。')
    click.echo("→ それから「ictxl generate」を実行すると、担当課ごとの調査票ができます。")
    click.echo("  画面でするなら「ictxl desk」を実行します。")
