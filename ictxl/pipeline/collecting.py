"""Read returned files and check them against the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ictxl import checks, returned
from ictxl.errors import IctxlError, InputError
from ictxl.files.inputs import InputFile, find_inputs
from ictxl.findings import CATALOGUE, Finding, apply_settings, in_order
from ictxl.model import Plan
from ictxl.report import is_own_output
from ictxl.responses import Response, Submission, responses_frame
from ictxl.runtime.progress import Progress, no_progress
from ictxl.runtime.stages import stage

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import pandas as pd

MOST_COPIED = 20_000
"""Answers, findings and copied rows of a round that a second process may hold, too. The report of
so many takes it 250 MB, which a large round had better spend once only."""


@dataclass(frozen=True)
class Collected:
    """What came back, read, placed, joined and checked."""

    plan: Plan
    rows: tuple[Response, ...]
    """One per (measure, department), in the plan's order."""
    submissions: tuple[Submission, ...]
    findings: tuple[Finding, ...]

    @cached_property
    def responses(self) -> pd.DataFrame:
        """`rows` as a frame, made when asked for: a merge itself gets by without pandas."""
        return responses_frame(self.rows)


def collect(
    inputs: Sequence[InputFile],
    *,
    plan_file: Path | None = None,
    reading: returned.Reading = returned.USUAL_READING,
    progress: Progress = no_progress,
) -> Collected:
    """Read returned workbooks and check them against the plan: the given one, or their own."""
    with returned.start_workers(inputs, reading) as executor:
        return _collect(inputs, plan_file, reading, progress, executor)


@contextmanager
def collecting(
    inputs: Sequence[InputFile],
    plan_file: Path | None,
    reading: returned.Reading,
    progress: Progress,
) -> Iterator[tuple[Collected, Executor | None]]:
    """As `collect`, and for the block what has read goes on to help: processes on this machine,
    unless the round is so large that only one should hold it."""
    with returned.start_workers(inputs, reading) as executor:
        collected = _collect(inputs, plan_file, reading, progress, executor)
        helper = None if reading.workers.scheduler or _is_large(collected) else executor
        if executor and not helper:
            executor.shutdown()
        yield collected, helper


def _is_large(collected: Collected) -> bool:
    copied = sum(s.foreign.count for s in collected.submissions if s.foreign)
    return len(collected.rows) + len(collected.findings) + copied > MOST_COPIED


def _collect(
    inputs: Sequence[InputFile],
    plan_file: Path | None,
    reading: returned.Reading,
    progress: Progress,
    executor: Executor | None,
) -> Collected:
    with stage("読み取り"):
        finish_reading = returned.begin_reading(inputs, reading, executor)
    with stage("計画の読み取り"):
        # Before any form, or while workers read them: its mistakes shall not be told late.
        the_plan = _read_plan(plan_file) if plan_file else None
    with stage("読み取り"):
        forms = finish_reading(progress)
    if plan_file is None:
        with stage("計画の読み取り"):
            the_plan = returned.choose_plan(forms)
    if the_plan is None and any(form.identity for form in forms):
        raise IctxlError(
            "計画がとても大きいので、調査票の中にはそれぞれの課の分しか入っていません。",
            "--plan で計画台帳を指定してください(例: ictxl merge returned --plan plan.xlsx)。",
        )
    if the_plan is None:
        raise IctxlError(
            "指定されたファイルの中に、読める調査票が一つもありません。",
            "返ってきた調査票のファイルかフォルダーを指定してください。",
            [found for form in forms for found in form.findings],
        )
    with stage("施策への割り当て"):
        forms = returned.recover_forms(forms, the_plan)
        submissions = tuple(returned.place_form(form, the_plan) for form in forms)
    with stage("提出の突き合わせ"):
        joined = returned.join_submissions(the_plan, submissions)
    with stage("点検"):
        found = [finding for submission in submissions for finding in submission.findings]
        checked = checks.run_checks(checks.Case(the_plan, joined.responses, submissions))
        everything = [*found, *joined.findings, *checked]
        settled = in_order(apply_settings(everything, the_plan.check_settings, CATALOGUE))
    return Collected(the_plan, joined.responses, submissions, tuple(settled))


def _read_plan(plan_file: Path) -> Plan:
    from ictxl import plan  # noqa: PLC0415 - most merges take the plan from the forms

    return plan.read_plan(plan_file)


def inputs_without(arguments: Iterable[str], outputs: Iterable[Path]) -> list[InputFile]:
    """The inputs, but never what an earlier run wrote to the same places."""
    with stage("ファイルの一覧"):
        found = find_inputs(arguments, without=outputs)
        inputs = [file for file in found if not is_own_output(file.path)]
    if not inputs:
        raise InputError(
            "読むファイルがありません。",
            "返ってきた調査票のファイルかフォルダーを指定してください(例: ictxl merge returned)。",
        )
    return inputs
