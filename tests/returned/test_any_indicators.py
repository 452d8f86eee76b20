"""Plans with any indicators whatever: written, sent, filled in and read, nothing is lost."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

import ictxl
from ictxl.errors import PlanError
from ictxl.model import Plan
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan
from ictxl.text.era import read_fiscal_year
from tests.returned.test_any_plan import spelled_out
from tests.support.examples import in_parts
from tests.support.indicators import REMARK, IndicatorForm
from tests.support.random_indicators import plans_with_indicators

pytestmark = pytest.mark.slow

EXAMPLES = max(15, int(os.environ.get("ICTXL_EXAMPLES", "15")) // 10)
"""Making and reading a form takes as long as ten edits of one."""
_generated = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    phases=(Phase.generate,),
)


@in_parts
@_generated
@given(plans_with_indicators().map(spelled_out))
def test_actuals_and_remarks_of_any_indicators_come_home(plan: Plan) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number, department in enumerate(plan.answering_departments[:2]):
            asked = plan.indicators_of(department.name)
            if not asked:
                continue
            form = IndicatorForm(Path(folder) / f"{number}.xlsx", plan, department.name)
            expected = {}
            for place, indicator in enumerate(asked):
                actual = 7_000_000 + place
                typed = f"{actual}%" if indicator.is_percent else actual
                form.cell(indicator).value = typed
                form.cell(indicator, REMARK).value = f"植えた文{place:03}"
                key = indicator.measure_id, indicator.name
                expected[key] = (str(actual), f"植えた文{place:03}")
            read = ictxl.read(form.save())
            found = {
                (r.measure, r.indicator): (r.actual, r.remark) for r in read.indicator_responses
            }
            assert found == expected
            ids = {form.sheet.title}
            own = [f for f in read.findings if f.sheet in ids and f.code not in _EXPECTED]
            assert [(f.code, f.cell, f.value) for f in own] == []


_EXPECTED = {"A009", "A010", "A134", "A135", "S019"}
"""Planted numbers are far beyond any target, and a page's header holds no control characters."""


@in_parts
@_generated
@given(plans_with_indicators())
def test_a_plan_with_any_indicators_is_read_as_it_was_written(plan: Plan) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        write_plan(plan, path)
        try:
            again = read_plan(path)
        except PlanError as error:
            assert [f for f in error.findings if f.sheet == "指標"] == []
            return
    assert again.target_years == plan.target_years
    assert again.indicator_columns == plan.indicator_columns
    years = [read_fiscal_year(year) for year in plan.target_years]
    expected = []
    for indicator in plan.indicators:
        chosen = dict(zip(years, indicator.targets, strict=True)).get(plan.year)
        expected.append(replace(indicator, target=chosen or indicator.target))
    assert list(again.indicators) == expected
