"""A file's content, and how it is opened: plain, behind a password, under a false name."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ictxl.files.addresses import Place, RemoteFile, iso_utc
from ictxl.findings import Finding, finding
from ictxl.spreadsheets.errors import UnreadableError, damaged
from ictxl.spreadsheets.kinds import (
    Kind,
    OtherFileError,
    expected_suffix,
    is_zip,
    kind_of,
    not_a_workbook,
)
from ictxl.spreadsheets.limits import MEGABYTE, Limits
from ictxl.spreadsheets.xlsx.package import open_archive

_LONGEST_PLAIN_PATH = 240
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


@dataclass(frozen=True)
class Opened:
    """A workbook's bytes, readable."""

    content: bytes
    kind: Kind
    findings: tuple[Finding, ...]
    archive: zipfile.ZipFile | None
    """The ZIP directory, where it has been read to tell the kind."""


def read_raw(path: Place, name: str, limits: Limits) -> RawFile:
    """The file's bytes. Raises UnreadableError with what a person can do about it."""
    try:
        if isinstance(path, RemoteFile):
            return RawFile(path, name, _fetched(path, limits), path.modified)
        place = system_path(path)
        status = place.stat()
        if not stat.S_ISREG(status.st_mode):
            raise damaged("ふつうのファイルではありません")
        _require_fit(status.st_size, limits)
        content = place.read_bytes()
    except OSError as error:
        raise damaged(_why(error)) from error
    return RawFile(path, name, content, iso_utc(datetime.fromtimestamp(status.st_mtime, UTC)))


def _fetched(file: RemoteFile, limits: Limits) -> bytes:
    _require_fit(file.size or 0, limits)
    content = file.read_bytes(limits.file_megabytes * MEGABYTE)
    _require_fit(len(content), limits)
    return content


def _require_fit(size: int, limits: Limits) -> None:
    if size > limits.file_megabytes * MEGABYTE:
        raise UnreadableError(
            "F008",
            what="ファイルの大きさ",
            limit=f"{limits.file_megabytes} MB",
            option="--limit-file-mb",
        )


def system_path(path: Path) -> Path:
    """The path as the system takes it, however long it is."""
    if os.name == "nt" and len(str(path)) > _LONGEST_PLAIN_PATH:
        whole = str(path.absolute())
        return Path(whole if whole.startswith("\\\\") else f"\\\\?\\{whole}")
    return path


def _why(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "ほかのプログラムが開いているか、読む権限がありません"
    if isinstance(error, FileNotFoundError):
        return "見つかりません(移されたか、消されています)"
    return error.strerror or "開けません"


def open_content(raw: RawFile, passwords: Sequence[str]) -> Opened:
    """What is in the file: decrypted, and of a known kind. Raises UnreadableError."""
    try:
        content = raw.content
        archive = open_archive(content) if is_zip(content) else None
        kind = kind_of(content, archive)
        if kind is Kind.ENCRYPTED or (kind is Kind.XLS and _is_locked(content)):
            content, archive = decrypt(content, passwords), None
            kind = kind_of(content)
    except OtherFileError as other:
        raise not_a_workbook(str(other), raw.name) from other
    suffix = expected_suffix(kind, raw.name)
    if suffix is None or content is not raw.content:
        return Opened(content, kind, (), archive)
    told = finding("F010", file=raw.name, suffix=Path(raw.name).suffix or "なし", kind=suffix)
    return Opened(content, kind, (told,), archive)


def _is_locked(content: bytes) -> bool:
    """An .xls whose streams are encrypted (it opens without a password where it has the default
    one of a merely protected workbook)."""
    import msoffcrypto  # noqa: PLC0415 - only for the old format and for passwords

    try:
        return bool(msoffcrypto.OfficeFile(io.BytesIO(content)).is_encrypted())
    except Exception:  # noqa: BLE001 - raises anything on damaged files; the reader then tells
        return False


_DEFAULT_PASSWORD = "VelvetSweatshop"
"""What Excel itself tries first ([MS-OFFCRYPTO] 2.3): set by protecting a workbook's structure."""


def decrypt(content: bytes, passwords: Sequence[str]) -> bytes:
    """The workbook inside. Raises UnreadableError (F005) where no password fits."""
    import msoffcrypto  # noqa: PLC0415

    for password in (*passwords, _DEFAULT_PASSWORD):
        plain = io.BytesIO()
        try:
            locked = msoffcrypto.OfficeFile(io.BytesIO(content))
            locked.load_key(password=password)
            locked.decrypt(plain)
            kind_of(plain.getvalue())
        except Exception:  # noqa: BLE001 - a wrong password raises anything
            continue
        return plain.getvalue()
    reason = "指定されたパスワードでは開けません" if passwords else "パスワードの指定がありません"
    raise UnreadableError("F005", reason=reason)
