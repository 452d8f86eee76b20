"""`ictxl generate`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("generate")
@click.argument("plan", metavar="[計画台帳]", type=click.Path(path_type=Path), default="plan.xlsx")
@click.option(
    "-o",
    "--output",
    "outbox",
    metavar="フォルダー",
    type=click.Path(path_type=Path),
    default="outbox",
    help="調査票を置くフォルダー(既定: outbox)。",
)
@click.option(
    "--template",
    metavar="ファイル",
    type=click.Path(path_type=Path),
    help="手直しした調査票のひな形。",
)
@click.option(
    "--department",
    "departments",
    metavar="担当課",
    multiple=True,
    help="この課の調査票だけを作ります(何度でも指定できます)。",
)
@click.option("--json", "as_json", is_flag=True, help="結果を JSON で出力します。")
def command(
    plan: Path,
    outbox: Path,
    template: Path | None,
    departments: tuple[str, ...],
    as_json: bool,
) -> None:
    """計画台帳から、担当課ごとの調査票を作ります。

    ファイル名は「01_秘書広報課.xlsx」のように、計画台帳の順の番号と課名です。
    """
    from ictxl import pipeline
    from ictxl.cli import output

    with output.progress_bar("調査票を作っています", hidden=as_json) as progress:
        result = pipeline.generate(
            plan, outbox, template_file=template, departments=departments, progress=progress
        )
    if as_json:
        forms = [
            {"department": f.department, "file": str(f.path), "measures": f.measures}
            for f in result.forms
        ]
        output.show_json({"plan_id": result.plan.id, "forms": forms})
        return
    for form in result.forms:
        click.echo(f"{form.path}  {form.department}  {form.measures} 施策")
    click.echo(f"調査票を {len(result.forms)} 件作りました: {outbox}")
