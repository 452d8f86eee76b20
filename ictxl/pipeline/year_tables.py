"""Read the consolidated tables of other years, and tell them from what lies beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ictxl.consolidated.reading import ImportedTable, read_consolidated
from ictxl.consolidated.reading.heading_map import read_heading_map
from ictxl.consolidated.reading.source_cells import read_content
from ictxl.consolidated.table import ConsolidatedTable, consolidate
from ictxl.contract.metadata import HIDDEN_SHEETS
from ictxl.errors import InputError
from ictxl.files.inputs import LocalFile, find_local_inputs, named_places, resolved
from ictxl.pipeline.keeping import (
    OutputKind,
    is_form,
    is_no_table,
    is_old_result,
    is_plan,
    kind_by_sheets,
)
from ictxl.plan.new_plan import starting_plan
from ictxl.report.own_outputs import is_own_output
from ictxl.spreadsheets.guarded import sheet_names
from ictxl.text.era import current_fiscal_year
from ictxl.years.year import Year


def find_tables(arguments: Sequence[str]) -> list[LocalFile]:
    """The files meant; tables that gave way to newer ones, forms, plans, and results that are no
    tables, only where a person names them."""
    named = named_places(arguments)
    return [
        file
        for file in find_local_inputs(arguments)
        if resolved(file.path) in named or not _is_something_else(file.path)
    ]


def _is_something_else(path: Path) -> bool:
    return is_old_result(path) or is_no_table(path) or is_form(path) or is_plan(path)


def read_table(
    source: Path,
    title: str = "",
    year: int | None = None,
    columns: Path | None = None,
    passwords: Sequence[str] = (),
) -> ImportedTable:
    """`columns` is a 見出しの対応.xlsx; one of `passwords` opens a workbook that has one. Raises
    InputError where the file cannot be read as a year's table."""
    if source.is_file() and is_own_output(source):
        raise InputError(
            f"「{source}」は ictxl の報告か記録で、進捗状況の表ではありません。", _WHAT_TO_NAME
        )
    content = read_content(source, passwords)
    sheets = sheet_names(content)
    if kind_by_sheets(sheets) is OutputKind.PLAN:
        raise InputError(f"「{source}」は計画台帳で、進捗状況の表ではありません。", _WHAT_TO_NAME)
    if sheets & HIDDEN_SHEETS:
        raise InputError(
            f"「{source}」は調査票か審査用のブックで、進捗状況の表ではありません。", _WHAT_TO_NAME
        )
    meanings = read_heading_map(columns) if columns else None
    usual = starting_plan(year or current_fiscal_year())
    return read_consolidated(
        source, usual, title=title, year=year, meanings=meanings, content=content
    )


_WHAT_TO_NAME = "進捗状況のブックを指定してください(例: 進捗状況.xlsx)。"


def year_of(source: Path, table: ImportedTable) -> Year:
    return Year(table.plan, table.responses, source.name, table.indicator_responses)


def consolidated(table: ImportedTable) -> ConsolidatedTable:
    """The table as it was published."""
    return consolidate(
        table.plan,
        table.responses,
        table.submitted,
        indicator_responses=table.indicator_responses,
    )
