"""Find the passages in which two texts differ."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LETTERS = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
_SENTENCES = re.compile(r"[^。\n]*[。\n]?")
_LONG = 4000
"""Letters in both texts together, beyond which whole sentences are compared: time grows with
their square."""
_SHORTEST_SAME = 2
"""A single letter alike between two changed passages is chance, and belongs to the change."""


@dataclass(frozen=True)
class Passage:
    text: str
    is_changed: bool


def passages(before: str, after: str) -> tuple[list[Passage], list[Passage]]:
    """Both texts cut where they begin and cease to differ; joined they are the texts."""
    pattern = _LETTERS if len(before) + len(after) <= _LONG else _SENTENCES
    old, new = pattern.findall(before), pattern.findall(after)
    return _passages(old, new, after=False), _passages(old, new, after=True)


def _passages(old: Sequence[str], new: Sequence[str], *, after: bool) -> list[Passage]:
    made: list[Passage] = []
    for text, is_changed in _pieces(old, new, after=after):
        if not text:
            continue
        if made and made[-1].is_changed == is_changed:
            made[-1] = Passage(made[-1].text + text, is_changed)
        else:
            made.append(Passage(text, is_changed))
    return made


def _pieces(old: Sequence[str], new: Sequence[str], *, after: bool) -> Iterator[tuple[str, bool]]:
    codes = _changes(old, new)
    for index, (kind, i1, i2, j1, j2) in enumerate(codes):
        text = "".join(new[j1:j2] if after else old[i1:i2])
        between = 0 < index < len(codes) - 1
        by_chance = between and len("".join(old[i1:i2])) < _SHORTEST_SAME
        yield text, kind != "equal" or by_chance


_Change = tuple[str, int, int, int, int]
_MOST_PAIRS = 300_000
"""Ways to lay a piece of one text on one of the other; some 60,000 for texts of 2,000 letters."""


def _changes(old: Sequence[str], new: Sequence[str]) -> Sequence[_Change]:
    """As difflib tells them; of texts in which the same recurs without end, only where they begin
    and cease to differ."""
    counts = Counter(old)
    if sum(counts[piece] * many for piece, many in Counter(new).items()) <= _MOST_PAIRS:
        return difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    head = _alike(old, new)
    rest, other = old[head:], new[head:]
    tail = _alike(rest[::-1], other[::-1])
    first, last, last_new = ("equal", 0, head, 0, head), len(old) - tail, len(new) - tail
    changed = ("replace", head, last, head, last_new)
    return [first, changed, ("equal", last, len(old), last_new, len(new))]


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pieces are the same from the beginning on."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(old), len(new)))
