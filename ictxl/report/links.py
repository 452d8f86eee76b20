"""Links from a report to a cell of a workbook that lies near it."""

from __future__ import annotations

import os
import posixpath
import re
from pathlib import Path
from urllib.parse import quote

# What a URI must not hold as it stands: these, control characters, and bytes of a file name that
# are no text, as Python holds them. Letters outside ASCII stay readable, as Excel writes them.
_SPECIAL = re.compile("[] \"%#<>[^`{|}?&'\x00-\x1f\x7f-\x9f\udc80-\udcff\ufffe\uffff]")


class Ways:
    """The ways from one folder to files. Thousands of files lie in few folders, so only the way to
    each of these is worked out."""

    def __init__(self, start: Path) -> None:
        self._start = start
        self._folders: dict[Path, str] = {}

    def to(self, file: Path) -> str:
        """With `/`; absolute where there is none (another drive)."""
        folder = file.parent
        if folder not in self._folders:
            self._folders[folder] = _relative_path(folder, self._start)
        way = self._folders[folder]
        return file.name if way == "." else posixpath.join(way, file.name)


def _relative_path(folder: Path, start: Path) -> str:
    try:
        way = os.path.relpath(folder.absolute(), start.absolute())
    except ValueError:
        way = str(folder.absolute())
    return way.replace(os.sep, "/")


def cell_anchor(sheet: str, cell: str) -> str:
    """`'進捗入力'!K9`; a sheet's own apostrophes are doubled."""
    quoted = "'" + sheet.replace("'", "''") + "'"
    return f"{quoted}!{cell or 'A1'}"


def uri_of(way: str) -> str:
    """A way as a workbook's relationship holds it: a URI whose Japanese stays readable."""
    return _SPECIAL.sub(lambda special: _quoted(special[0]), way)


def workbook_link(way: str) -> str:
    """The way as xlsxwriter takes it, a cell's anchor to follow: `external:../戻り/01.xlsx`."""
    uri = uri_of(way)
    # xlsxwriter looks at the second character for a drive letter, so the way needs at least two.
    return f"external:{uri if uri.startswith('.') or ':' in uri else './' + uri}"


def page_link(way: str) -> str:
    """The way as a browser takes it."""
    return Path(way).as_uri() if Path(way).is_absolute() else _quoted(way)


def _quoted(way: str) -> str:
    return quote(way.encode("utf-8", "surrogateescape"))
