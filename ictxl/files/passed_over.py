"""Recognise what programs leave in folders: lock files, drafts, versions before the last.

Excel saves into a file named with eight hexadecimal digits and renames it; where that fails, the
whole form is left under such a name. Programs keep the version before as `.bak`. So a name alone
decides only of what is never a workbook.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path, PurePath

from ictxl.files.addresses import Place
from ictxl.spreadsheets.limits import DEFAULT_LIMITS

_NEVER_NAMES = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"})
_SUFFIXES = {
    ".bak": "控え(.bak)",
    ".tmp": "一時ファイル(.tmp)",
    ".temp": "一時ファイル(.temp)",
    ".crdownload": "ダウンロードの途中のファイル(.crdownload)",
    ".part": "転送の途中のファイル(.part)",
    ".partial": "転送の途中のファイル(.partial)",
}
_LITTER_FOLDERS = frozenset({"__macosx", "$recycle.bin", "system volume information"})
_SAVING = re.compile(r"[0-9A-F]{8}")
"""While Excel saves, the new file has such a name, without an extension."""


def is_passed_over(path: PurePath) -> bool:
    """By its name: lock files, hidden files, half-saved and half-loaded ones, what Windows and
    macOS leave."""
    return is_never_a_workbook(path.name) or set_aside_as(path.name) != ""


def set_aside_as(name: str) -> str:
    """What a file of such a name mostly is, in Japanese; empty where it is meant to be read."""
    suffix = PurePath(name).suffix.lower()
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    if _SAVING.fullmatch(name) and not _is_date(name):
        return "Excel が保存の途中に作るファイル"
    if name.startswith("~WR"):
        return "一時ファイル(~WR)"
    return "隠しファイル" if name.startswith(".") else ""


def may_be_meant(path: Place) -> bool:
    """The file is to be read: by its name, or since it holds a whole workbook."""
    if is_never_a_workbook(path.name):
        return False
    return not set_aside_as(path.name) or holds_workbook(path)


def is_litter_folder(name: str) -> bool:
    return name.startswith(".") or name.lower() in _LITTER_FOLDERS


def is_never_a_workbook(name: str) -> bool:
    """The owner's name in a lock file, what a system keeps of a folder or of a file's icon."""
    return name.startswith(("~$", ".~lock.", "._")) or name.lower() in _NEVER_NAMES


def _is_date(name: str) -> bool:
    """A person may name a file 20191031."""
    try:
        year = datetime.strptime(name, "%Y%m%d").replace(tzinfo=UTC).year
    except ValueError:
        return False
    return year in _YEARS


_YEARS = range(1950, 2200)


def holds_workbook(path: Place) -> bool:
    """A whole one: half of a saved or loaded file does not end as a package does."""
    try:
        if isinstance(path, Path):
            if not path.is_file():
                return False
            with path.open("rb") as file:
                head = file.read(len(_COMPOUND))
                if head != _COMPOUND:
                    return head[:2] == b"PK" and _is_package(file)
                return any(stream in file.read(_MOST_READ) for stream in _STREAMS)
        content = path.read_bytes(_MOST_READ)
    except OSError:
        return False
    if content.startswith(_COMPOUND):
        return any(stream in content for stream in _STREAMS)
    return content[:2] == b"PK" and _is_package(io.BytesIO(content))


_MOST_READ = DEFAULT_LIMITS.file_bytes
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "EncryptedPackage"))
"""Of a compound file that is an .xls, or a workbook with a password."""


def _is_package(file: io.BufferedIOBase) -> bool:
    try:
        with zipfile.ZipFile(file) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return "content.xml" in names or any(name.lower().startswith("xl/") for name in names)
