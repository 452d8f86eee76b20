"""The sheet 年度推移 as a reader finds it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from tests.support.books import sheet_of

SHEET = "年度推移"
Row = tuple[object, ...]


@dataclass(frozen=True)
class YearSheet:
    """What stands above the list and in it."""

    sheet: Worksheet
    headings: Row
    rows: list[Row]
    """項番, 施策名称, 担当課, the years, 備考; before them 記入欄 where there are several."""
    figures: dict[object, Row]
    """Label → the years' figures, of all tables above the list."""
    above: list[str]
    """All texts above the list."""


def year_sheet(path: Path) -> YearSheet:
    sheet = sheet_of(path, SHEET)
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    at = next(index for index, row in enumerate(rows) if "項番" in row)
    first = rows[at].index("担当課") + 1
    last = len(rows[at]) - 1
    figures = {row[0]: row[first:last] for row in rows[:at] if row[first] is not None}
    above = [str(value) for row in rows[:at] for value in row if value is not None]
    return YearSheet(sheet, rows[at], rows[at + 1 :], figures, above)
