"""Texts on which a pattern has most to try: made from the pattern's own letters and pieces."""

from __future__ import annotations

import re
import re._constants as sre  # the compiled form of a pattern, which `re` keeps to itself
import re._parser as parser
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any


@dataclass(frozen=True)
class Attack:
    """A beginning, something repeated, and an end that mostly spoils the match."""

    head: str
    unit: str
    tail: str

    def text(self, size: int) -> str:
        return self.head + self.unit * max(1, size // len(self.unit)) + self.tail


_HEADS, _LETTERS, _PIECES = 6, 10, 12
"""As many of each are tried."""
_TAILS = ("", "\nz")


def attacks(pattern: re.Pattern[Any]) -> Iterator[Attack]:
    """Its beginnings, followed by each of its letters, pairs of them, and its pieces, repeated."""
    is_bytes = isinstance(pattern.pattern, bytes)
    source = pattern.pattern.decode("latin-1") if is_bytes else pattern.pattern
    items = list(parser.parse(source, pattern.flags & ~re.UNICODE if is_bytes else pattern.flags))
    letters = sorted(set(_letters(items)))
    chosen = letters[:: max(1, len(letters) // _LETTERS)][:_LETTERS]
    pieces = sorted(set(_pieces(items)), key=len)
    beginnings = ["".join(map(_sample, items[:end])) for end in range(1, len(items) + 1)]
    heads = ["", "z", *beginnings[-_HEADS:], *chosen[:2]]
    pairs = ["".join(pair) for pair in product(chosen[:5], repeat=2)]
    units = [*chosen, " ", "z", *pairs, *pieces[:_PIECES], *pieces[-_PIECES:]]
    for head, unit in product(dict.fromkeys(heads), dict.fromkeys(filter(None, units))):
        for tail in _TAILS:
            yield Attack(head, unit, tail)


def _inside(item: tuple[Any, Any]) -> list[list[tuple[Any, Any]]]:
    """The sequences that an item of a pattern holds."""
    operation, value = item
    if operation in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}:
        return [list(value[2])]
    if operation is sre.SUBPATTERN:
        return [list(value[3])]
    if operation is sre.ATOMIC_GROUP:
        return [list(value)]
    if operation is sre.BRANCH:
        return [list(branch) for branch in value[1]]
    if operation in {sre.ASSERT, sre.ASSERT_NOT}:
        return [list(value[1])]
    return []


def _letters(items: Iterable[tuple[Any, Any]]) -> Iterator[str]:
    for item in items:
        if item[0] is sre.IN:
            yield from _members(item[1])
        elif not _inside(item):
            yield from filter(None, [_sample(item)])
        for inner in _inside(item):
            yield from _letters(inner)


def _pieces(items: list[tuple[Any, Any]]) -> Iterator[str]:
    """Samples of what stands side by side in the pattern."""
    samples = [_sample(item) for item in items]
    for start in range(len(items)):
        for end in range(start + 1, len(items) + 1):
            yield "".join(samples[start:end])
    for item in items:
        for inner in _inside(item):
            yield from _pieces(inner)


def _sample(item: tuple[Any, Any]) -> str:
    """The shortest text, or nearly so, that the item takes."""
    operation, value = item
    if operation is sre.LITERAL:
        return chr(value)
    if operation in {sre.ANY, sre.NOT_LITERAL}:
        return "y" if value == ord("z") else "z"
    if operation is sre.IN:
        return _members(value)[0]
    if operation in {sre.ASSERT, sre.ASSERT_NOT} or not _inside(item):
        return ""
    inner = "".join(map(_sample, _inside(item)[0]))
    if operation in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}:
        return inner * max(value[0], min(value[1], 1))
    return inner


_CATEGORIES = {
    sre.CATEGORY_DIGIT: "1",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_WORD: "a",
    sre.CATEGORY_NOT_DIGIT: "a",
    sre.CATEGORY_NOT_SPACE: "a",
    sre.CATEGORY_NOT_WORD: "-",
}


def _members(choices: Iterable[tuple[Any, Any]]) -> list[str]:
    """Some of the letters that a class of them holds."""
    found, is_negated = [], False
    for operation, value in choices:
        if operation is sre.NEGATE:
            is_negated = True
        elif operation is sre.LITERAL:
            found.append(chr(value))
        elif operation is sre.RANGE:
            found.append(chr(value[0]))
        elif operation is sre.CATEGORY:
            found.append(_CATEGORIES[value])
    if is_negated:
        return [letter for letter in "a1 -.zあ" if letter not in found][:4]
    return found
