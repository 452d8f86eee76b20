"""Parse 項番 and the numbers of 基本施策 as people type them and as Excel converts them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from ictxl.consolidated.reading.source_cells import CellSpot
from ictxl.text.clean import fold_code, trim
from ictxl.text.punctuation import COLONS, DOTS

_BARE = re.compile(r"\(?([0-9]{1,4})[).]?")
_PARENTHESISED = re.compile(r"\([0-9]{1,4}\)")
_CIRCLED = re.compile("[①-⑳⑴-⒇]")
_WITH_AREA = re.compile(r"([0-9]{1,3})[-‐−–]([0-9]{1,4})")
_KANJI = "〇一二三四五六七八九"


@dataclass(frozen=True)
class ReadNumber:
    """A 項番; `area` where it was written with it (1-3)."""

    number: int
    area: int | None = None
    is_certain: bool = True
    """False where Excel had made something else of it."""


LARGEST_NUMBER = 9999
"""No table numbers its measures or areas beyond; the smallest is 1."""


def read_number(spot: CellSpot) -> ReadNumber | None:
    """`(1)`, `①`, `1`, `1-3`; also the -1 and the 1月3日 that Excel makes of them.

    None too where a plan could not hold the number: `99999`.
    """
    read = _written_number(spot)
    return read if read and is_in_range(read.number) else None


def is_in_range(number: int) -> bool:
    """Whether a plan can hold it as a 基本施策 or a 項番."""
    return 1 <= number <= LARGEST_NUMBER


def _written_number(spot: CellSpot) -> ReadNumber | None:
    value = spot.value
    if isinstance(value, bool) or not spot.text:
        return None
    if isinstance(value, dt.date):
        return ReadNumber(value.day, value.month, is_certain=False)
    if isinstance(value, int | float):
        return ReadNumber(abs(int(value)), None, value > 0) if float(value).is_integer() else None
    folded = fold_code(spot.text).replace(" ", "")
    if with_area := _WITH_AREA.fullmatch(folded):
        return ReadNumber(int(with_area[2]), int(with_area[1]))
    match = _BARE.fullmatch(folded)
    return ReadNumber(int(match[1])) if match else None


def is_plainly_a_number(spot: CellSpot) -> bool:
    """(1) or ①: known for a 項番 wherever it stands."""
    folded = fold_code(spot.text).replace(" ", "")
    return bool(_PARENTHESISED.fullmatch(folded) or _CIRCLED.fullmatch(trim(spot.text)))


_AREA_LABEL = re.compile(
    rf"第\s*+([\d一二三四五六七八九十][\d一二三四五六七八九十\s]*+)[款章編節][\s{COLONS}]*"
    rf"|基\s*本\s*施\s*策\s*(\d+)[\s{COLONS}{DOTS}]*"
)
_LEADING_NUMBER = re.compile(rf"(\d{{1,3}})(?:\s*+[{DOTS}{COLONS}、]|\s)\s*+(?=\D)")


def area_labels(text: str) -> list[tuple[int, int, int]]:
    """Every `第1款` in a text: where it starts, where it ends, and its number."""
    found = []
    for match in _AREA_LABEL.finditer(text):
        number = _whole(match[1] or match[2])
        if is_in_range(number):
            found.append((match.start(), match.end(), number))
    if not found and (leading := _LEADING_NUMBER.match(text)):
        found.append((0, leading.end(), int(fold_code(leading[1]))))
    return found


def _whole(digits: str) -> int:
    """`1`, `1`, `十二` → the number; 0 where it is none."""
    folded = "".join(fold_code(digits).split())
    if folded.isdecimal():
        return int(folded)
    tens, ten, ones = folded.rpartition("十")
    if not ten:
        return max(0, _KANJI.find(folded)) if len(folded) == 1 else 0
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return max(1, _KANJI.find(tens or "一")) * 10 + (_KANJI.find(ones) if ones else 0)
