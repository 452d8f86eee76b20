"""Check a template, of forms or of the published table."""

from __future__ import annotations

from pathlib import Path

from ictxl.consolidated.template.examination import check_book
from ictxl.consolidated.template.kind import is_published_template
from ictxl.consolidated.template.source.sheet_reading import read_book
from ictxl.errors import IctxlError
from ictxl.findings import Finding
from ictxl.form.template.template_file import USUAL_PLAN
from ictxl.form.template.template_file import check_template as template_file_findings
from ictxl.pipeline.year_folder.places import PLAN_FILE
from ictxl.plan.reading import read_plan_with_findings


def check_template(
    template_file: Path, plan_file: Path | None = None
) -> tuple[tuple[Finding, ...], Path | None]:
    """All that is wrong with a template, of forms or of the published table, and for which plan.

    Without a `plan_file` that is the plan.xlsx beside the template; without one the usual
    questions. Raises InputError where a file cannot be read, PlanError where the plan named has
    errors.
    """
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
    if is_published_template(template_file, the_plan):
        return check_book(read_book(template_file), the_plan), used
    return template_file_findings(template_file, the_plan), used


def template_kind(template_file: Path, plan_file: Path | None) -> str:
    """What is made from the template: 調査票 or 集約表."""
    the_plan = read_plan_with_findings(plan_file)[0] if plan_file else USUAL_PLAN
    return "集約表" if is_published_template(template_file, the_plan) else "調査票"
