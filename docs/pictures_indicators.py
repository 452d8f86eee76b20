"""Make the pictures of docs/guide-indicators.md: `python docs/pictures_indicators.py`.

Needs what docs/pictures.py needs. What the page's table says is typed into an empty plan workbook.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import openpyxl
from guide_tables import type_in_indicators
from pictures import IMAGES, ictxl, page_picture

from ictxl.plan.new_plan import starting_plan
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan

YEAR = 2026
PLAN_PAGE, FORM_PAGE, SUMMARY_PAGE = 5, 2, 5
"""Printed pages of the sheets that are shown."""
ACTUALS = (8, 47, "58%")
"""What 産業振興課 fills in."""


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as desk:
        folder = Path(desk)
        plan = folder / "plan.xlsx"
        write_plan(starting_plan(YEAR), plan, is_new=True)
        workbook = openpyxl.load_workbook(plan)
        type_in_indicators(workbook)
        workbook.save(plan)
        # Written anew, its rows have the heights that Excel would give them.
        write_plan(read_plan(plan), plan)
        page_picture(plan, "indicators-plan", folder, PLAN_PAGE, height=250)
        ictxl("generate", plan, "-o", folder / "outbox")
        form = folder / "outbox" / "01_産業振興課.xlsx"
        fill_in(form)
        page_picture(form, "indicators-form", folder, FORM_PAGE, height=280)
        ictxl("merge", folder / "outbox", "-o", folder / "進捗状況.xlsx")
        merged = folder / "進捗状況.xlsx"
        page_picture(merged, "indicators-summary", folder, SUMMARY_PAGE, height=660)


def fill_in(form: Path) -> None:
    """The actuals of the form's indicators, from the first on."""
    book = openpyxl.load_workbook(form)
    sheet = book["指標"]
    column = next(cell.column for cell in sheet[1] if cell.value == "indicator_actual")
    for row, actual in enumerate(ACTUALS, 5):
        value = float(actual.rstrip("%")) / 100 if isinstance(actual, str) else actual
        sheet.cell(row, column).value = value
    book.save(form)


if __name__ == "__main__":
    main()
