"""Tell a file's real kind from its first bytes; extensions lie."""

from __future__ import annotations

import io
import re
import zipfile
from enum import Enum

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
    (b"MIME-Version:", "Web アーカイブ(.mht)"),
)
_HTML = re.compile(rb"<\s*(!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
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
    if any(name.startswith("xl/") and name.endswith("workbook.bin") for name in names):
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
    raise _other_file("圧縮ファイル(ZIP)")


def _open_document_kind(mime: str) -> WorkbookKind:
    if "opendocument.spreadsheet" in mime:
        return WorkbookKind.ODS
    raise _other_file(
        "OpenDocument の文書(表計算以外)" if "opendocument" in mime else "ZIP 形式の文書"
    )


def _compound_kind(content: bytes) -> WorkbookKind:
    import olefile  # noqa: PLC0415 - only for the old format and for passwords

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            streams = {"/".join(entry).lower() for entry in compound.listdir()}
    except Exception as error:
        raise damaged(CUT_OFF) from error
    if "encryptedpackage" in streams:
        return WorkbookKind.ENCRYPTED
    if streams & {"workbook", "book"}:
        return WorkbookKind.XLS
    if "worddocument" in streams:
        raise _other_file("Word 文書")
    if "powerpoint document" in streams:
        raise _other_file("PowerPoint の資料")
    if any(stream.startswith("__substg1.0") for stream in streams):
        raise _other_file("Outlook のメール")
    raise _other_file("Excel 以外の Office 文書")


def _other_kind(content: bytes) -> str:
    for signature, what in _SIGNATURES:
        if content.startswith(signature):
            return what
    head = content[:_HEAD]
    if b"office:spreadsheet" in head and b"<" in head[:10]:
        return "XML スプレッドシート 2003"
    if _HTML.search(head):
        return "HTML(Web ページ)"
    return _text_kind(content) or "種類のわからないファイル"


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
