"""Convert a plan's indicators into the rows of the sheet 指標."""

from __future__ import annotations

from decimal import Decimal

from ictxl.indicators import Indicator, number_of
from ictxl.model import Plan
from ictxl.plan.indicators import columns
from ictxl.plan.indicators.columns import indicators_sheet
from ictxl.plan.plan_sheet import PlanSheet, Record


def indicator_records(plan: Plan) -> tuple[PlanSheet, list[Record]]:
    """The sheet with its rows."""
    sheet = indicators_sheet(
        plan.target_years,
        plan.indicator_columns,
        has_areas=len(plan.levels) > 1,
        has_previous=any(indicator.previous for indicator in plan.indicators),
    )
    return sheet, [_record(indicator, plan, sheet) for indicator in plan.indicators]


def _record(indicator: Indicator, plan: Plan, sheet: PlanSheet) -> Record:
    measure = plan.measure_by_id[indicator.measure_id]
    texts = (indicator.baseline, indicator.target, indicator.previous, *indicator.targets)
    numbers = [number for text in texts if (number := number_of(text)) is not None]
    # Such numbers would be read as Excel's own percentages, of which 0.5 is 50 %.
    is_small = indicator.is_percent and all(abs(number) <= 1 for number in numbers)

    def amount(text: str) -> str | Decimal:
        number = number_of(text)
        if number is None:
            return text
        return f"{text}%" if is_small else number

    years = dict(zip(plan.target_years, indicator.targets, strict=False))
    own = {
        **{f"{columns.TARGET_OF_YEAR} {year}": amount(target) for year, target in years.items()},
        **dict(zip(plan.indicator_columns, indicator.given, strict=False)),
    }
    return {
        columns.INDICATOR_AREA: measure.area,
        columns.INDICATOR_NUMBER: measure.number,
        columns.INDICATOR_NAME: indicator.name,
        columns.INDICATOR_UNIT: indicator.unit,
        columns.INDICATOR_BASELINE: amount(indicator.baseline),
        columns.INDICATOR_TARGET: amount(indicator.target),
        columns.INDICATOR_DIRECTION: indicator.direction.value,
        columns.INDICATOR_CHARGE: "\n".join(indicator.departments),
        columns.INDICATOR_PREVIOUS: amount(indicator.previous),
        **{column: own[column.heading] for column in sheet.columns if column.own},
    }
