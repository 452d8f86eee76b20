"""The content of returned workbooks, kept until the plan is known where they do not say whose form
they are, and without the traces of an export by Numbers."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from ictxl.contract.metadata import HIDDEN_SHEETS
from ictxl.spreadsheets.cells import cell_text
from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.spreadsheets.sheet import Sheet
from ictxl.text.clean import clean_text


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


_SUMMARIES = frozenset({"書き出しの概要", "Export Summary"})
_BETWEEN = " - "


def without_export_traces(content: WorkbookContent) -> tuple[WorkbookContent, str | None]:
    """The content with its hidden sheets under their own names, and what the list of sheets says;
    None where Numbers has not written the workbook: it shows each table as a sheet of its own, the
    hidden ones as `_ictxl_common - 表1`, and puts a sheet before all others that lists them."""
    names = [sheet.name for sheet in content.sheets]
    summary = next((name for name in names if name in _SUMMARIES), None)
    renamed = {
        name: own
        for name in names
        for own in HIDDEN_SHEETS
        if name.startswith(own + _BETWEEN) and own not in names
    }
    if summary is None and not renamed:
        return content, None
    sheets = tuple(
        replace(sheet, name=renamed.get(sheet.name, sheet.name))
        for sheet in content.sheets
        if sheet.name != summary
    )
    marks = {renamed.get(name, name): found for name, found in content.marks.items()}
    if summary in marks:
        # Its links lead to the sheets it lists.
        marks[summary] = [m for m in marks[summary] if m.kind is not MarkKind.LINK]
    return WorkbookContent(sheets, marks), _said(content, summary)


def _said(content: WorkbookContent, name: str | None) -> str:
    rows = (row for sheet in content.sheets if sheet.name == name for row in sheet.rows)
    lines = (" ".join(filter(None, (clean_text(cell_text(v)) for v in row))) for row in rows)
    return "\n".join(filter(None, lines))
