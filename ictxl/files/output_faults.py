"""Why an output cannot be written, in words a person can act on: its place, or a full disk."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from ictxl.errors import OutputError
from ictxl.files.raw_file import LONGEST_PLAIN_PATH
from ictxl.text.filenames import windows_objection


def refuse_names(targets: Iterable[Path]) -> None:
    """Raises OutputError, on Windows, for a name that it cannot give to a file."""
    if os.name != "nt":
        return
    for target in targets:
        names = target.parts[1:] if target.anchor else target.parts
        if why := next(filter(None, map(windows_objection, names)), ""):
            raise OutputError(
                f"「{target}」という名前では書けません。{why}。", "別の名前を指定してください。"
            )


def reason_for(target: Path, error: OSError) -> tuple[str, str]:
    """(what is wrong, what to do) where the system refused to write a file or make a folder."""
    if _is_too_long(target, error):
        return (
            f"「{target}」は、フォルダー名とファイル名をつなぐと長すぎて"
            f"({len(str(target.absolute()))} 文字)書き込めません。",
            "浅いフォルダーか、短い名前を -o で指定してください(Excel が開けるのは"
            " 218 文字までです)。",
        )
    for kinds, message, remedy in _REASONS:
        if isinstance(error, kinds):
            return message.format(target), remedy
    if is_full(error):
        return (
            f"「{target}」を書いている途中でディスクがいっぱいになりました。",
            "空きを作るか、-o で別の場所を指定してください。",
        )
    return (
        f"「{target}」に書き込めません({error.strerror or error})。",
        "出力先を確かめてください。",
    )


_REASONS: tuple[tuple[type[OSError] | tuple[type[OSError], ...], str, str], ...] = (
    (IsADirectoryError, "出力先「{}」はフォルダーです。", "ファイル名を指定してください。"),
    (
        FileExistsError,
        "出力先「{}」はフォルダーではなく、ファイルです。",
        "フォルダーの名前を指定してください。",
    ),
    (
        (FileNotFoundError, NotADirectoryError),
        "出力先のフォルダー「{0.parent}」がありません。",
        "フォルダーを作るか、-o で別の場所を指定してください。",
    ),
    (
        PermissionError,
        "「{}」に書き込めません。",
        "Excel などで開いていれば閉じてください。"
        "閉じても書き込めなければ、-o で別の場所を指定してください。",
    ),
)
"""Kinds of errors, what is wrong, what to do."""


def _is_too_long(target: Path, error: OSError) -> bool:
    """Windows says of a path that is too long that it is not there."""
    on_windows = os.name == "nt" and isinstance(error, FileNotFoundError)
    is_long = len(str(target.absolute())) > LONGEST_PLAIN_PATH
    return error.errno == errno.ENAMETOOLONG or (on_windows and is_long)


def is_full(error: OSError) -> bool:
    """Whether the disk, or what of it one may use, had no room left."""
    return error.errno in _FULL or getattr(error, "winerror", None) in _FULL_ON_WINDOWS


_FULL = {errno.ENOSPC, errno.EDQUOT}
_FULL_ON_WINDOWS = {39, 112, 1295}
"""ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED."""


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
