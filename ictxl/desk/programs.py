"""Open a file with the program that the system has registered for its kind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ictxl.desk.places import OPENED, ForbiddenPlaceError
from ictxl.errors import InputError


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
