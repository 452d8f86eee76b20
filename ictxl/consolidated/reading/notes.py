"""Collect findings while a table is read, and remember which cells were used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Unpack

from ictxl.consolidated.reading.source_cells import CellSpot
from ictxl.findings import Facts, Finding, FindingKind, FindingPlace


@dataclass
class Notes:
    """The findings of one file, as they are made."""

    file: str
    found: list[Finding] = field(default_factory=list)
    used: set[tuple[str, int, int]] = field(default_factory=set)
    """Cells whose text went somewhere, or was reported."""
    plain: set[tuple[str, int, int]] = field(default_factory=set)
    """Cells of which nothing need be kept: headings that mean what they say."""

    def at(self, spot: CellSpot, kind: FindingKind, /, **facts: Unpack[Facts]) -> None:
        """A finding about a cell; `value` is the cell's text unless given."""
        self.used.add(spot.place)
        place: FindingPlace = {
            "file": self.file,
            "sheet": spot.sheet,
            "cell": spot.cell,
            "value": spot.text,
        }
        self.found.append(kind.at(place, **facts))

    def on(self, sheet: str, kind: FindingKind, /, **facts: Unpack[Facts]) -> None:
        """A finding about a sheet, or about the whole file."""
        place: FindingPlace = {"file": self.file, "sheet": sheet}
        self.found.append(kind.at(place, **facts))

    def use(self, spots: Iterable[CellSpot]) -> None:
        self.used.update(spot.place for spot in spots)

    def use_plain(self, spots: Iterable[CellSpot]) -> None:
        """Cells that say nothing but what the plan says without them."""
        self.plain.update(spot.place for spot in spots)
