"""Write all sheets of a published template into a workbook, filled from a table."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from xlsxwriter.workbook import Workbook

from ictxl.consolidated.table import ConsolidatedTable
from ictxl.consolidated.template.filling import Filling
from ictxl.consolidated.template.layout import Layout, layout_of
from ictxl.consolidated.template.sheet_reading import book_of
from ictxl.consolidated.template.sheet_writer import write_table
from ictxl.consolidated.template.sheets import TemplateBook
from ictxl.consolidated.template.styles import TemplateStyles
from ictxl.consolidated.template.values import Name, vocabulary
from ictxl.spreadsheets.xlsx.cell_writer import SHEET_PAGES

SHEET_NAME = "進捗状況"
"""Of ictxl's own template."""
TEMPLATE_FILE = "consolidated_template.xlsx"
_OWN = {"A3": TEMPLATE_FILE, "A4": "consolidated_template_a4.xlsx"}


def own_template_path(paper: str = "A3") -> Path:
    """The template that comes with ictxl: inside an installed package, or beside a checkout."""
    name = _OWN[paper]
    packaged = resources.files("ictxl").joinpath("templates", name)
    if isinstance(packaged, Path) and packaged.exists():
        return packaged
    return Path(__file__).parents[3] / "templates" / name


@cache
def own_template(paper: str) -> TemplateBook:
    """ictxl's own layout, read once."""
    path = own_template_path(paper)
    return book_of(path.read_bytes(), path.name)


def layouts_of(
    book: TemplateBook, words: Mapping[str, Name]
) -> tuple[Layout, ...]:
    return tuple(layout_of(sheet, words) for sheet in book.sheets)


def write_published(
    workbook: Workbook, book: TemplateBook, table: ConsolidatedTable
) -> None:
    """The template's sheets in their order, each filled."""
    words = vocabulary(table.plan)
    styles = TemplateStyles(workbook)
    for layout in layouts_of(book, words):
        filling = Filling(table, layout, words, book.font)
        write_table(workbook, styles, filling, SHEET_PAGES)
