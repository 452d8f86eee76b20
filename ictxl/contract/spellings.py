"""Accepted spellings of codes: one definition for dropdowns, 点検 column and reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from ictxl.questions import ChoiceList
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


def typed_choices(choices: ChoiceList) -> Sequence[Spelling]:
    """The list's choices in every accepted spelling; where two fit, the first goes.

    In the widths that people type and in upper case, for worksheet formulas: no worksheet function
    folds widths (ASC does, in a Japanese Excel only).
    """
    return _typed(_writings(choices))


@lru_cache(maxsize=128)
def _writings(choices: ChoiceList) -> tuple[_Writing, ...]:
    """What people write for the list's choices: codes first, then names, then look-alikes."""
    listed = choices.choices
    whole = [_Writing(c.code, text) for c in listed for text in (c.code, c.name) if text]
    quoted = [_Writing(c.code, c.code, s, c.name) for c in listed if c.name for s in (" ", "")]
    return (*whole, *quoted, *_look_alikes(choices))


_ALIKE = ("○〇◯⭕O", "◎⦾⊚", "×✕☓✖╳✗✘X", "△▵∆Δ", "✓✔☑")
"""Signs that stand for each other where a list has one of them; a letter stands for a sign, but no
sign for a letter: × is no X of a list of letters."""


def _look_alikes(choices: ChoiceList) -> Iterator[_Writing]:
    codes = {choice.code for choice in choices.choices}
    for signs in _ALIKE:
        listed = [sign for sign in signs if sign in codes]
        if len(listed) == 1 and not listed[0].isascii():
            for sign in signs:
                yield _Writing(listed[0], sign)


@lru_cache(maxsize=128)
def _folded(writings: tuple[_Writing, ...]) -> Sequence[Spelling]:
    return _distinct(
        _spelling(code, _narrow(head) + sign, _narrow(meaning))
        for code, head, sign, meaning in writings
    )


@lru_cache(maxsize=128)
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


# Asked for each response, in a few spellings throughout a round.
@lru_cache(maxsize=1024)
def read_choice(text: str, choices: ChoiceList) -> str | None:
    """`Ｂ`, `b`, `B 目標どおり…` → `B`; `１．現状維持`, `現状維持` → `1`; None where it is none of
    the list's."""
    return _read(fold_spelling(text), _folded(_writings(choices)))


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
