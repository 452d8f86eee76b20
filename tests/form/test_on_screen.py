"""What a screen of 1366 × 768 pixels shows of a form."""

from __future__ import annotations

import pytest
from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.books import sheet_of
from tests.support.forms import SHEET, write_form
from tests.support.rounds import real_plan

DIGIT, ROW_NUMBERS_AND_BAR = 7, 45
"""Pixels: of the body font's digit at 10 points; of Excel's row numbers and scroll bar."""
SCREEN = 1366
ROWS = 600
"""Pixels of a screen of 768 that rows get, at most."""


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    path = write_form(tmp_path_factory.mktemp("form") / "form.xlsx", real_plan(), "情報課")
    return sheet_of(path, SHEET)


def test_all_columns_are_beside_each_other(sheet: Worksheet) -> None:
    shown = [d for d in sheet.column_dimensions.values() if not d.hidden]
    assert sum(d.width for d in shown) * DIGIT + ROW_NUMBERS_AND_BAR <= SCREEN


def test_the_frozen_head_takes_less_than_a_quarter(sheet: Worksheet) -> None:
    _, first = coordinate_from_string(str(sheet.freeze_panes))
    heights = [sheet.row_dimensions[row].height for row in range(2, first)]
    assert sum(heights) / 72 * 96 < ROWS / 4


def test_no_text_of_the_head_runs_across_the_freeze_line(sheet: Worksheet) -> None:
    letters, first = coordinate_from_string(str(sheet.freeze_panes))
    line = column_index_from_string(letters)
    assert line > 2
    joined = [area for area in sheet.merged_cells.ranges if area.min_row < first]
    assert joined
    for area in joined:
        assert not area.min_col < line <= area.max_col, area.coord
