"""Cells that hold a picture by a formula: WPS's DISPIMG, Excel's IMAGE."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ictxl.returned.anomalies.own_formulas import Cell
from ictxl.spreadsheets.cells import cell_text
from ictxl.spreadsheets.marks import COMPILED, FORMULA_KINDS, Mark
from ictxl.spreadsheets.sheet import Sheet

_FORMULA = re.compile(r"=(?:.*[.=])?DISPIMG\(|=(?:_xlfn\.)?(?:_xlws\.)?IMAGE\(", re.IGNORECASE)
_TEXT = re.compile(r"=(?:_xlfn\.)?DISPIMG\(\"[^\"]{1,80}\"[^()]{0,20}\)")


def picture_cells(sheet: Sheet, marks: Iterable[Mark]) -> frozenset[Cell]:
    """The cells whose formula shows a picture."""
    return frozenset(
        (mark.row, mark.column)
        for mark in marks
        if mark.kind in FORMULA_KINDS
        and (_is_shown(sheet, mark) if mark.text == COMPILED else _is_picture(mark))
    )


def _is_picture(mark: Mark) -> bool:
    # Looked for first: every formula of a form is asked, and next to none shows a picture.
    said = (mark.xml or mark.text.encode()).lower()
    is_likely = b"img(" in said or b"image(" in said
    return is_likely and _FORMULA.match(mark.formula) is not None


def _is_shown(sheet: Sheet, mark: Mark) -> bool:
    """Of a compiled formula only what it shows tells."""
    return _TEXT.fullmatch(cell_text(sheet.value(mark.row, mark.column))) is not None
