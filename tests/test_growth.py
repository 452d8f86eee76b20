"""No stage of a merge is worse than linear in workbooks, responses, findings or departments.

Ratios of processor time at two sizes, the least of some runs: four times as much may take up to
eight times as long, where the square would be sixteen. A processor whose caches grow too small is
within that; an inner loop over everything is not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.plans import benchmark_plan
from benchmarks.synthetic import city_plan, forms_of, merge_stages, shared_plan
from ictxl.identity import FormIdentity, fits_form, identity_from_rows
from ictxl.inputs import InputFile
from ictxl.model import Plan
from ictxl.pipeline.stages import measured, stage
from ictxl.plan import read_plan, write_plan
from ictxl.returned import Reading, ReturnedForm, begin_reading
from tests.support.returned_forms import identity_rows

FACTOR = 4
MOST = 8.0
TRIES = 4
WORTH_COMPARING = 0.02
"""Seconds; what the larger round does in less may be anything."""


def an_older_plan(number: int) -> list[ReturnedForm]:
    """A third of the forms is of the plan as it was before its measures were renumbered."""
    plan = city_plan(number)
    older = replace(plan, measures=tuple(replace(m, number=m.number + 500) for m in plan.measures))
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


ROUNDS: Mapping[str, tuple[int, Callable[[int], list[ReturnedForm]]]] = {
    "cities": (100, lambda n: forms_of(city_plan(n))),
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
    assert not _grown(lambda: merge_stages(small, tmp_path), lambda: merge_stages(large, tmp_path))


class Recited(Executor):
    """Workers that know their forms by heart, each with a plan of its own, as pickles bring it."""

    def __init__(self, forms: Sequence[ReturnedForm]) -> None:
        self.forms = {form.file: form for form in forms}

    def submit(self, _task: object, files: Sequence[InputFile], _reading: Reading) -> Any:
        future: Future[list[ReturnedForm]] = Future()
        future.set_result([self.forms[file.name] for file in files])
        return future


def test_what_workers_bring_home_is_joined_linearly() -> None:
    def spend(number: int) -> dict[str, float]:
        plan = city_plan(number)
        forms = [
            replace(form, identity=_as_read(plan, form.file.partition("_")[0]))
            for form in forms_of(plan)
        ]
        files = [InputFile(form.path, form.file) for form in forms]
        with measured() as spent, stage("join"):
            finish = begin_reading(files, Reading(), Recited(forms))
            assert len(finish(lambda _done, _total: None)) == number
        return {name: part.processor for name, part in spent.by_stage.items()}

    assert fits_form(city_plan(100)) and not fits_form(city_plan(500))
    assert not _grown(lambda: spend(500), lambda: spend(500 * FACTOR))


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

    assert not _grown(lambda: spend(500), lambda: spend(500 * FACTOR))


def test_the_comparison_finds_a_stage_that_grows_with_the_square() -> None:
    def spend(number: int) -> dict[str, float]:
        names = [d.name for d in benchmark_plan(number).departments]
        with measured() as spent, stage("search"):
            assert all(name in names for name in names)
        return {name: part.processor for name, part in spent.by_stage.items()}

    assert list(_grown(lambda: spend(1_000), lambda: spend(1_000 * FACTOR))) == ["search"]


def _grown(
    small: Callable[[], dict[str, float]], large: Callable[[], dict[str, float]]
) -> dict[str, float]:
    """The stages that grow worse than linearly, with how many times they took.

    Measured again while any seems to: another program may have had the processor's caches.
    """
    least: tuple[dict[str, float], dict[str, float]] = ({}, {})
    grown: dict[str, float] = {}
    for _ in range(TRIES):
        for found, spend in zip(least, (small, large), strict=True):
            for name, seconds in spend().items():
                found[name] = min(seconds, found.get(name, seconds))
        grown = {
            name: seconds / least[0][name]
            for name, seconds in least[1].items()
            if seconds > WORTH_COMPARING and seconds > MOST * least[0][name]
        }
        if not grown:
            break
    return grown
