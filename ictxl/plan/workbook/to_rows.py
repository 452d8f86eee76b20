"""Convert a Plan into the rows of each sheet of its workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ictxl.findings import CATALOGUE, settings_for
from ictxl.findings import Setting as CheckLevel
from ictxl.model import Measure, Plan, PreviousAnswer
from ictxl.plan.columns import (
    ALIASES,
    ANSWERS,
    AREA_NUMBER,
    AREA_PARENT,
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
    DEADLINE,
    DEPARTMENT_NAME,
    DEPARTMENTS_SHEET,
    ITEM,
    LEVEL_NAME,
    LEVEL_STYLE,
    LEVELS_SHEET,
    MAIL,
    MARK,
    MARK_MEANING,
    MEANING,
    MEASURE_AREA,
    MEASURE_NUMBER,
    MEASURE_TITLE,
    MEASURES_SHEET,
    NEXT_STEPS_SHEET,
    NOTE,
    OUTLOOK,
    OUTLOOKS_SHEET,
    PLAN_TITLE,
    PREVIOUS_AREA,
    PREVIOUS_DEPARTMENT,
    PREVIOUS_NUMBER,
    PROGRESS_LIMIT,
    PUBLISHED_TEMPLATE,
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
    SettingItem,
    measures_sheet,
    previous_column,
    previous_sheet,
)
from ictxl.plan.indicators.rate_bounds import rate_bounds_label
from ictxl.plan.indicators.writing import indicator_records
from ictxl.plan.plan_sheet import CONTINUES, ENDS, NO, YES, PlanSheet, Record
from ictxl.plan.question_columns import (
    CHOICE_CODE,
    CHOICE_KIND,
    CHOICE_LIST,
    CHOICE_NAME,
    CHOICES_SHEET,
    QUESTION_ASKED_OF,
    QUESTION_HINT,
    QUESTION_KIND,
    QUESTION_LIST,
    QUESTION_MAXIMUM,
    QUESTION_MINIMUM,
    QUESTION_NAME,
    QUESTION_PUBLISHED,
    QUESTION_RATED,
    QUESTION_REQUIRED,
    QUESTION_UNIT,
    QUESTIONS_SHEET,
    RATED_QUESTIONS_SHEET,
)
from ictxl.questions import (
    NEXT_STEP_LIST_NAME,
    PROGRESS_NAME,
    RATING_LIST_NAME,
    USUAL_KEYS,
    Choice,
    ChoiceList,
    Question,
)
from ictxl.text.era import fiscal_year_label

PlanRecords = dict[PlanSheet, list[Record]]


def plan_records(plan: Plan, *, is_new: bool = False) -> PlanRecords:
    """What each sheet's rows hold, in the order of the sheets; lists that no question uses, the
    areas of a plan without any and, unless it `is_new`, indicators that it has not have no sheet.
    """
    has_areas = len(plan.levels) > 1
    measures = measures_sheet(_longest_given(plan), has_areas=has_areas)
    asked = previous_questions(plan)
    records: PlanRecords = {
        SETTINGS_SHEET: _settings(plan),
        AREAS_SHEET: [
            {AREA_NUMBER: a.number, AREA_TITLE: a.title, AREA_PARENT: a.parent} for a in plan.areas
        ],
        measures: [_measure(measure, measures) for measure in plan.measures],
        DEPARTMENTS_SHEET: [
            {
                DEPARTMENT_NAME: d.name,
                ALIASES: "\n".join(d.aliases),
                ANSWERS: _yes_or_no(d.answers),
                MAIL: d.mail,
            }
            for d in plan.departments
        ],
        _questions_sheet(plan): [question_record(question) for question in plan.questions],
        CHOICES_SHEET: [record for one in own_lists(plan) for record in _choice_records(one)],
        RATINGS_SHEET: [
            {SYMBOL: c.code, MEANING: c.name, RATING_KIND: _kind(c.finished)}
            for c in _choices(plan, RATING_LIST_NAME)
        ],
        NEXT_STEPS_SHEET: [
            {STEP_NUMBER: c.code, STEP_NAME: c.name, STEP_KIND: _kind(c.finished)}
            for c in _choices(plan, NEXT_STEP_LIST_NAME)
        ],
        OUTLOOKS_SHEET: [{MARK: o.mark, MARK_MEANING: o.meaning} for o in plan.outlooks],
        LEVELS_SHEET: [{LEVEL_NAME: v.label, LEVEL_STYLE: v.number_style} for v in plan.levels],
        CHECKS_SHEET: _check_settings(plan),
        previous_sheet(asked, has_areas=has_areas): [
            _previous(answer, plan, asked) for answer in plan.previous
        ],
    }
    if plan.indicators or is_new:
        records = _behind_measures(records, *indicator_records(plan))
    used = {one.name for one in plan.lists}
    left_out = {sheet for sheet in (RATINGS_SHEET, NEXT_STEPS_SHEET) if sheet.name not in used}
    left_out |= set() if has_areas else {AREAS_SHEET}
    return {sheet: rows for sheet, rows in records.items() if sheet not in left_out}


def _behind_measures(records: PlanRecords, sheet: PlanSheet, rows: list[Record]) -> PlanRecords:
    """The sheets with one more, which stands beside the measures that it is about."""
    found: PlanRecords = {}
    for other, others in records.items():
        found[other] = others
        if other.name == MEASURES_SHEET.name:
            found[sheet] = rows
    return found


def _longest_given(plan: Plan) -> dict[str, int]:
    """Heading of a column of the plan's own → letters of its longest line."""
    lines = (
        [line for m in plan.measures for line in "".join(m.given[place : place + 1]).split("\n")]
        for place in range(len(plan.given_columns))
    )
    return {
        heading: max(map(len, texts), default=0)
        for heading, texts in zip(plan.given_columns, lines, strict=True)
    }


def own_lists(plan: Plan) -> list[ChoiceList]:
    """The lists of the sheet 選択肢."""
    with_sheet = (RATING_LIST_NAME, NEXT_STEP_LIST_NAME)
    return [one for one in plan.lists if one.name not in with_sheet]


def previous_questions(plan: Plan) -> list[Question]:
    """Those that 前回 has a column for: what is published, and whatever was answered."""
    answered = {key for answer in plan.previous for key, value in answer.values.items() if value}
    return [q for q in plan.department_questions if q.published or q.key in answered]


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
        PUBLISHED_TEMPLATE: plan.published_template,
    }
    told = [s for s in SETTINGS if values[s] or not s.is_rare]
    return [{ITEM: s.item, VALUE: values[s], NOTE: s.note} for s in told]


def _measure(measure: Measure, sheet: PlanSheet) -> Record:
    own = [column for column in sheet.columns if column.own]
    return {
        MEASURE_AREA: measure.area,
        MEASURE_NUMBER: measure.number,
        MEASURE_TITLE: measure.title,
        TARGET: measure.target,
        OUTLOOK: measure.outlook,
        CHARGE: "\n".join(assignment.label for assignment in measure.assignments),
        **dict(zip(own, measure.given, strict=False)),
    }


def question_record(question: Question) -> Record:
    """A row of 記入欄."""
    # The length of 進捗状況 stands in 設定.
    is_set = question.key == _PROGRESS_KEY and question.limit is not None
    maximum = None if is_set else question.maximum
    return {
        QUESTION_NAME: question.name,
        QUESTION_KIND: question.kind.value,
        QUESTION_LIST: question.choices.name if question.choices else "",
        QUESTION_UNIT: question.unit,
        QUESTION_REQUIRED: question.required.label,
        QUESTION_MINIMUM: "" if question.minimum is None else question.minimum,
        QUESTION_MAXIMUM: "" if maximum is None else maximum,
        QUESTION_ASKED_OF: question.asked_of.value,
        QUESTION_PUBLISHED: _yes_or_no(question.published),
        QUESTION_HINT: question.hint,
        QUESTION_RATED: rate_bounds_label(question),
    }


def _questions_sheet(plan: Plan) -> PlanSheet:
    is_rated = any(question.rate_bounds for question in plan.questions)
    return RATED_QUESTIONS_SHEET if is_rated else QUESTIONS_SHEET


def _choice_records(one: ChoiceList) -> Iterator[Record]:
    for c in one.choices:
        yield {
            CHOICE_LIST: one.name,
            CHOICE_CODE: c.code,
            CHOICE_NAME: c.name,
            CHOICE_KIND: _kind(c.finished),
        }


def _previous(answer: PreviousAnswer, plan: Plan, asked: Iterable[Question]) -> Record:
    measure = plan.measure_by_id.get(answer.measure)
    area, _, number = answer.measure.rpartition("-")
    return {
        PREVIOUS_AREA: measure.area if measure else area,
        PREVIOUS_NUMBER: measure.number if measure else number,
        PREVIOUS_DEPARTMENT: answer.department,
        **{previous_column(q): answer.values.get(q.key, "") for q in asked},
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
    progress = plan.question_by_key.get(_PROGRESS_KEY)
    limit = progress.limit if progress else None
    return "" if limit is None else limit


_PROGRESS_KEY = USUAL_KEYS[PROGRESS_NAME]


def _yes_or_no(yes: bool) -> str:
    return YES if yes else NO


def _kind(finished: bool) -> str:
    return ENDS if finished else CONTINUES
