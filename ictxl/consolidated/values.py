"""Answers as values that every reader of the consolidated table can hold, and as printed; what the
readers of a second reading rated, as one text for a measure and a question."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterator
from decimal import Decimal
from functools import lru_cache
from math import isfinite

from ictxl.contract.answer_values import shown_number, typed_value
from ictxl.questions import Question, QuestionKind
from ictxl.readers import answers_on
from ictxl.round import Round

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


def review_value(
    review: Round, measure: str, question: Question, *, only_code: bool = False
) -> str:
    """What the readers answered to a question of theirs on a measure; empty where nobody did.

    One reader's answer, or one that all share, stands as it is: `B 目標どおり`, or with `only_code`
    `B`. Choices that differ are counted in the list's order, `A(2人)、B(1人)`; other answers that
    differ stand one below the other, each with its reader's name: `【山田】…`. `measure` is the
    measure's id.
    """
    said = [(r.department, r[question.key]) for r in answers_on(review, measure)]
    said = [(reader, text) for reader, text in said if text]
    counted = Counter(text for _, text in said)
    if len(counted) <= 1:
        return "".join(text if only_code else shown_answer(question, text) for text in counted)
    if question.choices:
        codes = list(question.choices.by_code)
        listed = sorted(
            counted, key=lambda code: codes.index(code) if code in codes else len(codes)
        )
        shown = str if only_code else question.shown
        return "、".join(f"{shown(code)}({counted[code]}人)" for code in listed)
    return "\n".join(f"【{reader}】{shown_answer(question, text)}" for reader, text in said)


def review_lines(review: Round, measure: str, explained: Container[str]) -> Iterator[str]:
    """`二次評価: B`, a line for each published question that was answered. Choices of a list that
    the legend has `explained` are told by their codes."""
    for question in review.plan.questions:
        is_explained = question.choices is not None and question.choices.name in explained
        value = review_value(review, measure, question, only_code=is_explained)
        if value and question.published:
            yield f"{question.name}: {value}"
