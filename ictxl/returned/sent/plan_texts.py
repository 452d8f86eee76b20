"""What the forms of a plan may show, where it is not known what a form showed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ictxl.contract.fields import fields_of, indicator_fields
from ictxl.model import Plan
from ictxl.returned.plan_index import SamePlan
from ictxl.spreadsheets.cells import cell_text
from ictxl.text.clean import clean_text


def known_texts(plan: Plan) -> frozenset[str]:
    """The plan's texts as cells hold them, and the hidden keys."""
    return _known_texts(SamePlan(plan))


@lru_cache(maxsize=2)
def _known_texts(plan: SamePlan) -> frozenset[str]:
    keys = fields_of(plan.plan).keys | indicator_fields(plan.plan).keys
    return frozenset(clean_text(text) for text in _plan_texts(plan.plan)) | keys


def _plan_texts(plan: Plan) -> Iterable[str]:
    """What may stand in the given cells of any form of the plan."""
    for area in plan.areas:
        yield from (area.title, plan.area_label(area), plan.area_number(area), area.number)
    for measure in plan.measures:
        yield from (measure.id, measure.number, plan.measure_number(measure), measure.title)
        yield from (measure.target, measure.outlook, measure.charge, *measure.given)
    for indicator in plan.indicators:
        yield from (indicator.id, indicator.name, indicator.unit, indicator.direction.value)
        yield from indicator.given
        for text in (
            *(indicator.baseline, indicator.target, indicator.previous),
            *indicator.targets,
        ):
            number = indicator.cell_number(text)
            yield text if number is None else cell_text(float(number))
