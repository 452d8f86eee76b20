"""What the texts of a column look like: departments, numbers with units, symbols, sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ictxl.text.clean import fold_name, normalized, trim
from ictxl.text.era import read_date

NO_VALUE = frozenset("-‐‑‒–—―−－ー/／")
"""Signs for nothing."""
_DEPARTMENT = re.compile(
    r".{1,30}(?:課|室|局|部|係|所|館|署|院|校|園|班|会|センター|チーム|本部|事務局|支所|公社|機構|全庁)(?:\([^()]*\)|ほか|他|等)?"
)
_NUMBER = re.compile(
    r"(?P<before>約|延べ?|年間?|月|全)?[-+▲△]?(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?P<point>\.[0-9]{1,9})?(?P<unit>(?!年度|次|期|[.:])[^0-9\s。、()]{0,8}?)"
    r"(?P<behind>以上|以下|未満|超|程度|前後)?(?P<when>\((?:[SHR]|昭和|平成|令和)?(?:[0-9]{1,4}|元)(?:年度?)?末?\))?"
)
SYMBOLS = "◎○〇◯△▲×✕☓●☆★□■◇◆▽▼－―-"


def one_line(text: str) -> str:
    """What a cell says, without its line breaks."""
    return "".join(map(trim, text.split("\n")))


def is_nothing(text: str) -> bool:
    """Whether a cell says no more than that there is nothing: blank, `-`, `－`."""
    words = trim(text)
    return len(words) <= _SIGNS and all(char in NO_VALUE for char in words)


_SIGNS = 3


def is_mark(text: str) -> bool:
    """Whether a cell does no more than mark its column: ○, ✓, レ."""
    return fold_name(text) in _MARKS


_MARKS = frozenset(map(fold_name, "○〇◯●◎☑✓✔✔レ✅■v*"))


def is_department(text: str) -> bool:
    """Whether a text reads as names of departments."""
    words = bare_words(text)
    if not words or "。" in words or _MEETING.search(words) or len(words) > _LONGEST_CHARGE:
        return False
    pieces = [p for p in re.split(r"[、,・/;\n]", normalized("NFKC", words)) if trim(p)]
    named = [bool(_DEPARTMENT.fullmatch(fold_name(piece))) for piece in pieces]
    return bool(named) and sum(named) * 2 > len(named)


_LONGEST_CHARGE = 200
_MEETING = re.compile("第[0-9０-９]{1,3}回")


def bare_words(text: str) -> str:
    """What brackets or marks set off as a heading: `【総務課】`, `■総務課`."""
    return trim(trim(text).strip("【】〔〕[]<>〈〉《》■□◆◇●▼▽★☆"))


@dataclass(frozen=True)
class Amount:
    """A number as written: `年60頭`, `100百万円`, `93.0%`."""

    digits: str
    unit: str
    is_plain: bool
    """Whether it says no more: not 約30人, 85%以上, 12(R1)."""


_TWO_NUMBERS = re.compile(r"[0-9０-９]\s+[0-9０-９]")
"""A line below the other."""


def read_amount(text: str) -> Amount | None:
    match = _NUMBER.fullmatch(fold_name(text))
    if not match or _TWO_NUMBERS.search(trim(text)):
        return None
    digits = match["digits"].replace(",", "") + (match["point"] or "")
    return Amount(digits, match["unit"], not (match["before"] or match["behind"] or match["when"]))


_TOTALS = re.compile(r"(?:合|小|総|累)?計|.{0,8}(?:合計|小計|総計)|平均")


def unit_in(heading: str) -> str:
    """千円 of 決算額(千円); empty where no unit stands in parentheses at the end."""
    _, opening, rest = normalized("NFKC", heading).rstrip().rpartition("(")
    inside = rest.removesuffix(")").rstrip()
    is_unit = opening and rest.endswith(")") and len(inside) <= _LONGEST_UNIT
    return inside if is_unit and not any(char.isdecimal() for char in inside) else ""


_LONGEST_UNIT = 5


def is_total(text: str) -> bool:
    """Whether a cell names a row of totals."""
    return bool(_TOTALS.fullmatch(fold_name(text)))


def is_date(text: str) -> bool:
    return read_date(text, whole=True) is not None


_CODE = re.compile(
    r"[A-Za-z]{0,4}[-.]?[0-9]{1,6}(?:[-.][0-9A-Za-z]{1,6}){0,4}|[①-⑳⑴-⒇]|\([0-9]{1,4}\)"
    r"|(?:[0-9]{1,3}|[Ⅰ-ⅫIVX]{1,4})(?:[-.]?(?:\([0-9]{1,3}\)|[①-⑳⑴-⒇])|[-.][0-9]{1,3}){1,4}"
)


REPEATED = "再掲"
"""Beside a measure that is shown a second time."""


def is_code(text: str) -> bool:
    """Whether a text can number a row: 1, (2), ③, R2-1, 0106-01."""
    return bool(_CODE.fullmatch(trim(text)) or _CODE.fullmatch(fold_name(text)))


def is_sentence(text: str) -> bool:
    return "。" in text or len(text) > _LONG


_LONG = 40


def share(texts: Sequence[str], wanted: int) -> bool:
    """Whether `wanted` of the texts are most of them."""
    return bool(texts) and wanted * 4 >= len(texts) * 3
