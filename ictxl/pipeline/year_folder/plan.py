"""What a plan workbook holds, or every place where it must be mended, and how its forms stand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from ictxl import findings
from ictxl.errors import IctxlError
from ictxl.files.names import form_file_names
from ictxl.files.outputs import is_in_use
from ictxl.files.untouched import document_saved, document_words
from ictxl.findings import Finding, Severity
from ictxl.model import Plan
from ictxl.pipeline.forms_kept import telling_blank_forms
from ictxl.plan.reading import read_plan_with_findings
from ictxl.returned.kept_files import Signature, signature_of
from ictxl.text.era import date_label


@dataclass(frozen=True)
class PlanState:
    """One look at a plan workbook."""

    plan: Plan | None = None
    findings: tuple[Finding, ...] = ()
    error: IctxlError | None = None
    """Why it cannot be used as it is."""

    @property
    def is_begun(self) -> bool:
        """Whether nothing is wrong but that it is not filled in yet."""
        return self.error is not None and is_only_begun(self.error)

    @property
    def deadline(self) -> str:
        """As printed; empty where there is none."""
        return date_label(self.plan.deadline, self.plan.year_label) if self.plan else ""


def is_only_begun(error: IctxlError) -> bool:
    """Whether a plan workbook cannot be used only because places in it are still empty."""
    return bool(error.findings) and all(
        found.is_a(findings.PLAN_LIST_EMPTY) or found.is_a(findings.SETTING_MISSING)
        for found in error.findings
        if found.severity is Severity.ERROR
    )


def plan_state(plan_file: Path) -> PlanState:
    """Read a plan workbook; never raises on what is in it."""
    try:
        plan, noted = read_plan_with_findings(plan_file)
    except IctxlError as error:
        return PlanState(findings=error.findings, error=error)
    return PlanState(plan, noted)


class FormState(StrEnum):
    """How a department's form stands in the outbox."""

    MISSING = "まだ"
    MADE = "できています"
    OLD = "古い"
    """The plan workbook was saved after the form was made."""
    WRITTEN = "書き込みあり"
    """It was saved by another program since it was made."""
    IN_USE = "開いています"
    """Another program has it open."""


@dataclass(frozen=True)
class DepartmentForm:
    """One department's form."""

    department: str
    measures: int
    path: Path
    state: FormState
    mail: str
    """The address in the plan; may be empty."""
    draft: Path | None
    """The mail draft beside it, if there is one."""


def department_forms(plan: Plan, outbox: Path) -> tuple[DepartmentForm, ...]:
    """Every answering department's form, in the plan's order."""
    names = form_file_names(plan)
    forms = []
    for department in plan.answering_departments:
        path = outbox / names[department.name]
        draft = path.with_suffix(".eml")
        forms.append(
            DepartmentForm(
                department.name,
                len(plan.measures_of(department.name)),
                path,
                _state(plan, path),
                department.mail,
                draft if draft.is_file() else None,
            )
        )
    return tuple(forms)


def _state(plan: Plan, path: Path) -> FormState:
    if not path.is_file():
        return FormState.MISSING
    if is_in_use(path):
        return FormState.IN_USE
    if not _is_blank(path, signature_of(path)):
        return FormState.WRITTEN
    made_of = document_words(path)[1].split(" ")[1:2]
    if made_of != [plan.id] or (plan.saved_at and document_saved(path) != plan.saved_at):
        return FormState.OLD
    return FormState.MADE


@lru_cache(maxsize=4096)
def _is_blank(path: Path, _as_it_is: Signature) -> bool:
    """Some forms have to be read for that, so the answer is kept as long as the file stays."""
    with telling_blank_forms() as is_blank:
        return is_blank(path)
