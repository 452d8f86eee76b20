"""Make the workbooks of a second reading: one, or a copy for each reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ictxl.errors import InputError
from ictxl.files.inputs import Files
from ictxl.files.outputs import refuse_in_use
from ictxl.findings import Finding, Severity
from ictxl.form.template.capacity import check_room
from ictxl.form.template.template_file import default_template_path, read_template
from ictxl.form.workbook import write_form
from ictxl.model import Plan
from ictxl.pipeline.checking_templates import FORMS, reading_template
from ictxl.pipeline.collecting import CollectedRound, collect, inputs_without
from ictxl.pipeline.forms_kept import writing_reviews
from ictxl.pipeline.keeping import as_workbook, refuse_inputs
from ictxl.pipeline.second_reading.review_plan import review_plan
from ictxl.readers import SOLE_READER
from ictxl.returned.reader import USUAL_READING, Reading
from ictxl.runtime.stages import Progress, no_progress, stage
from ictxl.text.clean import trim
from ictxl.text.filenames import fold_file_name, safe_name


@dataclass(frozen=True)
class ReviewWorkbook:
    """The workbook of one reader."""

    reader: str
    path: Path


@dataclass(frozen=True)
class ReviewResult:
    """What was collected, and the workbooks made from it, in the order of the readers."""

    round: CollectedRound
    plan: Plan
    """What the workbooks show and ask."""
    files: tuple[ReviewWorkbook, ...]
    findings: tuple[Finding, ...] = ()
    """What of the template is too small for its texts."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Departments that have not returned anything yet, in the plan's order."""
        answering = self.round.plan.answering_departments
        return tuple(d.name for d in answering if d.name not in self.round.submitted)

    @property
    def to_mend(self) -> int:
        """Errors in what the departments returned."""
        theirs = {submission.file for submission in self.round.submissions}
        errors = (f for f in self.round.findings if f.severity is Severity.ERROR)
        return sum(found.file in theirs for found in errors)


def review(
    arguments: Files,
    output: Path,
    *,
    readers: Sequence[str] = (),
    template_file: Path | None = None,
    plan_file: Path | None = None,
    reading: Reading = USUAL_READING,
    progress: Progress = no_progress,
) -> ReviewResult:
    """Returned forms → the workbook `output` for who rates after the departments.

    With several `readers` each has a copy, `output`'s name with theirs behind it. Raises InputError
    where the plan asks nothing of 記入者 審査, OutputError where somebody has written into a
    workbook that is in the way: nothing is written then.
    """
    output = as_workbook(output)
    names = _names(readers)
    paths = dict(zip(names, _paths(output, names), strict=True))
    inputs = inputs_without(arguments, paths.values())
    refuse_inputs(paths.values(), [plan_file, template_file])
    refuse_in_use(paths.values())
    collected = collect(inputs, plan_file=plan_file, reading=reading, progress=progress)
    _require_questions(collected.plan)
    plan = review_plan(collected, names)
    plan = replace(plan, saved_at=plan.saved_at or _issued(collected))
    _require_measures(plan)
    with reading_template(template_file, plan, FORMS):
        template = read_template(template_file or default_template_path(), plan)
    with stage("審査用のブックの作成"), writing_reviews():
        for department in plan.departments:
            write_form(template, plan, department, paths[department.name])
    made = tuple(ReviewWorkbook(name, path) for name, path in paths.items())
    cut = check_room(template, plan)
    return ReviewResult(collected, plan, made, (*template.findings, *cut))


def _issued(collected: CollectedRound) -> str:
    """When the forms were issued, where no plan workbook tells its own time: by it one can tell
    that nobody has saved a workbook since."""
    identities = (submission.identity for submission in collected.submissions)
    return max((identity.issued for identity in identities if identity), default="")


def split_names(text: str) -> tuple[str, ...]:
    """`山田、佐藤` → the names."""
    return tuple(name for name in map(trim, re.split("[,、，]", text)) if name)


def _names(readers: Sequence[str]) -> list[str]:
    names = list(dict.fromkeys(filter(None, map(trim, readers))))
    return names or [SOLE_READER]


def _paths(output: Path, names: Sequence[str]) -> Iterator[Path]:
    """`二次評価.xlsx`; of several readers `二次評価_山田.xlsx`, numbered where two are alike."""
    if len(names) == 1:
        yield output
        return
    taken: set[str] = set()
    for name in names:
        stem = tried = f"{output.stem}_{safe_name(name)}"
        number = 1
        while fold_file_name(tried) in taken:
            number += 1
            tried = f"{stem}_{number}"
        taken.add(fold_file_name(tried))
        yield output.with_name(f"{tried}{output.suffix}")


def _require_questions(plan: Plan) -> None:
    if plan.reviewer_questions:
        return
    named = "、".join(question.name for question in plan.questions)
    raise InputError(
        "計画に、審査する人が記入する欄がありません。",
        "計画台帳の「記入欄」シートに、記入者を「審査」とした行を書き、--plan で指定してください"
        "(例: 名称 二次評価、種類 選択、選択肢 凡例、必須 必須、記入者 審査、公表 ○)。"
        f"シートがないときは加えて、今尋ねている欄({named})の行も書いてください。",
    )


def _require_measures(plan: Plan) -> None:
    if not plan.measures:
        label = plan.measure_level.label
        raise InputError(
            f"回答する担当課のある{label}が一つもないので、審査するものがありません。",
            "計画台帳の担当課シートの回答対象と、施策シートの担当課を確かめてください。",
        )
