"""Whatever people do to a form: no text is lost, none is put in a wrong place.

Random edits on a real form, each planting texts that occur nowhere else. ICTXL_EXAMPLES=3000 tries
thousands, ICTXL_EXPLORE=1 others each time; a failure prints how to repeat it.
"""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ictxl.model import Plan
from tests.support.clients.libreoffice import Office
from tests.support.examples import in_parts
from tests.support.random_edits import (
    DEPARTMENT,
    PLAN,
    Case,
    enter_values,
    fill,
    lose_hidden_sheet,
    retype_title,
    sort_rows,
    start,
)
from tests.support.random_questions import random_plan
from tests.support.random_words import ALL_EDITS, WORDS, settle_formulas
from tests.support.returned_forms import filled_form, read
from tests.support.xlsb import save_as_xlsb

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("ICTXL_EXAMPLES", "25"))
Edit = Callable[[Case, random.Random], None]
Edits = list[tuple[Edit, int]]
SEEDS = st.integers(0, 2**32)
EDIT_LISTS = st.lists(st.tuples(st.sampled_from(ALL_EDITS), SEEDS), max_size=8)


def check(edits: Edits, suffix: str, office: Office | None = None, plan: Plan = PLAN) -> None:
    """Edit a form, save it, read it beside another department's, and look for every text."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder)
        case = start(desk, plan)
        case.suffix, case.by_office = suffix, office is not None
        fill(case, random.Random(0))
        for edit, seed in edits:
            edit(case, random.Random(seed))
        sibling = filled_form(desk / "健康課.xlsx", plan, "健康課", {})
        result = read(saved(case, desk, office), sibling, plan=plan)
    reached = result.texts()
    # A number that was typed in another way may be told as it was typed: it was struck out, say.
    told = {kept for text, kept in case.spelled.items() if text in reached}
    assert [text for text in case.planted - told if text not in reached] == []
    for (measure, department), response in result.responses.items():
        if department == DEPARTMENT:
            for key, text in response.values.items():
                assert text in case.allowed.get((measure, key), set()), (measure, key)


def saved(case: Case, desk: Path, office: Office | None) -> Path:
    path = desk / "文書課.xlsx"
    case.book.save(path)
    settle_formulas(path)
    if office is None and case.suffix == ".xlsb":
        path = save_as_xlsb(path, path.with_suffix(".xlsb"))
    for step in case.finish:
        step(path)
    return office.convert(path, desk / f"saved{case.suffix}") if office else path


@in_parts
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(EDIT_LISTS, st.sampled_from((".xlsx", ".xlsx", ".xlsb")))
@example([(retype_title, 0), (sort_rows, 5), (lose_hidden_sheet, 1)], ".xlsx")
def test_no_text_is_lost_and_none_is_misplaced(edits: Edits, suffix: str) -> None:
    check(edits, suffix)


@in_parts
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(EDIT_LISTS, SEEDS)
def test_nor_where_the_plan_says_what_is_asked(edits: Edits, seed: int) -> None:
    values: Edits = [(enter_values, seed)]
    check([*values, *edits], ".xlsx", plan=random_plan(seed))


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsb"])
@pytest.mark.parametrize("edit", WORDS, ids=lambda edit: edit.__name__)
def test_words_in_each_other_place_are_told(edit: Edit, suffix: str) -> None:
    check([(edit, seed) for seed in range(6)], suffix)


@pytest.mark.client("LibreOffice")
@settings(
    max_examples=max(3, EXAMPLES // 20),
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(EDIT_LISTS, st.sampled_from((".xlsx", ".ods", ".xls")))
def test_nor_when_libreoffice_saves_the_form(office: Office, edits: Edits, suffix: str) -> None:
    check(edits, suffix, office)


@pytest.mark.client("LibreOffice")
@settings(
    max_examples=max(3, EXAMPLES // 20),
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(EDIT_LISTS, SEEDS, st.sampled_from((".xlsx", ".ods", ".xls")))
def test_nor_when_libreoffice_saves_the_form_of_any_questions(
    office: Office, edits: Edits, seed: int, suffix: str
) -> None:
    values: Edits = [(enter_values, seed)]
    check([*values, *edits], suffix, office, random_plan(seed))


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".xls"])
def test_nor_words_in_each_other_place(office: Office, suffix: str) -> None:
    check([(edit, seed) for edit in WORDS for seed in range(2)], suffix, office)
