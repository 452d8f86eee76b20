"""A text without a home, and many of them as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ictxl.spreadsheets.cells import address
from ictxl.spreadsheets.xlsx.cell_writer import cell_length, in_cells


@dataclass(frozen=True)
class Stray:
    """A text without a home; 0-based place."""

    row: int
    column: int
    text: str


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
