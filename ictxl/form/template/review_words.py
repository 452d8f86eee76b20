"""Change the words of ictxl's own template for a second reading: it speaks to the reader."""

from __future__ import annotations

from openpyxl.workbook import Workbook

from ictxl.form.sheet.cells import cells_of
from ictxl.readers import READER_LABEL

_WORDS = {
    "進捗状況調査票": "二次評価",
    "担当課: ": READER_LABEL,
    "数がまだ確定していないときは、見込みの数を入れ、そのことを問い合わせ先へ知らせてください。": (
        "担当課の回答に直してほしいところがあるときは、問い合わせ先へ知らせてください。"
    ),
    "係ごとに分けて記入したときは": "分担して記入したときは",
}
"""What the template says → what it says in a second reading."""


def say_review_words(book: Workbook) -> None:
    for sheet in book.worksheets:
        for cell in cells_of(sheet):
            if isinstance(cell.value, str):
                for usual, ours in _WORDS.items():
                    cell.value = cell.value.replace(usual, ours)
