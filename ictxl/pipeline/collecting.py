"""Reading what came back, against the plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ictxl import checks, returned
from ictxl.errors import IctxlError, InputError
from ictxl.findings import CATALOGUE, Finding, apply_settings, in_order
from ictxl.inputs import InputFile, find_inputs
from ictxl.model import Plan
from ictxl.pipeline.progress import Progress, no_progress
from ictxl.pipeline.stages import stage
from ictxl.report import is_own_output
from ictxl.responses import Response, Submission, responses_frame

if TYPE_CHECKING:
    import pandas as pd


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
    with stage("読み取り"):
        forms = returned.read_forms(inputs, reading, progress)
    with stage("計画の読み取り"):
        the_plan = _read_plan(plan_file) if plan_file else returned.choose_plan(forms)
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
