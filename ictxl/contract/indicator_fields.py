"""The form's table of indicators: its columns, its hidden keys and ids."""

from __future__ import annotations

import re
from functools import lru_cache

from ictxl.contract.fields import Field, FormFields
from ictxl.indicators import (
    ACTUAL_KEY,
    ACTUAL_NAME,
    INDICATOR_ID,
    REMARK_KEY,
    REMARK_NAME,
    REMARK_QUESTION,
    Direction,
)
from ictxl.model import Plan
from ictxl.questions import Question, QuestionKind

INDICATOR_CORNER = "ictxl_indicators"
"""Stands where the key row and the id column of the table cross."""
NAME_KEY, RATE_KEY, STATE_KEY = "indicator_name", "indicator_rate", "indicator_check"
NAME_PLACEHOLDER = "指標"
"""The row of a template that holds it is the prototype row of the indicators."""
_RATE_FIELD = Field(RATE_KEY, "達成率", "達成率")
_STATE_FIELD = Field(STATE_KEY, "指標点検", "点検", ("点検",))
TITLE_KEY, NUMBER_KEY, TARGET_KEY = "indicator_title", "indicator_number", "indicator_target"
_GIVEN = (
    Field(NUMBER_KEY, "項番", "項番"),
    Field(TITLE_KEY, "施策名称", "施策名称"),
    Field(NAME_KEY, NAME_PLACEHOLDER, "指標"),
    Field("indicator_unit", "単位", "単位"),
    Field("indicator_baseline", "基準値", "基準値"),
    Field(TARGET_KEY, "目標値", "目標値"),
)
_DIRECTION = Field("indicator_direction", "向き", "向き")
_PREVIOUS = Field("indicator_previous", "前年度実績", "前年度実績", ("前回実績値",))
_INPUTS = (
    Field(ACTUAL_KEY, ACTUAL_NAME, ACTUAL_NAME),
    Field(REMARK_KEY, REMARK_NAME, "備考", ("備考",)),
)


INDICATOR_QUESTIONS = {
    ACTUAL_KEY: Question(ACTUAL_NAME, QuestionKind.NUMBER),
    REMARK_KEY: REMARK_QUESTION,
}
"""Key → what is asked of each indicator; of which unit the actual is, the indicator says."""


def indicator_fields(plan: Plan) -> FormFields:
    """The columns that the table may have."""
    return _fields(plan.indicator_columns, plan.target_years)


@lru_cache(maxsize=32)
def _fields(columns: tuple[str, ...], years: tuple[str, ...]) -> FormFields:
    own = (Field(f"indicator_given:{name}", name, name) for name in columns)
    targets = (Field(f"indicator_target:{y}", f"目標値{y}", f"目標値 {y}") for y in years)
    return FormFields(
        _INPUTS,
        (*_GIVEN, *targets, _DIRECTION, _PREVIOUS, *own),
        (),
        reckoned=(_RATE_FIELD, _STATE_FIELD),
        corner=INDICATOR_CORNER,
    )


def shown_fields(plan: Plan) -> list[Field]:
    """Those that the table of ictxl's own layout has: no column that nothing stands in."""
    unused = _optional_unused(plan)
    given = [field for field in indicator_fields(plan).given if field not in unused]
    actual, remark = _INPUTS
    return [*given, actual, _RATE_FIELD, remark, _STATE_FIELD]


def _optional_unused(plan: Plan) -> list[Field]:
    unused = []
    if all(indicator.direction is Direction.UP for indicator in plan.indicators):
        unused.append(_DIRECTION)
    if not any(indicator.previous for indicator in plan.indicators):
        unused.append(_PREVIOUS)
    # The year's is shown as 目標値.
    targets = {f"indicator_target:{year}" for year in plan.target_years}
    return [*unused, *(f for f in indicator_fields(plan).given if f.key in targets)]


def is_indicator_id(text: str) -> bool:
    """Whether a text of the id column names an indicator, of whatever plan."""
    return _ID.match(text) is not None


_ID = re.compile(rf"{INDICATOR_ID}[0-9a-f]{{6}}:")
BLANK_BRIEF, NO_NUMBER_BRIEF = "実績値が未記入", "実績値が数でない"
"""What 点検 says in an indicator's row where something is left to do."""
