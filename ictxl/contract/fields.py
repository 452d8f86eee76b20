"""The input sheet: its columns (fields), its hidden key row and id column."""

from __future__ import annotations

import re
from dataclasses import dataclass

KEY_ROW = 1
"""Row of the field keys, as Excel counts."""
ID_COLUMN = 1
"""Column of the measure ids: A."""
SENDBACK_SHEET = "指摘事項"
"""Name of the sheet that a send-back adds; its texts are recorded as the form's own."""
SENDBACK_MARK = "【差戻しの指摘】"
"""First line of a comment that a send-back adds; what stands above it is a person's."""
MEASURE_ID = re.compile(r"[1-9]\d{0,5}-[1-9]\d{0,5}")
"""What the id column holds in a measure's row."""
CONTINUED_ID = re.compile(rf"({MEASURE_ID.pattern})\+([1-9]\d{{0,5}})")
"""What it holds in a row where a measure's given texts go on: the measure and which row it is."""
CONTINUED_LABEL = "続き"
"""Stands in such a row below the measure's 項番."""
ID_KEY = "ictxl"
"""What A1 of the input sheet holds: the crossing of key row and id column."""


@dataclass(frozen=True)
class Field:
    """One column of the form."""

    key: str
    """Stands in the hidden key row."""
    placeholder: str
    """Stands in braces in the template's prototype row."""
    heading: str
    """The visible heading of the default template."""


GIVEN_FIELDS = (
    Field("area", "基本施策", "基本施策"),
    Field("number", "項番", "項番"),
    Field("title", "施策名称", "施策名称"),
    Field("target", "目標", "目標"),
    Field("outlook", "今後の展開", "今後の展開"),
    Field("departments", "担当課一覧", "担当課"),
    Field("previous_rating", "前回評価", "前回評価"),
    Field("previous_progress", "前回進捗", "前回の進捗状況"),
    Field("previous_next_step", "前回展開", "前回の次期計画での展開"),
)
PREVIOUS_KEYS = ("previous_rating", "previous_progress", "previous_next_step")
"""Columns that vanish from a form made without last year's answers."""
INPUT_FIELDS = (
    Field("rating", "評価", "評価"),
    Field("progress", "進捗状況", "進捗状況"),
    Field("next_step", "次期展開", "次期計画での展開"),
    Field("remarks", "連絡事項", "連絡事項"),
)
LENGTH_FIELD = Field("length", "文字数", "文字数")
"""How long the progress text is; a formula."""
CHECK_FIELD = Field("check", "点検", "点検")
FIELDS = (*GIVEN_FIELDS, *INPUT_FIELDS, LENGTH_FIELD, CHECK_FIELD)
GIVEN_KEY = "given"
"""In the key row over columns whose text is the form's own but no one field."""
FIELD_BY_KEY = {field.key: field for field in FIELDS}


def continued_id(measure: str, number: int) -> str:
    """What stands in the id column of the measure's `number`th row of texts that go on."""
    return f"{measure}+{number}"
