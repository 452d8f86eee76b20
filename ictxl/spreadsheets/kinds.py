"""Tell a file's real kind from its first bytes; extensions lie."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from enum import Enum

from ictxl.spreadsheets.containers import (
    is_mail,
    workbooks_in_archive,
    workbooks_in_mail,
    workbooks_in_outlook_mail,
    workbooks_named,
)
from ictxl.spreadsheets.errors import CUT_OFF, Reason, UnreadableError, damaged
from ictxl.spreadsheets.xlsx.package import open_archive
from ictxl.spreadsheets.xlsx.used_range import ZIP_ERRORS


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
        return _open_document_kind(mime.decode("ascii", "replace"))
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


def _open_document_kind(mime: str) -> WorkbookKind:
    if "opendocument.spreadsheet" in mime:
        return WorkbookKind.ODS
    raise _other_file(
        "OpenDocument の文書(表計算以外)" if "opendocument" in mime else "ZIP 形式の文書"
    )


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
