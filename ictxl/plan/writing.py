"""Write a Plan as plan workbook: tables, dropdowns and prompts."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from ictxl import findings
from ictxl.contract.answer_values import plain
from ictxl.errors import PlanError
from ictxl.files.outputs import write_whole
from ictxl.findings import Finding
from ictxl.model import Plan
from ictxl.plan.columns import (
    MEASURE_AREA,
    MEASURE_NUMBER,
    NOTE,
    SETTINGS,
    SETTINGS_SHEET,
    VALUE,
    YEAR,
)
from ictxl.plan.plan_sheet import ColumnKind, PlanColumn, PlanSheet, Record
from ictxl.plan.question_columns import QUESTION_KIND
from ictxl.plan.workbook.candidates import (
    CANDIDATES_SHEET,
    READY_ROWS,
    candidates,
    write_candidates,
)
from ictxl.plan.workbook.formats import (
    FONT_SIZE,
    HEADER_HEIGHT,
    TABLE_STYLE,
    Looks,
    column_width,
    row_height,
    set_up_printing,
    with_growing_rows,
)
from ictxl.plan.workbook.instructions import write_guide
from ictxl.plan.workbook.to_rows import PlanRecords, own_lists, plan_records
from ictxl.questions import QuestionKind
from ictxl.spreadsheets.cells import address
from ictxl.spreadsheets.xlsx.cell_writer import (
    MAX_CELL_TEXT,
    SHEET_ROWS,
    body_font,
    cell_length,
    write_text,
)
from ictxl.spreadsheets.xlsx.zip_writer import FIRST_TIME
from ictxl.text.era import EARLIEST_YEAR, LATEST_YEAR
from ictxl.text.times import iso_utc


def write_plan(plan: Plan, path: Path, *, is_new: bool = False) -> None:
    """Write the plan's workbook; the same plan gives the same bytes. One that `is_new` has a sheet
    for indicators ready.

    Raises PlanError where a text does not fit a cell or a list a sheet, OutputError where the file
    cannot be written.
    """
    records = plan_records(plan, is_new=is_new)
    lists = [one.name for one in own_lists(plan)]
    if too_long := list(_too_long(records, path.name)):
        raise PlanError(
            "計画に Excel のセルに入らない長さの文があります。",
            "示した欄の文字数を減らしてください。",
            too_long,
        )
    for sheet, rows in records.items():
        if len(rows) >= SHEET_ROWS:
            raise PlanError(
                f"計画の「{sheet.name}」が {len(rows):,} 行になり、Excel のシートに入りません。",
                "計画を、基本施策や担当課のまとまりごとに分けてください。",
            )
    write_whole(path, lambda draft: _write(records, lists, plan.saved_at, draft))


def _write(records: PlanRecords, lists: Sequence[str], saved_at: str, path: Path) -> None:
    written = io.BytesIO()
    options = {"in_memory": True, "default_format_properties": body_font(FONT_SIZE)}
    workbook = xlsxwriter.Workbook(written, options)
    saved = dt.datetime.fromisoformat(iso_utc(saved_at) or FIRST_TIME)
    workbook.set_properties({"title": "計画台帳", "created": saved})
    looks = Looks(workbook)
    write_guide(workbook.add_worksheet("使い方"), looks)
    for sheet, rows in records.items():
        if rows or not sheet.only_filled:
            _write_sheet(workbook.add_worksheet(sheet.name), sheet, records, looks)
    write_candidates(workbook.add_worksheet(CANDIDATES_SHEET), records, lists)
    workbook.close()
    path.write_bytes(with_growing_rows(written.getvalue()))


def _write_sheet(worksheet: Any, sheet: PlanSheet, records: PlanRecords, looks: Looks) -> None:
    rows = records[sheet]
    last = max(1, len(rows))
    headers = [{"header": c.heading, "header_format": looks.header} for c in sheet.columns]
    worksheet.add_table(
        0,
        0,
        last,
        len(sheet.columns) - 1,
        {"name": sheet.name, "columns": headers, "style": TABLE_STYLE},
    )
    for position, column in enumerate(sheet.columns):
        worksheet.set_column(position, position, column_width(column), looks.below(column))
        _write_column(worksheet, position, column, rows or [{}], looks)
    worksheet.set_row(0, HEADER_HEIGHT)
    for number, record in enumerate(rows, start=1):
        worksheet.set_row(number, row_height(sheet.columns, record, FONT_SIZE))
    if sheet is SETTINGS_SHEET:
        _validate_settings(worksheet)
    else:
        _validate_columns(worksheet, sheet, records)
    # In 施策 the numbers stay in sight beside the long texts too.
    numbers = [c for c in sheet.columns if c in (MEASURE_AREA, MEASURE_NUMBER)]
    worksheet.freeze_panes(1, len(numbers))
    set_up_printing(worksheet)


def _write_column(
    worksheet: Any, position: int, column: PlanColumn, rows: Sequence[Record], looks: Looks
) -> None:
    for number, record in enumerate(rows, start=1):
        value = record.get(column, "")
        cell_format = looks.of(column)
        if column is VALUE:
            cell_format = looks.of_setting(SETTINGS[number - 1])
        if isinstance(value, Decimal) and len(value.as_tuple().digits) > _EXACT_DIGITS:
            value = plain(value)
        if isinstance(value, Decimal):
            is_ratio = record.get(QUESTION_KIND) == QuestionKind.RATIO.value
            cell_format = looks.of_bound(value, is_ratio=is_ratio)
        if isinstance(value, int | Decimal):
            worksheet.write_number(number, position, value, cell_format)
        else:
            write_text(worksheet, number, position, value, cell_format)
    if column.kind is not ColumnKind.NUMBER:
        # 001 and 1 are meant as text here; Excel's green corners would say otherwise.
        worksheet.ignore_errors(
            {"number_stored_as_text": _body(position, len(rows)).replace("$", "")}
        )


_EXACT_DIGITS = 15
"""As many as Excel keeps of a number."""


def _validate_columns(worksheet: Any, sheet: PlanSheet, records: PlanRecords) -> None:
    for position, column in enumerate(sheet.columns):
        rule = _rule(column, records)
        if column.prompt:
            rule |= {"input_title": column.heading[:_TITLE], "input_message": column.prompt}
        if rule["validate"] != "any" or column.prompt:
            worksheet.data_validation(_body(position, len(records[sheet])), rule)


_TITLE = 32
"""Characters of a prompt's title (Excel specifications and limits)."""


def _rule(column: PlanColumn, records: PlanRecords) -> dict[str, Any]:
    if column.choices and column.is_strict:
        return {
            "validate": "list",
            "source": list(column.choices),
            "error_title": column.heading,
            "error_message": _one_of(column.choices),
        }
    # A hint, no fence: 担当課 may hold several, and a gap in the list must not block typing.
    if column.choices:
        return {"validate": "list", "source": list(column.choices), "show_error": False}
    if column.listed_in:
        source = candidates(column.listed_in) or _listed(column, records)
        return {"validate": "list", "source": source, "show_error": False}
    return {"validate": "any"}


def _one_of(choices: Sequence[str]) -> str:
    *others, last = choices
    return f"{'、'.join(others)}か{last}を選んでください。"


def _listed(column: PlanColumn, records: PlanRecords) -> str:
    """The filled part of a sheet's first column: blanks in a dropdown would make it useless."""
    rows = next(rows for sheet, rows in records.items() if sheet.name == column.listed_in)
    body = f"'{column.listed_in}'!{_body(0, len(rows))}"
    first = body.partition(":")[0]
    return f"=OFFSET({first},0,0,MAX(1,COUNTA({body})),1)"


def _body(position: int, rows: int) -> str:
    """A column's cells below its heading, with the rows still to be added."""
    return str(xl_range_abs(1, position, rows + READY_ROWS, position))


def _validate_settings(worksheet: Any) -> None:
    usual = [setting for setting in SETTINGS if not setting.is_rare]
    for number, setting in enumerate(usual, start=1):
        if setting.kind is ColumnKind.NUMBER:
            smallest, largest = 1, MAX_CELL_TEXT
            if setting is YEAR:
                smallest, largest = EARLIEST_YEAR, LATEST_YEAR
            rule = _whole_number(setting.item, smallest, largest)
        else:
            rule = {"validate": "any"}
        prompt = {"input_title": setting.item, "input_message": setting.note}
        worksheet.data_validation(number, 1, number, 1, rule | prompt)


def _whole_number(heading: str, smallest: int, largest: int) -> dict[str, Any]:
    return {
        "validate": "integer",
        "criteria": "between",
        "minimum": smallest,
        "maximum": largest,
        "error_title": heading,
        "error_message": f"{smallest} から {largest} までの整数を記入してください。",
    }


def _too_long(records: PlanRecords, file: str) -> Iterator[Finding]:
    for sheet, rows in records.items():
        for number, record in enumerate(rows, start=2):
            for position, column in enumerate(sheet.columns):
                value = record.get(column, "")
                length = cell_length(value) if isinstance(value, str) else 0
                if length > MAX_CELL_TEXT and column is not NOTE:
                    yield findings.PLAN_TEXT_TOO_LONG(
                        file=file,
                        sheet=sheet.name,
                        cell=address(number - 1, position),
                        value=str(value),
                        heading=column.heading,
                        length=length,
                        limit=MAX_CELL_TEXT,
                    )
