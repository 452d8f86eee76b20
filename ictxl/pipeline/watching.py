"""Show who has returned what, and write reminders to the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ictxl import report
from ictxl.files.inputs import find_inputs
from ictxl.files.mail_drafts import MailDraft, write_mail_draft
from ictxl.files.outputs import make_folder
from ictxl.pipeline.collecting import Collected, collect
from ictxl.pipeline.reporting import report_of
from ictxl.returned import USUAL_READING, Reading
from ictxl.runtime.progress import Progress, no_progress
from ictxl.runtime.stages import stage
from ictxl.text.filenames import safe_name


@dataclass(frozen=True)
class StatusResult:
    """Where each answering department stands."""

    collected: Collected
    content: report.Report
    departments: tuple[report.DepartmentStatus, ...]


def status(
    arguments: Iterable[str],
    *,
    plan_file: Path | None = None,
    reading: Reading = USUAL_READING,
    progress: Progress = no_progress,
) -> StatusResult:
    """Read what is there; with a plan workbook a folder may still be empty."""
    with stage("ファイルの一覧"):
        inputs = find_inputs(arguments, may_be_empty=plan_file is not None)
    collected = collect(inputs, plan_file=plan_file, reading=reading, progress=progress)
    with stage("提出状況のまとめ"):
        content = report_of(collected)
        return StatusResult(collected, content, report.department_statuses(content))


def write_reminders(result: StatusResult, folder: Path) -> tuple[Path, ...]:
    """A mail draft for each department that is missing or has something to mend."""
    make_folder(folder)
    written = []
    for number, department in enumerate(result.departments, 1):
        draft = _draft(result, department)
        if draft:
            path = folder / f"{number:02}_{safe_name(department.department)}.eml"
            write_mail_draft(draft, path)
            written.append(path)
    return tuple(written)


def _draft(result: StatusResult, status: report.DepartmentStatus) -> MailDraft | None:
    body = report.letter_to(result.content, status)
    if not body or not (status.state is report.State.MISSING or status.errors):
        return None
    plan = result.collected.plan
    what = "調査票の提出" if status.state is report.State.MISSING else "調査票の修正"
    return MailDraft(
        status.department,
        plan.department_by_name[status.department].mail,
        report.mail_subject(plan, what),
        body,
    )
