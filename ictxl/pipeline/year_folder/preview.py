"""The consolidated sheet as it would be now: as a page, and as pages of paper."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ictxl.consolidated.page import page_html
from ictxl.consolidated.pdf import find_soffice, write_pdf
from ictxl.consolidated.table import ConsolidatedTable, consolidate
from ictxl.consolidated.template.source import TemplateBook
from ictxl.pipeline.published_layout import published_layout
from ictxl.round import Round


def preview_page(collected: Round) -> str:
    """What `merge --html` would write."""
    return page_html(_table(collected), _template(collected))


def preview_paper(collected: Round) -> bytes:
    """What `merge --pdf` would write. Raises OutputError where LibreOffice is missing or fails."""
    with tempfile.TemporaryDirectory(prefix="ictxl-") as folder:
        path = Path(folder) / "preview.pdf"
        write_pdf(_table(collected), path, template=_template(collected))
        return path.read_bytes()


def _template(collected: Round) -> TemplateBook | None:
    """The city's own layout, where its folder has one."""
    plan_file = collected.plan_file
    return published_layout(collected.plan, None, plan_file).book if plan_file else None


def has_office() -> bool:
    """Whether LibreOffice is there, which makes pages of paper."""
    return find_soffice() is not None


def _table(collected: Round) -> ConsolidatedTable:
    return consolidate(
        collected.plan,
        collected.responses,
        collected.submitted,
        review=collected.review,
        indicator_responses=collected.indicator_responses,
    )
