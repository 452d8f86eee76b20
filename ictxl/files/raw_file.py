"""Fetch a file's bytes from a disk or an address, within the limit on its size."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ictxl.errors import InputError
from ictxl.files.addresses import Place, RemoteFile
from ictxl.spreadsheets.errors import Limits, beyond, damaged
from ictxl.text.times import iso_utc

LONGEST_PLAIN_PATH = 240
"""Windows' own limit is 260 characters; beyond it a path needs the prefix `\\\\?\\`."""


@dataclass(frozen=True)
class RawFile:
    """A file as it lies on the disk, or wherever its address leads."""

    path: Place
    name: str
    """How findings call it."""
    content: bytes
    modified: str
    """The file's own time, ISO in UTC; empty where its address does not tell one."""


def read_raw(path: Place, name: str, limits: Limits) -> RawFile:
    """The file's bytes. Raises UnreadableError with what a person can do about it."""
    try:
        if isinstance(path, RemoteFile):
            _require_fit(path.size or 0, limits)
            content = path.read_bytes(limits.file_bytes)
            _require_fit(len(content), limits)
            return RawFile(path, name, content, path.modified)
        place = system_path(path)
        status = place.stat()
        if not stat.S_ISREG(status.st_mode):
            raise damaged("ふつうのファイルではありません")
        _require_fit(status.st_size, limits)
        content = place.read_bytes()
    except OSError as error:
        raise damaged(_why(error)) from error
    return RawFile(path, name, content, iso_utc(datetime.fromtimestamp(status.st_mtime, UTC)))


def _require_fit(size: int, limits: Limits) -> None:
    if size > limits.file_bytes:
        raise beyond(limits, "file_megabytes")


def system_path(path: Path) -> Path:
    """The path as the system takes it, however long it is."""
    if os.name == "nt" and len(str(path)) > LONGEST_PLAIN_PATH:
        whole = str(path.absolute())
        return Path(whole if whole.startswith("\\\\") else f"\\\\?\\{whole}")
    return path


def _why(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "ほかのプログラムが開いているか、読む権限がありません"
    if isinstance(error, FileNotFoundError):
        return "見つかりません(移されたか、消されています)"
    if error.errno == errno.ELOOP:
        return "自分自身を指すリンクです"
    return error.strerror or "開けません"


def template_bytes(path: Path) -> bytes:
    """Raises InputError where the file is missing or open elsewhere."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(
            f"ひな形「{path}」がありません。", "ファイル名を確かめてください。"
        ) from error
    except OSError as error:
        if path.is_dir():
            raise InputError(
                f"「{path}」はフォルダーです。", "ひな形のファイルを指定してください。"
            ) from error
        raise InputError(
            f"ひな形「{path}」を読めません({error.strerror})。",
            "Excel で開いていれば閉じてから、もう一度実行してください。",
        ) from error
