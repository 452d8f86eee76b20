"""The content of workbooks that do not say whose form they are, kept until the plan is known."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from ictxl.spreadsheets.marks import Mark
from ictxl.spreadsheets.sheet import Sheet


@dataclass(frozen=True)
class WorkbookContent:
    """What one workbook holds."""

    sheets: tuple[Sheet, ...]
    marks: Mapping[str, Sequence[Mark]]


@dataclass(frozen=True)
class PackedContent:
    """A content, packed: of thousands of foreign workbooks each takes a tenth of its place."""

    _packed: bytes
    is_large: bool
    """To be opened only in a process that may be killed without harm."""

    @classmethod
    def pack(cls, content: WorkbookContent) -> PackedContent:
        import pickle  # noqa: PLC0415 - few runs have such workbooks

        plain = pickle.dumps(content, pickle.HIGHEST_PROTOCOL)
        is_large = len(plain) > _LARGE or _letters(content) > _LARGE
        return cls(zlib.compress(plain, level=1), is_large)

    def open(self) -> WorkbookContent:
        import pickle  # noqa: PLC0415 - as above

        content = pickle.loads(zlib.decompress(self._packed))
        assert isinstance(content, WorkbookContent)
        return content


_LARGE = 8_000_000
"""Bytes, and letters, for one text may be held once and stand in many cells."""


def _letters(content: WorkbookContent) -> int:
    return sum(_letters_of(sheet) for sheet in content.sheets)


def _letters_of(sheet: Sheet) -> int:
    values = chain(chain.from_iterable(sheet.rows), sheet.far.values())
    return sum(len(value) for value in values if type(value) is str)
