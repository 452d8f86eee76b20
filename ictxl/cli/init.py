"""`ictxl init`."""

from __future__ import annotations

from pathlib import Path

import click

from ictxl.cli import options


@click.command("init")
@click.argument("folder", metavar="[フォルダー]", type=click.Path(path_type=Path), default=".")
@click.option(
    "--year",
    metavar="年度",
    type=options.FiscalYear(),
    help="計画の年度(例: 2027、令和9年度)。"
    "なければフォルダーの名前の年度、それもなければ今年度です。",
)
def command(folder: Path, year: int | None) -> None:
    """計画台帳(plan.xlsx)と調査票のひな形を用意します。

    台帳には凡例と次期展開のふつうの一覧が入っています。基本施策、施策、担当課を Excel で
    書き込んでから「ictxl generate」を実行してください。すでにあるファイルは上書きしません。
    """
    from ictxl.files.inputs import resolved
    from ictxl.pipeline.starting import init
    from ictxl.text.era import current_fiscal_year, read_fiscal_year

    named = read_fiscal_year(resolved(folder).name)
    result = init(folder, year or named or current_fiscal_year())
    click.echo(f"計画台帳を作りました: {result.plan}")
    click.echo(f"調査票のひな形を作りました: {result.template}")
    click.echo(f"集約表のひな形を作りました: {result.published}")
    click.echo(f"→ 計画台帳(年度は{result.year_label})を Excel で開いて記入してください。")
    if resolved(folder) != Path.cwd():
        click.echo(f'→ 記入したら「cd "{folder}"」でそのフォルダーに移ります。')
    click.echo("→ それから「ictxl generate」を実行すると、担当課ごとの調査票ができます。")
