"""Make the pictures of docs/guide-year.md from the samples: `python docs/pictures_year.py`.

The other years are made up from the first: what its departments would write a year later, or have
written before.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from pictures import IMAGES, SAMPLES, ictxl, page_picture

from ictxl.consolidated.reading import read_consolidated
from ictxl.consolidated.workbook import write_consolidated
from ictxl.plan.new_plan import starting_plan
from ictxl.plan.reading import read_plan
from ictxl.responses import Response
from ictxl.text.era import fiscal_year_label

SOURCE = SAMPLES / "source" / "progress_2019.txt"
TITLE = "情報化計画"
BETTER = {"B": "A", "C": "B", "D": "C"}
WORDS = {"R1": "R2", "令和元年": "令和2年", "予定": "計画", "整備": "整備・更新", "1回": "2回"}


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as desk:
        folder = Path(desk)
        first, plan = SAMPLES / "進捗状況.xlsx", folder / "plan_2020.xlsx"
        ictxl("import", SOURCE, "-o", folder / "plan_2019.xlsx", "--title", TITLE)
        page_picture(folder / "plan_2019.report.xlsx", "year-import", folder)
        ictxl("rollover", first, "-o", plan, "--plan", SAMPLES / "plan.xlsx", "--renumber")
        page_picture(folder / "plan_2020.report.xlsx", "year-rollover", folder)
        ictxl("generate", plan, "-o", folder / "outbox", "--department", "秘書広報課")
        page_picture(folder / "outbox" / "01_秘書広報課.xlsx", "year-form", folder)
        second_year(plan, folder / "2020.xlsx")
        ictxl("compare", first, folder / "2020.xlsx", "-o", folder / "比較.xlsx")
        page_picture(folder / "比較.xlsx", "year-figures", folder, page=1)
        page_picture(folder / "比較.xlsx", "year-compare", folder, page=2)
        years_side_by_side(folder)


def second_year(plan_file: Path, target: Path) -> None:
    """The year after the samples': each answer a little further on."""
    plan = read_plan(plan_file)
    answers = []
    rating, progress, next_step = (q.key for q in plan.questions[:3])
    for before in plan.previous:
        values = dict(before.values)
        for old, new in WORDS.items():
            values[progress] = values[progress].replace(old, new)
        values[rating] = BETTER.get(values[rating], values[rating])
        if next_step in values:
            values[next_step] = values[next_step].partition(".")[0]
        answers.append(Response(before.measure, before.department, values))
    write_consolidated(plan, answers, {d.name for d in plan.departments}, target)
    read = read_consolidated(target, starting_plan(plan.year))
    if read.plan != replace(plan, **{name: getattr(read.plan, name) for name in _NOT_PRINTED}):
        raise RuntimeError("the made-up year does not read back")


def years_side_by_side(folder: Path) -> None:
    """The samples' year with three made up before it."""
    write_former_years(folder / "過年度")
    output = folder / "進捗状況.xlsx"
    ictxl("merge", SAMPLES / "returned", "--history", folder / "過年度", "-o", output)
    page_picture(output, "year-trend", folder, page=7, height=560)
    page_picture(output, "year-table", folder, page=8, height=560)


def write_former_years(folder: Path) -> None:
    """Three years before the samples', each in a folder of its name, in which less was done and
    less was asked."""
    table = read_consolidated(SAMPLES / "進捗状況.xlsx", starting_plan(2019))
    rating = table.plan.questions[0].key
    measures, answers = table.plan.measures, table.responses
    for back in range(1, 4):
        kept = [m for index, m in enumerate(measures) if (index + back) % 9]
        counts: dict[str, int] = {}
        moved = {}
        for measure in kept:
            counts[measure.area] = counts.get(measure.area, 0) + 1
            moved[measure.id] = replace(measure, number=str(counts[measure.area]))
        answers = tuple(
            replace(
                answer,
                measure=moved[answer.measure].id,
                values={**answer.values, rating: worse(answer[rating], index + back)},
            )
            for index, answer in enumerate(answers)
            if answer.measure in moved
        )
        measures = tuple(moved.values())
        year = table.plan.year - back
        label = fiscal_year_label(year)
        plan = replace(table.plan, year=year, year_label=label, measures=measures)
        everyone = {d.name for d in plan.departments}
        (folder / label).mkdir(parents=True)
        write_consolidated(plan, answers, everyone, folder / label / "進捗状況.xlsx")


def worse(code: str, draw: int) -> str:
    """The rating of the year before: mostly one lower, and nothing has ended yet."""
    return WORSE.get(code, "B") if draw % 3 else code if code in WORSE else "B"


WORSE = {"A": "B", "B": "C", "C": "D", "D": "D"}

_NOT_PRINTED = ("deadline", "contact", "saved_at", "questions", "departments", "previous")


if __name__ == "__main__":
    main()
