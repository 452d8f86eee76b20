"""Rows that a department added among those of the measures: each is one statement."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ictxl.model import grouped
from ictxl.returned.anomalies.stray import Stray
from ictxl.returned.tables import AnswerTable


def added_rows(
    strays: Sequence[Stray],
    table: AnswerTable,
    inputs: Collection[int],
    asked: Collection[int],
) -> list[list[Stray]]:
    """The strays of each added row, by row.

    A row was added where several of the table's columns are filled and one of them is not to answer
    in: a number or a name beside an answer. Answers alone may go on from the row above. `asked` are
    the rows of all tables.
    """
    columns = table.columns.values()
    last = max(table.rows, default=0) + 1
    inside = (s for s in strays if table.head < s.row <= last and s.row not in asked)
    rows = grouped((stray.row, stray) for stray in inside if stray.column in columns)
    return [
        sorted(found, key=lambda stray: stray.column)
        for _, found in sorted(rows.items())
        if len(found) > 1 and any(stray.column not in inputs for stray in found)
    ]
