"""Show in a measure's row which choice follows from the 達成率 of its indicators."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.answer_rules import quoted
from ictxl.contract.answer_values import plain
from ictxl.contract.fields import ID_COLUMN, rated_key
from ictxl.contract.indicator_fields import RATE_KEY
from ictxl.form.indicators.rows import IndicatorRows
from ictxl.form.sheet.cells import cell_at, sheet_reference, write_formula
from ictxl.indicators import INDICATOR_ID
from ictxl.model import Plan
from ictxl.questions import Question


def write_rated(
    sheet: Worksheet,
    columns: Mapping[str, int],
    plan: Plan,
    rows: Mapping[str, int],
    asked: IndicatorRows,
) -> dict[str, str | int]:
    """Write the formulas into the measures' `rows` (id → row); cell → what it shows at first."""
    shown: dict[str, str | int] = {}
    for question in plan.department_questions:
        column = columns.get(rated_key(question.key))
        if column is None or not question.rate_bounds or RATE_KEY not in asked.table.columns:
            continue
        for measure, row in rows.items():
            cell = cell_at(sheet, row, column)
            mean = _mean(measure, sheet, asked)
            write_formula(cell, f"={_choice(question, mean)}")
            shown[cell.coordinate] = ""
    return shown


def _mean(measure: str, sheet: Worksheet, asked: IndicatorRows) -> str:
    """By the ids beside the rows, for these may be sorted."""
    rows, table = asked.written.rows, asked.table
    home = "" if table.sheet == sheet.title else f"{sheet_reference(table.sheet)}!"

    def cells(column: int) -> str:
        letters = get_column_letter(column)
        return f"{home}${letters}${rows.start}:${letters}${rows.stop - 1}"

    pattern = f"{INDICATOR_ID}??????:{_escaped(measure)}"
    rates = cells(table.columns[RATE_KEY])
    return f"ROUND(AVERAGEIF({cells(ID_COLUMN)},{quoted(pattern)},{rates}),3)"


def _escaped(text: str) -> str:
    """Without wildcards."""
    return "".join(f"~{char}" if char in "~*?" else char for char in text)


def _choice(question: Question, mean: str) -> str:
    assert question.choices, "only choices have bounds"
    offered = {c.code: question.choices.offered(c) for c in question.choices.choices}
    rest = '""'
    for bound in reversed(question.rate_bounds):
        text = quoted(offered[bound.code])
        if bound.least is None:
            rest = f"IF({mean}<0,{rest},{text})"  # an error where there is no mean
        else:
            rest = f"IF({mean}>={plain(bound.least)},{text},{rest})"
    return f'IFERROR({rest},"")'
