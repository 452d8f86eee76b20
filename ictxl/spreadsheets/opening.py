"""Open a file's content: plain, encrypted, or with a false extension."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from ictxl.spreadsheets.errors import BrokenPartError, Reason, UnreadableError, damaged
from ictxl.spreadsheets.kinds import WorkbookKind, is_zip, kind_of
from ictxl.spreadsheets.xlsx.package import open_archive


@dataclass(frozen=True)
class Opened:
    """A workbook's bytes, readable."""

    content: bytes
    kind: WorkbookKind
    true_suffix: str
    """The extension of its kind, where the file goes by another one; else empty."""
    archive: zipfile.ZipFile | None
    """The ZIP directory, where it has been read to tell the kind."""


def open_content(content: bytes, name: str, passwords: Sequence[str]) -> Opened:
    """What is in a file of that name: decrypted, and of a known kind. Raises UnreadableError."""
    archive = open_archive(content) if is_zip(content) else None
    kind = kind_of(content, archive)
    if kind is WorkbookKind.ODS and archive is not None:
        from ictxl.spreadsheets.legacy.odf_encryption import is_encrypted  # noqa: PLC0415 - few are

        if is_encrypted(archive):
            return Opened(_decrypt_open_document(archive, passwords), WorkbookKind.ODS, "", None)
    if kind is WorkbookKind.ENCRYPTED or (kind is WorkbookKind.XLS and _is_locked(content)):
        plain = decrypt(content, passwords)
        return Opened(plain, kind_of(plain), "", None)
    is_true = PurePath(name).suffix.lower() in kind.value
    return Opened(content, kind, "" if is_true else kind.value[0], archive)


def _decrypt_open_document(archive: zipfile.ZipFile, passwords: Sequence[str]) -> bytes:
    """Raises UnreadableError where no password fits."""
    from ictxl.spreadsheets.legacy.odf_encryption import (  # noqa: PLC0415 - few workbooks need it
        UnknownMethodError,
        decrypt_package,
    )

    try:
        plain = decrypt_package(archive, passwords)
    except UnknownMethodError as error:
        reason = "暗号の方式が新しいか特殊で、ictxl では開けません"
        raise UnreadableError(Reason.PASSWORD_REQUIRED, reason) from error
    except BrokenPartError as error:
        raise damaged("暗号化されたブックの中身が壊れています") from error
    if plain is None:
        raise _no_password_fits(passwords)
    return plain


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
    """The workbook inside. Raises UnreadableError where no password fits."""
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
    raise _no_password_fits(passwords)


def _no_password_fits(passwords: Sequence[str]) -> UnreadableError:
    reason = "指定されたパスワードでは開けません" if passwords else "パスワードの指定がありません"
    return UnreadableError(Reason.PASSWORD_REQUIRED, reason)
