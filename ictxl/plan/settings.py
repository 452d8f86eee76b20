"""Read the sheet 設定: one row an item."""

from __future__ import annotations

from dataclasses import dataclass

from ictxl import findings
from ictxl.plan import columns
from ictxl.plan.parse_values import line, text, whole_number
from ictxl.plan.source_cells import SourceBook, SourceCell
from ictxl.plan.table_rows import Mistakes, hint, read_table
from ictxl.spreadsheets.xlsx.cell_writer import MAX_CELL_TEXT
from ictxl.text.clean import fold_name
from ictxl.text.era import fiscal_year_label, read_fiscal_year


@dataclass(frozen=True)
class Settings:
    """What 設定 says; year 0 where it could not be read."""

    title: str
    year: int
    year_label: str
    deadline: str
    contact: str
    compiled_on: str
    progress_limit: int | None
    published_template: str


def read_settings(book: SourceBook, mistakes: Mistakes) -> Settings:
    cells, whole = _cells(book, mistakes)
    if whole:
        _check_required(cells, mistakes)
    year = _year(cells[columns.YEAR], mistakes)
    return Settings(
        title=text(cells[columns.PLAN_TITLE], mistakes),
        year=year,
        year_label=line(cells[columns.YEAR_LABEL], mistakes) or fiscal_year_label(year),
        deadline=cells[columns.DEADLINE].text,
        contact=text(cells[columns.CONTACT], mistakes),
        compiled_on=cells[columns.COMPILED_ON].text,
        progress_limit=_progress_limit(cells[columns.PROGRESS_LIMIT], mistakes),
        published_template=line(cells[columns.PUBLISHED_TEMPLATE], mistakes),
    )


def _cells(
    book: SourceBook, mistakes: Mistakes
) -> tuple[dict[columns.SettingItem, SourceCell], bool]:
    """Each item's value cell, an empty one where its row is missing."""
    table = read_table(book, columns.SETTINGS_SHEET, mistakes)
    by_name = {fold_name(setting.item): setting for setting in columns.SETTINGS}
    found: dict[columns.SettingItem, SourceCell] = {}
    for row in table.rows:
        item = row[columns.ITEM]
        setting = by_name.get(fold_name(item.text))
        if item.fault:
            continue
        if setting is None:
            names = [setting.item for setting in columns.SETTINGS]
            mistakes.at(
                item, findings.UNKNOWN_SETTING, hint=hint(item.text, names), items="、".join(names)
            )
        elif setting in found:
            mistakes.at(item, findings.SETTING_DUPLICATED, first=found[setting].ref)
        else:
            value = row[columns.VALUE]
            found[setting] = value._replace(heading=setting.item)
    empty = {s: SourceCell(columns.SETTINGS_SHEET.name, "", s.item) for s in columns.SETTINGS}
    return {**empty, **found}, table.whole


def _check_required(cells: dict[columns.SettingItem, SourceCell], mistakes: Mistakes) -> None:
    for setting in (columns.PLAN_TITLE, columns.YEAR):
        if cells[setting].is_empty:
            mistakes.at(cells[setting], findings.SETTING_MISSING, item=setting.item)


def _year(cell: SourceCell, mistakes: Mistakes) -> int:
    if cell.is_empty or cell.fault:
        return 0
    year = None if cell.is_date else read_fiscal_year(cell.text)
    if year is None:
        mistakes.at(cell, findings.FISCAL_YEAR_INVALID)
        return 0
    return year


def _progress_limit(cell: SourceCell, mistakes: Mistakes) -> int | None:
    if cell.is_empty or cell.fault:
        return None
    limit = whole_number(cell, MAX_CELL_TEXT)
    if limit is None:
        mistakes.at(cell, findings.PROGRESS_LIMIT_INVALID, largest=MAX_CELL_TEXT)
    return limit
