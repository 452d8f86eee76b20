"""How coded answers may be spelled: one definition for dropdowns, 点検 column and reading."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from ictxl.model import NextStep, Plan, Rating
from ictxl.text.clean import fold_code

_PUNCTUATION = " .:、,-_)("
_MIN_MEANING = 2
"""So many letters of the meaning must stand behind a symbol to be taken as a quoted legend line."""


def rating_spellings(plan: Plan) -> Mapping[str, str]:
    """Every accepted spelling of a rating (folded, upper case) → its symbol."""
    return _rating_spellings(plan.ratings)


def next_step_spellings(plan: Plan) -> Mapping[str, str]:
    """Every accepted spelling of a next step (folded, upper case) → its number."""
    return _next_step_spellings(plan.next_steps)


# Asked for each response, and the same for all of a plan.
@lru_cache(maxsize=16)
def _rating_spellings(ratings: tuple[Rating, ...]) -> Mapping[str, str]:
    return {
        fold_spelling(spelling): rating.symbol
        for rating in ratings
        for spelling in (rating.symbol, *_quotations(rating.symbol, rating.meaning))
    }


@lru_cache(maxsize=16)
def _next_step_spellings(steps: tuple[NextStep, ...]) -> Mapping[str, str]:
    return {
        fold_spelling(spelling): step.number
        for step in steps
        for spelling in (
            *(step.name, f"{step.number}.", step.number, step.label),
            *_quotations(step.number, step.name),
        )
    }


def _quotations(code: str, meaning: str) -> list[str]:
    """The ways in which people write a code with its meaning."""
    return [f"{code}{sign}{meaning}" for sign in (" ", "", ".", ":", "、")]


def read_rating(text: str, plan: Plan) -> str | None:
    """`Ｂ`, `b`, `B 目標どおり…` → `B`; None where it is no rating of the plan's."""
    pairs = [(rating.symbol, rating.meaning) for rating in plan.ratings]
    return _read(text, rating_spellings(plan), pairs)


def read_next_step(text: str, plan: Plan) -> str | None:
    """`１．現状維持`, `現状維持`, `1` → `1`; None where it is not in the plan's list."""
    pairs = [(step.number, step.name) for step in plan.next_steps]
    return _read(text, next_step_spellings(plan), pairs)


def _read(text: str, spellings: Mapping[str, str], pairs: list[tuple[str, str]]) -> str | None:
    folded = fold_spelling(text)
    if folded in spellings:
        return spellings[folded]
    for code, meaning in pairs:
        head = fold_spelling(code)
        rest = folded[len(head) :].strip(_PUNCTUATION + "…")
        quoted = len(rest) >= _MIN_MEANING and fold_spelling(meaning).startswith(rest)
        if folded.startswith(head) and quoted:
            return code
    return None


def fold_spelling(text: str) -> str:
    """A coded answer reduced to compare it; two codes alike in this are one code."""
    return fold_code(text).upper()
