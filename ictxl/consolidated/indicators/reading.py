"""Read 指標データ back: what departments told of the plan's indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ictxl.consolidated.data.sheet import continued_heading
from ictxl.consolidated.indicators.columns import (
    ACTUAL_HEADING,
    DEPARTMENT_HEADING,
    MEASURE_HEADING,
    NAME_HEADING,
    NO_NUMBER,
    REMARK_HEADING,
)
from ictxl.indicators import ACTUAL_KEY, REMARK_KEY
from ictxl.model import Plan
from ictxl.responses import IndicatorResponse

_SAYING = {
    ACTUAL_HEADING: ACTUAL_KEY,
    f"{ACTUAL_HEADING}({NO_NUMBER})": ACTUAL_KEY,
    REMARK_HEADING: REMARK_KEY,
}
"""Heading → the key of what is told there."""


def read_indicator_responses(
    plan: Plan, sheets: Iterable[Sequence[Sequence[str]]], file: str
) -> tuple[IndicatorResponse, ...]:
    """The rows of 指標データ, 指標データ(2) … that tell anything of the plan's indicators."""
    known = {(i.measure_id, i.name): i for i in plan.indicators}
    found = []
    for rows in sheets:
        for record in _records(rows):
            key = record.get(MEASURE_HEADING, ""), record.get(NAME_HEADING, "")
            values = {
                _SAYING[heading]: record[heading] for heading in _SAYING if record.get(heading)
            }
            department = record.get(DEPARTMENT_HEADING, "")
            if key in known and values and department:
                found.append(IndicatorResponse(key[0], department, values, file, indicator=key[1]))
    return tuple(found)


def _records(rows: Sequence[Sequence[str]]) -> Iterator[Mapping[str, str]]:
    """Heading → text, long texts put together."""
    if not rows:
        return
    headings = rows[0]
    places: dict[str, list[int]] = {}
    for heading in (*_SAYING, MEASURE_HEADING, NAME_HEADING, DEPARTMENT_HEADING):
        if heading in headings:
            places[heading] = [headings.index(heading)]
            while (more := continued_heading(heading, len(places[heading]) + 1)) in headings:
                places[heading].append(headings.index(more))
    for row in rows[1:]:
        yield {
            heading: "".join(row[index] for index in indices if index < len(row))
            for heading, indices in places.items()
        }
