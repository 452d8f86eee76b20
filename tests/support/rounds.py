"""The real table as a round of the year, for tests: plan, responses and submissions in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from ictxl.contract.metadata import FormIdentity
from ictxl.model import Plan
from ictxl.questions import usual_questions
from ictxl.responses import Response, Submission
from ictxl.round import Round
from tests.support.responses import answered, with_answers
from tests.support.samples_script import build_script

SHEET = "進捗入力"
_COLUMNS = {"rating": "J", "progress": "K", "next_step": "L", "remarks": "M"}


@cache
def real_plan() -> Plan:
    """The plan of the real table, as the samples have it but for a deadline of its own."""
    sample: Plan = build_script().sample_plan()
    ratings, next_steps = (sample.questions[n].choices for n in (0, 2))
    assert ratings
    assert next_steps
    return replace(
        sample,
        deadline="2019-11-29",
        contact="情報課",
        compiled_on="",
        saved_at="",
        questions=usual_questions(ratings, next_steps),
    )


@cache
def real_responses() -> tuple[Response, ...]:
    """The real table's 44 responses, each department's in a file of its own."""
    source = build_script().transcription()
    rows: dict[str, int] = {}
    responses = []
    for r in source["response"]:
        rows[r["department"]] = rows.get(r["department"], 8) + 1
        responses.append(
            answered(
                r["measure"],
                r["department"],
                r["rating"],
                r["progress"],
                r["next_step"].split(".")[0],
                file=f"{r['department']}.xlsx",
                sheet=SHEET,
                row=rows[r["department"]],
                columns=_COLUMNS,
            )
        )
    return tuple(responses)


def submissions_of(plan: Plan, responses: Iterable[Response]) -> tuple[Submission, ...]:
    """One submission a file."""
    by_file: dict[str, list[Response]] = {}
    for response in responses:
        by_file.setdefault(response.file, []).append(response)
    return tuple(
        Submission(
            Path("returned") / file,
            file,
            modified="2019-11-20T01:23:45Z",
            department=rows[0].department,
            identity=FormIdentity(plan, plan.id, rows[0].department, ""),
            responses=tuple(rows),
        )
        for file, rows in by_file.items()
    )


def real_case(changes: Mapping[tuple[str, str], Mapping[str, str]] | None = None) -> Round:
    """The real round, with some answers changed: (measure, department) → field → text."""
    changes = changes or {}
    responses = [
        with_answers(r, **changes.get((r.measure, r.department), {})) for r in real_responses()
    ]
    plan = real_plan()
    return Round(plan, tuple(responses), submissions_of(plan, responses))
