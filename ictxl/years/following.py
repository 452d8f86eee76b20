"""Follow each department's part in each measure through the years, whatever their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ictxl.model import Measure, Plan
from ictxl.years.matching import match_lists
from ictxl.years.year import Year

Place = tuple[str, str]
"""Measure id and department, as one year has them."""


Line = tuple[Place | None, ...]
"""A department's place in each year; None where it has none."""


def follow(years: Sequence[Year]) -> list[tuple[Line, ...]]:
    """For each measure a line for each department on it, through all years.

    `years` go from the earliest on. The last year's measures and departments come first, in its
    order; then departments that have left a measure, and measures that are gone. Each place of each
    year is on exactly one line.
    """
    tracks: list[_Track] = []
    plans = [year.plan for year in years]
    for index in reversed(range(len(years))):
        year = years[index]
        matches = match_lists(year.plan.measures, [track.measure for track in tracks])
        for track, match in zip(tracks, matches, strict=False):
            if match.before:
                track.go_back(index, year, match.before, plans[index:])
        gone = [match.before for match in matches[len(tracks) :] if match.before]
        tracks += [_begun(index, year, measure) for measure in gone]
    return [tuple(line.places(len(years)) for line in track.lines) for track in tracks]


@dataclass
class _Line:
    """One department on one measure; `found` is place by the year's index."""

    found: dict[int, Place] = field(default_factory=dict)

    def places(self, years: int) -> Line:
        return tuple(self.found.get(index) for index in range(years))

    @property
    def names(self) -> set[str]:
        """What the department was called in any year so far."""
        return {department for _, department in self.found.values()}


@dataclass
class _Track:
    """One measure, followed from the last year back."""

    measure: Measure
    """As the earliest year so far has it."""
    lines: list[_Line]

    def go_back(self, index: int, year: Year, measure: Measure, plans: Sequence[Plan]) -> None:
        """Take over what an earlier year has of it; `plans` are that year's and all later ones."""
        self.measure = measure
        left = _departments(year, measure)
        for is_same in (_same_name, _same_department):
            for line in self.lines:
                if index in line.found:
                    continue
                names = line.names
                if name := next((n for n in left if is_same(n, names, plans)), ""):
                    line.found[index] = (measure.id, name)
                    left.remove(name)
        self.lines += [_Line({index: (measure.id, name)}) for name in left]


def _begun(index: int, year: Year, measure: Measure) -> _Track:
    names = _departments(year, measure)
    return _Track(measure, [_Line({index: (measure.id, name)}) for name in names])


def _departments(year: Year, measure: Measure) -> list[str]:
    """Who answers on the measure, then who has told of its indicators only."""
    told = (r.department for r in year.indicator_responses if r.measure == measure.id)
    return list(dict.fromkeys([*year.answering(measure), *told]))


def _same_name(name: str, names: set[str], _plans: Sequence[Plan]) -> bool:
    return name in names


def _same_department(name: str, names: set[str], plans: Sequence[Plan]) -> bool:
    """Whether any year's plan knows both as one department."""
    return any(not names.isdisjoint(_known_as(name, plan)) for plan in plans) or any(
        name in _known_as(other, plan) for other in names for plan in plans
    )


def _known_as(name: str, plan: Plan) -> Iterator[str]:
    """The names that the plan has for a department."""
    department = plan.resolve_department(name)
    if department:
        yield department.name
        yield from department.aliases
