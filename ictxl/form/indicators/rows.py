"""Fill in the indicators: a row each, and in the measures' rows the choice that follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from openpyxl.styles import Protection
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract import placeholders
from ictxl.contract.answer_rules import quoted
from ictxl.contract.answer_values import plain
from ictxl.contract.fields import ID_COLUMN, NAME_KEY, RATE_KEY, STATE_KEY, FormFields, rated_key
from ictxl.form.sheet import data_validation
from ictxl.form.sheet.cells import (
    area_of,
    cell_at,
    fixed_area_of,
    restyle,
    sheet_reference,
    spans,
    write_formula,
)
from ictxl.form.sheet.entry_rules import entry_rule
from ictxl.form.sheet.measures import MeasureRows, write_keys, write_rows
from ictxl.form.sheet.row_formulas import IndicatorFormulas
from ictxl.indicators import ACTUAL_KEY, INDICATOR_ID, REMARK_KEY, REMARK_QUESTION, Indicator
from ictxl.model import Plan
from ictxl.questions import Question


@dataclass(frozen=True)
class IndicatorTable:
    """The prototype row of the indicators."""

    sheet: str
    row: int
    """As Excel counts, before any row is repeated."""
    key_row: int
    """The hidden row of the keys; it must stand above the headings."""
    head: int
    """The uppermost row of the headings."""
    columns: dict[str, int]
    """Field key → column, for fields that stand alone in their cell."""
    fields: FormFields
    texts: frozenset[int]
    """The other columns of the row that hold something."""
    is_added: bool = False
    """Whether the sheet is ictxl's own, and not the template's."""

    naming = (NAME_KEY,)

    @property
    def inputs(self) -> dict[str, int]:
        """Key of what is asked → its column."""
        return self.fields.inputs_in(self.columns)

    def moved(self, below: int, added: int) -> IndicatorTable:
        """The table after so many rows came in below that row of its sheet."""

        def here(row: int) -> int:
            return row + added if row > below else row

        return replace(self, row=here(self.row), key_row=here(self.key_row), head=here(self.head))


WHOLE, DECIMAL, WHOLE_PERCENT, PERCENT = "#,##0", "#,##0.0##", "0%", "0.0##%"
INPUT_NUMBER, INPUT_PERCENT = "General", "0.0##%"
AMOUNT_KEYS = ("indicator_baseline", "indicator_target", "indicator_previous")
"""Fields that show numbers; further years' targets are told by their keys' beginning."""


@dataclass(frozen=True)
class IndicatorRows:
    """Where the indicators stand in the form."""

    table: IndicatorTable
    written: MeasureRows


def write_indicators(
    sheet: Worksheet, table: IndicatorTable, plan: Plan, indicators: Sequence[Indicator]
) -> IndicatorRows:
    """Fill in the indicators, one at least, from the prototype row on."""
    names = placeholders.fields_by_name(table.fields)
    values = [
        {name: texts.get(field.key, "") for name, field in names.items()}
        for texts in (_texts(plan, indicator) for indicator in indicators)
    ]
    formulas = IndicatorFormulas(table.columns, indicators)
    written = write_rows(sheet, table, table.row, values, formulas.write)
    for block, indicator in zip(written.blocks, indicators, strict=True):
        _write_amounts(sheet, table, block.start, indicator)
    _validate(sheet, plan, table, written, indicators)
    if STATE_KEY in table.columns:
        data_validation.colour_check(sheet, table.columns[STATE_KEY], written.rows)
    write_keys(sheet, table.key_row, table, written.blocks, (i.id for i in indicators))
    data_validation.protect(sheet)
    return IndicatorRows(table, written)


def _texts(plan: Plan, indicator: Indicator) -> dict[str, str]:
    """Field key → what stands there."""
    measure = plan.measure_by_id[indicator.measure_id]
    years = zip(plan.target_years, indicator.targets, strict=False)
    own = zip(plan.indicator_columns, indicator.given, strict=False)
    return {
        "indicator_number": plan.number_on_form(measure),
        "indicator_title": measure.title,
        "indicator_name": indicator.name,
        "indicator_unit": indicator.unit,
        "indicator_baseline": indicator.baseline,
        "indicator_target": indicator.target,
        "indicator_direction": indicator.direction.value,
        "indicator_previous": indicator.previous,
        **{f"indicator_target:{year}": target for year, target in years},
        **{f"indicator_given:{heading}": text for heading, text in own},
    }


def _write_amounts(sheet: Worksheet, table: IndicatorTable, row: int, indicator: Indicator) -> None:
    """Numbers as numbers, each in the format that shows all of it."""
    for key, column in table.columns.items():
        cell: Any = sheet.cell(row, column)
        if key == ACTUAL_KEY:
            cell.number_format = INPUT_PERCENT if indicator.is_percent else INPUT_NUMBER
        if key not in AMOUNT_KEYS and not key.startswith("indicator_target:"):
            continue
        number = indicator.cell_number(str(cell.value or ""))
        if number is not None and len(number.as_tuple().digits) <= _EXACT_DIGITS:
            cell.value = int(number) if number == number.to_integral_value() else float(number)
            cell.number_format = _format_of(number, is_percent=indicator.is_percent)


_EXACT_DIGITS = 15
"""As many as Excel keeps of a number."""


def _format_of(number: Decimal, *, is_percent: bool) -> str:
    if is_percent:
        return WHOLE_PERCENT if (number * 100) % 1 == 0 else PERCENT
    return WHOLE if number % 1 == 0 else DECIMAL


def register_formats(sheet: Worksheet, table: IndicatorTable) -> None:
    """Make the prototype's input cells free, and the workbook know all formats that rows may get:
    forms that differ in them only are then written in the same way."""
    for key, column in table.inputs.items():
        cell = cell_at(sheet, table.row, column)
        cell.protection = Protection(locked=False)
        if key == REMARK_KEY:
            cell.number_format = "@"
        for shown in (INPUT_PERCENT, INPUT_NUMBER) if key == ACTUAL_KEY else ():
            cell.number_format = shown
    for key, column in table.columns.items():
        if key in AMOUNT_KEYS or key.startswith("indicator_target:"):
            cell = cell_at(sheet, table.row, column)
            before = cell.number_format
            for shown in (WHOLE, DECIMAL, WHOLE_PERCENT, PERCENT, before):
                cell.number_format = shown
    data_validation.protect(sheet)


def _validate(
    sheet: Worksheet,
    plan: Plan,
    table: IndicatorTable,
    written: MeasureRows,
    indicators: Sequence[Indicator],
) -> None:
    inputs, rows = table.inputs, written.rows
    data_validation.clear(sheet, inputs.values(), rows)
    percents = [i.is_percent for i in indicators]
    for is_percent in sorted(set(percents)):
        own = [
            block.start
            for block, other in zip(written.blocks, percents, strict=True)
            if other == is_percent
        ]
        example = next(i for i in indicators if i.is_percent == is_percent)
        # Rows of several units share a rule, which names none.
        question = replace(example.actual_question, unit="")
        rule = entry_rule(plan, question, {})
        rule.sqref = _cells(inputs[ACTUAL_KEY], own)
        sheet.add_data_validation(rule)
    if REMARK_KEY in inputs:
        rule = entry_rule(plan, REMARK_QUESTION, {})
        rule.sqref = _cells(inputs[REMARK_KEY], written.firsts)
        sheet.add_data_validation(rule)


def _cells(column: int, rows: Sequence[int]) -> MultiCellRange:
    return MultiCellRange([area_of(column, span) for span in spans(rows)])


def leave_out(sheet: Worksheet, table: IndicatorTable) -> None:
    """Take the table out of a form without indicators: its rows are hidden and locked."""
    for row in range(table.head, table.row + 1):
        sheet.row_dimensions[row].hidden = True
    for column in range(1, sheet.max_column + 1):
        cell: Any = sheet.cell(table.row, column)
        if placeholders.names_in(str(getattr(cell, "value", None) or "")):
            cell.value = None
        restyle(cell, "protection", locked=True)


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
        return home + fixed_area_of(column, rows)

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
