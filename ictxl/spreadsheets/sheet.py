"""A sheet's cells and a workbook's sheets, whichever reader they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ictxl.spreadsheets.cells import Value


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells from A1 on; a row may be shorter than others, or than what Excel shows."""

    name: str
    rows: Sequence[Sequence[Value]]
    far: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Texts so far out (0-based row, column) that a grid up to there would fill the memory."""
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """First cell → last cell of what is merged; empty where nobody asked, or the file's kind does
    not tell."""

    def value(self, row: int, column: int) -> Value:
        """0-based; `""` beyond the filled area."""
        if row < len(self.rows):
            cells = self.rows[row]
            if column < len(cells):
                return cells[column]
        return self.far.get((row, column), "")


@dataclass(frozen=True)
class Workbook:
    """A file's sheets, as far as they could be read."""

    sheets: tuple[Sheet, ...]
    broken: tuple[str, ...] = ()
    """Names of sheets that could not be read."""
    left_out: tuple[str, ...] = ()
    """Names of sheets that were not to be read."""


def completed(workbook: Workbook, texts: Mapping[str, Mapping[tuple[int, int], str]]) -> Workbook:
    """With the texts of cells that calamine passes over or garbles."""
    sheets = tuple(_completed(sheet, texts.get(sheet.name, {})) for sheet in workbook.sheets)
    return replace(workbook, sheets=sheets)


def _completed(sheet: Sheet, texts: Mapping[tuple[int, int], str]) -> Sheet:
    if not texts:
        return sheet
    rows = [list(row) for row in sheet.rows]
    far = dict(sheet.far)
    for (row, column), text in texts.items():
        if row < len(rows) + _NEAR and column < _NEAR:
            rows.extend([] for _ in range(row + 1 - len(rows)))
            rows[row].extend([""] * (column + 1 - len(rows[row])))
            rows[row][column] = text
        else:
            far[row, column] = text
    return replace(sheet, rows=rows, far=far)


_NEAR = 200
"""Rows or columns that a text may add to a grid."""
