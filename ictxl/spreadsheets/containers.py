"""Name the workbooks inside files that hold other files: archives and mails. None is read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import EmailMessage

    import olefile

_ENDING = re.compile(r"\.(?:xls[xmb]?|ods)$", re.IGNORECASE)
_UTF8_NAME = 0x800
"""A name in a ZIP directory is in UTF-8; otherwise in the code page of who packed it."""
_LONGEST_NAME = 255
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,70}:[ \t]")
_HEAD = 1 << 16
_OUTLOOK_NAMES = {
    "__substg1.0_3707001f": "utf-16-le",
    "__substg1.0_3704001f": "utf-16-le",
    "__substg1.0_3707001e": "cp932",
    "__substg1.0_3704001e": "cp932",
}
"""Streams with an attachment's name, long and short → how it is encoded."""
# What stands before the ending is looked for backwards from it, so that no input is slow.
_ENDINGS = re.compile(rb"\.(?:xls[xmb]?|ods)\x00", re.IGNORECASE)
_WIDE_ENDINGS = re.compile(
    rb"\.\x00(?:x\x00l\x00s\x00(?:[xmb]\x00)?|o\x00d\x00s\x00)\x00\x00", re.IGNORECASE
)


def workbooks_in_archive(archive: zipfile.ZipFile) -> list[str]:
    """Names of the workbooks in a ZIP file, without their folders."""
    return _workbooks(_decoded(info).rpartition("/")[2] for info in archive.infolist())


def _decoded(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("cp932")  # as Windows' Explorer packs it
    except UnicodeError:
        return info.filename


def workbooks_in_mail(content: bytes) -> list[str]:
    """Names of the workbooks attached to a mail (`.eml`, RFC 5322)."""
    from email import message_from_bytes, policy  # noqa: PLC0415 - slow, and few files are mails

    message = message_from_bytes(content, policy=policy.default)
    return _workbooks(_attachment_names(message))


def _attachment_names(message: EmailMessage) -> Iterable[str]:
    for part in message.walk():
        try:
            name = part.get_filename()
        except (LookupError, ValueError, AttributeError, TypeError):
            continue  # a name that is none
        if name:
            yield name


def is_mail(content: bytes) -> bool:
    """A message that somebody sent, no web page saved with its pictures (`.mht`)."""
    from email import policy  # noqa: PLC0415 - as above
    from email.parser import BytesHeaderParser  # noqa: PLC0415

    head = content[:_HEAD]
    if not _HEADER.match(head):
        return False
    headers = BytesHeaderParser(policy=policy.compat32).parsebytes(head)
    return (
        "From" in headers
        and any(name in headers for name in ("To", "Date", "Subject", "Received"))
        and headers.get_content_type() != "multipart/related"
    )


def workbooks_in_outlook_mail(compound: olefile.OleFileIO) -> list[str]:
    """Names of the workbooks attached to a mail that Outlook saved (`.msg`, [MS-OXMSG])."""
    found = []
    for path in compound.listdir():
        codec = _OUTLOOK_NAMES.get(path[-1].lower())
        if codec:
            found.append(compound.openstream(path).read().decode(codec, "replace").rstrip("\0"))
    return _workbooks(found)


def workbooks_named(content: bytes) -> list[str]:
    """Names of workbooks that stand somewhere in a file, as in what Outlook makes of attachments
    (`winmail.dat`, [MS-OXTNEF])."""
    names = [_name_before(content, match) for match in _ENDINGS.finditer(content)]
    names += [_wide_name_before(content, match) for match in _WIDE_ENDINGS.finditer(content)]
    return _workbooks(names)


def _name_before(content: bytes, ending: re.Match[bytes]) -> str:
    start = max(content.rfind(b"\x00", 0, ending.start()) + 1, ending.start() - _LONGEST_NAME)
    return _printable(content[start : ending.end() - 1].decode("cp932", "replace"))


def _wide_name_before(content: bytes, ending: re.Match[bytes]) -> str:
    start = ending.start()
    least = max(0, start - 2 * _LONGEST_NAME)
    while start - 2 >= least and content[start - 2 : start] != b"\x00\x00":
        start -= 2
    return _printable(content[start : ending.end() - 2].decode("utf-16-le", "replace"))


def _printable(name: str) -> str:
    """From behind the last character that no file name has."""
    for at in range(len(name) - 1, -1, -1):
        if not name[at].isprintable() or name[at] in '\\/:*?"<>|\ufffd':
            return name[at + 1 :]
    return name


def _workbooks(names: Iterable[str]) -> list[str]:
    """Each once, in their order."""
    return list(dict.fromkeys(name for name in names if _ENDING.search(name)))
