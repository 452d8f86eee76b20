"""Read 達成率からの判定 of 記入欄: `A≧100、B≧80、C≧50、D`."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from ictxl import findings
from ictxl.contract.answer_values import plain, read_number
from ictxl.contract.spellings import read_choice
from ictxl.plan.parse_values import line
from ictxl.plan.source_cells import SourceCell
from ictxl.plan.table_rows import Mistakes
from ictxl.questions import Question, QuestionKind, RateBound
from ictxl.text.clean import trim

_SEPARATOR = re.compile("[、，,]")
_AT_LEAST = re.compile("≧|≥|>=|＞＝|＞=|>＝")
_PERCENT = Question("", QuestionKind.NUMBER, unit="%")


def read_rate_bounds(
    cell: SourceCell, question: Question, mistakes: Mistakes
) -> tuple[RateBound, ...]:
    """The bounds from the highest on; each mistake is reported, and then there are none."""
    words = line(cell, mistakes)
    if not words or question.choices is None:
        return ()
    told = len(mistakes.found)
    bounds = [_bound(part, question, cell, mistakes) for part in _SEPARATOR.split(words)]
    if len(mistakes.found) > told:
        return ()
    found = [bound for bound in bounds if bound]
    for before, after in pairwise(found):
        is_falling = before.least is not None and (
            after.least is None or after.least < before.least
        )
        if not is_falling:
            names = f"{rate_label(before)}、{rate_label(after)}"
            mistakes.at(cell, findings.RATE_BOUNDS_NOT_FALLING, found=names)
            return ()
    return tuple(found)


def _bound(part: str, question: Question, cell: SourceCell, mistakes: Mistakes) -> RateBound | None:
    assert question.choices, "only choices have bounds"
    called, *rest = map(trim, _AT_LEAST.split(part))
    code = read_choice(called, question.choices)
    if code is None:
        offered = "、".join(c.code for c in question.choices.choices)
        mistakes.at(cell, findings.RATE_BOUND_OF_UNKNOWN_CHOICE, name=called, choices=offered)
        return None
    if not rest:
        return RateBound(code)
    number = read_number(rest[0], _PERCENT) if len(rest) == 1 else None
    if number is None:
        mistakes.at(cell, findings.RATE_BOUND_NOT_A_NUMBER, name=part)
        return None
    return RateBound(code, number / Decimal(100))


def rate_label(bound: RateBound) -> str:
    """As it is written: `A≧100`, or `D` for all else."""
    return bound.code if bound.least is None else f"{bound.code}≧{plain(bound.least * 100)}"


def rate_bounds_label(question: Question) -> str:
    """As the cell says it."""
    return "、".join(map(rate_label, question.rate_bounds))
