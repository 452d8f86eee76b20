"""The names by which templates call things: none may stand for two."""

from __future__ import annotations

import re
from collections.abc import Collection

from ictxl import findings
from ictxl.contract.placeholders import Names
from ictxl.plan.columns import LEVELS_SHEET, MEASURES_SHEET
from ictxl.plan.parse_values import one_line
from ictxl.plan.plan_sheet import LONGEST_NAME, PlanSheet
from ictxl.plan.question_columns import QUESTIONS_SHEET
from ictxl.plan.source_cells import SourceBook, SourceCell
from ictxl.plan.table_rows import Mistakes, find_grid, has_sheet, headings
from ictxl.text.clean import fold_name


def check_free(name: str, cell: SourceCell, used: Names, mistakes: Mistakes) -> None:
    """Report a name that stands for something else."""
    if what := used.get(fold_name(name)):
        mistakes.at(cell, findings.QUESTION_NAME_TAKEN, what=what)


def own_columns(book: SourceBook, used: Names, mistakes: Mistakes) -> dict[str, SourceCell]:
    """Further headings of 施策 → their cells; those that cannot be used are reported.

    Forms show such columns. A workbook from before plans said what is asked has none: what stands
    beside its table is somebody's own, as is a column whose heading stands in parentheses.
    """
    if not any(has_sheet(book, sheet) for sheet in (QUESTIONS_SHEET, LEVELS_SHEET)):
        return {}
    return further_columns(book, MEASURES_SHEET, used, mistakes)


def further_columns(
    book: SourceBook,
    sheet: PlanSheet,
    used: Names,
    mistakes: Mistakes,
    passed: Collection[str] = (),
) -> dict[str, SourceCell]:
    """Headings of the sheet that are the plan's own → their cells, without those `passed`."""
    grid = find_grid(book, sheet.name)
    if grid is None:
        return {}
    row, places = headings(grid, sheet)
    usual = {fold_name(column.heading) for column in sheet.columns}
    found: dict[str, SourceCell] = {}
    for cell in grid.cells_of(row) if places else ():
        heading = one_line(cell.text)
        if not heading or fold_name(heading) in usual or is_memo(heading):
            continue
        if cell.text in passed:
            continue
        first = next(
            (one for name, one in found.items() if fold_name(name) == fold_name(heading)), None
        )
        if reason := _why_unusable(heading, first, used):
            mistakes.at(cell, findings.OWN_COLUMN_NOT_READ, reason=reason)
        else:
            found[heading] = cell
    return found


def is_memo(heading: str) -> bool:
    """The heading stands in parentheses: the column is somebody's own."""
    return _MEMO.fullmatch(heading) is not None


_MEMO = re.compile("[(（].*[)）]")
_UNNAMED = re.compile("列[0-9]+|Column[0-9]+")
"""What Excel calls a table's new column."""


def _why_unusable(heading: str, first: SourceCell | None, used: Names) -> str:
    if what := used.get(fold_name(heading)):
        return f"{what}の名称と同じです"
    if _UNNAMED.fullmatch(heading):
        return "Excel が付けた見出しのままです"
    if len(heading) > LONGEST_NAME:
        return f"見出しが{LONGEST_NAME}文字より長くなっています"
    return f"{first.ref} と同じ見出しです" if first else ""
