"""Write the hidden sheet of candidates: what the dropdowns offer that no column of the plan holds.

Formulas, so that an area or list typed later is offered too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_range_abs

from ictxl.plan.columns import AREA_NUMBER, AREA_PARENT, AREAS_SHEET, PATHS
from ictxl.plan.question_columns import CHOICE_LIST, CHOICES_SHEET, LIST_NAMES
from ictxl.plan.workbook.to_rows import PlanRecords
from ictxl.questions import NEXT_STEP_LIST_NAME, RATING_LIST_NAME

CANDIDATES_SHEET = "_候補"
READY_ROWS = 1000
"""So many rows below a list's last one have their dropdowns and formats ready."""
_MORE_AREAS, _MORE_LISTS = 200, 30
"""So many that are typed later are offered too: each is a formula, and these take time."""
_COLUMNS = {PATHS: 0, LIST_NAMES: 1}


def candidates(name: str) -> str:
    """What a dropdown takes from the sheet: the filled part of its column; "" where it has none."""
    if name not in _COLUMNS:
        return ""
    column = f"'{CANDIDATES_SHEET}'!{_column(_COLUMNS[name])}"
    first = column.partition(":")[0]
    return f'=OFFSET({first},0,0,MAX(1,COUNTIF({column},"?*")),1)'


def _column(position: int) -> str:
    return str(xl_range_abs(0, position, _LAST_ROW, position))


_LAST_ROW = 9_999


def write_candidates(worksheet: Any, records: PlanRecords, lists: Sequence[str]) -> None:
    """`lists` are the names of the lists on 選択肢."""
    worksheet.hide()
    if AREAS_SHEET in records:
        _write_paths(worksheet, records)
    names = {sheet.name for sheet in records}
    usual = [n for n in (RATING_LIST_NAME, NEXT_STEP_LIST_NAME) if n in names]
    for row, name in enumerate(usual):
        worksheet.write_string(row, 1, name)
    _write_list_names(worksheet, len(usual), len(records[CHOICES_SHEET]), lists)


def _write_paths(worksheet: Any, records: PlanRecords) -> None:
    """`1-2` of each area: what 上位 says, and its own number."""
    rows = records[AREAS_SHEET]
    count = min(len(rows) + _MORE_AREAS, _LAST_ROW)
    number = _body(AREAS_SHEET.name, AREAS_SHEET.columns.index(AREA_NUMBER), count)
    parent = _body(AREAS_SHEET.name, AREAS_SHEET.columns.index(AREA_PARENT), count)
    # By ROW(), as rows of the list may be deleted or sorted.
    own, above = f"INDEX({number},ROW())", f"INDEX({parent},ROW())"
    formula = f'=IFERROR(IF({own}="","",IF({above}="","",{above}&"-")&{own}),"")'
    for row in range(count):
        record = rows[row] if row < len(rows) else {}
        path = [str(record.get(column, "")) for column in (AREA_PARENT, AREA_NUMBER)]
        worksheet.write_formula(row, 0, formula, None, "-".join(filter(None, path)))


def _write_list_names(worksheet: Any, start: int, rows: int, lists: Sequence[str]) -> None:
    """Each list of 選択肢 once."""
    listed = _body(CHOICES_SHEET.name, CHOICES_SHEET.columns.index(CHOICE_LIST), rows + READY_ROWS)
    for row in range(start, start + len(lists) + _MORE_LISTS):
        above = f"$B$1:B{row}" if row else '""'
        seen = f'COUNTIF({above},{listed})+({listed}="")' if row else f'({listed}="")*1'
        formula = f'{{=IFERROR(INDEX({listed},MATCH(0,{seen},0))&"","")}}'
        name = lists[row - start] if row - start < len(lists) else ""
        worksheet.write_array_formula(row, 1, row, 1, formula, None, name)


def _body(sheet: str, position: int, rows: int) -> str:
    return f"'{sheet}'!{xl_range_abs(1, position, rows, position)}"
