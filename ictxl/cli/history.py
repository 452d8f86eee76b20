"""`ictxl history`."""

from __future__ import annotations

from pathlib import Path

import click

from ictxl.cli import options, output


@click.command("history")
@click.argument("files", metavar="進捗状況…", nargs=-1, required=True)
@options.output("target", required=True, help="書き出すファイル(.parquet .csv .xlsx)。")
@options.with_passwords
@options.JSON
def command(
    *, files: tuple[str, ...], target: Path, passwords: tuple[str, ...], as_json: bool
) -> None:
    """何年分もの進捗状況を、一回答一行の一つの表にまとめます。

    pandas、Excel、DuckDB などで使えます。年度は西暦の列もあり、項番が変わった施策も
    「施策の系列」の列で年度をまたいで追えます。
    """
    from ictxl.pipeline.yearly import write_history

    with output.progress_bar("進捗状況を読んでいます", hidden=as_json) as progress:
        result = write_history(files, target, passwords=passwords, progress=progress)
    years = [{"year": year.plan.year, "file": year.file} for year in result.years]
    if as_json:
        output.show_json(
            {
                "years": years,
                "rows": len(result.frame),
                "columns": [str(name) for name in result.frame.columns],
                "not_in_all_years": [
                    {"question": name, "years": asked} for name, asked in result.gaps.items()
                ],
                "outputs": [str(result.output)],
                "findings": output.findings_json(result.findings),
            }
        )
        return
    output.show_faults(result.findings)
    named = "、".join(str(year["year"]) for year in years)
    click.echo(f"{len(years)} 年度({named})の回答 {len(result.frame)} 行をまとめました。")
    for name, asked in result.gaps.items():
        click.echo(f"「{name}」は {'、'.join(map(str, asked))} 年度だけの記入欄です。")
    output.show_outputs([result.output or target])
