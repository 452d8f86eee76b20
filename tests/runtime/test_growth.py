"""No stage of a merge is worse than linear in workbooks, responses, findings or departments.

How that is judged, `tests/support/growth.py` says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.plans import benchmark_plan, ten_question_plan
from benchmarks.synthetic import city_plan, forms_of, merge_stages, shared_plan
from ictxl.consolidated.workbook import write_consolidated
from ictxl.contract.metadata import FormIdentity, fits_form, identity_from_rows
from ictxl.files.inputs import InputFile
from ictxl.model import Plan
from ictxl.pipeline.year_tables import read_table
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan
from ictxl.responses import Response
from ictxl.returned.batch import begin_reading
from ictxl.returned.reader import Reading
from ictxl.returned.returned_file import ReadForm
from ictxl.returned.sent.sendings import Sendings
from ictxl.runtime.stages import measured, stage
from ictxl.text.linebreak import wrap
from tests.support.growth import FACTOR, NEEDS_A_FINE_CLOCK, grown, spent_on
from tests.support.returned_forms import identity_rows
from tests.support.rounds import real_responses

pytestmark = [pytest.mark.slow, NEEDS_A_FINE_CLOCK]


def an_older_plan(number: int) -> list[ReadForm]:
    """A third of the forms is of the plan as it was before its measures were renumbered."""
    plan = city_plan(number)
    older = replace(
        plan, measures=tuple(replace(m, number=str(int(m.number) + 500)) for m in plan.measures)
    )
    ids = {m.id: o.id for m, o in zip(plan.measures, older.measures, strict=True)}
    return [
        replace(
            form,
            identity=FormIdentity(older, older.id, form.file.partition("_")[0], ""),
            rows=tuple(replace(row, measure=ids[row.measure]) for row in form.rows),
        )
        if index % 3 == 0
        else form
        for index, form in enumerate(forms_of(plan))
    ]


ROUNDS: Mapping[str, tuple[int, Callable[[int], list[ReadForm]]]] = {
    "cities": (100, lambda n: forms_of(city_plan(n))),
    "ten questions": (60, lambda n: forms_of(ten_question_plan(n))),
    "departments on one measure": (150, lambda n: forms_of(shared_plan(n))),
    "workbooks of one department": (60, lambda n: forms_of(shared_plan(3), copies=n)),
    "findings": (15, lambda n: forms_of(city_plan(20), strays=n)),
    "forms of an older plan": (100, an_older_plan),
}
"""What grows: the smaller size, and how a round is made."""


@pytest.mark.parametrize("what", ROUNDS)
def test_no_stage_grows_worse_than_linearly(what: str, tmp_path: Path) -> None:
    size, make = ROUNDS[what]
    small, large = make(size), make(size * FACTOR)
    assert not grown(lambda: merge_stages(small, tmp_path), lambda: merge_stages(large, tmp_path))


class Recited(Executor):
    """Workers that know their forms by heart, each with a plan of its own, as pickles bring it."""

    def __init__(self, forms: Sequence[ReadForm]) -> None:
        self.forms = {form.file: form for form in forms}

    def submit(self, _task: object, files: Sequence[InputFile], _reading: Reading) -> Any:
        future: Future[tuple[list[ReadForm], Sendings]] = Future()
        future.set_result(([self.forms[file.name] for file in files], Sendings()))
        return future


def test_what_workers_bring_home_is_joined_linearly() -> None:
    def spend(number: int) -> dict[str, float]:
        plan = city_plan(number)
        forms = [
            replace(form, identity=_as_read(plan, form.file.partition("_")[0]))
            for form in forms_of(plan)
        ]
        files = [InputFile(form.source.path, form.file) for form in forms]
        with measured() as spent, stage("join"):
            pending = begin_reading(files, Reading(), Recited(forms))
            assert len(pending.finish(lambda _done, _total: None).files) == number
        return {name: part.processor for name, part in spent.by_stage.items()}

    assert fits_form(city_plan(100)) and not fits_form(city_plan(500))
    assert not grown(lambda: spend(500), lambda: spend(500 * FACTOR))


def _as_read(plan: Plan, department: str) -> FormIdentity:
    read = identity_from_rows(list(identity_rows(FormIdentity(plan, "x", department, ""))))
    assert read
    return read


@pytest.mark.parametrize("make", [city_plan, shared_plan], ids=["cities", "one measure"])
def test_a_plan_workbook_and_forms_identities_grow_linearly(
    make: Callable[[int], Any], tmp_path: Path
) -> None:
    def spend(number: int) -> dict[str, float]:
        plan, file = make(number), tmp_path / f"{number}.xlsx"
        with measured() as spent:
            with stage("write"):
                write_plan(plan, file)
            with stage("read"):
                assert len(read_plan(file).departments) == number
            with stage("identities"):
                # A form of a plan so large carries its department's share only.
                for department in plan.answering_departments[:: number // 50]:
                    for _ in range(number // 50):
                        assert _as_read(plan, department.name)
        return {name: part.processor for name, part in spent.by_stage.items()}

    assert not grown(lambda: spend(500), lambda: spend(500 * FACTOR))


def test_a_published_table_is_read_back_in_linear_time(tmp_path: Path) -> None:
    def written(number: int) -> Path:
        plan, path = city_plan(number), tmp_path / f"{number}.xlsx"
        answers = [
            Response(m.id, d, {"rating": "B", "progress": "進めた。"})
            for m in plan.measures
            for d in m.departments
        ]
        write_consolidated(plan, answers, {d.name for d in plan.departments}, path)
        return path

    small, large = written(75), written(75 * FACTOR)
    assert not grown(spent_on(read_table, small), spent_on(read_table, large))


def test_wrapping_takes_linear_time() -> None:
    text = "".join(r["progress"] for r in real_responses()) * 20
    size = 12_750
    assert len(text) > size * FACTOR
    assert not grown(*(spent_on(wrap, text[: n * size], 87) for n in (1, FACTOR)))


def test_the_comparison_finds_a_stage_that_grows_with_the_square() -> None:
    def spend(number: int) -> dict[str, float]:
        names = [d.name for d in benchmark_plan(number).departments]
        with measured() as spent, stage("search"):
            assert all(name in names for name in names)
        return {name: part.processor for name, part in spent.by_stage.items()}

    assert list(grown(lambda: spend(1_000), lambda: spend(1_000 * FACTOR))) == ["search"]
