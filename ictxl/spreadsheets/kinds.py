"""Tell a file's real kind from its first bytes, extensions lie; name the workbooks in archives."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import TYPE_CHECKING

from ictxl.spreadsheets.errors import CUT_OFF, Reason, UnreadableError, damaged
from ictxl.spreadsheets.xlsx.package import open_archive
from ictxl.spreadsheets.xlsx.sheet_xml import ZIP_ERRORS

if TYPE_CHECKING:
    from email.message import EmailMessage

    import olefile


class WorkbookKind(Enum):
    """A kind of workbook that can be read, with the extensions it goes by."""

    XLSX = (".xlsx", ".xlsm")
    XLSB = (".xlsb",)
    XLS = (".xls",)
    ODS = (".ods",)
    ENCRYPTED = (".xlsx", ".xlsm", ".xlsb", ".xls")
    """A package behind a password; what is inside shows when it is open."""


WORKBOOK_SUFFIXES = frozenset(suffix for kind in WorkbookKind for suffix in kind.value)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEFORE_EXCEL_5 = "Excel 4.0 以前のブック"
_OUTLOOK_ATTACHMENTS = b"\x78\x9f\x3e\x22"
_SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "ショートカット(.lnk)"),
    (b"[InternetShortcut]", "インターネット ショートカット(.url)"),
    (b"{\\rtf", "リッチテキスト(RTF)"),
    (b"\x89PNG", "画像(PNG)"),
    (b"\xff\xd8\xff", "画像(JPEG)"),
    (b"GIF8", "画像(GIF)"),
    (b"II*\x00", "画像(TIFF)"),
    (b"MM\x00*", "画像(TIFF)"),
    (b"Rar!", "圧縮ファイル(RAR)"),
    (b"7z\xbc\xaf", "圧縮ファイル(7z)"),
    (b"\x1f\x8b", "圧縮ファイル(gzip)"),
    (b"MZ", "プログラム(.exe)"),
    (b"ID;P", "SYLK 形式のファイル"),
    (b"\x09\x00\x04\x00", _BEFORE_EXCEL_5),
    (b"\x09\x02\x06\x00", _BEFORE_EXCEL_5),
    (b"\x09\x04\x06\x00", _BEFORE_EXCEL_5),
)
_HTML = re.compile(rb"<\s*(!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_BINARY_WORKBOOK = re.compile(r"xl/(?:.*/)?[^/]*workbook[^/]*\.bin")
_TEXT_CODECS = ("utf-8-sig", "cp932", "utf-16")
_HEAD = 4096


def kind_of(content: bytes, archive: zipfile.ZipFile | None = None) -> WorkbookKind:
    """The kind of workbook; UnreadableError, saying what it is instead, where it is none.

    `archive` is the content's ZIP directory where it has been read already.
    """
    if not content:
        raise damaged("中身が空(0 バイト)です")
    if is_zip(content):
        return _package_kind(archive or open_archive(content))
    if content[:8] == _OLE:
        return _compound_kind(content)
    raise _other_file(_other_kind(content))


def _other_file(what: str) -> UnreadableError:
    return UnreadableError(Reason.OTHER_FILE, what)


def is_zip(content: bytes) -> bool:
    return content[:4] == b"PK\x03\x04"


def _package_kind(archive: zipfile.ZipFile) -> WorkbookKind:
    names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    try:
        mime = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except (*ZIP_ERRORS, ValueError, KeyError) as error:
        raise damaged(CUT_OFF) from error
    if mime:
        if b"opendocument.spreadsheet" in mime:
            return WorkbookKind.ODS
        is_open = b"opendocument" in mime
        raise _other_file("OpenDocument の文書(表計算以外)" if is_open else "ZIP 形式の文書")
    if any(map(_BINARY_WORKBOOK.fullmatch, names)):
        return WorkbookKind.XLSB
    others = (
        ("word/", "Word 文書"),
        ("ppt/", "PowerPoint の資料"),
        ("visio/", "Visio の図"),
        ("index/", "Numbers などの iWork 文書"),
    )
    if any(name.startswith("xl/") for name in names):
        return WorkbookKind.XLSX
    for folder, what in others:
        if any(name.startswith(folder) for name in names):
            raise _other_file(what)
    if "[content_types].xml" in names:
        # Other writers may put the workbook elsewhere; calamine decides.
        return WorkbookKind.XLSX
    if _is_bare_open_document(archive):
        return WorkbookKind.ODS
    _refuse_to_unwrap("圧縮ファイル(ZIP)", workbooks_in_archive(archive), "展開し")
    raise _other_file("圧縮ファイル(ZIP)")


def _is_bare_open_document(archive: zipfile.ZipFile) -> bool:
    """A spreadsheet whose packer left the part out that names its kind."""
    for name, sign in (("META-INF/manifest.xml", b"opendocument.spreadsheet"), _BODY):
        try:
            with archive.open(name) as part:
                if sign in part.read(_MOST_READ):
                    return True
        except (*ZIP_ERRORS, ValueError, KeyError):
            continue
    return False


_BODY = ("content.xml", b"<office:spreadsheet")
_MOST_READ = 1 << 20


def _refuse_to_unwrap(what: str, workbooks: Sequence[str], how: str) -> None:
    """Raises UnreadableError where there are workbooks inside."""
    if workbooks:
        raise UnreadableError(Reason.WORKBOOKS_INSIDE, what, inside=tuple(workbooks), how=how)


_TAKE_OUT = "メールソフトで開き"


_RESTRICTED = "アクセス権の制限(IRM、秘密度ラベル)がかかっています"


def _compound_kind(content: bytes) -> WorkbookKind:
    import olefile  # noqa: PLC0415 - only for the old format and for passwords

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            streams = {"/".join(entry).lower() for entry in compound.listdir()}
            attached = workbooks_in_outlook_mail(compound)
    except Exception as error:
        raise damaged(CUT_OFF) from error
    if any("drmencrypted" in stream or "\tdrmcontent" in stream for stream in streams):
        raise UnreadableError(Reason.RIGHTS_RESTRICTED, _RESTRICTED)
    if "encryptedpackage" in streams:
        return WorkbookKind.ENCRYPTED
    if streams & {"workbook", "book"}:
        return WorkbookKind.XLS
    if "worddocument" in streams:
        raise _other_file("Word 文書")
    if "powerpoint document" in streams:
        raise _other_file("PowerPoint の資料")
    if any(stream.startswith("__substg1.0") for stream in streams):
        _refuse_to_unwrap("Outlook のメール(.msg)", attached, _TAKE_OUT)
        raise _other_file("Outlook のメール(.msg)")
    raise _other_file("Excel 以外の Office 文書")


def _other_kind(content: bytes) -> str:
    for signature, what in _SIGNATURES:
        if content.startswith(signature):
            return what
    head = content[:_HEAD]
    if b"application/vnd.oasis.opendocument.spreadsheet" in head and b"<" in head[:10]:
        return "XML 一枚の OpenDocument 表計算(.fods)"
    if b"office:spreadsheet" in head and b"<" in head[:10]:
        return "XML スプレッドシート 2003"
    if _HTML.search(head):
        return "HTML(Web ページ)"
    return _mail_kind(content) or _text_kind(content) or "種類のわからないファイル"


def _mail_kind(content: bytes) -> str | None:
    """Raises UnreadableError where workbooks are attached."""
    if is_mail(content):
        _refuse_to_unwrap("メール(.eml)", workbooks_in_mail(content), _TAKE_OUT)
        return "メール(.eml)"
    if content.startswith(b"MIME-Version:"):
        return "Web アーカイブ(.mht)"
    if content.startswith(_OUTLOOK_ATTACHMENTS):
        what = "Outlook が添付ファイルをまとめたもの(winmail.dat)"
        how = "Outlook で開くか、添付ファイルのまま送り直してもらい"
        _refuse_to_unwrap(what, workbooks_named(content), how)
        return what
    return None


def _text_kind(content: bytes) -> str | None:
    if not any(content[:_HEAD]):
        return None
    for codec in _TEXT_CODECS:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\x00" in text[:_HEAD]:
            continue
        lines = text.splitlines()[:5]
        separated = any("," in line or "\t" in line for line in lines)
        return "CSV(文字だけの表)" if separated else "テキスト ファイル"
    return None


_ENDING = re.compile(r"\.(?:xls[xmb]?|ods)$", re.IGNORECASE)
_UTF8_NAME = 0x800
"""A name in a ZIP directory is in UTF-8; otherwise in the code page of who packed it."""
_LONGEST_NAME = 255
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,70}:[ \t]")
_MAIL_HEAD = 1 << 16
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

    head = content[:_MAIL_HEAD]
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
