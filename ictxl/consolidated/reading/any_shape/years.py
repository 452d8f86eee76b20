"""Fiscal years in headings and titles: 令和5年度, R5, 25年度, 2023年度."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ictxl.text.clean import fold_name, normalized, trim
from ictxl.text.era import EARLIEST_YEAR, LATEST_YEAR, read_fiscal_year

_ERA = r"(?:大正|昭和|平成|令和|(?<![A-Za-z])[HRS])\s?(?:[0-9]{1,2}|元)"
_YEAR = re.compile(
    rf"(?:({_ERA})|(?<![0-9])((?:19|20)[0-9]{{2}}))[年./]([0-9]{{1,2}})[月./](?:[0-9]{{1,2}}日?)?"
    rf"|({_ERA})(?:\((?:平成|令和)元\))?(?:年度|年(?![0-9])|(?![0-9]))"
    r"|(?<![0-9])((?:19|20)[0-9]{2})年度?"
    r"|(?<![0-9])([0-9]{1,2})年度"
)
_RANGE = re.compile(r"[~〜\u2010-\u2015\u2212-]|から|及び|・")
_CLOSINGS = r"(?:末現在|末時点|末|現在|時点)"
_AROUND = re.compile(rf"[(（]@{_CLOSINGS}?の?[)）]|@{_CLOSINGS}?(?:における|の)?")


@dataclass(frozen=True)
class FoundYear:
    year: int
    start: int
    end: int
    written: str
    month: int = 0
    """Of a date, which lies in the fiscal year."""


def years_in(text: str, era: str = "") -> list[FoundYear]:
    """Every fiscal year that a text names, in its order; `era` is that of 25年度."""
    folded = normalized("NFKC", text)
    if len(folded) != len(text):
        folded = text
    found = []
    for match in _YEAR.finditer(folded):
        day_named, day_western, month, named, western, bare = match.groups()
        words = day_named or day_western or named or western or (f"{era}{bare}" if era else "")
        year = read_fiscal_year(words) if words else None
        if year is not None and EARLIEST_YEAR <= year <= LATEST_YEAR:
            written = text[slice(*match.span())]
            year -= bool(month) and int(month) < _APRIL
            found.append(FoundYear(year, *match.span(), written, int(month or 0)))
    return found


_APRIL = 4


def column_year(text: str, era: str = "") -> int | None:
    """The one year that a heading speaks of; None of a period such as H19-H22."""
    found = years_in(text, era)
    if len({one.year for one in found}) != 1:
        return None
    after = normalized("NFKC", text[found[0].end : found[0].end + 2])
    if len(found) == 1 and _RANGE.match(after):
        return None
    return found[0].year


def is_year(text: str) -> bool:
    """Whether a heading is a year and nothing else."""
    found = years_in(text)
    return len(found) == 1 and fold_name(found[0].written) == fold_name(text).strip("()")


def without_year(text: str, era: str = "") -> str:
    """`計画事業の実績等(令和3年度)` → 計画事業の実績等; a heading of a year alone stays."""
    if column_year(text, era) is None:
        return text
    rest = text
    for one in reversed(years_in(text, era)):
        rest = rest[: one.start] + "@" + rest[one.end :]
    rest = trim(_AROUND.sub("", rest)).strip("・ \u3000\n")
    return "".join(map(trim, rest.split("\n"))) or text


def era_of_text(text: str) -> str:
    """令和 or 平成 where a text names a year of it: what 5年度 beside it is counted in."""
    for one in years_in(text):
        for era, initial in (("令和", "R"), ("平成", "H"), ("昭和", "S")):
            if one.written.startswith((era, initial)):
                return era
    return ""
