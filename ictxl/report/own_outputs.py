"""Recognise ictxl's own reports among the returned files."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path
from typing import BinaryIO

from ictxl.files.addresses import Place
from ictxl.files.names import RECORD_SUFFIX
from ictxl.spreadsheets.errors import DEFAULT_LIMITS
from ictxl.spreadsheets.xlsx.sheet_xml import ZIP_ERRORS

REPORT_TITLE = "点検の報告"
"""Title of the report's workbook and page."""
WORKBOOK_SUFFIX, PAGE_SUFFIX = ".report.xlsx", ".report.html"
REPORT_SUFFIXES = (WORKBOOK_SUFFIX, PAGE_SUFFIX)
_HEAD = 2000
"""Bytes within which a page, a record or a workbook's properties say what it is."""


def is_own_output(path: Place) -> bool:
    """True for a report or audit record of an earlier run, whatever round it was of."""
    name = path.name.lower()
    try:
        if isinstance(path, Path) and not stat.S_ISREG(path.stat().st_mode):
            return False  # a pipe would wait for somebody to write into it
        if name.endswith(WORKBOOK_SUFFIX):
            with (
                _opened(path) as content,
                zipfile.ZipFile(content) as package,
                package.open("docProps/core.xml") as properties,
            ):
                return REPORT_TITLE.encode() in properties.read(_HEAD)
        if name.endswith(PAGE_SUFFIX):
            return f"<title>{REPORT_TITLE}".encode() in _head(path)
        return name.endswith(RECORD_SUFFIX) and b'"ictxl": "' in _head(path)
    except (*ZIP_ERRORS, KeyError, ValueError):
        return False


def _head(path: Place) -> bytes:
    with _opened(path) as content:
        return content.read(_HEAD)


def _opened(path: Place) -> BinaryIO:
    if isinstance(path, Path):
        return path.open("rb")
    return io.BytesIO(path.read_bytes(DEFAULT_LIMITS.file_bytes))
