"""The formulas of each row: 点検, 文字数 and what 点検 needs beside it; those of indicators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.answer_rules import ALL_WELL, is_empty_formula
from ictxl.contract.check_formulas import CheckFormulas
from ictxl.contract.fields import (
    BLANK_BRIEF,
    CHECK_FIELD,
    LENGTH_FIELD,
    NO_NUMBER_BRIEF,
    RATE_KEY,
    STATE_KEY,
)
from ictxl.form.sheet.cells import cell_at, write_formula
from ictxl.indicators import ACTUAL_KEY, Direction, Indicator
from ictxl.model import Plan


class RowFormulas:
    """点検 and 文字数 of each row, with the hidden helpers of 点検."""

    def __init__(
        self,
        plan: Plan,
        columns: Mapping[str, int],
        formulas: CheckFormulas,
        lists: Mapping[str, str],
    ) -> None:
        """`lists` names the ranges that the formulas look into."""
        self._columns = columns
        self._formulas = formulas
        self._lists = lists
        self._blank = formulas.blank
        measured = plan.leading_text
        self._measured = measured.key if measured and measured.key in columns else ""

    def demands(self, row: int) -> dict[str, str]:
        """Question's key → an expression that is TRUE where the row's other choices demand it."""
        return self._formulas.demands_of_row({**self._lists, **self._cells(row)})

    def _cells(self, row: int) -> dict[str, str]:
        return {key: f"${get_column_letter(col)}{row}" for key, col in self._columns.items()}

    def write(self, sheet: Worksheet, row: int) -> dict[str, str | int]:
        """Write the row's formulas; cell → what it shows while nothing is filled in."""
        cells = self._cells(row)
        shown: dict[str, str | int] = {}
        if CHECK_FIELD.key in self._columns:
            for key, formula in self._formulas.of_row({**self._lists, **cells}).items():
                cell = cell_at(sheet, row, self._columns[key])
                write_formula(cell, formula)
                shown[cell.coordinate] = self._blank[key]
        if LENGTH_FIELD.key in self._columns and self._measured:
            cell = cell_at(sheet, row, self._columns[LENGTH_FIELD.key])
            write_formula(cell, f"=LEN({cells[self._measured]})")
            shown[cell.coordinate] = 0
        return shown


class IndicatorFormulas:
    """The formulas of the rows, one row after the other."""

    def __init__(self, columns: Mapping[str, int], indicators: Iterable[Indicator]) -> None:
        self._columns = columns
        self._rest = iter(indicators)

    def write(self, sheet: Worksheet, row: int) -> dict[str, str | int]:
        """Write the next indicator's; cell → what it shows while nothing is filled in."""
        indicator = next(self._rest)
        shown: dict[str, str | int] = {}
        actual = f"${get_column_letter(self._columns[ACTUAL_KEY])}{row}"
        if RATE_KEY in self._columns:
            cell = cell_at(sheet, row, self._columns[RATE_KEY])
            write_formula(cell, f"={rate_formula(indicator, actual)}")
            shown[cell.coordinate] = ""
        if STATE_KEY in self._columns:
            cell = cell_at(sheet, row, self._columns[STATE_KEY])
            write_formula(cell, f"={_state_formula(actual)}")
            shown[cell.coordinate] = BLANK_BRIEF
        return shown


def rate_formula(indicator: Indicator, actual: str) -> str:
    """`achievement` as a worksheet expression; blank where there is none."""
    target = indicator.cell_number(indicator.target)
    if target is None or target < 0:
        return '""'
    number = f"{target:f}"
    if indicator.direction is Direction.UP:
        return f'IF(ISNUMBER({actual}),ROUND({actual}/{number},3),"")' if target else '""'
    # IF calculates only the branch that it takes, so that nothing is divided by 0.
    return f'IF(ISNUMBER({actual}),IF({actual}>0,ROUND({number}/{actual},3),""),"")'


def _state_formula(actual: str) -> str:
    return (
        f'IF({is_empty_formula(actual)},"{BLANK_BRIEF}",'
        f'IF(ISNUMBER({actual}),"{ALL_WELL}","{NO_NUMBER_BRIEF}"))'
    )
