"""Rows that a department added among those of the measures: each is one statement."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ictxl.returned.anomalies.stray import Stray
from ictxl.returned.tables import AnswerTable


def added_rows(
    strays: Sequence[Stray], table: AnswerTable | None, inputs: Collection[int]
) -> list[list[Stray]]:
    """The strays of each added row, by row.

    A row was added where several of the table's columns are filled and one of them is not to answer
    in: a number or a name beside an answer. Answers alone may go on from the row above.
    """
    if table is None:
        return []
    columns = table.columns.values()
    last = max(table.rows, default=0) + 1
    rows: dict[int, list[Stray]] = {}
    for stray in strays:
        is_asked = stray.row in table.rows or stray.row in table.continued
        if table.head < stray.row <= last and not is_asked and stray.column in columns:
            rows.setdefault(stray.row, []).append(stray)
    return [
        sorted(found, key=lambda stray: stray.column)
        for _, found in sorted(rows.items())
        if len(found) > 1 and any(stray.column not in inputs for stray in found)
    ]
