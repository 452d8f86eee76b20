"""Check a template, of forms or of the published table, and say what a file is that is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ictxl.errors import IctxlError, InputError, TemplateError
from ictxl.model import Plan
from ictxl.pipeline.keeping import OutputKind, is_form, kind_of
from ictxl.pipeline.year_folder.places import PLAN_FILE
from ictxl.runtime.stages import stage

if TYPE_CHECKING:
    from ictxl.findings import Finding

# Plans and both kinds of templates are read here only: a job imports what it makes.

FORMS, TABLE = "調査票", "集約表"
"""What is made from a template."""


def check_template(
    template_file: Path, plan_file: Path | None = None
) -> tuple[tuple[Finding, ...], Path | None]:
    """All that is wrong with a template, of forms or of the published table, and for which plan.

    Without a `plan_file` that is the plan.xlsx beside the template; without one the usual
    questions. Raises InputError where a file cannot be read or is another one of ictxl's, PlanError
    where the plan named has errors.
    """
    from ictxl.consolidated.template.examination import (  # noqa: PLC0415 - as above
        check_book,
        is_published_template,
    )
    from ictxl.consolidated.template.source import read_book  # noqa: PLC0415
    from ictxl.form.template.template_file import USUAL_PLAN  # noqa: PLC0415
    from ictxl.form.template.template_file import check_template as findings_of  # noqa: PLC0415
    from ictxl.plan.reading import read_plan_with_findings  # noqa: PLC0415

    beside = template_file.parent / PLAN_FILE
    used = plan_file or (beside if beside.exists() else None)
    the_plan = USUAL_PLAN
    try:
        the_plan = read_plan_with_findings(used)[0] if used else USUAL_PLAN
    except IctxlError:
        if plan_file:
            raise
        # Nobody asked for it: its own faults are told where it is used.
        used = None
    published = is_published_template(template_file, the_plan)
    if what := _other_workbook(template_file):
        raise InputError(f"「{template_file}」は{what}で、ひな形ではありません。", _TO_NAME[FORMS])
    if published:
        return check_book(read_book(template_file), the_plan), used
    return findings_of(template_file, the_plan), used


def template_kind(template_file: Path, plan_file: Path | None) -> str:
    """What is made from the template: 調査票 or 集約表."""
    from ictxl.consolidated.template.examination import is_published_template  # noqa: PLC0415
    from ictxl.form.template.template_file import USUAL_PLAN  # noqa: PLC0415
    from ictxl.plan.reading import read_plan_with_findings  # noqa: PLC0415

    the_plan = read_plan_with_findings(plan_file)[0] if plan_file else USUAL_PLAN
    return TABLE if is_published_template(template_file, the_plan) else FORMS


@contextmanager
def reading_template(path: Path | None, plan: Plan, made: str) -> Iterator[None]:
    """For the block that reads the template of what is `made`: where it cannot be used because it
    is something else altogether, that is told, and not all that it lacks."""
    with stage("ひな形の読み取り"):
        try:
            yield
        except TemplateError as error:
            what = (_other_workbook(path) or _other_template(path, plan, made)) if path else ""
            if not what:
                raise
            raise TemplateError(
                f"「{path}」は{what}で、{made}のひな形ではありません。", _TO_NAME[made]
            ) from error


_TO_NAME = {
    FORMS: "調査票のひな形を指定してください(ictxl init が作る progress_template.xlsx)。",
    TABLE: "集約表のひな形を指定してください"
    "(ictxl init か ictxl template make が作る consolidated_template.xlsx)。",
}
_WORKBOOKS = {  # by sheets that no template has
    OutputKind.TABLE: "まとめた進捗状況",
    OutputKind.PLAN: "計画台帳",
    OutputKind.REPORT: "報告",
    OutputKind.HEADINGS: "見出しの対応",
}


def _other_workbook(path: Path) -> str:
    """What of ictxl's own a file is that is no template; empty for any other."""
    if is_form(path):
        return "調査票か審査用のブック"
    kind = kind_of(path)
    return _WORKBOOKS.get(kind, "") if kind else ""


def _other_template(path: Path, plan: Plan, made: str) -> str:
    from ictxl.consolidated.template import examination  # noqa: PLC0415

    if made == FORMS:
        return "集約表のひな形" if examination.is_published_template(path, plan) else ""
    return "調査票のひな形" if examination.is_template_of_forms(path) else ""
