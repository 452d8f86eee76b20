"""Tell whether a table is in the layout that ictxl itself prints, and people copy."""

from __future__ import annotations

from ictxl.consolidated.reading.heading_rows import Role, find_heads
from ictxl.consolidated.reading.notes import Notes
from ictxl.consolidated.reading.source_cells import TableBook, TableSheet
from ictxl.consolidated.reading.split_cells import tags


def is_own_layout(book: TableBook) -> bool:
    """Whether a sheet has the headings of ictxl's table and answers as 【課-評価】本文."""
    return any(_is_own(sheet) for sheet in book.sheets)


def _is_own(sheet: TableSheet) -> bool:
    for head in find_heads(sheet, Notes("")):
        column = head.columns[Role.PROGRESS]
        texts = [sheet.spot(row, column).text for row in range(head.last + 1, len(sheet.rows))]
        if any(tag.begins_line for text in texts for tag in tags(text)):
            return True
    return False
