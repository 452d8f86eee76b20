"""Convert a Plan into the rows of each sheet of its workbook."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ictxl.findings import CATALOGUE, settings_for
from ictxl.findings import Setting as CheckLevel
from ictxl.indicators import Indicator, number_of
from ictxl.model import Measure, Plan, PreviousAnswer
from ictxl.plan import columns, question_columns
from ictxl.plan.indicators.columns import INDICATORS_SHEET, TARGET_OF_YEAR, indicators_sheet
from ictxl.plan.indicators.rate_bounds import rate_bounds_label
from ictxl.plan.plan_sheet import CONTINUES, ENDS, NO, YES, PlanSheet, Record
from ictxl.questions import (
    NEXT_STEP_LIST_NAME,
    PROGRESS_NAME,
    RATING_LIST_NAME,
    USUAL_KEYS,
    ChoiceList,
    Question,
)
from ictxl.text.era import fiscal_year_label

PlanRecords = dict[PlanSheet, list[Record]]
Value = str | int | Decimal


def plan_records(plan: Plan, *, is_new: bool = False) -> PlanRecords:
    """What each sheet's rows hold, in the order of the sheets; lists that no question uses, the
    areas of a plan without any and, unless it `is_new`, indicators that it has not have no sheet.
    """
    has_areas = len(plan.levels) > 1
    measures = columns.measures_sheet(_longest_given(plan), has_areas=has_areas)
    asked = _previous_questions(plan)
    is_rated = any(question.rate_bounds for question in plan.questions)
    questions = question_columns.RATED_QUESTIONS_SHEET
    questions_sheet = questions if is_rated else question_columns.QUESTIONS_SHEET
    previous = columns.previous_sheet(asked, has_areas=has_areas)
    choices = ((one.name, *c) for one in own_lists(plan) for c in _choices(one))
    by_name = {one.name: one for one in plan.lists}
    with_own_sheet = {
        sheet: _rows(sheet, _choices(by_name[sheet.name]))
        for sheet in (columns.RATINGS_SHEET, columns.NEXT_STEPS_SHEET)
        if sheet.name in by_name
    }
    return {
        columns.SETTINGS_SHEET: _settings(plan),
        **({columns.AREAS_SHEET: _areas(plan)} if has_areas else {}),
        measures: [_measure(measure, measures) for measure in plan.measures],
        **(_indicators(plan) if plan.indicators or is_new else {}),
        columns.DEPARTMENTS_SHEET: _departments(plan),
        questions_sheet: _rows(questions, map(_question, plan.questions)),
        question_columns.CHOICES_SHEET: _rows(question_columns.CHOICES_SHEET, choices),
        **with_own_sheet,
        columns.OUTLOOKS_SHEET: _rows(
            columns.OUTLOOKS_SHEET, ((o.mark, o.meaning) for o in plan.outlooks)
        ),
        columns.LEVELS_SHEET: _rows(
            columns.LEVELS_SHEET, ((v.label, v.number_style) for v in plan.levels)
        ),
        columns.CHECKS_SHEET: _rows(columns.CHECKS_SHEET, _check_settings(plan)),
        previous: [_previous(answer, plan, asked) for answer in plan.previous],
    }


def _rows(sheet: PlanSheet, rows: Iterable[Iterable[Value]]) -> list[Record]:
    """Each row's values by the columns of the sheet, in whose order they come."""
    return [dict(zip(sheet.columns, row, strict=True)) for row in rows]


def _row(sheet: PlanSheet, *values: Value) -> Record:
    (row,) = _rows(sheet, [values])
    return row


def _areas(plan: Plan) -> list[Record]:
    return _rows(columns.AREAS_SHEET, ((a.number, a.title, a.parent) for a in plan.areas))


def _departments(plan: Plan) -> list[Record]:
    listed = (
        (d.name, "\n".join(d.aliases), _yes_or_no(d.answers), d.mail) for d in plan.departments
    )
    return _rows(columns.DEPARTMENTS_SHEET, listed)


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


def _previous_questions(plan: Plan) -> list[Question]:
    """Those that 前回 has a column for: what is published, and whatever was answered."""
    answered = {key for answer in plan.previous for key, value in answer.values.items() if value}
    return [q for q in plan.department_questions if q.published or q.key in answered]


def _settings(plan: Plan) -> list[Record]:
    # A label that follows from the year stays blank, so that it follows next year's too.
    follows = plan.year_label == fiscal_year_label(plan.year)
    values: tuple[str | int, ...] = (
        plan.title,
        plan.year,
        "" if follows else plan.year_label,
        plan.deadline,
        plan.contact,
        plan.compiled_on,
        _progress_limit(plan),
        plan.published_template,
    )
    told = zip(columns.SETTINGS, values, strict=True)
    kept = ((s.item, value, s.note) for s, value in told if value or not s.is_rare)
    return _rows(columns.SETTINGS_SHEET, kept)


def _measure(measure: Measure, sheet: PlanSheet) -> Record:
    own = [column for column in sheet.columns if column.own]
    charge = "\n".join(assignment.label for assignment in measure.assignments)
    told = (measure.area, measure.number, measure.title, measure.target, measure.outlook, charge)
    given = dict(zip(own, measure.given, strict=False))
    return {**_row(columns.MEASURES_SHEET, *told), **given}


def _indicators(plan: Plan) -> PlanRecords:
    sheet = indicators_sheet(
        plan.target_years,
        plan.indicator_columns,
        has_areas=len(plan.levels) > 1,
        has_previous=any(indicator.previous for indicator in plan.indicators),
    )
    return {sheet: [_indicator(indicator, plan, sheet) for indicator in plan.indicators]}


def _indicator(indicator: Indicator, plan: Plan, sheet: PlanSheet) -> Record:
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
        **{f"{TARGET_OF_YEAR} {year}": amount(target) for year, target in years.items()},
        **dict(zip(plan.indicator_columns, indicator.given, strict=False)),
    }
    usual = _row(
        INDICATORS_SHEET,
        *(measure.area, measure.number, indicator.name, indicator.unit),
        *(amount(indicator.baseline), amount(indicator.target), indicator.direction.value),
        *("\n".join(indicator.departments), amount(indicator.previous)),
    )
    return {**usual, **{column: own[column.heading] for column in sheet.columns if column.own}}


def _question(question: Question) -> tuple[Value, ...]:
    # The length of 進捗状況 stands in 設定.
    is_set = question.key == _PROGRESS_KEY and question.limit is not None
    bounds = (question.minimum, None if is_set else question.maximum)
    return (
        question.name,
        question.kind.value,
        question.choices.name if question.choices else "",
        question.unit,
        question.required.label,
        *("" if bound is None else bound for bound in bounds),
        question.asked_of.value,
        _yes_or_no(question.published),
        question.hint,
        rate_bounds_label(question),
    )


def _choices(one: ChoiceList) -> list[tuple[str, str, str]]:
    return [(c.code, c.name, ENDS if c.finished else CONTINUES) for c in one.choices]


def _previous(answer: PreviousAnswer, plan: Plan, asked: Iterable[Question]) -> Record:
    measure = plan.measure_by_id.get(answer.measure)
    area, _, number = answer.measure.rpartition("-")
    place = (measure.area, measure.number) if measure else (area, number)
    answers = {columns.previous_column(q): answer.values.get(q.key, "") for q in asked}
    return {**_row(columns.PREVIOUS_SHEET, *place, answer.department), **answers}


def _check_settings(plan: Plan) -> list[tuple[str, str, str, str]]:
    """Every code that may be changed, so that a person finds it without looking it up."""
    levels = {s.code: CheckLevel(s.setting).label for s in plan.check_settings}
    return [
        (code, entry.title, entry.severity.label, levels.get(code, columns.AS_USUAL))
        for code, entry in sorted(CATALOGUE.items())
        if settings_for(entry)
    ]


def _progress_limit(plan: Plan) -> int | str:
    progress = plan.question_by_key.get(_PROGRESS_KEY)
    limit = progress.limit if progress else None
    return "" if limit is None else limit


_PROGRESS_KEY = USUAL_KEYS[PROGRESS_NAME]


def _yes_or_no(yes: bool) -> str:
    return YES if yes else NO
