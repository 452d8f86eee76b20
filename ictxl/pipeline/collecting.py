"""Read returned files and check them against the plan."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ictxl import checks
from ictxl.errors import IctxlError, InputError
from ictxl.files.inputs import File, Files, InputFile, find_inputs
from ictxl.findings import in_order
from ictxl.model import Plan
from ictxl.pipeline.joining import as_wanted, sample_form
from ictxl.pipeline.joining import joined as join
from ictxl.pipeline.keeping import is_plan, own_results_left_out, returned_files
from ictxl.pipeline.second_reading.reading import (
    apart,
    read_review,
    says_it_is_review,
    with_labels,
)
from ictxl.report.content import findings_frame
from ictxl.responses import Submission
from ictxl.returned.assign import place_form
from ictxl.returned.batch import ReadFiles, begin_reading, start_workers
from ictxl.returned.deciding.join import settle_set_aside
from ictxl.returned.deciding.plan_choice import PlanChoice, choose_plan
from ictxl.returned.kept_files import KeptFiles
from ictxl.returned.reader import USUAL_READING, Reading
from ictxl.returned.recover import recover_forms
from ictxl.returned.returned_file import ReturnedFile, UnidentifiedWorkbook, identity_of
from ictxl.round import Round
from ictxl.runtime.stages import Progress, no_progress, stage
from ictxl.runtime.workers import ONE_PROCESS

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import pandas as pd

MOST_COPIED = 20_000
"""Answers, findings and copied rows of a round that a second process may hold, too. The report of
so many takes it 250 MB, which a large round had better spend once only."""


@dataclass(frozen=True, eq=False)
class CollectedRound(Round):
    """A round read from returned forms, with all that was found: as frames, and to be written."""

    review: CollectedRound | None = None
    """The second reading, where its files came too; its frame is the sheet 審査データ."""

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row an answer as on the sheet データ, with titles, targets and labels of the codes.

        年度(西暦), 基本施策番号 and 項番 are int64, everything else is text; what is not answered
        is empty text, never NaN.
        """
        # The frame and its columns are slow to import, and only Python programs ask for it.
        from ictxl.consolidated.data.frame import data_frame  # noqa: PLC0415
        from ictxl.consolidated.table import consolidate  # noqa: PLC0415

        return data_frame(consolidate(self.plan, self.responses, self.submitted))

    @cached_property
    def indicator_frame(self) -> pd.DataFrame:
        """One row an indicator and department, with the headings of the sheet 指標データ.

        年度(西暦) and 項番 are int64, values and 達成率 (a fraction) Float64 with NA where there is
        none, everything else is text. Without indicators it has no rows.
        """
        from ictxl.consolidated.data.frame import typed_frame  # noqa: PLC0415 - as above
        from ictxl.consolidated.data.indicator_sheet import (  # noqa: PLC0415
            indicator_columns,
            indicator_rows,
        )
        from ictxl.consolidated.table import consolidate  # noqa: PLC0415

        table = consolidate(
            self.plan, (), self.submitted, indicator_responses=self.indicator_responses
        )
        return typed_frame(indicator_columns(self.plan), list(indicator_rows(table)))

    @cached_property
    def findings_frame(self) -> pd.DataFrame:
        """One row a finding, with the headings of the report's sheet 指摘; errors first."""
        return findings_frame(self.findings)

    def write(
        self, path: File, *, paper: str = "A3", also: Collection[str] = ()
    ) -> tuple[Path, ...]:
        """What `ictxl.merge` writes: the consolidated workbook, its report and its audit record.

        `paper` is A3 or A4; `also` are those of html, csv and pdf that are wanted besides. Returns
        what was written, the workbook first. Raises OutputError where a file cannot be written,
        ValueError for an unknown paper or form.
        """
        from ictxl.pipeline.merging import write_round  # noqa: PLC0415 - it imports this module

        return write_round(self, Path(path), paper=paper, forms=also)


def collect(
    inputs: Sequence[InputFile],
    *,
    plan_file: Path | None = None,
    reading: Reading = USUAL_READING,
    progress: Progress = no_progress,
) -> CollectedRound:
    """Read returned workbooks and check them against the plan: the given one, or their own."""
    with start_workers(inputs, reading) as executor:
        return _collect(inputs, plan_file, reading, progress, executor)


def collect_again(
    inputs: Sequence[InputFile],
    kept: KeptFiles,
    *,
    plan_file: Path | None = None,
    reading: Reading = USUAL_READING,
    progress: Progress = no_progress,
) -> CollectedRound:
    """As `collect`, opening only the files that were written since the last time."""

    def read() -> ReadFiles:
        return kept.read(_others(inputs), reading, progress)

    return _collect_read(inputs, plan_file, reading, read)


@contextmanager
def collecting(
    inputs: Sequence[InputFile],
    plan_file: Path | None,
    reading: Reading,
    progress: Progress,
) -> Iterator[tuple[CollectedRound, Executor | None]]:
    """As `collect`, and for the block what has read goes on to help: processes on this machine,
    unless the round is so large that only one should hold it."""
    with start_workers(inputs, reading) as executor:
        collected = _collect(inputs, plan_file, reading, progress, executor)
        helper = None if reading.workers.scheduler or _is_large(collected) else executor
        if executor and not helper:
            executor.shutdown()
        yield collected, helper


def _is_large(collected: Round) -> bool:
    told = len(collected.responses) + len(collected.findings)
    return told + collected.foreign_count > MOST_COPIED


def _collect(
    inputs: Sequence[InputFile],
    plan_file: Path | None,
    reading: Reading,
    progress: Progress,
    executor: Executor | None,
) -> CollectedRound:
    with stage("読み取り"):
        if plan_file is None:
            _require_plan_in_forms(_others(inputs), reading)
        pending = begin_reading(_others(inputs), reading, executor)
    return _collect_read(inputs, plan_file, reading, lambda: pending.finish(progress))


MANY = 20
"""Files; fewer are read in a moment."""


def _require_plan_in_forms(inputs: Sequence[InputFile], reading: Reading) -> None:
    """Raise IctxlError where many files are to be read and the first, the middle and the last of
    them are forms of a plan so large that no form holds it whole: where most are such forms, no
    other file among them tells the round's plan (`choose_plan`)."""
    if len(inputs) < MANY:
        return
    unattended = replace(reading, ask_password=None, workers=ONE_PROCESS)
    # One after the other: of most rounds the first tells that no other need be looked at.
    for one in (inputs[0], inputs[len(inputs) // 2], inputs[-1]):
        (file,) = begin_reading([one], unattended, None).finish(no_progress).files
        identity = identity_of(file)
        if identity is None or identity.has_whole_plan:
            return
    raise _plan_needed()


def _plan_needed() -> IctxlError:
    """Of forms that hold their own department's share of the plan only."""
    return IctxlError(
        "計画がとても大きいので、調査票の中にはそれぞれの課の分しか入っていません。",
        "--plan で計画台帳を指定してください(例: ictxl merge returned --plan plan.xlsx)。",
    )


def _others(inputs: Sequence[InputFile]) -> list[InputFile]:
    return [file for file in inputs if not file.is_own]


def _collect_read(
    inputs: Sequence[InputFile],
    plan_file: Path | None,
    reading: Reading,
    finish: Callable[[], ReadFiles],
) -> CollectedRound:
    own = [file.name for file in inputs if file.is_own]
    inputs = _others(inputs)
    with stage("計画の読み取り"):
        # Before any form, or while workers read them: its mistakes shall not be told late.
        choice = PlanChoice(_read_plan(plan_file)) if plan_file else None
    with stage("読み取り"):
        read = finish()
    if plan_file is None:
        with stage("計画の読み取り"):
            choice = choose_plan(file for file in read.files if not says_it_is_review(file))
    if choice is None:
        raise _no_plan(read.files)
    with stage("施策への割り当て"):
        files = apart(inputs, read, choice.plan)
        del read  # the content that was kept for this
        forms = recover_forms(files.forms, choice.plan, reading.limits, sample_form)
        files = replace(files, forms=replace(files.forms, files=()))
        placed = [_with_plan_findings(place_form(f, choice.plan), choice) for f in forms]
        submissions = settle_set_aside(files.inputs, placed, choice.plan)
    collected = _as_planned(submissions, choice, plan_file, own)
    with stage("二次評価の突き合わせ"):
        review = read_review(files, collected, reading.limits)
    if review is None:
        return collected
    found = tuple(in_order([*collected.findings, *with_labels(review)]))
    as_round = CollectedRound(
        review.plan, review.responses, review.submissions, review.findings, plan_file
    )
    return replace(collected, findings=found, review=as_round)


def _no_plan(files: Sequence[ReturnedFile]) -> IctxlError:
    """Why no file tells a plan, and what to do."""
    if files and all(map(says_it_is_review, files)):
        return IctxlError(
            "二次評価のブックだけでは、どの回答への評価かわかりません。",
            "返ってきた調査票もいっしょに指定してください"
            "(例: ictxl merge returned 二次評価.xlsx)。",
        )
    if any(map(identity_of, files)):
        return _plan_needed()
    plans = [str(file.source.path) for file in files if is_plan(file.source.path)]
    if plans:
        return IctxlError(
            f"調査票がなく、計画台帳{'、'.join(f'「{name}」' for name in plans)}があるだけです。",
            "返ってきた調査票のファイルかフォルダーを指定してください(例: ictxl merge returned)。",
        )
    found = [found for file in files for found in file.findings]
    if any(isinstance(file, UnidentifiedWorkbook) for file in files):
        return IctxlError(
            "識別用の隠しシートのある調査票が一つもないため、どの計画の調査票かわかりません。",
            "調査票であれば、--plan で計画台帳を指定してください"
            "(例: ictxl merge returned --plan plan.xlsx)。",
            found,
        )
    return IctxlError(
        "指定されたファイルの中に、読める調査票が一つもありません。",
        "返ってきた調査票のファイルかフォルダーを指定してください。",
        found,
    )


def _as_planned(
    submissions: Iterable[Submission],
    choice: PlanChoice,
    plan_file: Path | None,
    own: Sequence[str],
) -> CollectedRound:
    the_plan = choice.plan
    with stage("提出の突き合わせ"):
        joined = join(the_plan, submissions)
    with stage("点検"):
        unchecked = CollectedRound(
            the_plan,
            joined.responses,
            joined.submissions,
            plan_file=plan_file,
            plan_carriers=choice.carriers,
            indicator_responses=joined.indicator_responses,
        )
        found = [finding for submission in joined.submissions for finding in submission.findings]
        others = [*joined.findings, *checks.run_checks(unchecked), *own_results_left_out(own)]
        settled = in_order([*found, *as_wanted(others, the_plan)])
    return replace(unchecked, findings=tuple(settled))


def _with_plan_findings(submission: Submission, choice: PlanChoice) -> Submission:
    found = choice.findings.get(submission.file)
    return replace(submission, findings=(found, *submission.findings)) if found else submission


def _read_plan(plan_file: Path) -> Plan:
    from ictxl.plan.reading import read_plan  # noqa: PLC0415 - most merges take the plan from the forms

    return read_plan(plan_file)


def inputs_without(arguments: Files, outputs: Iterable[Path]) -> list[InputFile]:
    """The inputs, but never what an earlier run wrote to the same places."""
    with stage("ファイルの一覧"):
        inputs = returned_files(find_inputs(arguments, without=outputs))
    if all(file.is_own for file in inputs):
        raise InputError(
            "読むファイルがありません。",
            "返ってきた調査票のファイルかフォルダーを指定してください(例: ictxl merge returned)。",
        )
    return inputs
