"""Write a published template's table as CSV that is safe to open in Excel."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from ictxl.consolidated.table import ConsolidatedTable
from ictxl.consolidated.template.plain_rows import PlainTable, plain_tables
from ictxl.consolidated.template.source.sheets import TemplateBook
from ictxl.consolidated.template.words.told import Told
from ictxl.contract.answer_values import plain
from ictxl.files.outputs import write_content
from ictxl.text.csv_guard import guarded


def write_plain_csv(table: ConsolidatedTable, template: TemplateBook, path: Path) -> None:
    """The tables of the template's first sheet with their columns, an empty line between them;
    UTF-8 with a BOM and CRLF.

    Raises OutputError where the place cannot be written.
    """
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    told = plain_tables(template, table)
    for one in told:
        if one.sheet == told[0].sheet:
            writer.writerows([[]] if one is not told[0] else [])
            writer.writerows(_lines(one, table))
    write_content(path, made.getvalue().encode("utf-8-sig", "replace"))


def _lines(told: PlainTable, table: ConsolidatedTable) -> Iterator[list[str | int]]:
    has_areas = bool(table.area_heading)
    area = [guarded(table.area_heading)] if has_areas else []
    yield [*area, *(guarded(column.heading) for column in told.columns)]
    for block, rows in told.blocks:
        label = [guarded(block.label)] if has_areas else []
        for row in rows:
            yield [*label, *(_written(said) for _, said in row.cells)]


def _written(told: Told) -> str | int:
    """A number in plain digits, a date as 2026-12-25."""
    if isinstance(told.number, Decimal):
        return plain(told.number)
    if isinstance(told.number, dt.date):
        return told.number.isoformat()
    return guarded(told.text)
