"""Read a table of measures and answers, ours or hand-made, into plan and responses."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ictxl.consolidated.reading.any_shape.headings.meanings import Meaning
from ictxl.consolidated.reading.any_shape.reader import read_any_shape
from ictxl.consolidated.reading.any_table import read_layout
from ictxl.consolidated.reading.imported import HeadingGuess, ImportedTable
from ictxl.consolidated.reading.marks_told import tell_marks
from ictxl.consolidated.reading.own_layout import does_better, is_own_layout, losses
from ictxl.consolidated.reading.own_workbook import is_ours, read_ours
from ictxl.consolidated.reading.source_cells import TEXT_SUFFIXES, TableBook, read_book
from ictxl.errors import InputError
from ictxl.model import Plan
from ictxl.text.era import fiscal_year_label

__all__ = [
    "TEXT_SUFFIXES",
    "HeadingGuess",
    "ImportedTable",
    "Meaning",
    "read_consolidated",
]


def read_consolidated(
    path: Path,
    usual: Plan,
    *,
    title: str = "",
    year: int | None = None,
    meanings: Mapping[str, Meaning] | None = None,
    content: bytes | None = None,
) -> ImportedTable:
    """A consolidated table from a workbook of any kind, or from tab-separated text.

    A workbook that `write_consolidated` made is read exactly, one in its layout as the layout
    tells, any other one by its headings and what stands below them: with a finding for each
    decision and each text that has no place. `usual` lends the legend and the list of next steps
    where the file has none; `title` and `year` say what it does not, `meanings` (by folded heading)
    what a person says that columns are; `content` are the file's bytes, where they have been read.
    Raises InputError where the file cannot be read, or holds no table or no measure, or tells no
    year.
    """
    book = read_book(path, content)
    if is_ours(book):
        table = read_ours(book, usual)
        plan = replace(table.plan, title=title or table.plan.title)
        if year is not None and year != plan.year:
            plan = replace(plan, year=year, year_label=fiscal_year_label(year))
        return replace(table, plan=plan)
    if meanings or not is_own_layout(book):
        table = read_any_shape(book, usual, title, year, meanings)
    else:
        table = _read_layout(book, usual, title, year)
    return replace(table, findings=(*table.findings, *tell_marks(book)))


def _read_layout(book: TableBook, usual: Plan, title: str, year: int | None) -> ImportedTable:
    """By the layout, unless that loses much which the headings have a place for."""
    try:
        own = read_layout(book, usual, title, year)
    except InputError as refused:
        try:
            return read_any_shape(book, usual, title, year)
        except InputError:
            raise refused from None
    if losses(own) == 0:
        return own
    try:
        other = read_any_shape(book, usual, title, year)
    except InputError:
        return own
    return other if does_better(other, own, book) else own
