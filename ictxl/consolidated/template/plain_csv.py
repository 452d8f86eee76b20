"""Write a published template's table as CSV that is safe to open in Excel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ictxl.consolidated.data.columns import Value
from ictxl.consolidated.data.csv_file import write_lines
from ictxl.consolidated.table import ConsolidatedTable
from ictxl.consolidated.template.plain_rows import PlainTable, plain_tables
from ictxl.consolidated.template.source.sheets import TemplateBook


def write_plain_csv(table: ConsolidatedTable, template: TemplateBook, path: Path) -> None:
    """The tables of the template's first sheet with their columns, an empty line between them.

    Raises OutputError where the place cannot be written.
    """
    write_lines(_all_lines(plain_tables(template, table), table), path)


def _all_lines(told: list[PlainTable], table: ConsolidatedTable) -> Iterator[list[Value]]:
    for one in told:
        if one.sheet == told[0].sheet:
            if one is not told[0]:
                yield []
            yield from _lines(one, table)


def _lines(told: PlainTable, table: ConsolidatedTable) -> Iterator[list[Value]]:
    has_areas = bool(table.area_heading)
    area = [table.area_heading] if has_areas else []
    yield [*area, *(column.heading for column in told.columns)]
    for block, rows in told.blocks:
        label = [block.label] if has_areas else []
        for row in rows:
            yield [
                *label,
                *(said.text if said.number is None else said.number for _, said in row.cells),
            ]
