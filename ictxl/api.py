"""What `import ictxl` offers: each command's job as a function.

Files are named by `str` or `Path`, one or any number of them; a folder stands for all workbooks
in it. Nothing is printed, and what stops a job is an `IctxlError`, whose `message` and `remedy` say
in Japanese what is wrong and what to do. What a person can mend in a workbook is no error, but a
`Finding` of the result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

    from ictxl.files.inputs import File, Files
    from ictxl.findings import Finding
    from ictxl.model import Plan
    from ictxl.pipeline.collecting import CollectedRound
    from ictxl.pipeline.merging import MergeResult
    from ictxl.pipeline.reporting import CheckResult
    from ictxl.pipeline.second_reading.making import ReviewResult
    from ictxl.pipeline.sending import GenerateResult
    from ictxl.pipeline.sending_back import SendbackResult
    from ictxl.pipeline.starting import InitResult
    from ictxl.pipeline.watching import StatusResult
    from ictxl.returned.reader import Reading

Texts = str | Iterable[str]
"""One text or several."""
Progress = Callable[[int, int], None]
"""Called now and then with (files done, files in all)."""


def read(
    files: Files,
    *,
    plan: File | None = None,
    passwords: Texts = (),
    jobs: int | None = 1,
    progress: Progress | None = None,
) -> CollectedRound:
    """Read returned forms, place their answers on the plan, and check them. Writes nothing.

    `plan` is the plan workbook; without it the plan is taken that most of the forms carry.
    `passwords` are tried on workbooks that need one. With `jobs` above 1, or None for as many as
    help, other processes read, too; as always in Python, the calling script then needs its
    `if __name__ == "__main__":`.

    Raises InputError where a name matches no file, PlanError where the plan workbook has mistakes,
    IctxlError where no file is a form that can be read.

        round = ictxl.read("returned")
        round.frame.groupby("担当課")["評価コード"].value_counts()
    """
    from ictxl.pipeline.collecting import collect, inputs_without

    return collect(
        inputs_without(files, ()),
        plan_file=_path(plan),
        reading=_reading(passwords, jobs),
        progress=progress or _untold,
    )


def check(
    files: Files,
    output: File | None = None,
    *,
    plan: File | None = None,
    passwords: Texts = (),
    jobs: int | None = 1,
    progress: Progress | None = None,
) -> CheckResult:
    """As `ictxl check`: read and check returned forms, and report what was found.

    With `output="点検"` the report stands in `点検.report.xlsx` and `点検.report.html`; without
    `output` nothing is written. The other arguments, and what is raised, are those of `read`;
    besides, OutputError where a report cannot be written.

        result = ictxl.check("returned", "点検")
        [found.message for found in result.round.findings]
    """
    from ictxl.pipeline import reporting

    return reporting.check(
        files,
        _path(output),
        plan_file=_path(plan),
        reading=_reading(passwords, jobs),
        progress=progress or _untold,
    )


def merge(
    files: Files,
    output: File,
    *,
    plan: File | None = None,
    template: File | None = None,
    paper: Literal["A3", "A4"] | None = None,
    also: Iterable[Literal["html", "csv", "pdf"]] = (),
    history: Files = (),
    passwords: Texts = (),
    jobs: int | None = 1,
    progress: Progress | None = None,
) -> MergeResult:
    """As `ictxl merge`: returned forms → the consolidated workbook `output`, with its report.

    `template` is the city's own layout of the table, which says its paper itself. `paper` is what
    ictxl's own layout prints on, landscape (A3 where nothing is said); `also` names other forms of
    the table to write beside it (`pdf` needs LibreOffice). `history` are consolidated workbooks of
    earlier years, or folders of them, whose ratings are shown beside this year's. The other
    arguments, and what is raised, are those of `read`; besides, InputError where the template has
    another `paper`, OutputError where a file cannot be written, ValueError for an unknown `paper`
    or form.

        result = ictxl.merge("returned", "進捗状況.xlsx", also=["csv"])
        result.outputs[0]  # Path('進捗状況.xlsx')
    """
    from ictxl.pipeline import merging

    return merging.merge(
        files,
        Path(output),
        plan_file=_path(plan),
        template_file=_path(template),
        paper=paper,
        forms=_texts(also),
        history=history,
        reading=_reading(passwords, jobs),
        progress=progress or _untold,
    )


def status(
    files: Files,
    *,
    plan: File | None = None,
    mail: File | None = None,
    passwords: Texts = (),
    jobs: int | None = 1,
    progress: Progress | None = None,
) -> StatusResult:
    """As `ictxl status`: which department has returned what, and how far it has come.

    With `plan` a folder may still be empty. `mail` is a folder for mail drafts (`.eml`) to the
    departments that are missing or have something to mend. The other arguments, and what is
    raised, are those of `read`; besides, OutputError where a draft cannot be written.

        result = ictxl.status("returned")
        [d.department for d in result.departments if d.state == "未提出"]
    """
    from ictxl.pipeline import watching

    return watching.status(
        files,
        plan_file=_path(plan),
        mail_folder=_path(mail),
        reading=_reading(passwords, jobs),
        progress=progress or _untold,
    )


def send_back(
    files: Files,
    folder: File,
    *,
    plan: File | None = None,
    mail: File | None = None,
    departments: Texts = (),
    passwords: Texts = (),
    jobs: int | None = 1,
    progress: Progress | None = None,
) -> SendbackResult:
    """As `ictxl sendback`: in `folder`, each form with marks where its department is to mend it.

    `departments` restricts it to these; `mail` is a folder for mail drafts (`.eml`) with the
    workbooks attached. The other arguments, and what is raised, are those of `read`; besides,
    InputError for a department that the plan does not know, OutputError where a file cannot be
    written.

        result = ictxl.send_back("returned", "差戻し", departments="環境課")
        [(sent.path, len(sent.findings)) for sent in result.files]
    """
    from ictxl.pipeline import sending_back
    from ictxl.pipeline.reporting import Filter

    return sending_back.sendback(
        files,
        Path(folder),
        mail_folder=_path(mail),
        plan_file=_path(plan),
        wanted=Filter(departments=frozenset(_texts(departments))),
        reading=_reading(passwords, jobs),
        progress=progress or _untold,
    )


def review(
    files: Files,
    output: File,
    *,
    readers: Texts = (),
    template: File | None = None,
    plan: File | None = None,
    passwords: Texts = (),
    jobs: int | None = 1,
    progress: Progress | None = None,
) -> ReviewResult:
    """As `ictxl review`: returned forms → the workbook `output` for who rates after departments.

    It shows what the departments answered and asks the plan's questions of 記入者 審査. Filled in,
    it is merged like a form. Each of several `readers` gets a copy, `output`'s name with theirs
    behind it. `template` is a restyled template. The other arguments, and what is raised, are those
    of `read`; besides, InputError where the plan asks nothing of 記入者 審査, OutputError where
    somebody has written into a workbook in the way.

        result = ictxl.review("returned", "二次評価.xlsx", readers=["山田", "佐藤"])
        [made.path for made in result.files]  # 二次評価_山田.xlsx, 二次評価_佐藤.xlsx
    """
    from ictxl.pipeline.second_reading import making

    return making.review(
        files,
        Path(output),
        readers=_texts(readers),
        template_file=_path(template),
        plan_file=_path(plan),
        reading=_reading(passwords, jobs),
        progress=progress or _untold,
    )


def init(folder: File = ".", *, year: int | None = None, like: str = "進捗") -> InitResult:
    """As `ictxl init`: a plan workbook to fill in, and a template of its forms.

    `year` is the plan's fiscal year (from April), this one by default; `like` the family of
    published tables: 進捗, 指標, 施策評価 or 個票. Raises OutputError where one of the two is there
    already, ValueError for another family.
    """
    from ictxl.pipeline import starting
    from ictxl.plan.new_plan import ReadyStart
    from ictxl.text.era import current_fiscal_year

    return starting.init(Path(folder), year or current_fiscal_year(), ReadyStart(like))


def read_plan(file: File) -> Plan:
    """Read a plan workbook. Raises PlanError with all its mistakes, InputError where it is none.

    plan = ictxl.read_plan("plan.xlsx")
    [measure.title for measure in plan.measures_of("環境課")]
    """
    from ictxl.plan import reading

    return reading.read_plan(Path(file))


def generate(
    plan: File,
    outbox: File,
    *,
    template: File | None = None,
    departments: Texts = (),
    previous: Files = (),
    passwords: Texts = (),
    mail: bool = False,
    progress: Progress | None = None,
) -> GenerateResult:
    """As `ictxl generate`: a plan workbook → a form for each department, in the folder `outbox`.

    `template` is a restyled template; `departments` restricts it to these. `previous` is last
    year's consolidated workbook, or its returned forms, whose answers are shown beside the new
    ones; `passwords` are tried on those that have one. `mail` writes a mail draft (`.eml`) beside
    each form. Raises PlanError and TemplateError with all mistakes, InputError where a file or a
    department is not known, OutputError where a form cannot be written.

        result = ictxl.generate("plan.xlsx", "outbox")
        [(form.department, form.path) for form in result.forms]
    """
    from ictxl.pipeline import sending

    return sending.generate(
        Path(plan),
        Path(outbox),
        template_file=_path(template),
        departments=_texts(departments),
        previous=previous,
        passwords=_texts(passwords),
        mail=mail,
        progress=progress or _untold,
    )


def check_template(file: File, *, plan: File | None = None) -> tuple[Finding, ...]:
    """As `ictxl template check`: all that is wrong with a template, and what forms cannot keep.

    `plan` is the plan workbook whose forms are to be made of it; else the plan.xlsx beside it.
    """
    from ictxl.pipeline import checking_templates

    findings, _ = checking_templates.check_template(Path(file), Path(plan) if plan else None)
    return findings


def findings_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """Findings as a frame, a row each, with the headings of the report's sheet 指摘; all text.

    区分, コード, 担当課, 施策 (its id, such as `1-3`), ファイル, シート, セル, 内容, 対処, 記述.
    """
    from ictxl.report.content import findings_frame as frame

    return frame(findings)


def _texts(texts: Texts) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def _path(file: File | None) -> Path | None:
    return None if file is None else Path(file)


def _reading(passwords: Texts, jobs: int | None) -> Reading:
    from ictxl.returned.reader import Reading
    from ictxl.runtime.workers import Workers

    return Reading(passwords=_texts(passwords), workers=Workers(jobs))


def _untold(_done: int, _total: int) -> None:
    """Nobody is told how far the job has come."""
