"""Putting text into cells so that it stays text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ictxl.text.xlsx import MAX_CELL_TEXT, write_text

Fragment = tuple[Format | None, str]
"""A run of text and its own font; None for the cell's."""

# xlsxwriter escapes the control characters of rich strings twice, and no XML can hold the rest.
_SPOILED = re.compile("_x[0-9A-Fa-f]{4}_|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def write_fragments(
    sheet: Worksheet, row: int, column: int, fragments: Sequence[Fragment], style: Format
) -> None:
    """Text in several fonts; in the cell's own throughout where xlsxwriter could spoil it."""
    fragments = [fragment for fragment in fragments if fragment[1]]
    whole = "".join(text for _, text in fragments)
    if len(fragments) < 2 or _SPOILED.search(whole):  # noqa: PLR2004 - Excel's own minimum
        write_text(sheet, row, column, whole, style)
        return
    parts = [part for font, text in fragments for part in (font or style, text)]
    sheet.write_rich_string(row, column, *parts, style)


def merge(sheet: Worksheet, first: tuple[int, int], last: tuple[int, int], style: Format) -> None:
    """Join cells into one, still empty; a single cell only gets its style."""
    if first == last:
        sheet.write_blank(*first, None, style)
    else:
        sheet.merge_range(*first, *last, "", style)


def merge_text(
    sheet: Worksheet, first: tuple[int, int], last: tuple[int, int], text: str, style: Format
) -> None:
    """Join cells into one that holds the text."""
    merge(sheet, first, last, style)
    write_text(sheet, *first, text, style)


def parts_for_cells(text: str, limit: int = MAX_CELL_TEXT) -> list[str]:
    """The text cut where a cell is full; joined they are the text. One part for an empty text."""
    if len(text) <= limit // 2:
        return [text]
    parts, start, used = [], 0, 0
    for index, char in enumerate(text):
        width = 2 if char > "\uffff" else 1
        if used + width > limit:
            parts.append(text[start:index])
            start, used = index, 0
        used += width
    return [*parts, text[start:]]
