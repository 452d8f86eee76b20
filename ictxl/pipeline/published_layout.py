"""Which template the published table is laid out by."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ictxl.consolidated.styles import paper_named
from ictxl.consolidated.template import TEMPLATE_FILE
from ictxl.consolidated.template.published import is_own, read_template
from ictxl.consolidated.template.source import TemplateBook
from ictxl.errors import InputError
from ictxl.model import Plan
from ictxl.pipeline.checking_templates import TABLE, reading_template
from ictxl.pipeline.year_folder.places import PLAN_FILE


@dataclass(frozen=True)
class PublishedLayout:
    """The template that the published table is laid out by."""

    path: Path | None = None
    """None where ictxl's own layout counts, as both of these."""
    book: TemplateBook | None = None


def published_layout(
    plan: Plan, named: Path | None, plan_file: Path | None, paper: str | None = None
) -> PublishedLayout:
    """By the template that the command names, that the plan names, or that lies beside the plan.

    Raises InputError or TemplateError where that file makes no table, or none on the `paper` asked.
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
    if is_own(book):
        return PublishedLayout()
    if paper and any(sheet.page.paper != paper_named(paper).excel_code for sheet in book.sheets):
        raise InputError(
            f"集約表の用紙はひな形「{named}」が決めるので、--paper {paper} は効きません。",
            "用紙を変えるには、ひな形を Excel で開き、「ページ レイアウト」の「サイズ」を"
            "シートごとに変えて保存してください。"
            "ひな形の用紙のままでよければ、--paper を外してください。",
        )
    return PublishedLayout(named, book)
