"""Match the measures of one year with those of another: by name, since numbers move."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ictxl.model import Measure, Plan
from ictxl.text.clean import fold_name

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
    left = list(before.measures)
    pairs: dict[str, Measure] = {}
    for rule in _RULES:
        for measure in after.measures:
            if measure.id not in pairs and (found := _best(rule, left, measure)):
                pairs[measure.id] = found
                left.remove(found)
    matched = [Match(pairs.get(measure.id), measure) for measure in after.measures]
    return [*matched, *(Match(measure, None) for measure in left)]


def _best(
    rule: Callable[[Measure, Measure], float], left: list[Measure], measure: Measure
) -> Measure | None:
    scored = [(rule(other, measure), other.id == measure.id, -i) for i, other in enumerate(left)]
    score, _, index = max(scored, default=(0.0, False, 0))
    return left[-index] if score > 0 else None


def _same_name(before: Measure, after: Measure) -> float:
    return float(fold_name(before.title) == fold_name(after.title))


def _same_number(before: Measure, after: Measure) -> float:
    return _likeness(before, after, _ALIKE) if before.id == after.id else 0.0


def _alike(before: Measure, after: Measure) -> float:
    return _likeness(before, after, _VERY_ALIKE)


_RULES = (_same_name, _same_number, _alike)


def _likeness(before: Measure, after: Measure, least: float) -> float:
    one, other = fold_name(before.title), fold_name(after.title)
    shorter, longer = sorted((one, other), key=len)
    if longer.startswith(shorter) and len(shorter) >= _TELLING:
        # A remark was put behind the name: (SNS), ※総合計画記載事業.
        return 1.0
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
