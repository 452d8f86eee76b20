"""Write a Plan as plan workbook: tables, dropdowns and prompts."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from ictxl import findings
from ictxl.errors import PlanError
from ictxl.files.outputs import write_whole
from ictxl.findings import Finding
from ictxl.model import Plan
from ictxl.plan.columns import (
    LARGEST_NUMBER,
    MEASURES_SHEET,
    NOTE,
    SETTINGS,
    SETTINGS_SHEET,
    SHEETS,
    VALUE,
    YEAR,
    ColumnKind,
    PlanColumn,
    PlanSheet,
)
from ictxl.plan.formats import (
    DEFAULT_FORMAT,
    FONT_SIZE,
    HEADER_HEIGHT,
    TABLE_STYLE,
    Looks,
    set_up_printing,
)
from ictxl.plan.instructions import write_guide
from ictxl.plan.row_heights import row_height, with_growing_rows
from ictxl.plan.to_rows import Record, plan_records
from ictxl.spreadsheets.cells import address
from ictxl.spreadsheets.xlsx.cell_writer import MAX_CELL_TEXT, SHEET_ROWS, cell_length, write_text
from ictxl.spreadsheets.xlsx.zip_writer import FIRST_TIME
from ictxl.text.era import EARLIEST_YEAR, LATEST_YEAR
from ictxl.text.times import iso_utc

_READY_ROWS = 1000
"""So many rows below the last one have their dropdowns and formats ready."""


def write_plan(plan: Plan, path: Path) -> None:
    """Write the plan's workbook; the same plan gives the same bytes.

    Raises PlanError where a text does not fit a cell or a list a sheet, OutputError where the file
    cannot be written.
    """
    records = plan_records(plan)
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
    write_whole(path, lambda draft: _write(records, plan.saved_at, draft))


def _write(records: dict[PlanSheet, list[Record]], saved_at: str, path: Path) -> None:
    written = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        written, {"in_memory": True, "default_format_properties": DEFAULT_FORMAT}
    )
    saved = dt.datetime.fromisoformat(iso_utc(saved_at) or FIRST_TIME)
    workbook.set_properties({"title": "計画台帳", "created": saved})
    looks = Looks(workbook)
    write_guide(workbook.add_worksheet("使い方"), looks)
    for sheet in SHEETS:
        if sheet.only_filled and not records[sheet]:
            continue
        _write_sheet(workbook.add_worksheet(sheet.name), sheet, records, looks)
    workbook.close()
    path.write_bytes(with_growing_rows(written.getvalue()))


def _write_sheet(
    worksheet: Any, sheet: PlanSheet, records: dict[PlanSheet, list[Record]], looks: Looks
) -> None:
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
        worksheet.set_column(position, position, column.width, looks.below(column))
        _write_column(worksheet, position, column, rows or [{}], looks)
    worksheet.set_row(0, HEADER_HEIGHT)
    for number, record in enumerate(rows, start=1):
        worksheet.set_row(number, row_height(sheet.columns, record, FONT_SIZE))
    if sheet is SETTINGS_SHEET:
        _validate_settings(worksheet)
    else:
        _validate_columns(worksheet, sheet, records)
    # In 施策 the numbers stay in sight beside the long texts too.
    worksheet.freeze_panes(1, 2 if sheet is MEASURES_SHEET else 0)
    set_up_printing(worksheet)


def _write_column(
    worksheet: Any, position: int, column: PlanColumn, rows: Sequence[Record], looks: Looks
) -> None:
    for number, record in enumerate(rows, start=1):
        value = record.get(column, "")
        cell_format = looks.of(column)
        if column is VALUE:
            cell_format = looks.of_setting(SETTINGS[number - 1])
        if isinstance(value, int):
            worksheet.write_number(number, position, value, cell_format)
        else:
            write_text(worksheet, number, position, value, cell_format)
    if column.kind is not ColumnKind.NUMBER:
        # 001 and 1 are meant as text here; Excel's green corners would say otherwise.
        worksheet.ignore_errors(
            {"number_stored_as_text": _body(position, len(rows)).replace("$", "")}
        )


def _validate_columns(
    worksheet: Any, sheet: PlanSheet, records: dict[PlanSheet, list[Record]]
) -> None:
    for position, column in enumerate(sheet.columns):
        rule = _rule(column, records)
        if column.prompt:
            rule |= {"input_title": column.heading, "input_message": column.prompt}
        if rule["validate"] != "any" or column.prompt:
            worksheet.data_validation(_body(position, len(records[sheet])), rule)


def _rule(column: PlanColumn, records: dict[PlanSheet, list[Record]]) -> dict[str, Any]:
    if column.choices:
        return {
            "validate": "list",
            "source": list(column.choices),
            "error_title": column.heading,
            "error_message": f"{'か'.join(column.choices)}を選んでください。",
        }
    if column.listed_in:
        # A hint, no fence: 担当課 may hold several, and a gap in the list must not block typing.
        return {"validate": "list", "source": _listed(column, records), "show_error": False}
    if column.kind is ColumnKind.NUMBER:
        return _whole_number(column.heading, 1, LARGEST_NUMBER)
    return {"validate": "any"}


def _listed(column: PlanColumn, records: dict[PlanSheet, list[Record]]) -> str:
    """The filled part of the list's column: blanks in a dropdown would make it useless."""
    assert column.listed_in
    name, heading = column.listed_in
    sheet = next(sheet for sheet in SHEETS if sheet.name == name)
    position = [c.heading for c in sheet.columns].index(heading)
    body = f"'{name}'!{_body(position, len(records[sheet]))}"
    first = body.partition(":")[0]
    return f"=OFFSET({first},0,0,MAX(1,COUNTA({body})),1)"


def _body(position: int, rows: int) -> str:
    """A column's cells below its heading, with the rows still to be added."""
    return str(xl_range_abs(1, position, rows + _READY_ROWS, position))


def _validate_settings(worksheet: Any) -> None:
    for number, setting in enumerate(SETTINGS, start=1):
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


def _too_long(records: dict[PlanSheet, list[Record]], file: str) -> Iterator[Finding]:
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
