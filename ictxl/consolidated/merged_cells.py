"""Merge cells and write texts into them as text."""

from __future__ import annotations

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ictxl.spreadsheets.xlsx.cell_writer import MAX_CELL_TEXT, Fragment, write_fragments, write_text

__all__ = ["Fragment", "merge", "merge_text", "parts_for_cells", "write_fragments"]


def merge(sheet: Worksheet, first: tuple[int, int], last: tuple[int, int], style: Format) -> None:
    """Join cells into one, still empty; a single cell only gets its style."""
    if first == last:
        sheet.write_blank(*first, None, style)
    else:
        sheet.merge_range(*first, *last, None, style)


def merge_text(
    sheet: Worksheet, first: tuple[int, int], last: tuple[int, int], text: str, style: Format
) -> None:
    """Join cells into one that holds the text."""
    if first != last:
        merge(sheet, first, last, style)
    write_text(sheet, *first, text, style)


def parts_for_cells(text: str) -> list[str]:
    """The text cut where a cell is full; joined they are the text. One part for an empty text."""
    if len(text) <= MAX_CELL_TEXT // 2:
        return [text]
    parts, start, used = [], 0, 0
    for index, char in enumerate(text):
        width = 2 if char > "\uffff" else 1
        if used + width > MAX_CELL_TEXT:
            parts.append(text[start:index])
            start, used = index, 0
        used += width
    return [*parts, text[start:]]
