"""Make the pictures of docs/guide-year.md from the samples: `python docs/pictures_year.py`.

The second year is made up from the first: what its departments would write a year later.
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


def second_year(plan_file: Path, target: Path) -> None:
    """The year after the samples': each answer a little further on."""
    plan = read_plan(plan_file)
    answers = []
    for before in plan.previous:
        area, number = before.measure.split("-")
        text = before.progress
        for old, new in WORDS.items():
            text = text.replace(old, new)
        rating = BETTER.get(before.rating, before.rating)
        step = before.next_step.partition(".")[0]
        answers.append(Response(int(area), int(number), before.department, rating, text, step))
    write_consolidated(plan, answers, {d.name for d in plan.departments}, target)
    read = read_consolidated(target, starting_plan(plan.year))
    if read.plan != replace(plan, **{name: getattr(read.plan, name) for name in _NOT_PRINTED}):
        raise RuntimeError("the made-up year does not read back")


_NOT_PRINTED = ("deadline", "contact", "saved_at", "progress_limit", "departments", "previous")


if __name__ == "__main__":
    main()
