"""All ways in which a sheet is put in the order in which it is read."""

from __future__ import annotations

from ictxl.consolidated.reading.any_shape.relaid.beside import stack_parts
from ictxl.consolidated.reading.any_shape.relaid.halves import part_halves
from ictxl.consolidated.reading.any_shape.relaid.turned import turn_tables
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.source_cells import TableSheet


def in_reading_order(sheet: TableSheet, notes: Notes) -> TableSheet:
    """The sheet as a table with a measure a row and a text a cell; each cell knows its place."""
    return part_halves(stack_parts(turn_tables(sheet, notes), notes), notes)
