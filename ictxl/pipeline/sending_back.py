"""差戻し: write each department's own workbook with what it is asked to mend marked in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from ictxl.errors import OutputError
from ictxl.files.inputs import Files, InputFile, listed, resolved
from ictxl.files.mail_drafts import MailDraft, write_mail_draft
from ictxl.files.outputs import make_folder, write_content, writing_together
from ictxl.findings import Finding
from ictxl.model import Department
from ictxl.pipeline.collecting import CollectedRound, collect, inputs_without
from ictxl.pipeline.forms_kept import LIST_ENDING, writing_sendbacks
from ictxl.pipeline.keeping import writing_mails
from ictxl.pipeline.mail_targets import MailTargets, mail_targets
from ictxl.pipeline.reporting import Filter, settle_departments
from ictxl.readers import reader_label
from ictxl.report.content import Report
from ictxl.report.request_texts import mail_subject, mending_text
from ictxl.responses import Submission
from ictxl.returned.reader import USUAL_READING, Reading
from ictxl.round import Round
from ictxl.runtime.stages import Progress, no_progress, stage
from ictxl.sendback.list_sheet import finding_list
from ictxl.sendback.marked_copy import marked_copy
from ictxl.sendback.marking import NotMarkableError
from ictxl.sendback.resave import finish_package
from ictxl.text.filenames import fold_file_name, safe_name, sendable_name


@dataclass(frozen=True)
class SentBack:
    """One file to send to a department."""

    department: str
    source: str
    """As findings call it."""
    path: Path
    findings: tuple[Finding, ...]
    """What the department is asked about it."""
    marked: bool
    """False where the copy is untouched and a list lies beside it."""
    list_path: Path | None = None
    why: str = ""
    """Why it could not be marked."""


@dataclass(frozen=True)
class SendbackResult:
    """What was collected, and the files to send, in the order of the inputs."""

    round: CollectedRound
    files: tuple[SentBack, ...]
    about: frozenset[str] | None = None
    """The departments that the run was about; None for all."""
    drafts: tuple[Path, ...] = ()
    targets: MailTargets = field(default_factory=MailTargets)
    """Whom the drafts go to."""
    """The mail drafts that go with the files, where any were asked for."""


def sendback(
    arguments: Files,
    folder: Path,
    *,
    mail_folder: Path | None = None,
    plan_file: Path | None = None,
    wanted: Filter | None = None,
    reading: Reading = USUAL_READING,
    progress: Progress = no_progress,
) -> SendbackResult:
    """One marked workbook for each returned file with something its department can mend; with a
    `mail_folder` the mail drafts, too."""
    inputs = _inputs_outside(arguments, folder)
    collected = collect(inputs, plan_file=plan_file, reading=reading, progress=progress)
    wanted = settle_departments(collected, wanted or Filter())
    asked = list(_asked(collected, wanted))
    read = {one.digest: one.department for one in collected.all_submissions if one.digest}
    # Of some findings only: the other copies of an earlier run stay as they are.
    about = frozenset() if wanted.severities else wanted.departments or None
    names: set[str] = set()
    files = []
    with writing_together():
        with writing_sendbacks(folder, read, set(read.values()) if about is None else about):
            make_folder(folder)
            for index, one in enumerate(asked):
                progress(index, len(asked))
                with stage("印を付けた調査票の作成"):
                    files.append(_send(collected, *one, folder / _free_name(one[0], names)))
            progress(len(asked), len(asked))
        targets = (
            mail_targets(collected.plan, plan_file, arguments) if mail_folder else MailTargets()
        )
        result = SendbackResult(collected, tuple(files), about, targets=targets)
        drafts = write_sendback_mails(result, mail_folder) if mail_folder else ()
    return replace(result, drafts=drafts)


def _inputs_outside(arguments: Files, folder: Path) -> list[InputFile]:
    """The inputs without what an earlier run sent back. Raises OutputError where a person names
    the very folder to write into, or a file in it."""
    named = listed(arguments)
    for argument in named:
        if Path(argument).exists() and _is_inside(Path(argument), folder):
            raise OutputError(
                f"出力先「{folder}」に、読み込む「{argument}」があります。上書きはしません。",
                "返ってきた調査票は別のフォルダーに置くか、-o で別の場所を指定してください。",
            )
    return [
        file
        for file in inputs_without(named, ())
        if not (isinstance(file.path, Path) and _is_inside(file.path, folder))
    ]


def _is_inside(path: Path, folder: Path) -> bool:
    return resolved(path).is_relative_to(resolved(folder))


def write_sendback_mails(result: SendbackResult, folder: Path) -> tuple[Path, ...]:
    """A mail draft for each department, in the plan's order, with its files attached; drafts
    of an earlier run to others are set aside."""
    plan = result.round.plan
    written = []
    with writing_mails(folder, attached=True, about=result.about):
        for number, department in enumerate(plan.answering_departments, 1):
            files = [file for file in result.files if file.department == department.name]
            if files:
                path = folder / f"{number:02}_{safe_name(department.name)}.eml"
                write_mail_draft(_draft(result, department, files), path)
                written.append(path)
    return tuple(written)


def _draft(result: SendbackResult, department: Department, files: Sequence[SentBack]) -> MailDraft:
    plan = result.round.plan
    findings = [found for file in files for found in file.findings]
    attached = [path for file in files for path in (file.path, file.list_path) if path]
    return MailDraft(
        department.name,
        result.targets.of(department.name),
        mail_subject(plan, "調査票の修正"),
        mending_text(plan, department.name, findings),
        attached,
    )


def _asked(collected: Round, wanted: Filter) -> Iterator[tuple[Submission, list[Finding]]]:
    """Each file with what its department, or the reader of a second reading, is asked about it."""
    rounds: list[tuple[Round, Callable[[str], str]]] = [(collected, str)]
    if collected.review:
        rounds.append((collected.review, reader_label))
    for one, called in rounds:
        content = Report(one)
        for submission in one.submissions:
            name = called(submission.department)
            findings = [
                found
                for found in content.to_mend(submission.department)
                if found.file == submission.file and wanted.lets_pass(found, name)
            ]
            if submission.is_read and submission.department and findings:
                yield submission, findings


def _free_name(submission: Submission, taken: set[str]) -> str:
    """The file's own name; numbered where files of several folders share it."""
    own = PurePath(sendable_name(submission.path.name))
    name, number = own.name, 1
    while fold_file_name(name) in taken:
        number += 1
        name = f"{own.stem} ({number}){own.suffix}"
    taken.add(fold_file_name(name))
    return name


def _send(
    collected: Round, submission: Submission, findings: list[Finding], path: Path
) -> SentBack:
    content = submission.path.read_bytes()
    heading = (
        f"{collected.plan.title} {collected.plan.year_label} {submission.department} の指摘事項"
    )
    sent = SentBack(submission.department, submission.file, path, tuple(findings), marked=True)
    try:
        marked = marked_copy(content, submission, findings, heading)
    except NotMarkableError as error:
        listed = path.with_name(path.stem + LIST_ENDING)
        write_content(path, content)
        saved = finding_list(findings, heading, path.name)
        listing = finish_package(saved, saved, submission.modified)
        write_content(listed, listing)
        return replace(sent, marked=False, list_path=listed, why=str(error))
    write_content(path, marked)
    return sent
