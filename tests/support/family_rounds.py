"""A small round of each family of tables that `ictxl init --like` begins with."""

from __future__ import annotations

from dataclasses import replace

from ictxl.consolidated.table import ConsolidatedTable, consolidate
from ictxl.indicators import ACTUAL_KEY, Indicator
from ictxl.model import Assignment, Department, Measure, Plan, PolicyArea
from ictxl.plan.new_plan import ReadyStart, ready_plan
from ictxl.questions import Question, QuestionKind
from ictxl.responses import IndicatorResponse, Response

DEPARTMENTS = ("企画課", "福祉課", "環境課")
_TEXT = "講座を12回開き、延べ340人が参加した。参加者の8割が続けたいと答えている。"


def family_plan(start: ReadyStart) -> Plan:
    """The family's plan with two areas and four measures; the second is two departments'."""
    plan = ready_plan(start, 2026)
    areas: list[PolicyArea] = []
    for level in plan.levels[:-1]:
        areas.append(PolicyArea("1", f"{level.label}の名称", areas[-1].id if areas else ""))
    lowest = areas[-1]
    areas.append(PolicyArea("2", "もう一つの名称", lowest.parent))
    measures = tuple(
        Measure(
            lowest.id if n < 4 else areas[-1].id,
            str(n),
            f"{n}番目の取組の名称",
            f"令和{n + 7}年度までに参加者を{n}割増やす。",
            "",
            tuple(map(Assignment, DEPARTMENTS[:2] if n == 2 else (DEPARTMENTS[n % 3],))),
            ("市民が学び合う場を設け、地域の担い手を育てる。",) * len(plan.given_columns),
        )
        for n in range(1, 5)
    )
    numbers = [(m, "参加者数", "人", "300", "400") for m in measures[:3]]
    numbers.append((measures[0], "満足度", "%", "70", "80"))
    indicators = tuple(
        Indicator(m.id, *told) for m, *told in sorted(numbers, key=lambda n: n[0].id)
    )
    return replace(
        plan,
        title="市民協働計画",
        areas=tuple(areas),
        measures=measures,
        departments=tuple(map(Department, DEPARTMENTS)),
        indicators=indicators,
        saved_at="2026-10-01T00:00:00Z",
    )


def family_answers(plan: Plan) -> tuple[list[Response], list[IndicatorResponse]]:
    """An answer of each department but the last measure's."""
    answers = [
        Response(m.id, name, {q.key: _answer(q, n) for q in plan.department_questions})
        for n, m in enumerate(plan.measures[:3], 1)
        for name in m.departments
    ]
    actuals = [
        IndicatorResponse(
            one.measure_id,
            plan.measure_by_id[one.measure_id].departments[0],
            {ACTUAL_KEY: "76" if one.is_percent else "340"},
            indicator=one.name,
        )
        for one in plan.indicators
    ]
    return answers, actuals


def family_table(start: ReadyStart) -> ConsolidatedTable:
    plan = family_plan(start)
    answers, actuals = family_answers(plan)
    submitted = {answer.department for answer in answers}
    return consolidate(plan, answers, submitted, indicator_responses=actuals)


def _answer(question: Question, number: int) -> str:
    if question.choices:
        choices = question.choices.choices
        return choices[number % len(choices)].code
    if question.kind is QuestionKind.MONEY:
        return "1250"
    return _TEXT * number
