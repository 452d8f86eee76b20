"""Tell whether a file is still as ictxl made it, so that it may be replaced by a new one.

Every program that saves a workbook, page or mail leaves signs of doing so. Where there is no
certainty the answer is no: better one file too many is kept.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path

from ictxl.files.names import records_of

BLANK_SEAL = "ictxl-seal-" + "0" * 32
"""Stands in a page or mail draft until `sealed` fills it in."""
_SEAL = re.compile(rb"ictxl-seal-[0-9a-f]{32}")
_TOO_ODD = (OSError, EOFError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error)
"""What `zipfile` and `json` raise on files of any other kind."""


def sealed(content: bytes) -> bytes:
    """The content with a digest of itself in place of its first seal."""
    return _SEAL.sub(_seal_of(content), content, count=1)


def _seal_of(content: bytes) -> bytes:
    blank = _SEAL.sub(BLANK_SEAL.encode(), content, count=1)
    return b"ictxl-seal-" + hashlib.sha256(blank).hexdigest()[:32].encode()


def is_as_made(path: Path) -> bool:
    """Whether ictxl made the file and no other program has saved it since."""
    sign = _SIGNS.get(path.suffix.lower())
    try:
        return sign is not None and sign(path)
    except _TOO_ODD:
        return False


def is_form_as_sent(path: Path) -> bool:
    """Whether a workbook is a form as `generate` made it: its document was never saved after the
    time of issue, which the form says too. Never true of a send-back or of a filled-in form."""
    try:
        with zipfile.ZipFile(path) as package:
            core = package.read(_CORE)
            return (
                _is_plain(package, core)
                and _told(core, "keywords").startswith(_FORMS_WORD)
                and _told(core, "modified").encode() in package.read("xl/sharedStrings.xml")
            )
    except _TOO_ODD:
        return False


def may_be_result(path: Path) -> bool:
    """Quickly: False of a workbook that another program has surely saved, or that is a form.

    Most returned files are one or the other, and their first bytes tell it in a tenth of the time
    that opening them takes. OSError.
    """
    with path.open("rb") as content:
        head = content.read(_BEGINNING)
    return _begins_as_made(head) and not _is_forms_beginning(head)


def _begins_as_made(head: bytes) -> bool:
    """Whether the first part's own header says what `_is_plain` asks of the directory's."""
    if len(head) < _PART.size or not head.startswith(b"PK\3\4"):
        return False
    flags, _, time, date, *_ = _PART.unpack_from(head)
    return not flags & _SPEED_FLAGS and time == 0 and date >> _YEARS == 0


def _is_forms_beginning(head: bytes) -> bool:
    """Whether the document's properties stand near the beginning, as in forms, and say so."""
    name = head.find(_CORE.encode())
    if name < _PART.size:
        return False
    _, method, _, _, _, size, _, _, extra = _PART.unpack_from(head, name - _PART.size)
    start = name + len(_CORE) + extra
    if method != zipfile.ZIP_DEFLATED or start + size > len(head):
        return False
    try:
        core = zlib.decompress(head[start : start + size], -zlib.MAX_WBITS)
    except zlib.error:
        return False
    return _told(core, "keywords").startswith(_FORMS_WORD)


_BEGINNING = 4096
_PART = struct.Struct("<4x2xHHHHIIIHH")
"""A part's header (APPNOTE 4.3.7): flags, method, time, date, …, packed size, …, lengths of name
and extra field."""
_YEARS = 9
"""Bits of a date below its years since 1980."""
_FORMS_WORD = "ictxl "
"""The key words of a form, and of its send-back, begin so; no other result has any."""


def document_words(path: Path) -> tuple[str, str]:
    """A workbook's title and key words; empty where it has none or is no .xlsx."""
    core = _core_of(path)
    return _told(core, "title"), _told(core, "keywords")


def document_saved(path: Path) -> str:
    """When a workbook says that it was saved (ISO); empty where it does not, or is no .xlsx."""
    return _told(_core_of(path), "modified")


def _core_of(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as package:
            return package.read(_CORE)
    except _TOO_ODD:
        return b""


def is_mail_draft(path: Path) -> bool:
    """Whether a file is a mail draft that ictxl made, changed since or not."""
    try:
        with path.open("rb") as content:
            return content.read(len(_UNSENT)) == _UNSENT
    except OSError:
        return False


_CORE = "docProps/core.xml"
_UNSENT = b"X-Unsent: 1"
"""The first line of a draft."""


def _is_workbook_as_made(path: Path) -> bool:
    with zipfile.ZipFile(path) as package:
        return _is_plain(package, package.read(_CORE))


def _is_plain(package: zipfile.ZipFile, core: bytes) -> bool:
    """Excel, WPS and LibreOffice write the time of saving, the first two who saved besides; Excel
    and .NET pack with other flags, programs in Python with the time of packing."""
    return (
        _told(core, "created") == _told(core, "modified") != ""
        and not _told(core, "lastModifiedBy")
        and all(
            entry.date_time[0] == _FIRST_YEAR
            and entry.date_time[3:] == (0, 0, 0)
            and entry.create_version == _PLAIN_VERSION
            and not entry.flag_bits & _SPEED_FLAGS
            for entry in package.infolist()
        )
    )


_FIRST_YEAR = 1980
"""The oldest that a zip file knows, for the same input gives the same bytes."""
_PLAIN_VERSION = 20
"""Version made by (APPNOTE 4.4.2): 2.0; Excel says 4.5."""
_SPEED_FLAGS = 0b110
"""How fast an entry was deflated (APPNOTE 4.4.4); Excel says super fast."""


def _told(core: bytes, name: str) -> str:
    """What a document's properties say under a name; empty where they do not."""
    match = re.search(rf"<(?:\w+:)?{name}\b[^>]*>([^<]*)<".encode(), core)
    return unescape(match[1].decode("utf-8", "replace")).strip() if match else ""


def _is_sealed(path: Path) -> bool:
    content = path.read_bytes()
    seal = _SEAL.search(content)
    return seal is not None and seal[0] == _seal_of(content)


def _is_pdf_as_made(path: Path) -> bool:
    """Whoever comments on a PDF adds a second end, or has it written by another program."""
    content = path.read_bytes()
    times = set(_PDF_TIMES.findall(content))
    return content.count(b"%%EOF") == 1 and _LIBREOFFICE in content and len(times) == 1


_PDF_TIMES = re.compile(rb"/(?:CreationDate|ModDate)\s?\(D:(\d+)")
_LIBREOFFICE = "LibreOffice".encode("utf-16-be").hex().upper().encode()
"""As it names itself in a PDF."""


def is_recorded(path: Path) -> bool:
    """Whether the record of the merge that made the file tells these very bytes."""
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        records = [json.loads(r.read_bytes()) for r in records_of(path) if r.is_file()]
        return any(
            Path(output["path"]).name == path.name and output.get("sha256") == digest
            for record in records
            if isinstance(record, Mapping)
            for output in record["outputs"]
        )
    except _TOO_ODD:
        return False


def _is_record(path: Path) -> bool:
    record = json.loads(path.read_bytes())
    return isinstance(record, Mapping) and {"format", "ictxl", "inputs"} <= record.keys()


def _is_parquet(path: Path) -> bool:
    """Nobody writes into one by hand."""
    with path.open("rb") as content:
        return content.read(4) == b"PAR1"


_SIGNS: Mapping[str, Callable[[Path], bool]] = {
    ".xlsx": _is_workbook_as_made,
    ".html": _is_sealed,
    ".eml": _is_sealed,
    ".pdf": _is_pdf_as_made,
    ".csv": is_recorded,
    ".json": _is_record,
    ".parquet": _is_parquet,
}
