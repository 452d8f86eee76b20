"""Tell whether a table is in the layout that ictxl itself prints, and people copy."""

from __future__ import annotations

from ictxl.consolidated.reading.heading_rows import find_heads
from ictxl.consolidated.reading.notes import Notes
from ictxl.consolidated.reading.source_cells import TableBook, TableSheet
from ictxl.consolidated.reading.split_cells import tags


def is_own_layout(book: TableBook) -> bool:
    """Whether a sheet has the headings of ictxl's table and answers as 【課-評価】本文."""
    return any(_is_own(sheet) for sheet in book.sheets)


def _is_own(sheet: TableSheet) -> bool:
    if not find_heads(sheet, Notes("")):
        return False
    return any(tag.begins_line for spot in sheet.all_spots() for tag in tags(spot.text))
