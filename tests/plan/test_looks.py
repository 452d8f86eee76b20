"""What a person sees of a new plan workbook at first."""

from __future__ import annotations

import pytest
from openpyxl.workbook import Workbook

from ictxl.plan.new_plan import starting_plan
from ictxl.plan.writing import write_plan
from ictxl.text.linebreak import text_units
from ictxl.text.row_height import height_of
from tests.support.books import load

BUTTON = 17 / 7
"""Digits that Excel's filter button covers: 17 of a digit's 7 pixels."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("plan") / "plan.xlsx"
    write_plan(starting_plan(2026), path)
    return load(path)


def test_no_heading_lies_under_its_filter_button(book: Workbook) -> None:
    seen = 0
    for sheet in book:
        widths = [((d.min, d.max), d.width) for d in sheet.column_dimensions.values()]
        for table in sheet.tables.values():
            for position, heading in enumerate(table.column_names, 1):
                width = next(w for (first, last), w in widths if first <= position <= last)
                # Centred: what the button takes at the right is missing at the left, too.
                assert width >= text_units(heading) + 2 * BUTTON, (sheet.title, heading)
                seen += 1
    assert seen > 30


def test_each_line_of_the_instructions_is_seen_whole(book: Workbook) -> None:
    sheet = book["使い方"]
    for cell, *_ in sheet.iter_rows():
        if cell.value:
            needed = height_of(1, cell.font.sz)
            assert (sheet.row_dimensions[cell.row].height or 0) >= needed, cell.value


def test_the_column_of_addresses_says_what_they_are_for(book: Workbook) -> None:
    sheet = book["担当課"]
    (prompt,) = [v.prompt for v in sheet.data_validations.dataValidation if "D2" in v.sqref]
    assert "宛先" in prompt
