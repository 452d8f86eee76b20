"""Which files a user means by files, folders and patterns on the command line."""

from __future__ import annotations

import glob
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ictxl.errors import InputError

WORKBOOK_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_LITTER_NAMES = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"})
_LITTER_SUFFIXES = frozenset({".tmp", ".temp", ".bak", ".crdownload", ".part", ".partial"})
_LITTER_FOLDERS = frozenset({"__macosx", "$recycle.bin", "system volume information"})
_SAVING = re.compile(r"[0-9A-F]{8}")
"""While Excel saves, the new file has such a name, without an extension."""


@dataclass(frozen=True)
class InputFile:
    """A file to read and what findings call it."""

    path: Path
    name: str


def find_inputs(arguments: Iterable[str]) -> list[InputFile]:
    """Every file meant, each once, in an order that does not depend on the arguments' order.

    Folders are searched to the bottom; patterns are expanded here, since cmd.exe expands none.
    Lock files (`~$`) and the like are passed over. Raises InputError where an argument matches
    nothing or a folder holds no workbook.
    """
    found: dict[Path, Path] = {}
    for argument in arguments:
        for path in _expand(argument):
            found.setdefault(path.resolve(), path)
    paths = sorted(found.values(), key=lambda path: unicodedata.normalize("NFC", str(path)))
    names = Counter(_display(path.name) for path in paths)
    return [
        InputFile(path, _display(path.name if names[_display(path.name)] == 1 else str(path)))
        for path in paths
    ]


def is_passed_over(path: Path) -> bool:
    """Lock files, hidden files, half-saved and half-loaded ones, what Windows and macOS leave."""
    name = path.name
    return (
        name.startswith(("~$", "~WR", "."))
        or name.lower() in _LITTER_NAMES
        or path.suffix.lower() in _LITTER_SUFFIXES
        or _SAVING.fullmatch(name) is not None
    )


def _in_litter_folder(path: Path, folder: Path) -> bool:
    inside = path.relative_to(folder).parts[:-1]
    return any(part.startswith(".") or part.lower() in _LITTER_FOLDERS for part in inside)


def _expand(argument: str) -> Iterator[Path]:
    path = Path(argument)
    if path.is_dir():
        yield from _files_in(path)
    elif not path.exists():
        yield from _matches(argument)
    elif not path.name.startswith("~$"):
        # Named by hand, it is meant, whatever it is called.
        yield path


def _files_in(folder: Path) -> list[Path]:
    try:
        files = [
            path
            for path in folder.rglob("*")
            if path.is_file() and not is_passed_over(path) and not _in_litter_folder(path, folder)
        ]
    except OSError as error:
        raise InputError(
            f"フォルダー「{folder}」を読めません({error.strerror})。",
            "フォルダーへのアクセス権を確かめてください。",
        ) from error
    if not any(path.suffix.lower() in WORKBOOK_SUFFIXES for path in files):
        raise InputError(
            f"フォルダー「{folder}」に Excel ブックがありません。",
            "返ってきた調査票を入れたフォルダーを指定してください。",
        )
    return files


def _matches(pattern: str) -> Iterator[Path]:
    # Path.glob takes no absolute pattern.
    matches = [Path(match) for match in glob.glob(pattern, recursive=True)]  # noqa: PTH207
    if not matches:
        raise InputError(
            f"「{pattern}」に当てはまるファイルがありません。",
            "ファイル名かフォルダー名を確かめてください(例: ictxl merge returned)。",
        )
    for path in matches:
        if path.is_dir():
            yield from _files_in(path)
        elif not is_passed_over(path):
            yield path


def _display(name: str) -> str:
    """A file name as it can be printed and stored: か and ゙ joined as macOS takes them apart,
    undecodable bytes shown as `?`."""
    readable = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return unicodedata.normalize("NFC", readable)
