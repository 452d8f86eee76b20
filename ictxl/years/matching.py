"""Match the measures of one year with those of another, by name, since numbers move; and follow
each department's part in each measure through the years."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ictxl.model import Measure, Plan
from ictxl.text.clean import fold_name
from ictxl.years.year import Year

_ALIKE = 0.6
"""Names so alike under the same number are one measure's."""
_VERY_ALIKE = 0.85
"""Names so alike are one measure's under any number."""

_TELLING = 5
"""So many letters of a name say enough to know it by its beginning."""


@dataclass(frozen=True)
class Match:
    """One measure in two years; None where one of them does not have it."""

    before: Measure | None
    after: Measure | None

    @property
    def is_moved(self) -> bool:
        return bool(self.before and self.after and self.before.id != self.after.id)

    @property
    def is_renamed(self) -> bool:
        return bool(
            self.before
            and self.after
            and fold_name(self.before.title) != fold_name(self.after.title)
        )


def match_measures(before: Plan, after: Plan) -> list[Match]:
    """Every measure of both years once: the later year's in its order, then those that are gone.

    The same name goes before the same number, and that before a name merely alike.
    """
    return match_lists(before.measures, after.measures)


def match_lists(before: Sequence[Measure], after: Sequence[Measure]) -> list[Match]:
    """As `match_measures`; those of `after` may come from several years, and share numbers."""
    left = dict(enumerate(before))
    pairs: dict[int, Measure] = {}
    for key in _KEYS:
        _pair_by_key(key, left, after, pairs)
    for rule in _RULES:
        for place, measure in enumerate(after):
            if place not in pairs and (found := _best(rule, left, measure)) is not None:
                pairs[place] = left.pop(found)
    matched = [Match(pairs.get(place), measure) for place, measure in enumerate(after)]
    return [*matched, *(Match(measure, None) for measure in left.values())]


_folded = lru_cache(maxsize=16_384)(fold_name)
"""A name that nothing matches is held against every other that is left."""

_Key = Callable[[Measure], tuple[str, ...]]

_KEYS: tuple[_Key, ...] = (
    lambda m: (fold_name(m.title), m.id),
    lambda m: (fold_name(m.title), fold_name(m.target)),
    lambda m: (fold_name(m.title), m.area),
    lambda m: (fold_name(m.title),),
)
"""What tells a measure by its name, the surest first: one name may stand in several areas."""


def _pair_by_key(
    key: _Key, left: dict[int, Measure], after: Sequence[Measure], pairs: dict[int, Measure]
) -> None:
    """Pair, in their order, the measures of both years that have the same key."""
    places: dict[tuple[str, ...], list[int]] = {}
    for place, measure in reversed(left.items()):
        places.setdefault(key(measure), []).append(place)
    for place, measure in enumerate(after):
        if place not in pairs and (found := places.get(key(measure))):
            pairs[place] = left.pop(found.pop())


def _best(
    rule: Callable[[Measure, Measure], float], left: dict[int, Measure], measure: Measure
) -> int | None:
    """The place of the measure that the rule likes best; the first of several."""
    scored = [(rule(other, measure), -place) for place, other in left.items()]
    score, place = max(scored, default=(0.0, 0))
    return -place if score > 0 else None


def _same_number(before: Measure, after: Measure) -> float:
    return _likeness(before, after, _ALIKE) if before.id == after.id else 0.0


def _alike(before: Measure, after: Measure) -> float:
    return _likeness(before, after, _VERY_ALIKE)


_RULES = (_same_number, _alike)


def _likeness(before: Measure, after: Measure, least: float) -> float:
    one, other = _folded(before.title), _folded(after.title)
    shorter, longer = sorted((one, other), key=len)
    if longer.startswith(shorter) and len(shorter) >= _TELLING:
        # A remark was put behind the name: (SNS), ※総合計画記載事業.
        return 1.0
    if 2 * len(shorter) < least * (len(shorter) + len(longer)):
        return 0.0  # they cannot be so alike
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= least else 0.0


def match_departments(
    before: tuple[str, ...], after: tuple[str, ...], plans: tuple[Plan, Plan]
) -> Iterator[tuple[str, str]]:
    """Each department of a measure under its names in both years; empty where it has none."""
    earlier, later = plans
    left = list(before)
    for name in after:
        names = {name, _canonical(later, name), _canonical(earlier, name)}
        known = later.department_by_name.get(name)
        names.update(known.aliases if known else ())
        found = next((n for n in left if n in names or _canonical(later, n) == name), "")
        if found:
            left.remove(found)
        yield found, name
    for name in left:
        yield name, ""


def _canonical(plan: Plan, name: str) -> str:
    department = plan.resolve_department(name)
    return department.name if department else name


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
