"""The content of a workbook that is no form, row by row, as the report copies it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple


class ForeignText(NamedTuple):
    """One row of a sheet, or one text that stands in no cell."""

    sheet: str
    cell: str
    """The first one, where there are several."""
    kind: str
    """What it is, in Japanese: セル, コメント, 図形…"""
    text: str
    """A text whole, or several, each on its line with its cell; never more than a cell holds."""


@dataclass(frozen=True)
class ForeignContent:
    """Rows of one workbook, packed: thousands of large ones may come at once."""

    count: int
    first: str
    """The first text, to know the workbook by."""
    _packed: tuple[bytes, ...]

    @classmethod
    def pack(cls, texts: Iterable[ForeignText]) -> ForeignContent:
        count, first, packed = 0, "", []
        waiting = iter(texts)
        while batch := _batch(waiting):
            first = first or batch[0].text
            count += len(batch)
            lines = "\n".join(json.dumps(text) for text in batch)
            packed.append(zlib.compress(lines.encode("ascii"), level=1))
        return cls(count, first, tuple(packed))

    def texts(self) -> Iterator[ForeignText]:
        for batch in self._packed:
            for line in zlib.decompress(batch).decode("ascii").split("\n"):
                yield ForeignText(*json.loads(line))


def _batch(texts: Iterator[ForeignText]) -> list[ForeignText]:
    batch, letters = [], 0
    for text in islice(texts, _BATCH):
        batch.append(text)
        letters += len(text.text)
        if letters > _BATCH_LETTERS:
            break
    return batch


_BATCH, _BATCH_LETTERS = 2_000, 1_000_000
FOREIGN_SHEET = "調査票でないブック"
"""The report's sheet that holds these texts."""
