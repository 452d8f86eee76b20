"""Tell why a file could not be read: the reasons of `spreadsheets` as findings."""

from __future__ import annotations

from pathlib import PurePath

from ictxl.findings import Finding, finding
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
            return finding("F002", file=file, reason=error.what)
        case Reason.PASSWORD_REQUIRED:
            return finding("F005", file=file, reason=error.what)
        case Reason.OTHER_FILE:
            claims = PurePath(file).suffix.lower() in WORKBOOK_SUFFIXES
            return finding("F006" if claims else "F007", file=file, what=error.what)
        case Reason.LIMIT_EXCEEDED:
            what, value, option = _LIMITS[error.what]
            limit = value.format(error.most)
            return finding("F008", file=file, what=what, limit=limit, option=option)
        case Reason.TIME_EXCEEDED:
            return finding("F017", file=file, limit=f"{error.most:g} 秒")
