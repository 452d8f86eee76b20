"""`ictxl rollover`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ictxl.cli import options, output

if TYPE_CHECKING:
    from ictxl.pipeline.yearly import RolloverResult


@click.command("rollover")
@click.argument("table", metavar="進捗状況", type=click.Path(path_type=Path))
@options.output("plan", required=True, help="次年度の計画台帳のファイル名(例: plan_2020.xlsx)。")
@options.path(
    "--plan",
    "office_plan",
    metavar="計画台帳",
    help="今年度の計画台帳。別名、メールアドレス、問い合わせ先などを引き継ぎます。",
)
@click.option("--renumber", is_flag=True, help="項番を基本施策ごとに 1 から振り直します。")
@options.TITLE
@click.option(
    "--year",
    metavar="年度",
    type=options.FiscalYear(),
    help="表に年度がないときに指定します(表の年度)。",
)
@options.COLUMNS
@options.with_passwords
@options.FORCE
@options.JSON
def command(  # noqa: PLR0913 - one parameter for each option
    *,
    table: Path,
    plan: Path,
    office_plan: Path | None,
    renumber: bool,
    title: str,
    year: int | None,
    columns: Path | None,
    passwords: tuple[str, ...],
    force: bool,
    as_json: bool,
) -> None:
    """今年度の進捗状況から、次年度の計画台帳を作ります。

    進捗状況は、ictxl が作ったブックでも、手作りの表でも構いません
    (ictxl import と同じように読みます)。
    すべての担当課が終了と答えた施策(評価や次期計画での展開で、区分が終了のものを選んだ施策)を
    外し、ほかを引き継ぎます。今年度の回答は前回シートに入り、「ictxl generate」で作る調査票に
    前回の回答として載ります。公表していない記入欄は集約表にないので、--plan で引き継ぎます。
    """
    from ictxl.files.inputs import require_file
    from ictxl.pipeline.yearly import roll_over

    require_file(table)
    plan = output.place_of_plan(plan, force=force)
    result = roll_over(
        table,
        plan,
        renumber=renumber,
        office_plan=office_plan,
        title=title,
        year=year,
        columns=columns,
        passwords=passwords,
    )
    if as_json:
        output.show_json(_payload(result))
    else:
        output.show_decisions(result.findings)
        _show(result)
        output.show_outputs(result.outputs)
        book = result.outputs[0]
        click.echo(f"→ 「{book.name}」の提出期限などを Excel で記入して保存します。")
        click.echo(f'→ それから「ictxl generate "{book}"」を実行すると、次年度の調査票ができます。')
    output.leave_with(result.findings)


def _show(result: RolloverResult) -> None:
    rolled = result.rollover
    title = rolled.plan.measure_level.title_heading
    if rolled.left:
        rows = [(item.measure.id, item.measure.title, item.reason) for item in rolled.left]
        output.show_table("終えた施策", ("項番", title, "わけ"), rows)
    if rolled.partly:
        parts = [
            (item.measure.id, item.measure.title, "\n".join(item.finished))
            for item in rolled.partly
        ]
        output.show_table("一部の課が終えた施策(引き継ぎます)", ("項番", title, "終えた課"), parts)
    if rolled.renumbered:
        moved = [(p.before.id, p.after.id, p.after.title) for p in rolled.renumbered]
        output.show_table("項番の変わった施策", ("これまで", "新しい項番", title), moved)
    click.echo(
        f"{rolled.plan.year_label}の計画に施策 {len(rolled.kept)} 件を引き継ぎ、"
        f"終えた {len(rolled.left)} 件を外しました。"
    )


def _payload(result: RolloverResult) -> dict[str, Any]:
    rolled = result.rollover
    return {
        "plan": {
            "id": rolled.plan.id,
            "title": rolled.plan.title,
            "year": rolled.plan.year,
            "year_label": rolled.plan.year_label,
        },
        "left": [
            {"measure": item.measure.id, "title": item.measure.title, "reason": item.reason}
            for item in rolled.left
        ],
        "partly_finished": [
            {
                "measure": item.measure.id,
                "title": item.measure.title,
                "finished": list(item.finished),
                "others": list(item.others),
            }
            for item in rolled.partly
        ],
        "kept": [
            {"before": pair.before.id, "after": pair.after.id, "title": pair.after.title}
            for pair in rolled.kept
        ],
        "outputs": [str(path) for path in result.outputs],
        "findings": output.findings_json(result.findings),
    }
