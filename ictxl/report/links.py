"""Links from a report to a cell of a workbook that lies near it."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

# What a URI must not hold as it stands; letters outside ASCII stay readable, as Excel writes them.
_SPECIAL = frozenset(" \"%#<>[]^`{|}?&'")


def relative_path(file: Path, folder: Path) -> str:
    """The way from `folder` to `file`, with `/`; absolute where there is none (another drive)."""
    try:
        way = os.path.relpath(file.absolute(), folder.absolute())
    except ValueError:
        way = str(file.absolute())
    return way.replace(os.sep, "/")


def cell_anchor(sheet: str, cell: str) -> str:
    """`'進捗入力'!K9`; a sheet's own apostrophes are doubled."""
    quoted = "'" + sheet.replace("'", "''") + "'"
    return f"{quoted}!{cell or 'A1'}"


def uri_of(way: str) -> str:
    """A way as a workbook's relationship holds it: a URI whose Japanese stays readable."""
    return "".join(_quoted(char) if char in _SPECIAL or _is_raw(char) else char for char in way)


def workbook_link(file: Path, folder: Path) -> str:
    """The link as xlsxwriter takes it, a cell's anchor to follow: `external:../戻り/01.xlsx`."""
    way = uri_of(relative_path(file, folder))
    # xlsxwriter looks at the second character for a drive letter, so the way needs at least two.
    return f"external:{way if way.startswith('.') or ':' in way else './' + way}"


def page_link(file: Path, folder: Path) -> str:
    """The link as a browser takes it."""
    way = relative_path(file, folder)
    return Path(way).as_uri() if Path(way).is_absolute() else _quoted(way)


def _quoted(way: str) -> str:
    return quote(way.encode("utf-8", "surrogateescape"))


def _is_raw(char: str) -> bool:
    """A byte of a file name that is no text, as Python holds it."""
    return "\udc80" <= char <= "\udcff"
