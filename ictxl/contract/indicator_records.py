"""How a form's hidden sheets tell the plan's indicators as records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ictxl.indicators import Direction, Indicator
from ictxl.model import Plan

Records = Mapping[str, Sequence[Sequence[str]]]
"""Kind → the records' fields; short ones are filled up with blank fields."""
INDICATOR_KINDS = frozenset({"indicator", "indicator_column", "target_year"})
"""Kinds of records of which there may be many."""


def indicator_rows(plan: Plan) -> Iterator[tuple[str, ...]]:
    """The plan's indicators, and what its columns of them are called; nothing without any."""
    if not plan.indicators:
        return
    for heading in plan.indicator_columns:
        yield ("indicator_column", heading)
    for year in plan.target_years:
        yield ("target_year", year)
    for indicator in plan.indicators:
        yield (
            "indicator",
            indicator.measure_id,
            indicator.name,
            indicator.unit,
            indicator.baseline,
            indicator.target,
            indicator.direction.value,
            "\n".join(indicator.departments),
            indicator.previous,
            *_filled(indicator.targets, len(plan.target_years)),
            *_filled(indicator.given, len(plan.indicator_columns)),
        )


def _filled(texts: Sequence[str], count: int) -> Sequence[str]:
    return [*texts, *[""] * count][:count]


def read_names(records: Records, kind: str) -> tuple[str, ...]:
    """The headings that records of that kind tell."""
    return tuple(fields[0] for fields in records.get(kind, ()))


def read_indicators(records: Records) -> Iterator[Indicator]:
    """The indicators of a form. Raises ValueError where a record makes no sense."""
    years, columns = len(records.get("target_year", ())), len(records.get("indicator_column", ()))
    for fields in records.get("indicator", ()):
        texts = _filled(fields, _FIRST + years + columns)
        measure, name, unit, baseline, target, direction, departments, previous = texts[:_FIRST]
        yield Indicator(
            measure,
            name,
            unit,
            baseline,
            target,
            Direction(direction),
            tuple(filter(None, departments.split("\n"))),
            given=tuple(texts[_FIRST + years :]),
            targets=tuple(texts[_FIRST : _FIRST + years]),
            previous=previous,
        )


_FIRST = 8
"""Fields before those of the plan's own columns."""
