"""`ictxl init`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("init")
@click.argument("folder", metavar="[フォルダー]", type=click.Path(path_type=Path), default=".")
@click.option("--year", metavar="西暦", type=int, help="計画の年度(既定: 今年度)。")
def command(folder: Path, year: int | None) -> None:
    """計画台帳(plan.xlsx)と調査票のひな形を用意します。

    台帳には凡例と次期展開のふつうの一覧が入っています。基本施策、施策、担当課を Excel で
    書き込んでから「ictxl generate」を実行してください。すでにあるファイルは上書きしません。
    """
    from ictxl.pipeline.starting import init
    from ictxl.text.era import current_fiscal_year

    result = init(folder, year or current_fiscal_year())
    click.echo(f"計画台帳を作りました: {result.plan}")
    click.echo(f"調査票のひな形を作りました: {result.template}")
    click.echo("→ 計画台帳を Excel で開いて記入し、「ictxl generate」を実行してください。")
