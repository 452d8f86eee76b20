"""Accepted spellings of codes: one definition for dropdowns, 点検 column and reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from ictxl.model import NextStep, Plan, Rating
from ictxl.text.clean import fold_code, normalized, squeeze, visible

SEPARATORS = ".．:：、)）…"
"""Stand between a code and its meaning, or where a line of the legend was shortened; they count as
blanks."""
_LEAST_MEANING = 2
"""So many letters of the meaning must stand behind a code to be taken as a quoted legend line."""


@dataclass(frozen=True)
class Spelling:
    """A way to write a code."""

    code: str
    text: str
    least: int
    """So many of its letters must be there; the others may be left out."""


class _Writing(NamedTuple):
    """What people write for a code: a head, a sign and a meaning that they shorten."""

    code: str
    head: str
    sign: str = ""
    meaning: str = ""


def typed_ratings(plan: Plan) -> Sequence[Spelling]:
    """The plan's ratings in every accepted spelling; where two fit, the first goes.

    In the widths that people type and in upper case, for worksheet formulas: no worksheet function
    folds widths (ASC does, in a Japanese Excel only).
    """
    return _typed(_rating_writings(plan.ratings))


def typed_next_steps(plan: Plan) -> Sequence[Spelling]:
    """The plan's next steps in every accepted spelling, as `typed_ratings`."""
    return _typed(_next_step_writings(plan.next_steps))


def _rating_writings(ratings: Iterable[Rating]) -> tuple[_Writing, ...]:
    ratings = tuple(ratings)
    whole = [_Writing(r.symbol, r.symbol) for r in ratings]
    return (*whole, *(w for r in ratings for w in _quotations(r.symbol, r.meaning)))


def _next_step_writings(steps: Iterable[NextStep]) -> tuple[_Writing, ...]:
    steps = tuple(steps)
    whole = [
        writing
        for step in steps
        for writing in (
            _Writing(step.number, step.number),
            _Writing(step.number, step.name),
        )
    ]
    return (*whole, *(w for step in steps for w in _quotations(step.number, step.name)))


def _quotations(code: str, meaning: str) -> Iterator[_Writing]:
    if meaning:
        yield _Writing(code, code, " ", meaning)
        yield _Writing(code, code, "", meaning)


@lru_cache(maxsize=16)
def _folded(writings: tuple[_Writing, ...]) -> Sequence[Spelling]:
    return _distinct(
        _spelling(code, _narrow(head) + sign, _narrow(meaning))
        for code, head, sign, meaning in writings
    )


@lru_cache(maxsize=16)
def _typed(writings: tuple[_Writing, ...]) -> Sequence[Spelling]:
    return _distinct(
        _spelling(code, one_head + sign, one_meaning)
        for code, head, sign, meaning in writings
        for one_head, one_meaning in product(
            (*_widths(head), *_CIRCLED.get(head, "")), _widths(meaning)
        )
    )


def _distinct(spellings: Iterable[Spelling]) -> Sequence[Spelling]:
    """Each text once: the first code's, and needing no more letters than any of its own."""
    found: dict[str, Spelling] = {}
    for spelling in spellings:
        known = found.setdefault(spelling.text, spelling)
        if known.code == spelling.code and known.least > spelling.least:
            found[spelling.text] = spelling
    return tuple(found.values())


def _spelling(code: str, head: str, meaning: str) -> Spelling:
    least = _reduced(head + meaning[:_LEAST_MEANING])
    return Spelling(code, _reduced(head + meaning), len(least))


def _widths(text: str) -> tuple[str, ...]:
    """As it stands, in half-width and in full-width letters."""
    narrow = _narrow(text)
    return tuple(dict.fromkeys((text, narrow, narrow.translate(_FULL_WIDTH))))


_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_CIRCLED = {str(number): chr(0x2460 + number - 1) for number in range(1, 21)}
"""`①` for `1`."""


def read_rating(text: str, plan: Plan) -> str | None:
    """`Ｂ`, `b`, `B 目標どおり…` → `B`; None where it is no rating of the plan's."""
    return _read_rating(text, plan.ratings)


def read_next_step(text: str, plan: Plan) -> str | None:
    """`１．現状維持`, `現状維持`, `1` → `1`; None where it is not in the plan's list."""
    return _read_next_step(text, plan.next_steps)


# Asked for each response, in a few spellings throughout a round.
@lru_cache(maxsize=512)
def _read_rating(text: str, ratings: tuple[Rating, ...]) -> str | None:
    return _read(fold_spelling(text), _folded(_rating_writings(ratings)))


@lru_cache(maxsize=512)
def _read_next_step(text: str, steps: tuple[NextStep, ...]) -> str | None:
    return _read(fold_spelling(text), _folded(_next_step_writings(steps)))


def _read(folded: str, spellings: Sequence[Spelling]) -> str | None:
    if not folded:
        return None
    for spelling in spellings:
        if spelling.least <= len(folded) and spelling.text.startswith(folded):
            return spelling.code
    return _read_visible(visible(folded), spellings)


def _read_visible(seen: str, spellings: Sequence[Spelling]) -> str | None:
    """Without regard to characters that show nothing, in the answer or in the plan."""
    for spelling in spellings if seen else ():
        is_long_enough = len(visible(spelling.text[: spelling.least])) <= len(seen)
        if is_long_enough and visible(spelling.text).startswith(seen):
            return spelling.code
    return None


@lru_cache(maxsize=4096)
def fold_spelling(text: str) -> str:
    """A coded answer reduced to compare it; two codes alike in this are one code.

    Without regard to width, case, separators (unless it is made of them) and blanks at the ends.
    """
    return _reduced(_narrow(text)) or fold_code(text).upper()


def is_no_code(text: str) -> bool:
    """Nothing, or only separators such as `…`."""
    return not _reduced(_narrow(text))


def _narrow(text: str) -> str:
    return normalized("NFKC", text)


def _reduced(text: str) -> str:
    return squeeze(text.translate(_SEPARATED)).upper()


_SEPARATED = dict.fromkeys(map(ord, SEPARATORS), " ")
