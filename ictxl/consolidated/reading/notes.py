"""Collect findings while a table is read, and remember which cells were used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ictxl.consolidated.reading.source_cells import Spot
from ictxl.findings import Finding, finding


@dataclass
class Notes:
    """The findings of one file, as they are made."""

    file: str
    found: list[Finding] = field(default_factory=list)
    used: set[tuple[str, int, int]] = field(default_factory=set)
    """Cells whose text went somewhere, or was reported."""

    def at(self, spot: Spot, code: str, **facts: object) -> None:
        """A finding about a cell; `value` is the cell's text unless given."""
        self.used.add(spot.place)
        words = {"value": spot.text, **facts}
        self.found.append(
            finding(code, file=self.file, sheet=spot.sheet, cell=spot.cell, **words)  # type: ignore[arg-type]  # facts may name the place too
        )

    def on(self, sheet: str, code: str, **facts: object) -> None:
        """A finding about a sheet, or about the whole file."""
        self.found.append(finding(code, file=self.file, sheet=sheet, **facts))  # type: ignore[arg-type]  # facts may name the place too

    def use(self, spots: Iterable[Spot]) -> None:
        self.used.update(spot.place for spot in spots)
