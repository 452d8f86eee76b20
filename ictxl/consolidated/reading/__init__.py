"""Read a table in the layout of 進捗状況, ours or hand-made, into plan and responses."""

from dataclasses import replace
from pathlib import Path

from ictxl.consolidated.reading.any_table import ImportedTable, read_layout
from ictxl.consolidated.reading.own_workbook import is_ours, read_ours
from ictxl.consolidated.reading.source_cells import TEXT_SUFFIXES, read_book
from ictxl.model import Plan
from ictxl.text.era import fiscal_year_label

__all__ = ["TEXT_SUFFIXES", "ImportedTable", "read_consolidated"]


def read_consolidated(
    path: Path, usual: Plan, *, title: str = "", year: int | None = None
) -> ImportedTable:
    """A consolidated table from a workbook of any kind, or from tab-separated text.

    A workbook that `write_consolidated` made is read exactly; any other one as its layout tells,
    with a finding for each decision and each text that has no place. `usual` lends the legend and
    the list of next steps where the file has none; `title` and `year` say what it does not. Raises
    InputError where the file cannot be read, or holds no table or no measure, or tells no year.
    """
    book = read_book(path)
    if is_ours(book):
        table = read_ours(book, usual)
        plan = replace(table.plan, title=title or table.plan.title)
        if year is not None and year != plan.year:
            plan = replace(plan, year=year, year_label=fiscal_year_label(year))
        return replace(table, plan=plan)
    return read_layout(book, usual, title, year)
