"""Tell why a file could not be read: the reasons of `spreadsheets` as findings."""

from __future__ import annotations

from pathlib import PurePath

from ictxl import findings
from ictxl.findings import Finding
from ictxl.spreadsheets.errors import Reason, UnreadableError
from ictxl.spreadsheets.kinds import WORKBOOK_SUFFIXES

_LIMITS = {
    "file_megabytes": ("ファイルの大きさ", "{} MB", "--limit-file-mb"),
    "unpacked_megabytes": ("展開した大きさ", "{} MB", "--limit-unpacked-mb"),
    "cells": ("セルの数", "{:,}", "--limit-cells"),
    "memory_megabytes": ("読むのに要るメモリー", "{} MB", "--limit-memory-mb"),
}
"""Field of `Limits` → what it bounds, how its value is told, and the option that raises it."""


def unreadable(error: UnreadableError, file: str) -> Finding:
    """The finding that a file cannot be read; `file` is how findings call it."""
    match error.reason:
        case Reason.DAMAGED:
            found = findings.FILE_UNREADABLE(file=file, reason=error.what)
        case Reason.PASSWORD_REQUIRED:
            found = findings.PASSWORD_REQUIRED(file=file, reason=error.what)
        case Reason.OTHER_FILE:
            claims = PurePath(file).suffix.lower() in WORKBOOK_SUFFIXES
            kind = findings.NOT_AN_EXCEL_WORKBOOK if claims else findings.OTHER_KIND_OF_FILE
            found = kind(file=file, what=error.what)
        case Reason.RIGHTS_RESTRICTED:
            found = findings.RIGHTS_RESTRICTED(file=file)
        case Reason.WORKBOOKS_INSIDE:
            names = _few(error.inside)
            found = findings.WORKBOOKS_INSIDE(
                file=file, what=error.what, names=names, how=error.how
            )
        case Reason.LIMIT_EXCEEDED:
            what, value, option = _LIMITS[error.what]
            limit = value.format(error.most)
            found = findings.LIMIT_EXCEEDED(file=file, what=what, limit=limit, option=option)
        case Reason.TIME_EXCEEDED:
            found = findings.READING_TIMED_OUT(file=file, limit=f"{error.most:g} 秒")
    return found


def _few(names: tuple[str, ...]) -> str:
    more = len(names) - _MOST_NAMES
    return "、".join(names[:_MOST_NAMES]) + (f" ほか {more} 個" if more > 0 else "")


_MOST_NAMES = 5
