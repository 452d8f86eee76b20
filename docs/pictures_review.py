"""Make the picture of docs/guide-review.md: `python docs/pictures_review.py`.

Needs what docs/pictures.py needs. What the page's table says is added to the sample's plan, whose
returned forms are then rated.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from guide_tables import type_review_rows
from openpyxl import load_workbook
from pictures import IMAGES, SAMPLES, ictxl, page_picture

RATINGS = ("A", "B", "C")
"""Of the first measures; the others are still open."""


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as desk:
        folder = Path(desk)
        plan = folder / "plan.xlsx"
        workbook = load_workbook(SAMPLES / "plan.xlsx")
        type_review_rows(workbook)
        workbook.save(plan)
        review = folder / "二次評価.xlsx"
        ictxl("review", SAMPLES / "returned", "--plan", plan, "-o", review)
        rate(review)
        page_picture(review, "review-form", folder, dots=110)


def rate(review: Path) -> None:
    """Type the ratings into the workbook, as a reader would."""
    workbook = load_workbook(review)
    sheet = workbook["進捗入力"]
    column = next(cell.column for cell in sheet[1] if cell.value == "q:二次評価")
    rows = [cell.row for cell in sheet["A"] if cell.value and "+" not in str(cell.value)]
    for row, rating in zip(rows[1:], RATINGS, strict=False):
        sheet.cell(row, column).value = rating
    workbook.save(review)


if __name__ == "__main__":
    main()
