"""Names that a request brings → files below the desk's folder, and nothing else."""

from __future__ import annotations

from pathlib import Path

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
