"""Stray texts: texts in cells where the form has none, and many of them told as one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ictxl.model import grouped
from ictxl.returned.tables import AnswerTable
from ictxl.spreadsheets.cells import address
from ictxl.spreadsheets.hidden_texts.texts import is_word
from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.spreadsheets.sheet import Sheet
from ictxl.spreadsheets.xlsx.cell_writer import cell_length, in_cells


@dataclass(frozen=True)
class Stray:
    """A stray text; 0-based place."""

    row: int
    column: int
    text: str


def as_seen(strays: Iterable[Stray], sheet: Sheet, marks: Iterable[Mark]) -> Iterator[Stray]:
    """Numbers with the words that their cells' formats add to them: somebody wrote these."""
    shown = {(m.row, m.column): m.text for m in marks if m.kind is MarkKind.SEEN}
    for stray in strays:
        words = shown.get((stray.row, stray.column), "")
        is_number = isinstance(sheet.value(stray.row, stray.column), int | float)
        said = f"{stray.text}(見え方は「{words}」)"
        yield replace(stray, text=said) if is_number and is_word(words) else stray


def listed(strays: Sequence[Stray]) -> str:
    return "\n".join(f"{address(s.row, s.column)}: {s.text}" for s in strays)


def length(stray: Stray) -> int:
    """In a list of them, each with its cell."""
    return cell_length(stray.text) + _LONGEST_PLACE


_LONGEST_PLACE = len("XFD1048576: \n")


def gathered(strays: Sequence[Stray]) -> Iterator[Stray]:
    """What is too much for findings of its own: as few as hold all, each text whole with its
    cell."""
    for group in in_cells(strays, length):
        yield Stray(group[0].row, group[0].column, listed(group))


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
