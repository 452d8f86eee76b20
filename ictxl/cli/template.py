"""`ictxl template`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ictxl.cli import options


@click.group("template", subcommand_metavar="コマンド …")
def command() -> None:
    """手直しした調査票のひな形を確かめます。"""


@command.command("check", options_metavar="[オプション]")
@click.argument("file", metavar="ひな形", type=click.Path(path_type=Path))
@options.JSON
def check(file: Path, as_json: bool) -> None:
    """知らない差し込み欄、足りない差し込み欄、調査票に引き継げないものを、セルで示します。

    \b
    終了コード: 0 使える、1 直さないと使えない、2 読めない
    """
    from ictxl.cli import EXIT_FINDINGS, output
    from ictxl.findings import has_errors
    from ictxl.form.template.template_file import check_template

    findings = check_template(file)
    if as_json:
        output.show_json({"findings": output.findings_json(findings)})
    elif findings:
        output.show_findings(findings)
    else:
        click.echo(f"{file} は調査票のひな形として使えます。")
    if has_errors(findings):
        sys.exit(EXIT_FINDINGS)
