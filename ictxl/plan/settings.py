"""Read 設定, one row an item, and 点検設定: what the plan makes lighter, graver or leaves out."""

from __future__ import annotations

from typing import Any

from ictxl import findings
from ictxl.findings import CATALOGUE, Setting, settings_for
from ictxl.model import CheckSetting
from ictxl.plan import columns
from ictxl.plan.parse_values import Once, choice, line, required, text, whole_number
from ictxl.plan.source_cells import SourceBook, SourceCell
from ictxl.plan.table_rows import Mistakes, Row, hint, read_table
from ictxl.spreadsheets.xlsx.cell_writer import MAX_CELL_TEXT
from ictxl.text.clean import fold_code, fold_name
from ictxl.text.era import fiscal_year_label, read_fiscal_year


def read_settings(book: SourceBook, mistakes: Mistakes) -> tuple[dict[str, Any], int | None]:
    """What 設定 says by the fields of `Plan`, year 0 where it has none; and 進捗の上限文字数."""
    cells, whole = _cells(book, mistakes)
    for setting in (columns.PLAN_TITLE, columns.YEAR) if whole else ():
        if cells[setting].is_empty:
            mistakes.at(cells[setting], findings.SETTING_MISSING, item=setting.item)
    year = _year(cells[columns.YEAR], mistakes)
    settings = {
        "title": text(cells[columns.PLAN_TITLE], mistakes),
        "year": year,
        "year_label": line(cells[columns.YEAR_LABEL], mistakes) or fiscal_year_label(year),
        "deadline": cells[columns.DEADLINE].text,
        "contact": text(cells[columns.CONTACT], mistakes),
        "compiled_on": cells[columns.COMPILED_ON].text,
        "published_template": line(cells[columns.PUBLISHED_TEMPLATE], mistakes),
    }
    return settings, _progress_limit(cells[columns.PROGRESS_LIMIT], mistakes)


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
            found[setting] = row[columns.VALUE]._replace(heading=setting.item)
    empty = {s: SourceCell(columns.SETTINGS_SHEET.name, "", s.item) for s in columns.SETTINGS}
    return {**empty, **found}, table.whole


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


# --- 点検設定


def read_check_settings(book: SourceBook, mistakes: Mistakes) -> tuple[CheckSetting, ...]:
    """The settings that change anything; the sheet may be missing."""
    once = Once(mistakes)
    settings = []
    for row in read_table(book, columns.CHECKS_SHEET, mistakes).rows:
        code = fold_code(required(line, row[columns.CHECK_CODE], mistakes)).upper()
        if code and once.note(code, row[columns.CHECK_CODE]):
            setting = _setting(code, row, mistakes)
            if setting:
                settings.append(CheckSetting(code, setting.value))
    return tuple(settings)


def _setting(code: str, row: Row, mistakes: Mistakes) -> Setting | None:
    label = choice(row[columns.CHECK_SETTING], columns.CHECK_SETTING, mistakes)
    if label == columns.AS_USUAL:
        return None
    if code not in CATALOGUE:
        # No mistake that stops: a plan may come from a version of ictxl with other codes.
        mistakes.at(
            row[columns.CHECK_CODE], findings.UNKNOWN_CHECK_CODE, hint=hint(code, CATALOGUE)
        )
        return None
    setting = next(s for s in Setting if s.label == label)
    entry = CATALOGUE[code]
    allowed = settings_for(entry)
    if setting not in allowed:
        choices = "、".join(s.label for s in allowed) or "なし"
        mistakes.at(
            row[columns.CHECK_SETTING],
            findings.CHECK_NOT_CHANGEABLE,
            check=code,
            title=entry.title,
            choices=choices,
        )
        return None
    return None if setting.value == entry.severity.value else setting
