"""Cells as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby


def cell_list(cells: Sequence[str]) -> str:
    """Cells for reading: runs down one column as a range (`K9~K12`)."""
    places = [(cell.rstrip("0123456789"), cell) for cell in cells]
    rows = [(column, int(cell[len(column) :] or 0)) for column, cell in places]
    runs = groupby(enumerate(rows), key=lambda item: (item[1][0], item[1][1] - item[0]))
    return "、".join(_run([f"{column}{row}" for _, (column, row) in run]) for _, run in runs)


def _run(cells: Sequence[str]) -> str:
    return cells[0] if len(cells) == 1 else f"{cells[0]}~{cells[-1]}"
