"""Recognise, in the errors of any library, that there is no room for temporary files."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ictxl.errors import OutputError
from ictxl.files.output_faults import is_full

_SAID = re.compile(r"ENOSPC|EDQUOT|No space left on device|No usable temporary directory")
"""What libraries say in errors of their own, that carry no number: lxml, xlsxwriter, tempfile."""
_LITTLE = 1_000_000
"""Bytes without which a folder counts as full."""
_REFUSED = "作業用のファイルを書けません。"
_REMEDY = (
    "空きを作るか、環境変数 TMPDIR(Windows では TEMP)に空きのあるフォルダーを指定して、"
    "もう一度実行してください。"
)


def no_room(error: BaseException) -> OutputError | None:
    """The error in words a person can act on, if it came of a full disk; else None."""
    if not any(map(_is_full, _causes(error))):
        return None
    named = [*_folders()]
    where = f"「{named[-1]}」に書けません" if named else "がありません"
    return no_room_now() or OutputError(f"{_REFUSED}一時フォルダー{where}。", _REMEDY)


def no_room_but_in(folder: Path) -> OutputError | None:
    """The same for whoever writes into that folder, if there is room left in it."""
    return no_room_now() if _free(folder) >= _LITTLE else None


def no_room_now() -> OutputError | None:
    """The same for programs that only fail, and do not say why."""
    for folder in _folders():
        if _free(folder) < _LITTLE:
            return OutputError(f"{_REFUSED}一時フォルダー「{folder}」がいっぱいです。", _REMEDY)
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or one.__context__


def _is_full(error: BaseException) -> bool:
    if isinstance(error, OSError) and is_full(error):
        return True
    return _SAID.search(str(error)) is not None


def _folders() -> Iterator[Path]:
    """For temporary files: Python passes over one that is full from the beginning, other programs
    do not."""
    yield from (
        Path(os.environ[name]) for name in ("TMPDIR", "TEMP", "TMP") if os.environ.get(name)
    )
    with suppress(OSError):
        yield Path(tempfile.gettempdir())


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return _LITTLE
