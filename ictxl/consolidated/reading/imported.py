"""What was read from a table, and everything that was decided in reading it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Unpack

from ictxl.consolidated.reading.source_cells import CellSpot
from ictxl.findings import Facts, Finding, FindingKind, FindingPlace
from ictxl.model import Plan
from ictxl.responses import IndicatorResponse, Response


@dataclass(frozen=True)
class HeadingGuess:
    """A heading and what its column was taken for: a row of 見出しの対応."""

    heading: str
    example: str
    meaning: str
    """One of the words that the sheet offers."""
    is_sure: bool


@dataclass(frozen=True)
class ImportedTable:
    """What a consolidated table says, and everything that was decided in reading it."""

    plan: Plan
    responses: tuple[Response, ...]
    """The codes as in the plan's lists; what is in no list stays as written."""
    submitted: frozenset[str]
    """Departments that had returned anything."""
    findings: tuple[Finding, ...]
    headings: tuple[HeadingGuess, ...] = ()
    """Of a table of any shape: its headings, as a person may correct them."""
    indicator_responses: tuple[IndicatorResponse, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether a heading's meaning is a guess that a person should look at."""
        return any(not heading.is_sure for heading in self.headings)


@dataclass
class Notes:
    """The findings of one file, as they are made, and which of its cells were used."""

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
