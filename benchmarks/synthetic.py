"""Rounds that are made in memory, as reading would give them: to see how each stage grows."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from benchmarks.plans import answers, benchmark_plan, ten_answers
from benchmarks.rounds import SEED
from ictxl import findings
from ictxl.contract.metadata import FormIdentity
from ictxl.model import Assignment, Department, Plan
from ictxl.pipeline.merging import merge
from ictxl.pipeline.second_reading.reading import Apart
from ictxl.returned.batch import PendingReading, ReadFiles
from ictxl.returned.returned_file import ReadForm, Source
from ictxl.returned.tables import FormRow
from ictxl.runtime.stages import measured

SHEET = "進捗入力"
FIRST_COLUMN = "I"
SHARED_MEASURES = 3


def city_plan(departments: int) -> Plan:
    """Many cities: measures grow with the departments."""
    return benchmark_plan(departments)


def shared_plan(departments: int) -> Plan:
    """One ministry: all departments answer on the same few measures."""
    plan = benchmark_plan(departments)
    everybody = tuple(Assignment(d.name) for d in plan.departments)
    measures = tuple(
        replace(measure, assignments=everybody) for measure in plan.measures[:SHARED_MEASURES]
    )
    used = {measure.area for measure in measures}
    return replace(plan, measures=measures, areas=tuple(a for a in plan.areas if a.number in used))


def forms_of(plan: Plan, *, copies: int = 1, strays: int = 0) -> list[ReadForm]:
    """What every department returned, `copies` times with other texts, each with stray texts."""
    return [
        _form(plan, department, copy, strays)
        for department in plan.answering_departments
        for copy in range(copies)
    ]


def _form(plan: Plan, department: Department, copy: int, strays: int) -> ReadForm:
    file = f"{department.name}_{copy}.xlsx"
    return ReadForm(
        Source(Path(file), file, f"2019-11-{copy + 1:02}T00:00:00Z", digest=file),
        identity=FormIdentity(plan, plan.id, department.name, ""),
        sheet=SHEET,
        rows=tuple(_rows(plan, department, copy)),
        findings=tuple(
            findings.TEXT_OUTSIDE_ANSWER_CELLS(
                file=file,
                sheet=SHEET,
                cell=f"Q{number + 10}",
                department=department.name,
                value=f"欄外の記述 {number}",
            )
            for number in range(strays)
        ),
    )


def _rows(plan: Plan, department: Department, copy: int) -> Iterator[FormRow]:
    given = answers if plan.asks_the_usual else ten_answers
    written = given(department.name, plan.measures_of(department.name), SEED + copy)
    first = ord(FIRST_COLUMN)
    columns = {q.key: chr(n) for n, q in enumerate(plan.department_questions, first)}
    for row, (measure, texts) in enumerate(written.items(), 10):
        yield FormRow(measure, SHEET, row, texts, columns)


def merge_stages(forms: Sequence[ReadForm], folder: Path) -> dict[str, float]:
    """Stage → seconds of processor time of a merge of these forms; reading is left out."""
    gc.collect()
    # Its passes over everything there is would fall into one stage or another.
    gc.disable()
    try:
        return _merge_stages(forms, folder)
    finally:
        gc.enable()


NONE = ReadFiles((), {})


def _merge_stages(forms: Sequence[ReadForm], folder: Path) -> dict[str, float]:
    with (
        patch("ictxl.pipeline.merging.inputs_without", lambda *_: []),
        patch.object(PendingReading, "finish", lambda *_: ReadFiles(tuple(forms), {})),
        # All are departments' forms, and no files.
        patch("ictxl.pipeline.collecting.apart", lambda _, read, __: Apart((), read, (), NONE)),
        measured() as spent,
    ):
        merge([], folder / "out.xlsx", forms=("html", "csv"))
    return {name: part.processor for name, part in spent.by_stage.items()}
