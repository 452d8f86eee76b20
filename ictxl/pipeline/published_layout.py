"""Which template the published table is laid out by."""

from __future__ import annotations

from pathlib import Path

from ictxl.consolidated.template.file_names import TEMPLATE_FILE
from ictxl.consolidated.template.published import is_own, read_template
from ictxl.consolidated.template.source.sheets import TemplateBook
from ictxl.model import Plan
from ictxl.pipeline.template_reading import TABLE, reading_template
from ictxl.pipeline.year_folder.places import PLAN_FILE


def published_template(
    plan: Plan, named: Path | None, plan_file: Path | None
) -> TemplateBook | None:
    """The template that the command names, that the plan names, or that lies beside the plan; None
    where ictxl's own layout counts.

    Raises InputError or TemplateError where that file makes no table.
    """
    usual = Path(PLAN_FILE)
    beside = plan_file.parent if plan_file else usual.parent if usual.is_file() else None
    if named is None and beside is not None:
        if plan.published_template:
            named = beside / plan.published_template
        elif (beside / TEMPLATE_FILE).is_file():
            named = beside / TEMPLATE_FILE
    if named is None:
        return None
    with reading_template(named, plan, TABLE):
        book = read_template(named, plan)
    return None if is_own(book) else book
