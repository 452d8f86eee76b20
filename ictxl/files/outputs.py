"""Write files atomically: the old file stays whole until the new one is complete."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from ictxl.errors import OutputError


def write_whole(target: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make a file beside `target`, then move it into place.

    On any failure, an interrupt too, the target is untouched and nothing is left beside it.
    Raises OutputError, in words a person can act on, where the place cannot be written.
    """
    draft = _draft(target)
    try:
        write(draft)
        _keep_usual_mode(draft)
        _replace(draft, target)
    except OSError as error:
        raise OutputError(*_reason(target, error)) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def write_content(target: Path, content: bytes) -> None:
    """`write_whole` of what is made already."""

    def write(draft: Path) -> None:
        draft.write_bytes(content)

    write_whole(target, write)


def make_folder(folder: Path) -> None:
    """Create an output folder; OutputError where that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(*_reason(folder, error)) from error


_DRAFT = ".ictxl-"
_STALE_SECONDS = 86_400
"""So old a draft was left by a run that was killed; nobody writes for a day."""


def _draft(target: Path) -> Path:
    try:
        if target.is_dir():
            raise IsADirectoryError(target)
        _sweep(target.parent)
        handle, name = tempfile.mkstemp(prefix=_DRAFT, suffix=target.suffix, dir=target.parent)
    except OSError as error:
        raise OutputError(*_reason(target, error)) from error
    os.close(handle)
    return Path(name)


@lru_cache(maxsize=256)
def _sweep(folder: Path) -> None:
    """Remove the drafts of runs that were killed and could not do so themselves.

    Once a folder and run, for looking through it takes the longer the more files lie there.
    """
    for draft in folder.glob(f"{_DRAFT}*"):
        with suppress(OSError):
            if time.time() - draft.stat().st_mtime > _STALE_SECONDS:
                draft.unlink()


def _keep_usual_mode(draft: Path) -> None:
    """`mkstemp` makes private files; outputs get the mode that any new file gets."""
    mask = os.umask(0)
    os.umask(mask)
    draft.chmod(0o666 & ~mask)


def _replace(draft: Path, target: Path) -> None:
    # Windows refuses to replace a file that Excel has open, or one that is read-only.
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(target)
    draft.replace(target)


def _reason(target: Path, error: OSError) -> tuple[str, str]:
    if isinstance(error, IsADirectoryError):
        return f"出力先「{target}」はフォルダーです。", "ファイル名を指定してください。"
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return (
            f"出力先のフォルダー「{target.parent}」がありません。",
            "フォルダーを作るか、-o で別の場所を指定してください。",
        )
    if isinstance(error, PermissionError):
        return (
            f"「{target}」に書き込めません。",
            "Excel などで開いていれば閉じてください。"
            "閉じても書き込めなければ、-o で別の場所を指定してください。",
        )
    if error.errno in _FULL:
        return (
            f"「{target}」を書いている途中でディスクがいっぱいになりました。",
            "空きを作るか、-o で別の場所を指定してください。",
        )
    return (
        f"「{target}」に書き込めません({error.strerror or error})。",
        "出力先を確かめてください。",
    )


_FULL = {28, 112, 122}
"""ENOSPC, Windows' ERROR_DISK_FULL, EDQUOT."""
