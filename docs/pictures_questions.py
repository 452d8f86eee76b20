"""Make the pictures of docs/guide-questions.md: `python docs/pictures_questions.py`.

Needs what docs/pictures.py needs. What the page's tables say is typed into an empty plan workbook.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from guide_tables import type_in
from openpyxl import load_workbook
from pictures import IMAGES, ictxl, page_picture

from ictxl.plan.new_plan import starting_plan
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan

YEAR = 2026
SHEET_PAGES = {"questions-empty": 6, "questions-ten": 6, "questions-choices": 7}
"""Picture → the printed page of the plan workbook."""


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as desk:
        folder = Path(desk)
        empty, typed, plan = (folder / f"{name}.xlsx" for name in ("empty", "typed", "plan"))
        write_plan(starting_plan(YEAR), empty)
        sheet_picture(empty, "questions-empty", folder)
        workbook = load_workbook(empty)
        type_in(workbook)
        workbook.save(typed)
        # Written anew, its rows have the heights that Excel would give them.
        write_plan(read_plan(typed), plan)
        sheet_picture(plan, "questions-ten", folder)
        sheet_picture(plan, "questions-choices", folder)
        ictxl("generate", plan, "-o", folder / "outbox", "--department", "障害福祉課")
        form = folder / "outbox" / "01_障害福祉課.xlsx"
        page_picture(form, "questions-form", folder, height=330, dots=120)


def sheet_picture(workbook: Path, name: str, folder: Path) -> None:
    """The upper part of a sheet's page: the rest is blank."""
    page_picture(workbook, name, folder, SHEET_PAGES[name], height=250)


if __name__ == "__main__":
    main()
