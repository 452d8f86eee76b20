"""年度: the next year's plan, two years side by side, many years in one table, charts."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from ictxl.desk.jobs import Outcome
from ictxl.desk.page import command_line, present, the_desk, the_folder
from ictxl.desk.places import below
from ictxl.desk.screens.common import begin, page, plan_words, reading_page, year_state
from ictxl.errors import InputError
from ictxl.runtime.stages import Progress
from ictxl.text.era import current_fiscal_year, fiscal_year_label

screen = Blueprint("years", __name__)
MOST = 100
"""Measures shown at first; the page says how many more there are."""


@screen.get("/years")
def show() -> str:
    _, state = year_state()
    if state is None:
        return reading_page()
    from ictxl.pipeline.year_folder.places import COMPARISON_FILE, HISTORY_FILE
    from ictxl.pipeline.year_folder.ratings import ratings_by_year, side_by_side

    found = state.folder.tables
    is_read = the_desk().ahead.is_done(lambda: side_by_side(ratings_by_year(found)))
    tables = ratings_by_year(found) if is_read else ()
    label = _next_label()
    plan = plan_words(state)
    paths = [table.path for table in tables]
    two = paths[-2:] if len(paths) > 1 else ["前年度.xlsx", "今年度.xlsx"]
    beside = side_by_side(tables)
    most = max(1, request.args.get("most", MOST, type=int))
    return page(
        "years.html.j2",
        tables=tables,
        is_read=is_read,
        beside=beside,
        asked=next(iter(beside.questions), None) if beside else None,
        most=most,
        more=max(0, len(beside.rows) - most) if beside else 0,
        outputs=present([state.folder.folder / name for name in (COMPARISON_FILE, HISTORY_FILE)]),
        next_label=label,
        commands={
            "rollover": command_line(
                "rollover", "進捗状況.xlsx", "-o", f"{label}/plan.xlsx", *plan
            ),
            "compare": command_line("compare", *two, "-o", COMPARISON_FILE),
            "history": command_line("history", *paths, "-o", HISTORY_FILE),
        },
    )


def _next_label() -> str:
    _, state = year_state()
    collected = state.seen.collected if state else None
    year = collected.plan.year if collected else current_fiscal_year()
    return fiscal_year_label(year + 1)


@screen.post("/years/roll")
def roll() -> AnyResponse:
    """Make the next year's plan in a folder of its own."""
    from ictxl.pipeline.year_folder.places import PLAN_FILE, YearFolder
    from ictxl.pipeline.yearly import roll_over_into

    folder = YearFolder(the_folder())
    target = folder.folder / _next_label() / PLAN_FILE
    renumber = bool(request.form.get("renumber"))

    def work(_progress: Progress) -> Outcome:
        result = roll_over_into(
            folder.table, target, renumber=renumber, office_plan=folder.plan_file
        )
        rolled = result.rollover
        return Outcome(
            f"{rolled.plan.year_label}の計画に施策 {len(rolled.kept)} 件を引き継ぎ、"
            f"終えた {len(rolled.left)} 件を外しました。",
            result.outputs,
            result.findings,
        )

    words: list[str | Path] = ["--plan", folder.plan_file] if folder.plan_file else []
    words += ["--renumber"] if renumber else []
    command = command_line("rollover", folder.table, "-o", target, *words)
    return begin("次の年度の計画台帳作り", "years", command, work, writes=(target,))


@screen.post("/years/compare")
def compare() -> AnyResponse:
    """Two years side by side, as a workbook."""
    from ictxl.pipeline.year_folder.places import COMPARISON_FILE
    from ictxl.pipeline.yearly import compare as compare_tables

    before, after = (
        below(the_folder(), request.form.get(name, "")) for name in ("before", "after")
    )
    target = the_folder() / COMPARISON_FILE

    def work(_progress: Progress) -> Outcome:
        result = compare_tables(before, after, target)
        measures = "、".join(f"{name} {n}" for name, n in result.comparison.measure_counts.items())
        trends = result.comparison.trend_counts.items()
        ratings = "、".join(f"{trend.value} {n}" for trend, n in trends if trend.value)
        return Outcome(f"施策: {measures}。評価: {ratings}。", result.outputs, result.findings)

    command = command_line("compare", before, after, "-o", target)
    return begin("年度の比較", "years", command, work, writes=(target,))


@screen.post("/years/history")
def history() -> AnyResponse:
    """All years' answers in one table."""
    from ictxl.pipeline.year_folder.places import HISTORY_FILE, YearFolder
    from ictxl.pipeline.yearly import write_history

    folder = YearFolder(the_folder())
    tables, target = folder.tables, folder.folder / HISTORY_FILE
    if not tables:
        raise InputError("進捗状況の表がありません。", "「まとめ」で作ってください。")

    def work(progress: Progress) -> Outcome:
        result = write_history(tables, target, progress=progress)
        years = "、".join(year.plan.year_label for year in result.years)
        return Outcome(f"{years}の回答 {len(result.frame)} 件を一つの表にしました。", (target,))

    command = command_line("history", *tables, "-o", target)
    return begin("経年の表作り", "years", command, work, writes=(target,))
