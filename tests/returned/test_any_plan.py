"""Forms of any plan whatever: untouched they say nothing, filled in each answer is in its place."""

from __future__ import annotations

import os
import tempfile
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TypeVar, cast

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from ictxl.contract.answer_values import normal_number, normal_text
from ictxl.form.workbook import make_form
from ictxl.model import Plan
from ictxl.questions import Question
from ictxl.text.clean import fold_name
from tests.support.examples import in_parts
from tests.support.forms import default_template
from tests.support.random_plans import plans
from tests.support.returned_forms import Form, read

pytestmark = pytest.mark.slow

EXAMPLES = max(25, int(os.environ.get("ICTXL_EXAMPLES", "25")) // 10)
"""Making and reading a form takes as long as ten edits of one."""


_CONTROLS = {code: 0x4E00 + code for code in (*range(0x20), 0xFFFE, 0xFFFF)}
T = TypeVar("T")


def spelled_out(value: T) -> T:
    """Without control characters and escapes, which openpyxl changes: others stand for them."""
    changed: object = value
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        changed = value.translate(_CONTROLS).replace("_x", "-x").replace("x005F_", "x005F-")
    elif isinstance(value, tuple):
        changed = tuple(map(spelled_out, value))
    elif isinstance(value, dict):
        changed = {spelled_out(key): spelled_out(text) for key, text in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: spelled_out(getattr(value, f.name)) for f in fields(value)}
        changed = replace(value, **parts)
    return cast("T", changed)


def typed(question: Question, number: int) -> str | float:
    """An answer that occurs nowhere else; of choices and days one of a few."""
    if question.choices:
        choices = question.choices.choices
        return choices[number % len(choices)].code
    if question.kind.is_number:
        return 7_000_000 + number
    return f"植えた文{number:03}"


@in_parts
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    phases=(Phase.generate,),
)
@given(plans().map(spelled_out))
def test_a_form_of_any_plan_comes_home_as_it_was_sent_and_as_it_was_filled_in(plan: Plan) -> None:
    for department in plan.answering_departments[:1]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{name_of_no_department(plan)}.xlsx"
            path.write_bytes(make_form(default_template(), plan, department))
            asked = {m.id for m in plan.measures_of(department.name)}
            blank = read(path)
            # A page's header holds no control characters and escapes of a title.
            told = [f for f in blank.findings if f.code != "S019"]
            assert [(f.code, f.cell, f.value) for f in told] == []
            assert {m for m, _ in blank.responses} == asked
            assert not any(r.values for r in blank.responses.values())
            form, expected = Form(path), {}
            for number, measure in enumerate(sorted(asked)):
                for question in plan.department_questions:
                    cell = form.cell(measure, question.key)
                    cell.value = value = typed(question, number)
                    if isinstance(value, str):
                        cell.data_type = "s"
                    expected[measure, question.key] = (
                        normal_text(question, value)
                        if isinstance(value, str)
                        else normal_number(question, Decimal(value))
                    )
            filled = read(form.save(), plan=plan)
        # Where openpyxl changed the plan or the department's name, others tell what comes of it.
        assume({f.code for f in filled.findings}.isdisjoint({"F004", "F012", "S006"}))
        assert {
            (measure, key): text
            for (measure, _), response in filled.responses.items()
            for key, text in response.values.items()
        } == expected


def name_of_no_department(plan: Plan) -> str:
    """A file's name that speaks of none of them: that would be told."""
    names = [fold_name(name) for d in plan.departments for name in (d.name, *d.aliases)]
    return next(
        n for n in ("回答", "提出物", "届出", "返送") if not any(x in n for x in names if x)
    )
