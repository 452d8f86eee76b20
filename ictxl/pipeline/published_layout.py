"""Which template the published table is laid out by."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ictxl.consolidated.template import TEMPLATE_FILE
from ictxl.consolidated.template.published import is_own, read_template
from ictxl.consolidated.template.source import TemplateBook
from ictxl.model import Plan
from ictxl.pipeline.checking_templates import TABLE, reading_template
from ictxl.pipeline.year_folder.places import PLAN_FILE


@dataclass(frozen=True)
class PublishedLayout:
    """The template that the published table is laid out by."""

    path: Path | None = None
    """None where ictxl's own layout counts, as both of these."""
    book: TemplateBook | None = None


def published_layout(plan: Plan, named: Path | None, plan_file: Path | None) -> PublishedLayout:
    """By the template that the command names, that the plan names, or that lies beside the plan.

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
        return PublishedLayout()
    with reading_template(named, plan, TABLE):
        book = read_template(named, plan)
    return PublishedLayout() if is_own(book) else PublishedLayout(named, book)
