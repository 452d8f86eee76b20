"""Read 指標データ back: what departments told of the plan's indicators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ictxl.consolidated.data.sheet import cells_of, record_of
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
        headings = (*_SAYING, MEASURE_HEADING, NAME_HEADING, DEPARTMENT_HEADING)
        places = {heading: cells_of(rows[0], heading) for heading in headings} if rows else {}
        for record in (record_of(row, places) for row in rows[1:]):
            key = record.get(MEASURE_HEADING, ""), record.get(NAME_HEADING, "")
            values = {
                _SAYING[heading]: record[heading] for heading in _SAYING if record.get(heading)
            }
            department = record.get(DEPARTMENT_HEADING, "")
            if key in known and values and department:
                found.append(IndicatorResponse(key[0], department, values, file, indicator=key[1]))
    return tuple(found)
