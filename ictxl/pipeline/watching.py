"""Show who has returned what, and write reminders to the others."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ictxl.files.inputs import Files, find_inputs
from ictxl.pipeline.collecting import CollectedRound, collect
from ictxl.pipeline.keeping import returned_files, writing_mails
from ictxl.pipeline.mail_targets import MailTargets, mail_targets
from ictxl.report.content import Report
from ictxl.report.status import DepartmentStatus, SubmissionState, department_statuses
from ictxl.returned.reader import USUAL_READING, Reading
from ictxl.runtime.stages import Progress, no_progress, stage
from ictxl.text.filenames import safe_name

if TYPE_CHECKING:
    from ictxl.files.mail_drafts import MailDraft


@dataclass(frozen=True)
class StatusResult:
    """Where each answering department stands."""

    round: CollectedRound
    report: Report
    departments: tuple[DepartmentStatus, ...]
    drafts: tuple[Path, ...] = ()
    """Mail drafts to those who are asked for something."""
    targets: MailTargets = field(default_factory=MailTargets)
    """Whom the drafts go to."""
    without_address: tuple[str, ...] = ()
    """Departments whose draft has nobody to go to."""


def status(
    arguments: Files,
    *,
    plan_file: Path | None = None,
    mail_folder: Path | None = None,
    reading: Reading = USUAL_READING,
    progress: Progress = no_progress,
) -> StatusResult:
    """Read what is there; with a plan workbook a folder may still be empty. Into a `mail_folder` go
    drafts to each department that is missing or has something to mend."""
    with stage("ファイルの一覧"):
        inputs = returned_files(find_inputs(arguments, may_be_empty=plan_file is not None))
    collected = collect(inputs, plan_file=plan_file, reading=reading, progress=progress)
    with stage("提出状況のまとめ"):
        content = Report(collected)
        result = StatusResult(collected, content, department_statuses(content))
    if mail_folder is None:
        return result
    targets = mail_targets(collected.plan, plan_file, arguments)
    return _with_reminders(replace(result, targets=targets), mail_folder)


def _with_reminders(result: StatusResult, folder: Path) -> StatusResult:
    """With its drafts written; those of an earlier run to others are set aside."""
    from ictxl.files.mail_drafts import write_mail_draft  # noqa: PLC0415 - slow to import

    with writing_mails(folder, attached=False):
        written = {}
        for number, department in enumerate(result.departments, 1):
            if draft := _draft(result, department):
                path = folder / f"{number:02}_{safe_name(department.department)}.eml"
                write_mail_draft(draft, path)
                written[department.department] = path
    drafts, without = tuple(written.values()), result.targets.without(written)
    return replace(result, drafts=drafts, without_address=without)


def _draft(result: StatusResult, status: DepartmentStatus) -> MailDraft | None:
    # Slow to import, and most runs write no mails.
    from ictxl.files.mail_drafts import MailDraft  # noqa: PLC0415
    from ictxl.report.page import letter_to  # noqa: PLC0415
    from ictxl.report.request_texts import mail_subject  # noqa: PLC0415

    body = letter_to(result.report, status)
    if not body or not (status.state is SubmissionState.MISSING or status.errors):
        return None
    plan = result.round.plan
    is_waited_for = status.state in (SubmissionState.MISSING, SubmissionState.BLANK)
    what = "調査票の提出" if is_waited_for else "調査票の修正"
    return MailDraft(
        status.department,
        result.targets.of(status.department),
        mail_subject(plan, what),
        body,
    )
