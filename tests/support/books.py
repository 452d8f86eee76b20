"""Workbooks that ictxl or a test wrote, as openpyxl reads them, in a fraction of its time."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import IO
from unittest import mock

from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook import Workbook
from openpyxl.worksheet._reader import WorksheetReader
from openpyxl.worksheet.merge import MergedCellRange
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.form.package.snapshot import freeze, open_frozen

Source = Path | str | IO[bytes]


def load(source: Source, *, rich_text: bool = False) -> Workbook:
    """The workbook. One of the same bytes as before is copied, which takes a tenth of the time."""
    return _book(_content(source), None, rich_text)


def sheet_of(source: Source, name: str, *, rich_text: bool = False) -> Worksheet:
    """One sheet of the workbook; the others are empty, and joined cells have the borders of the
    first, which openpyxl takes longer to spread over them than for all else."""
    sheet = _book(_content(source), name, rich_text)[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def sheet_names(source: Source) -> list[str]:
    """In their order."""
    reader = ExcelReader(BytesIO(_content(source)), read_only=True)
    reader.read_manifest()
    reader.read_workbook()
    return [str(sheet.name) for sheet, _ in reader.parser.find_sheets()]


def _content(source: Source) -> bytes:
    return Path(source).read_bytes() if isinstance(source, str | Path) else source.read()


_seen: set[int] = set()


def _book(content: bytes, only: str | None, rich_text: bool) -> Workbook:
    key = hash((content, only, rich_text))
    if key not in _seen:  # most are read once: these are not worth a copy
        _seen.add(key)
        return _read(content, only, rich_text)
    return open_frozen(_frozen(content, only, rich_text))


@lru_cache(maxsize=64)
def _frozen(content: bytes, only: str | None, rich_text: bool) -> bytes:
    return freeze(_read(content, only, rich_text))


def _read(content: bytes, only: str | None, rich_text: bool) -> Workbook:
    reader = ExcelReader(BytesIO(content), rich_text=rich_text)
    if only is None:
        reader.read()
        return reader.wb
    with (
        mock.patch("openpyxl.reader.excel.WorksheetReader", _reader_of(only)),
        mock.patch.object(MergedCellRange, "format", lambda _: None),
    ):
        reader.read()
    return reader.wb


def _reader_of(only: str) -> type[WorksheetReader]:
    class Reader(WorksheetReader):  # type: ignore[misc]  # openpyxl says nothing of its type
        def bind_all(self) -> None:
            if self.ws.title == only:
                super().bind_all()

    return Reader
