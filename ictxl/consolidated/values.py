"""Answers as values that every reader of the consolidated table can hold, and as printed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from math import isfinite

from ictxl.contract.answer_values import shown_number, typed_value
from ictxl.questions import Question, QuestionKind

EXACT_DIGITS = 15
"""Excel keeps no more significant digits (Excel specifications and limits)."""
_LARGEST_WHOLE = 10**EXACT_DIGITS


def data_value(question: Question, text: str) -> Decimal | dt.date | None:
    """The number or date; None where the text is none of the question's kind."""
    is_typed = question.kind.is_number or question.kind is QuestionKind.DATE
    return _typed(question, text) if is_typed else None


@lru_cache(maxsize=4096)
def _typed(question: Question, text: str) -> Decimal | dt.date | None:
    value = typed_value(question, text)
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, Decimal) or not isfinite(float(value)):
        return None
    if question.kind is QuestionKind.WHOLE:
        is_whole = value == value.to_integral_value() and abs(value) < _LARGEST_WHOLE
        return value if is_whole else None
    return value


def shown_answer(question: Question, text: str) -> str:
    """An answer as it is printed: `1.現状維持`, `1,200千円`, `2026年12月25日`."""
    value = data_value(question, text)
    if isinstance(value, Decimal):
        return shown_number(question, value)
    if isinstance(value, dt.date):
        return f"{value.year}年{value.month}月{value.day}日"
    return question.shown(text)
