"""The whole jobs, each a short function of named steps with a typed result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ictxl import checks, consolidated, form, plan, returned
from ictxl.errors import IctxlError, InputError, OutputError
from ictxl.findings import Finding, in_order
from ictxl.inputs import InputFile, find_inputs
from ictxl.model import Department, Plan
from ictxl.outputs import make_folder, write_whole
from ictxl.responses import Submission, responses_frame, responses_from_frame

if TYPE_CHECKING:
    import pandas as pd

PLAN_FILE = "plan.xlsx"
TEMPLATE_FILE = "progress_template.xlsx"

Progress = Callable[[int, int], None]
"""Called with (files done, files in all) while a long job runs."""


def _no_progress(_done: int, _total: int) -> None:
    pass


@dataclass(frozen=True)
class InitResult:
    """What `init` made."""

    plan: Path
    template: Path


def init(folder: Path, year: int) -> InitResult:
    """A ready plan workbook and a copy of the template; refuses to overwrite either."""
    result = InitResult(folder / PLAN_FILE, folder / TEMPLATE_FILE)
    for path in (result.plan, result.template):
        if path.exists():
            raise OutputError(
                f"「{path}」がすでにあります。上書きはしません。",
                "別のフォルダーを指定するか、今あるファイルをよそへ移してください。",
            )
    make_folder(folder)
    template = form.default_template_path().read_bytes()
    plan.write_plan(plan.starting_plan(year), result.plan)
    write_whole(result.template, lambda draft: _write_bytes(draft, template))
    return result


def _write_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)


@dataclass(frozen=True)
class GeneratedForm:
    department: str
    path: Path
    measures: int


@dataclass(frozen=True)
class GenerateResult:
    """The forms made, in the plan's order."""

    plan: Plan
    forms: tuple[GeneratedForm, ...]


def generate(
    plan_file: Path,
    outbox: Path,
    *,
    template_file: Path | None = None,
    departments: Sequence[str] = (),
    progress: Progress = _no_progress,
) -> GenerateResult:
    """One form per answering department, or per named one."""
    the_plan = plan.read_plan(plan_file)
    template = form.read_template(template_file or form.default_template_path())
    names = form.form_file_names(the_plan)
    chosen = _choose_departments(the_plan, departments)
    make_folder(outbox)
    made = []
    for index, department in enumerate(chosen):
        progress(index, len(chosen))
        path = outbox / names[department.name]
        form.write_form(template, the_plan, department, path)
        made.append(
            GeneratedForm(department.name, path, len(the_plan.measures_of(department.name)))
        )
    progress(len(chosen), len(chosen))
    return GenerateResult(the_plan, tuple(made))


def _choose_departments(the_plan: Plan, names: Sequence[str]) -> tuple[Department, ...]:
    """Those named, in the plan's order; all answering ones where none is named."""
    answering = the_plan.answering_departments
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


@dataclass(frozen=True)
class Collected:
    """What came back, read, placed, joined and checked."""

    plan: Plan
    responses: pd.DataFrame
    submissions: tuple[Submission, ...]
    findings: tuple[Finding, ...]


def collect(
    inputs: Sequence[InputFile],
    *,
    plan_file: Path | None = None,
    progress: Progress = _no_progress,
) -> Collected:
    """Read returned workbooks and check them against the plan: the given one, or their own."""
    forms = _read_forms(inputs, progress)
    the_plan = plan.read_plan(plan_file) if plan_file else returned.choose_plan(forms)
    if the_plan is None:
        raise IctxlError(
            "指定されたファイルの中に、読める調査票が一つもありません。",
            "返ってきた調査票のファイルかフォルダーを指定してください。",
            [found for form in forms for found in form.findings],
        )
    submissions = tuple(returned.place_form(form, the_plan) for form in forms)
    joined = returned.join_submissions(the_plan, submissions)
    frame = responses_frame(joined.responses)
    found = [finding for submission in submissions for finding in submission.findings]
    checked = checks.run_checks(checks.Case(the_plan, frame, submissions))
    return Collected(
        the_plan, frame, submissions, tuple(in_order([*found, *joined.findings, *checked]))
    )


def _read_forms(inputs: Sequence[InputFile], progress: Progress) -> list[returned.ReturnedForm]:
    forms = []
    for index, file in enumerate(inputs):
        progress(index, len(inputs))
        forms.append(returned.read_form(file.path, file.name))
    progress(len(inputs), len(inputs))
    return forms


@dataclass(frozen=True)
class MergeResult:
    """What was collected, and what was written from it."""

    collected: Collected
    outputs: tuple[Path, ...]


def merge(
    arguments: Iterable[str],
    output: Path,
    *,
    plan_file: Path | None = None,
    progress: Progress = _no_progress,
) -> MergeResult:
    """Returned workbooks → one consolidated workbook."""
    inputs = _inputs_without(arguments, output)
    collected = collect(inputs, plan_file=plan_file, progress=progress)
    submitted = {s.department for s in collected.submissions if s.is_read and s.department}
    consolidated.write_consolidated(
        collected.plan, responses_from_frame(collected.responses), submitted, output
    )
    return MergeResult(collected, (output,))


def _inputs_without(arguments: Iterable[str], output: Path) -> list[InputFile]:
    """The inputs, but never what an earlier run wrote to the same place."""
    own = output.resolve()
    inputs = [file for file in find_inputs(arguments) if file.path.resolve() != own]
    if not inputs:
        raise InputError(
            "読むファイルがありません。",
            "返ってきた調査票のファイルかフォルダーを指定してください(例: ictxl merge returned)。",
        )
    return inputs
