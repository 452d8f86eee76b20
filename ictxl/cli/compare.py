"""`ictxl compare`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ictxl.cli import options, output

if TYPE_CHECKING:
    from ictxl.contract.answer_values import Value
    from ictxl.years.comparing import ComparedAnswer, Comparison, QuestionPair


@click.command("compare")
@click.argument("one", metavar="前年度", type=click.Path(path_type=Path))
@click.argument("other", metavar="今年度", type=click.Path(path_type=Path))
@options.output(
    "target", help="両年度の文を並べ、変わったところに印を付けた Excel ブックも作ります。"
)
@options.with_passwords
@options.JSON
def command(
    *, one: Path, other: Path, target: Path | None, passwords: tuple[str, ...], as_json: bool
) -> None:
    """二つの年度の進捗状況を、施策と担当課ごとに比べます。

    項番が変わっても施策名称で照らし合わせます。年度の古い方を前とします。
    """
    from ictxl.pipeline.yearly import compare

    result = compare(one, other, target, passwords=passwords)
    if as_json:
        payload = _payload(result.comparison)
        outputs = [str(path) for path in result.outputs]
        findings = output.findings_json(result.findings)
        output.show_json({**payload, "outputs": outputs, "findings": findings})
        return
    output.show_faults(result.findings)
    _show(result.comparison)
    output.show_outputs(result.outputs)


def _show(comparison: Comparison) -> None:
    from ictxl.years.comparison_workbook import (
        leading_name,
        only_in_one_year,
        remarks,
        total_line,
    )

    before, after = comparison.before.plan.year_label, comparison.after.plan.year_label
    rows = [
        (
            row.measure.id,
            row.measure.title,
            row.department,
            row.kind.value,
            _ratings(row),
            row.trend.value,
            "\n".join(remarks(row)),
        )
        for row in comparison.rows
    ]
    leading = leading_name(comparison)
    title = comparison.after.plan.measure_level.title_heading
    headings = ("項番", title, "担当課", "区分", leading or "回答", "変化", "備考")
    output.show_table(f"{before} → {after}", headings, rows)
    measures = "、".join(f"{name} {n}" for name, n in comparison.measure_counts.items())
    trends = "、".join(f"{t.value} {n}" for t, n in comparison.trend_counts.items() if t.value)
    click.echo(f"施策: {measures}")
    if leading:
        click.echo(f"{leading}: {trends}")
    for totals in comparison.number_totals():
        click.echo(total_line(totals))
    for line in only_in_one_year(comparison):
        click.echo(line)


def _ratings(row: ComparedAnswer) -> str:
    return f"{row.rating_before or '-'} → {row.rating_after or '-'}"


def _payload(comparison: Comparison) -> dict[str, Any]:
    return {
        "before": {"year": comparison.before.plan.year, "file": comparison.before.file},
        "after": {"year": comparison.after.plan.year, "file": comparison.after.file},
        "measures": comparison.measure_counts,
        "trends": {t.value: n for t, n in comparison.trend_counts.items()},
        "ratings": [
            {"rating": symbol, "before": before, "after": after}
            for symbol, before, after in (
                *comparison.rating_counts(),
                *comparison.unlisted_counts(),
            )
        ],
        "rows": [_row(row, comparison) for row in comparison.rows],
    }


def _row(row: ComparedAnswer, comparison: Comparison) -> dict[str, Any]:
    match = row.match
    one, other = comparison.before.outlook, comparison.after.outlook
    return {
        "measure_before": match.before.id if match.before else None,
        "measure_after": match.after.id if match.after else None,
        "title": row.measure.title,
        "department": row.department,
        "kind": row.kind.value,
        "moved": match.is_moved,
        "renamed": match.is_renamed,
        "target_changed": row.is_target_changed,
        "rating_before": row.rating_before,
        "rating_after": row.rating_after,
        "trend": row.trend.value,
        "text_changed": row.progress_before != row.progress_after,
        "progress_before": row.progress_before,
        "progress_after": row.progress_after,
        "next_step_before": row.before[one.key] if row.before and one else "",
        "next_step_after": row.after[other.key] if row.after and other else "",
        "answers": [_answer(pair, row) for pair in comparison.questions],
    }


def _answer(pair: QuestionPair, row: ComparedAnswer) -> dict[str, Any]:
    """One question: its values as JSON has them, null where the year does not ask it."""
    before, after = pair.values(row.before, row.after)
    return {
        "question": pair.name,
        "before": _value(before) if pair.before else None,
        "after": _value(after) if pair.after else None,
        "change": pair.change(row.before, row.after),
    }


def _value(value: Value | None) -> str | float:
    from decimal import Decimal

    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return "" if value is None else str(value)
