"""A measure as its rows give it, before it is made a measure of a plan."""

from __future__ import annotations

from dataclasses import dataclass, field

from ictxl.consolidated.reading.any_shape.labels import Label
from ictxl.consolidated.reading.source_cells import CellSpot


@dataclass(frozen=True)
class Step:
    """An area above a measure, as it is written."""

    level: str
    """What the areas of one level have in common: a column's name, or a band's way to number."""
    label: Label | None
    spot: CellSpot
    name: str = ""
    """呼び名 of the level, where a heading gives it."""

    @property
    def title(self) -> str:
        words = self.label.title if self.label else ""
        return words or "".join(line.strip() for line in self.spot.text.split("\n"))


@dataclass
class AnswerRow:
    """What stands in one row for its departments."""

    departments: list[CellSpot] = field(default_factory=list)
    """Cells of 担当課; none where the row says nothing of it."""
    cells: dict[str, list[CellSpot]] = field(default_factory=dict)
    """Column's name → the cells with its text."""

    def add(self, name: str, spot: CellSpot) -> None:
        self.cells.setdefault(name, []).append(spot)


@dataclass
class Record:
    """One measure."""

    spot: CellSpot
    """Of its number, else of its name."""
    path: tuple[Step, ...]
    number: list[CellSpot] = field(default_factory=list)
    title: list[CellSpot] = field(default_factory=list)
    target: list[CellSpot] = field(default_factory=list)
    outlook: list[CellSpot] = field(default_factory=list)
    rows: list[AnswerRow] = field(default_factory=list)
    """One a row of the table; the first is that of the name."""
    charge: str = ""
    """The department that the sheet or its title names, where no column does."""

    @property
    def words(self) -> str:
        return "\n".join(spot.text for spot in self.title)
