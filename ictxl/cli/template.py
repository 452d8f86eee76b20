"""`ictxl template`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ictxl.cli import options


@click.group("template", subcommand_metavar="コマンド …")
def command() -> None:
    """手直しした調査票や集約表のひな形を確かめます。"""


@command.command("check", options_metavar="[オプション]")
@click.argument("file", metavar="ひな形", type=click.Path(path_type=Path))
@click.option(
    "--plan",
    "plan_file",
    metavar="ファイル",
    type=click.Path(path_type=Path),
    help="計画台帳。その記入欄や列の名前を差し込み欄として確かめます"
    "(既定: ひな形と同じフォルダーの plan.xlsx があれば、それ)。",
)
@options.JSON
def check(file: Path, plan_file: Path | None, as_json: bool) -> None:
    """知らない差し込み欄、足りない差し込み欄、引き継げないものを、セルで示します。

    調査票のひな形か集約表のひな形かは、書かれている差し込み欄で見分けます。

    \b
    終了コード: 0 使える、1 直さないと使えない、2 読めない
    """
    from ictxl.cli import EXIT_FINDINGS, output
    from ictxl.findings import has_errors
    from ictxl.pipeline.checking_templates import check_template, template_kind

    findings, used = check_template(file, plan_file)
    if as_json:
        output.show_json({"findings": output.findings_json(findings)})
    elif findings:
        output.show_findings(findings)
    else:
        kind = template_kind(file, used)
        whose = f"({used} の{kind}として)" if used else ""
        click.echo(f"{file} は{kind}のひな形として使えます{whose}。")
    if has_errors(findings):
        sys.exit(EXIT_FINDINGS)
