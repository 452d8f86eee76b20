"""Recognise ictxl's own reports among the returned files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import BinaryIO

from ictxl.files.addresses import Place

REPORT_TITLE = "点検の報告"
"""Title of the report's workbook and page."""
WORKBOOK_SUFFIX, PAGE_SUFFIX, AUDIT_SUFFIX = ".report.xlsx", ".report.html", ".audit.json"
REPORT_SUFFIXES = (WORKBOOK_SUFFIX, PAGE_SUFFIX)
_HEAD = 2000
"""Bytes within which a page or record says what it is."""


def is_own_output(path: Place) -> bool:
    """True for a report or audit record of an earlier run, whatever round it was of."""
    name = path.name.lower()
    try:
        if name.endswith(WORKBOOK_SUFFIX):
            with _opened(path) as content, zipfile.ZipFile(content) as package:
                return REPORT_TITLE.encode() in package.read("docProps/core.xml")
        if name.endswith(PAGE_SUFFIX):
            return f"<title>{REPORT_TITLE}".encode() in _head(path)
        return name.endswith(AUDIT_SUFFIX) and b'"ictxl": "' in _head(path)
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


def _head(path: Place) -> bytes:
    with _opened(path) as content:
        return content.read(_HEAD)


def _opened(path: Place) -> BinaryIO:
    return path.open("rb") if isinstance(path, Path) else io.BytesIO(path.read_bytes())
