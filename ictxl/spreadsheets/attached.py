"""Texts that hang on a workbook's cells or lie over them: comments, text boxes, shapes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ictxl.runtime.sandbox import Sandbox, SandboxDiedError
from ictxl.spreadsheets.errors import BrokenPartError, UnreadableError
from ictxl.spreadsheets.kinds import WorkbookKind, kind_of
from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.spreadsheets.xlsx.drawings import attached_marks
from ictxl.spreadsheets.xlsx.package import Package

_KINDS = {MarkKind.COMMENT: "コメント", MarkKind.SHAPE: "図形"}
_SECONDS, _MEMORY_MEGABYTES = 30, 1_000
"""What looking at other kinds of workbooks than .xlsx may take."""


class AttachedText(NamedTuple):
    """A comment, or the text of a shape."""

    what: str
    """コメント or 図形."""
    row: int
    """From 0; -1 where it belongs to no cell, as `column`."""
    column: int
    text: str


def attached_texts(content: bytes) -> dict[str, list[AttachedText]]:
    """By the sheet's name; nothing of a workbook that cannot be looked through."""
    try:
        if kind_of(content) is WorkbookKind.XLSX:
            package = Package(content)
            return _of({name: attached_marks(package, path, []) for name, path in package.sheets})
    except (BrokenPartError, UnreadableError):
        return {}
    sandbox = Sandbox(f"{__name__}:{_read_others.__name__}", _SECONDS, _MEMORY_MEGABYTES)
    try:
        found: dict[str, list[AttachedText]] = sandbox.call(content)
    except (SandboxDiedError, TimeoutError, BrokenPartError, UnreadableError):
        return {}
    finally:
        sandbox.stop()
    return found


def _read_others(content: bytes) -> dict[str, list[AttachedText]]:
    from ictxl.spreadsheets.legacy.ods import scan_ods  # noqa: PLC0415 - few tables are of these kinds
    from ictxl.spreadsheets.legacy.xls import scan_xls  # noqa: PLC0415
    from ictxl.spreadsheets.legacy.xlsb import scan_xlsb  # noqa: PLC0415

    kind = kind_of(content)
    if kind is WorkbookKind.XLS:
        return _of(scan_xls(content)[0].marks)
    if kind is WorkbookKind.ODS:
        return _of(scan_ods(Package(content))[0].marks)
    return _of(scan_xlsb(Package(content)).marks)


def _of(marks: Mapping[str, Iterator[Mark] | list[Mark]]) -> dict[str, list[AttachedText]]:
    found = {
        sheet: [
            AttachedText(_KINDS[mark.kind], mark.row, mark.column, mark.text)
            for mark in there
            if mark.kind in _KINDS and mark.text.strip()
        ]
        for sheet, there in marks.items()
    }
    return {sheet: texts for sheet, texts in found.items() if texts}
