"""Recognise given texts that the form continued in rows below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ictxl.contract.fields import CONTINUED_LABEL, read_continued_id

Part = tuple[str, int]
"""Measure id, and which of its rows it is: 0 is the one with its answers."""


@dataclass(frozen=True)
class ContinuedText:
    """A given text as it was sent."""

    whole: str
    parts: tuple[str, ...]
    """What stood in each row; between two of them only blanks and line breaks are left out."""

    @cached_property
    def _gaps(self) -> tuple[str, ...]:
        """What stands in the text before each part."""
        gaps, position = [], 0
        for part in self.parts:
            start = max(position, self.whole.find(part, position))
            gaps.append(self.whole[position:start])
            position = start + len(part)
        return tuple(gaps)

    def joined(self, found: Mapping[int, str]) -> str:
        """The text as it now reads; parts that were not found are as sent."""
        parts = enumerate(zip(self._gaps, self.parts, strict=True))
        return "".join(gap + found.get(number, sent) for number, (gap, sent) in parts)


def part_of(text: str) -> Part | None:
    """The part of a measure that a cell of the id column names, where it goes on."""
    return read_continued_id(text)


def is_label_of(text: str, known: Iterable[str]) -> bool:
    """The text stands in a row that goes on, and tells what: one of the `known` texts."""
    named = text.removesuffix(CONTINUED_LABEL).rstrip("\n")
    return named != text and named in known
