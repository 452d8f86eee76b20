"""Write all sheets of a published template into a workbook, filled from a table."""

from __future__ import annotations

from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from xlsxwriter.workbook import Workbook

from ictxl.consolidated.table import ConsolidatedTable
from ictxl.consolidated.template import TEMPLATE_FILE
from ictxl.consolidated.template.filling import fillings_of
from ictxl.consolidated.template.layout import Layout, layouts_of
from ictxl.consolidated.template.source import TemplateBook, book_of, read_book
from ictxl.consolidated.template.surroundings import filled_text
from ictxl.consolidated.template.words.told import Context, Scope
from ictxl.consolidated.template.words.vocabulary import Vocabulary, vocabulary
from ictxl.consolidated.template.writing.drawings import MadeSheet
from ictxl.consolidated.template.writing.sheet_writer import write_table
from ictxl.consolidated.template.writing.static_sheet import write_static
from ictxl.consolidated.template.writing.styles import TemplateStyles
from ictxl.consolidated.year_table import YearTable
from ictxl.errors import TemplateError
from ictxl.findings import has_errors
from ictxl.model import Plan
from ictxl.spreadsheets.xlsx.cell_writer import SHEET_PAGES

if TYPE_CHECKING:
    from ictxl.consolidated.template.writing.measure_sheets import MeasureSheets

SHEET_NAME = "進捗状況"
"""Of ictxl's own template."""
_FAMILIES = {
    "指標": "consolidated_indicators.xlsx",
    "施策評価": "consolidated_evaluation.xlsx",
    "個票": "consolidated_measure_sheets.xlsx",
}
_OWN = {"A3": TEMPLATE_FILE, "A4": "consolidated_template_a4.xlsx"}


def own_template_path(paper: str = "A3") -> Path:
    """The template that comes with ictxl: inside an installed package, or beside a checkout."""
    name = _OWN[paper]
    packaged = resources.files("ictxl").joinpath("templates", name)
    if isinstance(packaged, Path) and packaged.exists():
        return packaged
    return Path(__file__).parents[3] / "templates" / name


def family_template_path(word: str) -> Path:
    """The template of a family of tables, by the word after `init --like`."""
    return own_template_path("A3").with_name(_FAMILIES.get(word, TEMPLATE_FILE))


@cache
def own_template(paper: str) -> TemplateBook:
    """ictxl's own layout, read once."""
    path = own_template_path(paper)
    return book_of(path.read_bytes(), path.name)


def read_template(path: Path, plan: Plan) -> TemplateBook:
    """The city's own template; ictxl's own one where the file is it, unchanged.

    Raises InputError where there is no readable workbook, TemplateError with every finding where it
    makes no published table of the plan.
    """
    book = read_book(path)
    if book.content == own_template_path().read_bytes():
        return own_template("A3")
    # Most tables have ictxl's own layout, and wait for nothing that it does not need.
    from ictxl.consolidated.template.examination import check_book  # noqa: PLC0415

    found = check_book(book, plan)
    if has_errors(found):
        raise TemplateError(
            f"ひな形「{path}」から集約表を作れません。",
            "ひな形を Excel で開いて、上の指摘を直してください。",
            found,
        )
    return book


def is_own(book: TemplateBook) -> bool:
    """Whether it is ictxl's own layout."""
    return any(book is own_template(paper) for paper in _OWN)


def write_published(
    workbook: Workbook,
    book: TemplateBook,
    table: ConsolidatedTable,
    years: YearTable | None = None,
) -> list[MadeSheet]:
    """The template's sheets in their order, each filled; returns what was made of each."""
    words = vocabulary(table.plan)
    styles = TemplateStyles(workbook)
    made: list[MadeSheet] = []
    for sheet in book.sheets:
        layouts = layouts_of(sheet, words)
        layout = layouts[0]
        if layout.unit == Scope.SHEET:
            made += _measure_sheets(book, table, layout, words, years).write(workbook, styles)
        elif layout.block:
            fillings = fillings_of(table, layouts, words, book.font, years)
            made.append(write_table(workbook, styles, fillings, SHEET_PAGES))
        else:
            context = Context(table)
            fill = partial(filled_text, words=words, context=context)
            write_static(workbook, styles, layout, context, fill)
            made.append(MadeSheet(sheet.name, sheet.name))
    _show_first(workbook)
    return made


def _measure_sheets(
    book: TemplateBook,
    table: ConsolidatedTable,
    layout: Layout,
    words: Vocabulary,
    years: YearTable | None,
) -> MeasureSheets:
    from ictxl.consolidated.template.examination import OWN_SHEETS  # noqa: PLC0415 - as above
    from ictxl.consolidated.template.writing.measure_sheets import MeasureSheets  # noqa: PLC0415

    others = {one.name for one in book.sheets} | OWN_SHEETS
    return MeasureSheets(table, layout, words, book.font, years, frozenset(others))


def _show_first(workbook: Workbook) -> None:
    """Excel opens no workbook whose first sheet in sight is hidden."""
    sheets = workbook.worksheets()
    if sheets and sheets[0].hidden:
        shown = next((sheet for sheet in sheets if not sheet.hidden), None)
        if shown:
            shown.activate()
            shown.set_first_sheet()
