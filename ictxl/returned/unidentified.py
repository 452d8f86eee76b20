"""The content of workbooks that do not say whose form they are, kept until the plan is known."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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

    @classmethod
    def pack(cls, content: WorkbookContent) -> PackedContent:
        return cls(zlib.compress(pickle.dumps(content, pickle.HIGHEST_PROTOCOL), level=1))

    def open(self) -> WorkbookContent:
        content = pickle.loads(zlib.decompress(self._packed))
        assert isinstance(content, WorkbookContent)
        return content
