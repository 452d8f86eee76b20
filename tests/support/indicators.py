"""Plans with indicators, and the table of indicators in a form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import ictxl
from ictxl.form.template.template_file import Template
from ictxl.form.workbook import make_form as form_of
from ictxl.indicators import Direction, Indicator
from ictxl.model import Plan
from tests.support.books import load
from tests.support.returned_forms import ANSWERS, Form, make_form, small_plan

COUNT = Indicator("1-1", "申請の件数", "件", "100", "200")
SHARE = Indicator("1-1", "電子申請の割合", "%", "20", "50")
PAPER = Indicator("2-1", "紙の使用量", "枚", "1000", "500", Direction.DOWN)
HEALTH = Indicator("1-2", "発信の回数", "回", "", "12")
INDICATORS = (COUNT, SHARE, HEALTH, PAPER)
ACTUALS: Mapping[Indicator, object] = {COUNT: 180, SHARE: 0.45, PAPER: 625}
"""What 文書課 tells where a test does not say otherwise."""
CORNER, ACTUAL, REMARK = "ictxl_indicators", "indicator_actual", "indicator_remark"


def indicator_plan(*indicators: Indicator, **changes: object) -> Plan:
    """The small plan with these indicators, or with four."""
    return small_plan(indicators=indicators or INDICATORS, **changes)


def indicator_table(book: Workbook) -> tuple[Worksheet, int]:
    """The sheet of a form that holds the table of indicators, and the row of its keys."""
    for sheet in book.worksheets:
        for cell in sheet["A"]:
            if cell.value == CORNER:
                return sheet, cell.row
    raise AssertionError("the form has no table of indicators")


def indicator_cell(sheet: Worksheet, key_row: int, indicator: Indicator, key: str = ACTUAL) -> Cell:
    """The cell of an indicator's field, wherever rows and columns have gone."""
    columns = {c.value: c.column for c in sheet[key_row] if c.value}
    rows = {c.value: c.row for c in sheet["A"] if c.value}
    cell = sheet.cell(rows[indicator.id], columns[key])
    assert isinstance(cell, Cell)
    return cell


class IndicatorForm:
    """A form open for editing, its indicators addressed by field, wherever they have gone."""

    def __init__(
        self, path: Path, plan: Plan, department: str = "文書課", template: Template | None = None
    ) -> None:
        self.path, self.plan = path, plan
        if template is None:
            make_form(path, plan, department)
        else:
            path.write_bytes(form_of(template, plan, plan.department_by_name[department]))
        self.book: Workbook = load(path, rich_text=True)
        self.sheet, self.key_row = indicator_table(self.book)

    def cell(self, indicator: Indicator, key: str = ACTUAL) -> Cell:
        return indicator_cell(self.sheet, self.key_row, indicator, key)

    def at(self, indicator: Indicator, key: str = ACTUAL) -> str:
        """`J5`."""
        return str(self.cell(indicator, key).coordinate)

    def fill(self, actuals: Mapping[Indicator, object] = ACTUALS) -> IndicatorForm:
        for indicator, actual in actuals.items():
            self.cell(indicator).value = actual  # type: ignore[assignment]  # whatever was typed
        return self

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path


def returned(path: Path, plan: Plan, actuals: Mapping[Indicator, object] = ACTUALS) -> Path:
    """A form of 文書課, filled in whole."""
    IndicatorForm(path, plan).fill(actuals).save()
    return Form(path).fill(ANSWERS).save()


def told(read: ictxl.Round) -> dict[tuple[str, str], tuple[str, str]]:
    """(indicator, department) → actual and remark."""
    return {(r.indicator, r.department): (r.actual, r.remark) for r in read.indicator_responses}
