"""Read 点検設定: which findings the plan makes lighter, graver or leaves out."""

from __future__ import annotations

from ictxl import findings
from ictxl.findings import CATALOGUE, Setting, settings_for
from ictxl.model import CheckSetting
from ictxl.plan.columns import AS_USUAL, CHECK_CODE, CHECK_SETTING, CHECKS_SHEET
from ictxl.plan.parse_values import Once, choice, required
from ictxl.plan.parse_values import line as read_line
from ictxl.plan.source_cells import SourceBook
from ictxl.plan.table_rows import Mistakes, Row, hint, read_table
from ictxl.text.clean import fold_code


def read_check_settings(book: SourceBook, mistakes: Mistakes) -> tuple[CheckSetting, ...]:
    """The settings that change anything; the sheet may be missing."""
    once = Once(mistakes)
    settings = []
    for row in read_table(book, CHECKS_SHEET, mistakes).rows:
        code = fold_code(required(read_line, row[CHECK_CODE], mistakes)).upper()
        if code and once.note(code, row[CHECK_CODE]):
            setting = _setting(code, row, mistakes)
            if setting:
                settings.append(CheckSetting(code, setting.value))
    return tuple(settings)


def _setting(code: str, row: Row, mistakes: Mistakes) -> Setting | None:
    label = choice(row[CHECK_SETTING], CHECK_SETTING, mistakes)
    if label == AS_USUAL:
        return None
    if code not in CATALOGUE:
        # No mistake that stops: a plan may come from a version of ictxl with other codes.
        mistakes.at(row[CHECK_CODE], findings.UNKNOWN_CHECK_CODE, hint=hint(code, CATALOGUE))
        return None
    setting = next(s for s in Setting if s.label == label)
    entry = CATALOGUE[code]
    allowed = settings_for(entry)
    if setting not in allowed:
        choices = "、".join(s.label for s in allowed) or "なし"
        mistakes.at(
            row[CHECK_SETTING],
            findings.CHECK_NOT_CHANGEABLE,
            check=code,
            title=entry.title,
            choices=choices,
        )
        return None
    return None if setting.value == entry.severity.value else setting
