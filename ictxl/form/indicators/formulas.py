"""The formulas in an indicator's row: 達成率 and 点検."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.answer_rules import ALL_WELL, is_empty_formula
from ictxl.contract.indicator_fields import BLANK_BRIEF, NO_NUMBER_BRIEF, RATE_KEY, STATE_KEY
from ictxl.form.sheet.cells import cell_at, write_formula
from ictxl.indicators import ACTUAL_KEY, Direction, Indicator


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
