"""Convert a Plan into the rows of each sheet of its workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ictxl.findings import CATALOGUE, settings_for
from ictxl.findings import Setting as CheckLevel
from ictxl.model import Measure, Plan, PreviousAnswer
from ictxl.plan import columns, question_columns
from ictxl.plan.columns import SettingItem
from ictxl.plan.indicators.rate_bounds import rate_bounds_label
from ictxl.plan.indicators.writing import indicator_records
from ictxl.plan.plan_sheet import CONTINUES, ENDS, NO, YES, PlanSheet, Record
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
    measures = columns.measures_sheet(_longest_given(plan), has_areas=has_areas)
    asked = previous_questions(plan)
    records: PlanRecords = {
        columns.SETTINGS_SHEET: _settings(plan),
        columns.AREAS_SHEET: [
            {
                columns.AREA_NUMBER: a.number,
                columns.AREA_TITLE: a.title,
                columns.AREA_PARENT: a.parent,
            }
            for a in plan.areas
        ],
        measures: [_measure(measure, measures) for measure in plan.measures],
        columns.DEPARTMENTS_SHEET: [
            {
                columns.DEPARTMENT_NAME: d.name,
                columns.ALIASES: "\n".join(d.aliases),
                columns.ANSWERS: _yes_or_no(d.answers),
                columns.MAIL: d.mail,
            }
            for d in plan.departments
        ],
        _questions_sheet(plan): [question_record(question) for question in plan.questions],
        **_list_records(plan),
        columns.LEVELS_SHEET: [
            {columns.LEVEL_NAME: v.label, columns.LEVEL_STYLE: v.number_style} for v in plan.levels
        ],
        columns.CHECKS_SHEET: _check_settings(plan),
        columns.previous_sheet(asked, has_areas=has_areas): [
            _previous(answer, plan, asked) for answer in plan.previous
        ],
    }
    if plan.indicators or is_new:
        records = _behind_measures(records, *indicator_records(plan))
    used = {one.name for one in plan.lists}
    left_out = {
        sheet
        for sheet in (columns.RATINGS_SHEET, columns.NEXT_STEPS_SHEET)
        if sheet.name not in used
    }
    left_out |= set() if has_areas else {columns.AREAS_SHEET}
    return {sheet: rows for sheet, rows in records.items() if sheet not in left_out}


def _list_records(plan: Plan) -> PlanRecords:
    """What there is to choose from."""
    return {
        question_columns.CHOICES_SHEET: [
            record for one in own_lists(plan) for record in _choice_records(one)
        ],
        columns.RATINGS_SHEET: [
            {
                columns.SYMBOL: c.code,
                columns.MEANING: c.name,
                columns.RATING_KIND: _kind(c.finished),
            }
            for c in _choices(plan, RATING_LIST_NAME)
        ],
        columns.NEXT_STEPS_SHEET: [
            {
                columns.STEP_NUMBER: c.code,
                columns.STEP_NAME: c.name,
                columns.STEP_KIND: _kind(c.finished),
            }
            for c in _choices(plan, NEXT_STEP_LIST_NAME)
        ],
        columns.OUTLOOKS_SHEET: [
            {columns.MARK: o.mark, columns.MARK_MEANING: o.meaning} for o in plan.outlooks
        ],
    }


def _behind_measures(records: PlanRecords, sheet: PlanSheet, rows: list[Record]) -> PlanRecords:
    """The sheets with one more, which stands beside the measures that it is about."""
    found: PlanRecords = {}
    for other, others in records.items():
        found[other] = others
        if other.name == columns.MEASURES_SHEET.name:
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
        columns.PLAN_TITLE: plan.title,
        columns.YEAR: plan.year,
        columns.YEAR_LABEL: "" if follows else plan.year_label,
        columns.DEADLINE: plan.deadline,
        columns.CONTACT: plan.contact,
        columns.COMPILED_ON: plan.compiled_on,
        columns.PROGRESS_LIMIT: _progress_limit(plan),
        columns.PUBLISHED_TEMPLATE: plan.published_template,
    }
    told = [s for s in columns.SETTINGS if values[s] or not s.is_rare]
    return [{columns.ITEM: s.item, columns.VALUE: values[s], columns.NOTE: s.note} for s in told]


def _measure(measure: Measure, sheet: PlanSheet) -> Record:
    own = [column for column in sheet.columns if column.own]
    return {
        columns.MEASURE_AREA: measure.area,
        columns.MEASURE_NUMBER: measure.number,
        columns.MEASURE_TITLE: measure.title,
        columns.TARGET: measure.target,
        columns.OUTLOOK: measure.outlook,
        columns.CHARGE: "\n".join(assignment.label for assignment in measure.assignments),
        **dict(zip(own, measure.given, strict=False)),
    }


def question_record(question: Question) -> Record:
    """A row of 記入欄."""
    # The length of 進捗状況 stands in 設定.
    is_set = question.key == _PROGRESS_KEY and question.limit is not None
    maximum = None if is_set else question.maximum
    return {
        question_columns.QUESTION_NAME: question.name,
        question_columns.QUESTION_KIND: question.kind.value,
        question_columns.QUESTION_LIST: question.choices.name if question.choices else "",
        question_columns.QUESTION_UNIT: question.unit,
        question_columns.QUESTION_REQUIRED: question.required.label,
        question_columns.QUESTION_MINIMUM: "" if question.minimum is None else question.minimum,
        question_columns.QUESTION_MAXIMUM: "" if maximum is None else maximum,
        question_columns.QUESTION_ASKED_OF: question.asked_of.value,
        question_columns.QUESTION_PUBLISHED: _yes_or_no(question.published),
        question_columns.QUESTION_HINT: question.hint,
        question_columns.QUESTION_RATED: rate_bounds_label(question),
    }


def _questions_sheet(plan: Plan) -> PlanSheet:
    is_rated = any(question.rate_bounds for question in plan.questions)
    return question_columns.RATED_QUESTIONS_SHEET if is_rated else question_columns.QUESTIONS_SHEET


def _choice_records(one: ChoiceList) -> Iterator[Record]:
    for c in one.choices:
        yield {
            question_columns.CHOICE_LIST: one.name,
            question_columns.CHOICE_CODE: c.code,
            question_columns.CHOICE_NAME: c.name,
            question_columns.CHOICE_KIND: _kind(c.finished),
        }


def _previous(answer: PreviousAnswer, plan: Plan, asked: Iterable[Question]) -> Record:
    measure = plan.measure_by_id.get(answer.measure)
    area, _, number = answer.measure.rpartition("-")
    return {
        columns.PREVIOUS_AREA: measure.area if measure else area,
        columns.PREVIOUS_NUMBER: measure.number if measure else number,
        columns.PREVIOUS_DEPARTMENT: answer.department,
        **{columns.previous_column(q): answer.values.get(q.key, "") for q in asked},
    }


def _check_settings(plan: Plan) -> list[Record]:
    """Every code that may be changed, so that a person finds it without looking it up."""
    levels = {s.code: CheckLevel(s.setting).label for s in plan.check_settings}
    return [
        {
            columns.CHECK_CODE: code,
            columns.CHECK_TITLE: entry.title,
            columns.CHECK_USUAL: entry.severity.label,
            columns.CHECK_SETTING: levels.get(code, columns.AS_USUAL),
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
