"""What a table's workbook has beside its values: comments, shapes, struck text, what is hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ictxl.runtime.sandbox import Sandbox, SandboxDiedError
from ictxl.spreadsheets.errors import DEFAULT_LIMITS, ORDINARY, BrokenPartError, UnreadableError
from ictxl.spreadsheets.kinds import WorkbookKind, kind_of
from ictxl.spreadsheets.marks import Mark
from ictxl.spreadsheets.opening import open_content
from ictxl.spreadsheets.sheet import hidden_sheets
from ictxl.spreadsheets.xlsx.package import Package
from ictxl.spreadsheets.xlsx.scan import scan_package

_SECONDS, _MEMORY_MEGABYTES = 30, 1_000
"""What looking at large workbooks, and at other kinds than .xlsx, may take."""


class BookMarks(NamedTuple):
    """The marks of a workbook, and its sheets that nobody sees."""

    by_sheet: Mapping[str, Sequence[Mark]]
    hidden_sheets: frozenset[str] = frozenset()


def book_marks(content: bytes) -> BookMarks:
    """None of a workbook that cannot be looked through."""
    try:
        if kind_of(content) is WorkbookKind.XLSX:
            package = Package(content)
            if package.unpacked <= ORDINARY.unpacked_megabytes << 20:
                return _marks_of_package(content, package)
    except (BrokenPartError, UnreadableError):
        return BookMarks({})
    sandbox = Sandbox(f"{__name__}:{_read_apart.__name__}", _SECONDS, _MEMORY_MEGABYTES)
    try:
        found: BookMarks = sandbox.call(content)
    except (SandboxDiedError, TimeoutError, BrokenPartError, UnreadableError):
        return BookMarks({})
    finally:
        sandbox.stop()
    return found


def _marks_of_package(content: bytes, package: Package) -> BookMarks:
    return _with_hidden_sheets(scan_package(package, DEFAULT_LIMITS).marks, content)


def _with_hidden_sheets(marks: Mapping[str, Sequence[Mark]], content: bytes) -> BookMarks:
    try:
        return BookMarks(marks, hidden_sheets(content))
    except UnreadableError:  # such as an .ods with line breaks between its elements
        return BookMarks(marks)


def _read_apart(content: bytes) -> BookMarks:
    from ictxl.spreadsheets.legacy.ods import scan_ods  # noqa: PLC0415 - few tables are of these kinds
    from ictxl.spreadsheets.legacy.xls import scan_xls  # noqa: PLC0415
    from ictxl.spreadsheets.legacy.xlsb import scan_xlsb  # noqa: PLC0415

    opened = open_content(content, "", ())
    if opened.kind is WorkbookKind.XLSX:
        return _marks_of_package(opened.content, Package(opened.content))
    if opened.kind is WorkbookKind.XLS:
        marks = scan_xls(opened.content)[0].marks
    elif opened.kind is WorkbookKind.ODS:
        marks = scan_ods(Package(opened.content))[0].marks
    else:
        marks = scan_xlsb(Package(opened.content)).marks
    return _with_hidden_sheets(marks, opened.content)
