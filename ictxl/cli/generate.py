"""`ictxl generate`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ictxl.cli import options, output

if TYPE_CHECKING:
    from ictxl.pipeline.sending import GenerateResult


@click.command("generate")
@click.argument("plan", metavar="[計画台帳]", type=click.Path(path_type=Path), default="plan.xlsx")
@options.output(
    "outbox", metavar="フォルダー", default="outbox", help="調査票を置くフォルダー(既定: outbox)。"
)
@options.path("--template", help="手直しした調査票のひな形。")
@click.option(
    "--department",
    "departments",
    metavar="担当課",
    multiple=True,
    help="この課の調査票だけを作ります(何度でも指定できます)。",
)
@click.option(
    "--previous",
    metavar="前年度",
    multiple=True,
    help="前年度の進捗状況のブックか、返ってきた調査票(ファイル・フォルダー)。"
    "前回の評価と進捗状況を並べて示します。",
)
@options.with_passwords
@click.option(
    "--mail",
    is_flag=True,
    help="課ごとのメールの下書き(.eml)も作ります。"
    "文面は計画台帳と同じフォルダーの mail.txt で変えられます。",
)
@options.JSON
@options.profiled
def command(
    *,
    plan: Path,
    outbox: Path,
    template: Path | None,
    departments: tuple[str, ...],
    previous: tuple[str, ...],
    passwords: tuple[str, ...],
    mail: bool,
    as_json: bool,
) -> None:
    """計画台帳から、担当課ごとの調査票を作ります。

    ファイル名は「01_秘書広報課.xlsx」のように、計画台帳の順の番号と課名です。
    """
    import_openpyxl()
    from ictxl.pipeline.sending import generate

    with output.progress_bar("調査票を作っています", hidden=as_json) as progress:
        result = generate(
            plan,
            outbox,
            template_file=template,
            departments=departments,
            previous=previous,
            passwords=passwords,
            mail=mail,
            progress=progress,
        )
    if as_json:
        output.show_json(_payload(result))
    else:
        _show(result, outbox, mail=mail)


def _show(result: GenerateResult, outbox: Path, *, mail: bool) -> None:
    from ictxl.form.sheet.heads import measure_word

    output.show_findings(result.findings)
    word = measure_word(result.plan)
    for form in result.forms:
        click.echo(f"{form.path}  {form.department}  {form.measures} {word}")
    click.echo(f"調査票を {len(result.forms)} 件作りました: {outbox}")
    if mail:
        click.echo(f"メールの下書き(.eml)を {len(result.forms)} 件作りました。")
        open_ended = [form.department for form in result.forms if not form.is_addressed]
        if open_ended:
            click.echo(
                f"うち {len(open_ended)} 件は、計画台帳の担当課シートに使えるメールアドレスがない"
                f"ので、宛先が空いています: {'、'.join(open_ended)}"
            )
    click.echo(
        f"→ 担当課に送り、返ってきたものを「{options.USUAL_FOLDER}」フォルダーに入れて、"
        "「ictxl check」を実行します。"
    )


def import_openpyxl() -> None:
    """openpyxl alone, in half the time: `generate` of 18 forms takes 0.43 s instead of 0.50.

    It imports numpy, if that is there, only to know numpy's numbers when it meets them in cells.
    The command line never writes such; a program that imports ictxl may, and gets openpyxl whole.
    """
    modules: dict[str, Any] = sys.modules
    if "numpy" in modules or "openpyxl" in modules:
        return
    # As documented for sys.modules: importing what is None there fails as if it were missing.
    modules["numpy"] = None
    try:
        import openpyxl  # noqa: F401 - for what comes after
    finally:
        del modules["numpy"]


def _payload(result: GenerateResult) -> dict[str, Any]:
    return {
        "plan_id": result.plan.id,
        "forms": [
            {
                "department": form.department,
                "file": str(form.path),
                "measures": form.measures,
                "draft": str(form.draft) if form.draft else None,
                "addressed": form.is_addressed,
            }
            for form in result.forms
        ],
        "findings": output.findings_json(result.findings),
    }
