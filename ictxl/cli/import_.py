"""`ictxl import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ictxl.cli import options, output

if TYPE_CHECKING:
    from ictxl.pipeline.yearly import ImportResult


@click.command("import")
@click.argument("table", metavar="進捗状況", type=click.Path(path_type=Path))
@options.output("plan", default="plan.xlsx", help="計画台帳のファイル名(既定: plan.xlsx)。")
@options.path("--responses", help="表の中の回答も書き出します(.csv .xlsx .parquet)。")
@options.TITLE
@click.option(
    "--year", metavar="年度", type=options.FiscalYear(), help="表に年度がないときに指定します。"
)
@options.COLUMNS
@options.with_passwords
@options.FORCE
@options.JSON
def command(  # noqa: PLR0913 - one parameter for each option
    *,
    table: Path,
    plan: Path,
    responses: Path | None,
    title: str,
    year: int | None,
    columns: Path | None,
    passwords: tuple[str, ...],
    force: bool,
    as_json: bool,
) -> None:
    """今ある進捗状況の表から、計画台帳を作ります。

    ictxl が作ったブックのほか、手作りの Excel ブック(.xlsx .xls .ods)や、PDF から写した
    タブ区切りの文字(.txt)、.csv も読みます。見出しは「事業名」「所管課」「実績」などでも構わず、
    一施策一枚の個票も読みます。読むときに決めたことと、取り込めなかった文は、
    計画台帳の隣の「….report.xlsx」にすべて載せます。何の列かはっきりしない見出しがあれば
    「見出しの対応.xlsx」も作るので、直して --columns に指定します。

    \b
    終了コード: 0 指摘なし(または要確認まで)、1 要修正の指摘あり、2 実行できず
    """
    from ictxl.files.inputs import require_file
    from ictxl.pipeline.yearly import import_table

    require_file(table)
    plan = output.place_of_plan(plan, force=force)
    result = import_table(
        table,
        plan,
        responses_file=responses,
        title=title,
        year=year,
        columns=columns,
        passwords=passwords,
    )
    if as_json:
        output.show_json(_payload(result))
    else:
        _show(result, plan)
    output.leave_with(result.findings)


def _show(result: ImportResult, plan: Path) -> None:
    imported = result.table
    output.show_decisions(result.findings)
    click.echo(
        f"基本施策 {len(imported.plan.areas)}、施策 {len(imported.plan.measures)}、"
        f"担当課 {len(imported.plan.departments)}、回答 {len(imported.responses)} 件を"
        "取り込みました。"
    )
    output.show_outputs(result.outputs)
    if result.headings_file:
        click.echo(_ASKED.format(file=result.headings_file))
    for line in _NEXT if imported.headings else (_NEXT[0], _NEXT[-1]):
        click.echo(line.format(plan=plan))


_ASKED = (
    "何の列かはっきりしない見出しがあります。「{file}」の色の付いた欄を確かめ、違っていれば直してから、"
    "--columns {file} --force を付けて取り込み直してください。"
)

_NEXT = (
    "→ 「{plan}」の提出期限などを Excel で記入し、回答対象の課を確かめて保存します。",
    "→ 公表する表も取り込んだ表と同じ列にするなら、"
    '「ictxl template make --plan "{plan}"」を実行します(個票なら --sheets を付けます)。',
    '→ それから「ictxl generate "{plan}"」を実行すると、担当課ごとの調査票ができます。',
)
"""The second where the table's headings are not those that ictxl itself publishes."""


def _payload(result: ImportResult) -> dict[str, Any]:
    plan = result.table.plan
    return {
        "plan": {"id": plan.id, "title": plan.title, "year": plan.year},
        "areas": len(plan.areas),
        "measures": len(plan.measures),
        "departments": len(plan.departments),
        "responses": len(result.table.responses),
        "outputs": [str(path) for path in result.outputs],
        "headings": str(result.headings_file) if result.headings_file else "",
        "findings": output.findings_json(result.findings),
    }
