"""`ictxl template`."""

from __future__ import annotations

from pathlib import Path

import click

from ictxl.cli import options, output


@click.group("template", subcommand_metavar="コマンド …")
def command() -> None:
    """集約表のひな形を計画から作り、手直しした調査票や集約表のひな形を確かめます。"""


@command.command("check", options_metavar="[オプション]")
@click.argument("file", metavar="ひな形", type=click.Path(path_type=Path))
@options.path(
    "--plan",
    "plan_file",
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
    output.leave_with(findings)


@command.command("make", options_metavar="[オプション]")
@options.path("--plan", "plan_file", default="plan.xlsx", help="計画台帳(既定: plan.xlsx)。")
@options.output(
    "target",
    help="ひな形のファイル名(既定: 計画台帳と同じフォルダーの consolidated_template.xlsx)。",
)
@click.option("--sheets", is_flag=True, help="表でなく、施策ごとに一枚の個票にします。")
@click.option("--force", is_flag=True, help="手直ししたひな形があっても、新しくします。")
def make(*, plan_file: Path, target: Path | None, sheets: bool, force: bool) -> None:
    """計画台帳の階層、列、指標、記入欄をすべて載せた、集約表のひな形を作ります。

    指標があれば一行が一つの指標の、なければ一行が一課の回答の表です。列の順や見出し、幅は、
    できたひな形を Excel で開いて直せます。「ictxl merge」は計画台帳の隣のひな形を使います。
    """
    from ictxl.pipeline.starting import is_as_shipped, make_published, place_of_published

    made = target or place_of_published(plan_file)
    made = output.place_of_plan(made, force=force or is_as_shipped(made))
    make_published(plan_file, made, is_measure_sheets=sheets)
    output.show_outputs([made])
