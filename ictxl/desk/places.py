"""Names that a request brings → files below the desk's folder, and nothing else; opening them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ictxl.errors import InputError
from ictxl.files.inputs import resolved

OPENED = frozenset(
    (
        *(".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"),
        *(".csv", ".pdf", ".html", ".eml", ".json", ".jsonl", ".txt"),
    )
)
"""What may be opened with its program: nothing that is a program itself."""


class ForbiddenPlaceError(Exception):
    """The name leads to no file that the desk may touch."""


def below(folder: Path, name: str) -> Path:
    """The file of that name, which lies below the folder by a way without links.

    Raises ForbiddenPlaceError for any other.
    """
    parts = name.split("/")
    if not name or any(_is_odd(part) for part in parts):
        raise ForbiddenPlaceError(name)
    home = resolved(folder)
    path = home.joinpath(*parts)
    try:
        is_there = resolved(path) == path and path.is_file()
    except (OSError, ValueError):  # a name that no system knows
        is_there = False
    if not is_there:
        raise ForbiddenPlaceError(name)
    return path


def _is_odd(part: str) -> bool:
    """Empty parts make a name absolute; `:` parts a drive or a hidden stream from a name."""
    return part in {"", ".", ".."} or any(sign in part for sign in "\\:\0")


def is_free_of_links(path: Path, folder: Path) -> bool:
    """Whether a place for outputs, which need not be there yet, leads nowhere else."""
    home = resolved(folder)
    place = home / path.relative_to(folder)
    return resolved(place) == place


def name_of(path: Path, folder: Path) -> str:
    """A file's name as the desk's pages give it; `below` takes it back."""
    return path.relative_to(folder).as_posix()


def open_file(path: Path) -> None:
    """Raises ForbiddenPlaceError for what may be a program, InputError where nothing opens it."""
    if path.suffix.lower() not in OPENED:
        raise ForbiddenPlaceError(path.name)
    _open(path)


def open_folder(path: Path) -> None:
    """Show a folder in the system's file manager."""
    if not path.is_dir():
        raise ForbiddenPlaceError(path.name)
    _open(path)


def _open(path: Path) -> None:
    try:
        if sys.platform == "win32":
            os.startfile(path)
            return
        opener = "open" if sys.platform == "darwin" else "xdg-open"
        subprocess.Popen(
            [opener, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise InputError(
            f"「{path.name}」を開くプログラムが見つかりません({error.strerror})。",
            "エクスプローラーなどから開いてください。",
        ) from error
