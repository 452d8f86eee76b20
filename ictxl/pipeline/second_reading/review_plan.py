"""The plan of a second reading: what the departments answered is given, what readers rate is asked.

It is a plan like any other, so that its workbooks are made, read and joined as forms are: its
departments are the readers, its questions those of 記入者 審査, its given columns the answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count

from ictxl.consolidated.indicator_entries import indicator_entries, indicator_line
from ictxl.consolidated.values import shown_answer
from ictxl.model import Assignment, Department, Measure, Plan, PolicyArea
from ictxl.questions import NEVER, Question, RequirementKind, Respondent
from ictxl.readers import ANSWERS_OF, DEPARTMENTS_COLUMN, INDICATORS_COLUMN
from ictxl.responses import Response
from ictxl.round import Round

Answers = Mapping[str, Response]
"""Department → its response on one measure."""


def review_plan(collected: Round, readers: Sequence[str]) -> Plan:
    """The plan that `readers` rate the departments' answers by.

    Measures that nobody is to answer, and nobody has answered, are left out.
    """
    plan, responses, submitted = collected.plan, collected.responses, collected.submitted
    indicators = _indicators(collected)
    by_measure: dict[str, dict[str, Response]] = {}
    for response in responses:
        by_measure.setdefault(response.measure, {}).setdefault(response.department, response)
    shown = plan.published_questions
    measures = []
    for measure in plan.measures:
        answers = by_measure.get(measure.id, {})
        departments = list(_answering(plan, measure, answers))
        if departments:
            told = _departments(plan, departments, answers, submitted)
            texts = [*_answers(shown, departments, answers)]
            if plan.indicators:
                texts.append(indicators.get(measure.id, ""))
            given = (*_padded(measure, plan), told, *texts)
            charge = tuple(map(Assignment, readers))
            measures.append(replace(measure, assignments=charge, given=given))
    return replace(
        plan,
        deadline="",
        measures=tuple(measures),
        areas=tuple(_areas_of(plan, measures)),
        departments=tuple(map(Department, readers)),
        questions=tuple(_asked(plan.reviewer_questions)),
        given_columns=tuple(_headings(plan, shown)),
        previous=(),
        review_of=plan.id,
        indicators=(),
    )


def _padded(measure: Measure, plan: Plan) -> tuple[str, ...]:
    columns = len(plan.given_columns)
    return (*measure.given, *[""] * columns)[:columns]


def _answering(plan: Plan, measure: Measure, answers: Answers) -> Iterator[str]:
    """Who is to answer, in the measure's order; then who did all the same."""
    for name in dict.fromkeys((*measure.departments, *answers)):
        if name in answers or plan.is_asked(name):
            yield name


def _departments(
    plan: Plan, departments: Sequence[str], answers: Answers, submitted: Collection[str]
) -> str:
    return "\n".join(_with_state(plan, name, answers.get(name), submitted) for name in departments)


def _with_state(
    plan: Plan, department: str, response: Response | None, submitted: Collection[str]
) -> str:
    if department not in submitted and response is None:
        return f"{department}(未提出)"
    if response is None or response.is_blank(plan.questions):
        return f"{department}(未記入)"
    return department


def _answers(
    shown: Sequence[Question], departments: Sequence[str], answers: Answers
) -> Iterator[str]:
    """For each question what all departments answered; of several each with its name."""
    for question in shown:
        said = [
            (name, shown_answer(question, answers[name][question.key]))
            for name in departments
            if name in answers and answers[name][question.key]
        ]
        if len(departments) == 1:
            yield "".join(text for _, text in said)
        else:
            yield "\n".join(f"【{name}】{text}" for name, text in said)


def _indicators(collected: Round) -> dict[str, str]:
    """Measure's id → what its departments told of its indicators, with target and 達成率."""
    entries = indicator_entries(collected.plan, collected.indicator_responses, collected.submitted)
    lines: dict[str, list[str]] = {}
    for entry in (entry for entry in entries if entry.is_submitted):
        several = len(entry.measure.departments) > 1
        head = f"【{entry.department}】" if several else ""
        lines.setdefault(entry.measure.id, []).append(head + indicator_line(entry))
    return {measure: "\n".join(of_one) for measure, of_one in lines.items()}


def _headings(plan: Plan, shown: Sequence[Question]) -> Iterator[str]:
    """The plan's own columns, then those of the answers, each under a name of its own."""
    taken = {*plan.given_columns, *(question.name for question in plan.questions)}
    yield from plan.given_columns
    answers = [f"{ANSWERS_OF}{question.name}" for question in shown]
    if plan.indicators:
        answers.append(INDICATORS_COLUMN)
    for heading in (DEPARTMENTS_COLUMN, *answers):
        own = next(name for n in count() if (name := heading + "(回答)" * n) not in taken)
        taken.add(own)
        yield own


def _areas_of(plan: Plan, measures: Iterable[Measure]) -> Iterator[PolicyArea]:
    """The plan's areas without those whose measures are all left out."""
    found = (plan.area_by_id.get(measure.area) for measure in measures)
    kept = {part.id for area in found if area for part in plan.path_of(area)}
    return (area for area in plan.areas if area.id in kept)


def _asked(questions: Sequence[Question]) -> Iterator[Question]:
    """As a form asks them. What hangs on an answer of the departments, of which a measure may have
    several, is left to the reader."""
    names = {question.name for question in questions}
    for question in questions:
        required = question.required
        if required.kind is RequirementKind.WHERE_CHOSEN and required.question not in names:
            required = NEVER
        yield replace(question, asked_of=Respondent.DEPARTMENT, required=required)
