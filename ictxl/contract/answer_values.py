"""What an answer means: numbers and dates as people type them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from unicodedata import category

from ictxl.questions import Question, QuestionKind
from ictxl.text.clean import is_blank, normalized, visible
from ictxl.text.era import read_date

Value = Decimal | dt.date | str
"""A number, a date, or the text as written: of a 文 or 選択, and what could not be read."""


@lru_cache(maxsize=4096)
def typed_value(question: Question, text: str) -> Value | None:
    """The value of an answer; None where it is blank, the text where it is none of its kind."""
    if is_blank(text):
        return None
    if question.kind.is_number:
        number = read_number(text, question)
        return text if number is None or _lacks_percent(text, number, question) else number
    if question.kind is QuestionKind.DATE:
        date = read_date(text, whole=True)
        return text if date is None else date
    return text


def _lacks_percent(text: str, number: Decimal, question: Question) -> bool:
    """Of `32` nobody knows whether 32% or 3200% is meant; `0.32` and `1` are fractions."""
    is_fraction = question.kind is QuestionKind.RATIO and abs(number) > 1
    return is_fraction and not normalized("NFKC", visible(text)).rstrip().endswith("%")


def read_number(text: str, question: Question) -> Decimal | None:
    """`３２％`, `1,200千円` against the unit 千円, `▲5`; None where the meaning is not certain.

    A 割合 is a fraction as in Excel: `50%` is 0.5.
    """
    unit = "".join(normalized("NFKC", question.unit).split())
    # A unit of digits alone (who knows what for) may not take the end of a number away.
    without_unit = _without(unit, visible(text)) if unit != "%" else visible(text)
    if any(category(char) == "No" for char in without_unit):
        return None  # 10⁴ is no 104, and 120① no 1201
    seen = normalized("NFKC", without_unit)
    if _PARTED.search(seen):
        return None
    words = "".join(seen.split()).translate(_MINUS)
    is_percent = words.endswith("%")
    if is_percent and (question.kind is QuestionKind.RATIO or unit == "%"):
        words = words.removesuffix("%")
    if not _NUMBER.fullmatch(words):
        return None
    try:
        number = Decimal(words.replace(",", ""))
    except InvalidOperation:
        return None
    if len(str(abs(int(number))).rstrip("0")) > _EXACT_DIGITS:
        return None  # no cell could hold it
    return number / 100 if is_percent and question.kind is QuestionKind.RATIO else number


def _without(unit: str, text: str) -> str:
    """The text without the unit at its end; its letters may have any width (㎡, ｍ²)."""
    bare = text.rstrip()
    if unit and not unit.isdecimal():
        for length in range(1, 2 * len(unit) + 1):
            if "".join(normalized("NFKC", bare[-length:]).split()) == unit:
                return bare[:-length]
    return text


_MINUS = str.maketrans({"−": "-", "▲": "-", "△": "-", "‐": "-", "–": "-"})
_PARTED = re.compile(r"[0-9.,]\s++[0-9.,]")
"""Two numbers in one cell, such as a line each, are no single one: 12 above 13 is not 1213."""
_NUMBER = re.compile(
    r"[-+]?([0-9]{1,3}(,[0-9]{3})+|[0-9]{1,400})(\.[0-9]{1,400})?(E[-+]?[0-9]{1,3})?", re.IGNORECASE
)
_EXACT_DIGITS = 15
"""Excel keeps no more significant digits (Excel specifications and limits)."""


def normal_text(question: Question, text: str) -> str:
    """The answer in the one way it is kept: plain digits (a 割合 above 1 as `150%`), 2026-12-25; as
    written where it could not be read."""
    value = typed_value(question, text)
    if isinstance(value, Decimal):
        return normal_number(question, value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return text


def normal_number(question: Question, number: Decimal) -> str:
    """The number in the one way it is kept; a cell that holds a number says it for certain."""
    if question.kind is QuestionKind.RATIO and abs(number) > 1:
        return percentage(number)
    return plain(number)


def percentage(number: Decimal) -> str:
    """`150%` of 1.5."""
    return f"{plain(number * 100)}%"


def plain(number: Decimal) -> str:
    """`1200`, `0.32`: no exponent, no zeros behind."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown_number(question: Question, number: Decimal) -> str:
    """As a person writes it, with its unit: `1,200千円`, `32%`."""
    if question.kind is QuestionKind.RATIO:
        return percentage(number)
    text = f"{number:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}{question.unit}"
