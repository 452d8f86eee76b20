"""What headings say before the columns' meanings are decided: their words, family and year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ictxl.consolidated.reading.any_shape.explained import pairs_in
from ictxl.consolidated.reading.any_shape.headings.column import Column, is_amount, mostly
from ictxl.consolidated.reading.any_shape.headings.meanings import (
    Family,
    core,
    family_of,
    is_title_word,
)
from ictxl.consolidated.reading.any_shape.values import one_line
from ictxl.consolidated.reading.any_shape.years import column_year, is_year, without_year
from ictxl.text.clean import fold_name


def look_at_headings(columns: Sequence[Column], era: str) -> None:
    """Note each column's family, year and what it is called without it."""
    for column in columns:
        _look_at_heading(column, columns, era)
    for column in columns:
        if column.family is None and _stands_beside_results(column, columns):
            column.family = Family.GOAL
    _set_figures_of_years(columns)


def set_years(columns: Sequence[Column], year: int | None) -> None:
    """Name the columns of the years around the `year` of the answers."""
    _set_relative_years(columns, year)
    for column in columns:
        if year and column.year == year + 1 and _is_asked(column, columns):
            column.family, column.label = Family.ANSWER, f"翌年度の{column.label}"


def _is_asked(column: Column, columns: Sequence[Column]) -> bool:
    """Whether departments write what they are to do next year: 計画 of it, behind their answers."""
    if column.family in ANSWERING:
        return True
    answers = [c.index for c in columns if c.family in ANSWERING and c.year != column.year]
    ahead = [c for c in columns if c.label == column.label and c.year != column.year]
    is_plan = column.family in (Family.GIVEN, Family.TARGET) and not ahead
    return is_plan and bool(answers) and column.index > min(answers)


def _look_at_heading(column: Column, columns: Sequence[Column], era: str) -> None:
    parts = [one_line(spot.text) for spot in column.spots]
    column.year = column_year(column.heading, era)
    column.label = _SIGNS.sub("", without_year(column.heading, era)) or column.heading
    words = [*_candidates(column.heading, parts), *(s.text.split("\n")[0] for s in column.spots)]
    column.family = next(filter(None, map(family_of, words)), None)
    ending = _OF_YEARS.get(column.family) if column.family else None
    if column.year and ending and ending.search(core(parts[-1])):
        column.family = Family.ANSWER
    if column.year and core(column.heading) in _YEARS_AIMED_AT and mostly(column, is_amount):
        column.family = Family.GOAL
    if any(family_of(part) is Family.REVIEW for part in parts[:-1]):
        column.family = Family.REVIEW
    if len(parts) > 1 and is_title_word(parts[0]) and column.family is Family.TARGET:
        # 施策名称 above 目標: each measure has two rows.
        column.family, column.label, column.holds_target = Family.NAME, parts[0], True
    elif len(parts) > 1:
        last = without_year(parts[-1], era)
        others = [c for c in columns if c is not column and c.spots]
        if is_year(parts[-1]) or fold_name(parts[-2]).endswith(fold_name(parts[-1])):
            column.label = without_year(parts[-2], era)  # 評価 below 担当課評価
        elif last and all(fold_name(o.spots[-1].text) != fold_name(parts[-1]) for o in others):
            column.label = last
    letters = column.label.split()
    if len(letters) > 1 and all(len(letter) == 1 for letter in letters):
        column.label = "".join(letters)  # 実 績, set wide
    _cut_label(column)


def _cut_label(column: Column) -> None:
    """Without a legend in it, and without 前年度, which is noted."""
    legend = pairs_in(column.spots[-1].text) if column.spots else []
    if len(legend) > 1:
        said = column.spots[-1].text.partition(legend[0][0])[0]
        column.label = one_line(said).rstrip("(（[【 ") or column.label
    if match := _RELATIVE.match(column.label):
        column.relative = _RELATIVE_YEARS[match[1]]
        column.label = column.label[match.end() :]


_SIGNS = re.compile(
    r"[(（][※*＊]?注?[0-9０-９]{0,2}[)）]|[※＊*](?:注?[0-9０-９]{1,2})?|[(（]?注(?:[0-9０-９]{1,2}[)）]?|[)）])"
)
"""What leads to a note below the table: （注1）, ※2."""
_YEARS_AIMED_AT = frozenset({"目標年度", "目標年", "最終年度"})
"""Above figures they are the year's target: 目標年度(R10)."""
_OF_YEARS = {
    Family.GIVEN: re.compile("内容$"),
    Family.NAME: re.compile("(?:取組|取り組み|取組み|活動)$"),
}
"""Words that tell, beside a year, what was done in it: 令和5年度の取組."""


def _candidates(heading: str, parts: Sequence[str]) -> list[str]:
    """What of a heading is looked at, the part that says most first."""
    if len(parts) < _SEVERAL:
        return [heading]
    if core(parts[-1]) in _VAGUE:
        return [heading, *reversed(parts)]
    return [parts[-1], heading, *reversed(parts)]


_SEVERAL = 2
_VAGUE = frozenset({"名", "名称", "内容", "区分", "番号", "目標", "計画"})
"""Words that say little without the heading above them."""
_RELATIVE = re.compile(r"(前年度|昨年度|前回|今年度|本年度|当年度|今回)の?(?=.)")
_RELATIVE_YEARS = {
    **dict.fromkeys(("前年度", "昨年度", "前回"), -1),
    **dict.fromkeys(("今年度", "本年度", "当年度", "今回"), 0),
}


def _set_relative_years(columns: Sequence[Column], year: int | None) -> None:
    """前年度評価 beside 評価 or 今年度評価: the year's before. A heading alone keeps its words."""
    labels = [c.label for c in columns]
    for column in (c for c in columns if c.relative is not None):
        if year is not None and (labels.count(column.label) > 1 or column.relative == 0):
            column.year = year + (column.relative or 0)
        else:
            column.label = column.heading


def _stands_beside_results(column: Column, columns: Sequence[Column]) -> bool:
    """Whether it has figures of a year of which another column has what was reached."""
    others = (c for c in columns if c.family is Family.ACTUAL and c.year == column.year)
    return column.year is not None and any(others) and all(map(is_amount, column.texts))


def _set_figures_of_years(columns: Sequence[Column]) -> None:
    """R5 above figures, beside an indicator's 基準値 and 目標値: what was reached. It is asked."""
    families = {c.family for c in columns}
    if Family.ACTUAL in families or not families & {Family.GOAL, Family.BASELINE}:
        return
    for column in columns:
        if column.family is None and is_year(column.heading) and mostly(column, is_amount):
            column.family, column.is_sure = Family.ACTUAL, False


ANSWERING = frozenset(
    {
        *(Family.RATING, Family.REVIEW, Family.ANSWER, Family.ACTUAL),
        *(Family.MONEY_ANSWER, Family.OUTLOOK),
    }
)


def answer_year(columns: Sequence[Column], year: int | None) -> int | None:
    if year is not None:
        return year
    found = [c.year for c in columns if c.family in ANSWERING and c.year and c.texts]
    found = found or [c.year for c in columns if c.year and c.texts and not c.family]
    return max(found, default=None)
