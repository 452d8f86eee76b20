"""Convert a Plan into the rows of each sheet of its workbook."""

from __future__ import annotations

from collections.abc import Mapping

from ictxl.findings import CATALOGUE, settings_for
from ictxl.findings import Setting as CheckLevel
from ictxl.model import Measure, Plan, PreviousAnswer
from ictxl.plan.columns import (
    ALIASES,
    ANSWERS,
    AREA_NUMBER,
    AREA_TITLE,
    AREAS_SHEET,
    AS_USUAL,
    CHARGE,
    CHECK_CODE,
    CHECK_SETTING,
    CHECK_TITLE,
    CHECK_USUAL,
    CHECKS_SHEET,
    COMPILED_ON,
    CONTACT,
    CONTINUES,
    DEADLINE,
    DEPARTMENT_NAME,
    DEPARTMENTS_SHEET,
    ENDS,
    ITEM,
    MAIL,
    MARK,
    MARK_MEANING,
    MEANING,
    MEASURE_AREA,
    MEASURE_NUMBER,
    MEASURE_TITLE,
    MEASURES_SHEET,
    NEXT_STEPS_SHEET,
    NO,
    NOTE,
    OUTLOOK,
    OUTLOOKS_SHEET,
    PLAN_TITLE,
    PREVIOUS_AREA,
    PREVIOUS_DEPARTMENT,
    PREVIOUS_NEXT_STEP,
    PREVIOUS_NUMBER,
    PREVIOUS_PROGRESS,
    PREVIOUS_RATING,
    PREVIOUS_SHEET,
    PROGRESS_LIMIT,
    RATING_KIND,
    RATINGS_SHEET,
    SETTINGS,
    SETTINGS_SHEET,
    STEP_KIND,
    STEP_NAME,
    STEP_NUMBER,
    SYMBOL,
    TARGET,
    VALUE,
    YEAR,
    YEAR_LABEL,
    YES,
    PlanColumn,
    PlanSheet,
    SettingItem,
)
from ictxl.questions import (
    NEXT_STEP_LIST_NAME,
    PROGRESS_NAME,
    RATING_LIST_NAME,
    USUAL_KEYS,
    Choice,
)
from ictxl.text.era import fiscal_year_label

Record = Mapping[PlanColumn, str | int]


def plan_records(plan: Plan) -> dict[PlanSheet, list[Record]]:
    """What each sheet's rows hold."""
    return {
        SETTINGS_SHEET: _settings(plan),
        AREAS_SHEET: [{AREA_NUMBER: _as_number(a.number), AREA_TITLE: a.title} for a in plan.areas],
        MEASURES_SHEET: [_measure(measure) for measure in plan.measures],
        DEPARTMENTS_SHEET: [
            {
                DEPARTMENT_NAME: d.name,
                ALIASES: "\n".join(d.aliases),
                ANSWERS: YES if d.answers else NO,
                MAIL: d.mail,
            }
            for d in plan.departments
        ],
        RATINGS_SHEET: [
            {SYMBOL: c.code, MEANING: c.name, RATING_KIND: _kind(c.finished)}
            for c in _choices(plan, RATING_LIST_NAME)
        ],
        NEXT_STEPS_SHEET: [
            {STEP_NUMBER: c.code, STEP_NAME: c.name, STEP_KIND: _kind(c.finished)}
            for c in _choices(plan, NEXT_STEP_LIST_NAME)
        ],
        OUTLOOKS_SHEET: [{MARK: o.mark, MARK_MEANING: o.meaning} for o in plan.outlooks],
        CHECKS_SHEET: _check_settings(plan),
        PREVIOUS_SHEET: [_previous(answer) for answer in plan.previous],
    }


def _settings(plan: Plan) -> list[Record]:
    # A label that follows from the year stays blank, so that it follows next year's too.
    follows = plan.year_label == fiscal_year_label(plan.year)
    values: dict[SettingItem, str | int] = {
        PLAN_TITLE: plan.title,
        YEAR: plan.year,
        YEAR_LABEL: "" if follows else plan.year_label,
        DEADLINE: plan.deadline,
        CONTACT: plan.contact,
        COMPILED_ON: plan.compiled_on,
        PROGRESS_LIMIT: _progress_limit(plan),
    }
    return [{ITEM: s.item, VALUE: values[s], NOTE: s.note} for s in SETTINGS]


def _measure(measure: Measure) -> Record:
    return {
        MEASURE_AREA: _as_number(measure.area),
        MEASURE_NUMBER: _as_number(measure.number),
        MEASURE_TITLE: measure.title,
        TARGET: measure.target,
        OUTLOOK: measure.outlook,
        CHARGE: "\n".join(assignment.label for assignment in measure.assignments),
    }


def _previous(answer: PreviousAnswer) -> Record:
    area, _, number = answer.measure.rpartition("-")
    return {
        PREVIOUS_AREA: _as_number(area),
        PREVIOUS_NUMBER: _as_number(number),
        PREVIOUS_DEPARTMENT: answer.department,
        PREVIOUS_RATING: answer.values.get("rating", ""),
        PREVIOUS_PROGRESS: answer.values.get("progress", ""),
        PREVIOUS_NEXT_STEP: answer.values.get("next_step", ""),
    }


def _check_settings(plan: Plan) -> list[Record]:
    """Every code that may be changed, so that a person finds it without looking it up."""
    levels = {s.code: CheckLevel(s.setting).label for s in plan.check_settings}
    return [
        {
            CHECK_CODE: code,
            CHECK_TITLE: entry.title,
            CHECK_USUAL: entry.severity.label,
            CHECK_SETTING: levels.get(code, AS_USUAL),
        }
        for code, entry in sorted(CATALOGUE.items())
        if settings_for(entry)
    ]


def _choices(plan: Plan, name: str) -> tuple[Choice, ...]:
    return next((one.choices for one in plan.lists if one.name == name), ())


def _progress_limit(plan: Plan) -> int | str:
    progress = plan.question_by_key.get(USUAL_KEYS[PROGRESS_NAME])
    limit = progress.limit if progress else None
    return "" if limit is None else limit


def _as_number(code: str) -> int | str:
    """A count as Excel's number; any other code as text."""
    return int(code) if code.isascii() and code.isdecimal() and str(int(code)) == code else code


def _kind(finished: bool) -> str:
    return ENDS if finished else CONTINUES
