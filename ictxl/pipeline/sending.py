"""Make the forms of a round, and mail drafts to send them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ictxl.errors import InputError
from ictxl.files.inputs import Files
from ictxl.files.names import form_file_names
from ictxl.files.outputs import make_folder, refuse_in_use
from ictxl.findings import Finding
from ictxl.form.mail_template import MailText, compose, read_mail_text
from ictxl.form.sheet.measures import Previous
from ictxl.form.template.capacity import check_room
from ictxl.form.template.template_file import default_template_path, read_template
from ictxl.form.workbook import write_form
from ictxl.model import Department, Plan
from ictxl.pipeline.checking_templates import FORMS, reading_template
from ictxl.pipeline.forms_kept import writing_forms
from ictxl.pipeline.keeping import refuse_inputs
from ictxl.plan.reading import read_plan_with_findings
from ictxl.runtime.stages import Progress, no_progress, stage

if TYPE_CHECKING:
    from ictxl.pipeline.previous import PreviousAnswers


@dataclass(frozen=True)
class GeneratedForm:
    department: str
    path: Path
    measures: int
    draft: Path | None = None
    """The mail draft that goes with it, where one was asked for."""
    is_addressed: bool = False
    """The draft has a recipient."""


@dataclass(frozen=True)
class GenerateResult:
    """The forms made, in the plan's order."""

    plan: Plan
    forms: tuple[GeneratedForm, ...]
    findings: tuple[Finding, ...] = ()
    """What the plan and the template leave open, and what was odd about last year's answers:
    never an error."""


def generate(
    plan_file: Path,
    outbox: Path,
    *,
    template_file: Path | None = None,
    departments: Sequence[str] = (),
    previous: Files = (),
    passwords: Sequence[str] = (),
    mail: bool = False,
    progress: Progress = no_progress,
) -> GenerateResult:
    """One form per answering department, or per named one; with mail drafts where `mail`.

    `previous` names last year's consolidated workbook or returned forms; without it, forms show
    what the plan brings along (its sheet 前回). `passwords` open what of `previous` has one. Raises
    OutputError where somebody has written into a form that is in the way: nothing is written then.
    """
    with stage("計画の読み取り"):
        the_plan, noted = read_plan_with_findings(plan_file)
    if not the_plan.department_questions:
        raise InputError(
            "担当課に尋ねる記入欄が一つもないので、作る調査票がありません。",
            "計画台帳の「記入欄」シートに、記入者が担当課の行を書いてください。",
        )
    with reading_template(template_file, the_plan, FORMS):
        template = read_template(template_file or default_template_path(), the_plan)
    chosen = _choose_departments(the_plan, departments)
    with stage("前年度の読み取り"):
        last_year = _read_previous(previous, the_plan, passwords) if previous else None
    text = read_mail_text(plan_file.parent) if mail else None
    names = form_file_names(the_plan)
    paths = [outbox / names[department.name] for department in chosen]
    drafts = [path.with_suffix(".eml") for path in paths if text]
    read = [plan_file, template_file, *(last_year.files if last_year else ())]
    refuse_inputs([*paths, *drafts], read)
    refuse_in_use([*paths, *drafts])
    answers = last_year.answers if last_year else _carried_previous(the_plan)
    made = []
    with writing_forms(the_plan, outbox, names):
        make_folder(outbox)
        for index, (department, path) in enumerate(zip(chosen, paths, strict=True)):
            progress(index, len(chosen))
            with stage("調査票の作成"):
                write_form(template, the_plan, department, path, answers)
            with stage("メールの下書き"):
                made.append(_made(text, the_plan, department, path))
        progress(len(chosen), len(chosen))
    odd = last_year.findings if last_year else ()
    cut = check_room(template, the_plan)
    return GenerateResult(the_plan, tuple(made), (*noted, *template.findings, *cut, *odd))


def _made(
    text: MailText | None, the_plan: Plan, department: Department, path: Path
) -> GeneratedForm:
    """What was made for a department; where there is a `text`, its draft is written first."""
    return GeneratedForm(
        department.name,
        path,
        len(the_plan.measures_of(department.name)),
        path.with_suffix(".eml") if text else None,
        text is not None and _write_draft(text, the_plan, department, path),
    )


def _read_previous(previous: Files, the_plan: Plan, passwords: Sequence[str]) -> PreviousAnswers:
    # Slow to import, and most runs have last year's answers in the plan.
    from ictxl.pipeline.previous import read_previous  # noqa: PLC0415

    return read_previous(previous, the_plan, passwords)


def _carried_previous(the_plan: Plan) -> Previous | None:
    """Last year's answers that the plan brings along; None where it has none."""
    return {(a.measure, a.department): a.values for a in the_plan.previous} or None


def _write_draft(text: MailText, the_plan: Plan, department: Department, path: Path) -> bool:
    """Write the draft that goes with the form; True where it has a recipient."""
    from ictxl.files import mail_drafts  # noqa: PLC0415 - slow to import, and most runs make no drafts

    subject, body = compose(text, the_plan, department, path.name)
    draft = mail_drafts.MailDraft(department.name, department.mail, subject, body, (path,))
    mail_drafts.write_mail_draft(draft, path.with_suffix(".eml"))
    return bool(mail_drafts.recipients(draft))


def _choose_departments(the_plan: Plan, names: Sequence[str]) -> tuple[Department, ...]:
    """Those named, in the plan's order; all answering ones where none is named."""
    answering = the_plan.answering_departments
    if not answering:
        raise InputError(
            "回答する担当課が一つもないので、作る調査票がありません。",
            "計画台帳の担当課シートの回答対象と、施策シートの担当課を確かめてください。",
        )
    if not names:
        return answering
    wanted = set()
    for name in names:
        department = the_plan.resolve_department(name)
        if department is None:
            raise InputError(
                f"担当課「{name}」は計画にありません。",
                "計画台帳の担当課シートにある名称で指定してください: "
                + "、".join(d.name for d in answering),
            )
        if department not in answering:
            raise InputError(
                f"担当課「{name}」には回答する施策がありません。",
                "計画台帳の担当課シートの回答対象と、施策シートの担当課を確かめてください。",
            )
        wanted.add(department.name)
    return tuple(d for d in answering if d.name in wanted)
