"""Which sheet of the form as sent a returned sheet is."""

from __future__ import annotations

from collections import Counter

from ictxl.returned.sent.layout import SentLayout
from ictxl.spreadsheets.cells import cell_text
from ictxl.spreadsheets.sheet import Sheet
from ictxl.text.clean import clean_text

_LEAST_OVERLAP = 0.5
"""A sheet of another name is a sent one's copy where it holds this share of its texts."""


def sent_sheet_of(sheet: Sheet, layout: SentLayout) -> str | None:
    """The sent sheet that this one is, by name or, renamed or copied, by what stands on it."""
    if sheet.name in layout.cells or sheet.name in layout.formulas:
        return sheet.name
    texts = Counter(clean_text(cell_text(v)) for row in sheet.rows for v in row if v != "")
    best, share = None, _LEAST_OVERLAP
    for name, cells in layout.cells.items():
        own = Counter(cells.values())
        common = sum((own & texts).values())
        if own.total() and common / own.total() > share:
            best, share = name, common / own.total()
    return best
