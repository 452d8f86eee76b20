"""A second reading of any plan: untouched it says nothing, filled in all is in its place."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from ictxl.contract.answer_values import normal_number, normal_text
from ictxl.form.workbook import make_form
from ictxl.model import Plan
from ictxl.pipeline.second_reading.review_plan import review_plan
from ictxl.responses import Response
from ictxl.round import Round
from tests.returned.test_any_plan import EXAMPLES, name_of_no_department, spelled_out, typed
from tests.support.examples import in_parts
from tests.support.forms import default_template
from tests.support.random_plans import plans
from tests.support.returned_forms import Form, read

pytestmark = pytest.mark.slow

READERS = ("山田", "佐藤 花子")


def answers_to(plan: Plan, share: int) -> list[Response]:
    """Of each department an answer to every `share`th measure, no two alike."""
    return [
        Response(
            measure.id,
            name,
            {q.key: normal_text(q, str(typed(q, at * 10 + n))) for q in plan.department_questions},
        )
        for at, measure in enumerate(plan.measures)
        if at % share == 0
        for n, name in enumerate(measure.departments)
    ]


@in_parts
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    phases=(Phase.generate,),
)
@given(plans().map(spelled_out), st.integers(1, 3))
def test_a_second_reading_of_any_plan_shows_the_answers_and_takes_the_ratings(
    plan: Plan, share: int
) -> None:
    answers = answers_to(plan, share)
    second = review_plan(Round(plan, tuple(answers), ()), READERS)
    assume(second.measures and second.questions)
    shown = {m.id: "\n".join(m.given) for m in second.measures}
    texts = [q for q in plan.department_questions if q.published and not q.is_choice]
    for response in answers:
        for question in texts:
            if not question.kind.is_number and "植えた" in response[question.key]:
                assert response[question.key] in shown[response.measure]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name_of_no_department(plan)}.xlsx"
        path.write_bytes(make_form(default_template(), second, second.departments[0]))
        blank = read(path, plan=second)
        told = [f for f in blank.findings if f.code != "S019"]
        assert [(f.code, f.cell, f.value) for f in told] == []
        assert {m for m, _ in blank.responses} == {m.id for m in second.measures}
        form, expected = Form(path), {}
        for number, measure in enumerate(second.measures):
            for question in second.questions:
                cell = form.cell(measure.id, question.key)
                cell.value = value = typed(question, number)
                if isinstance(value, str):
                    cell.data_type = "s"
                expected[measure.id, question.key] = (
                    normal_text(question, value)
                    if isinstance(value, str)
                    else normal_number(question, Decimal(value))
                )
        filled = read(form.save(), plan=second)
    # Where openpyxl changed the plan or the reader's name, others tell what comes of it.
    assume({f.code for f in filled.findings}.isdisjoint({"F004", "F012", "S006"}))
    assert {
        (measure, key): text
        for (measure, _), response in filled.responses.items()
        for key, text in response.values.items()
    } == expected
