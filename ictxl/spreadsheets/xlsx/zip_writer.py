"""Write ZIP packages; parts that are deflated already are taken over as they are."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from zipfile import ZipFile, ZipInfo

_RAW = -zlib.MAX_WBITS
"""Deflated data without a header of its own, as zip files hold it."""


class Beginning:
    """What many parts begin with."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._deflater = zlib.compressobj(wbits=_RAW)
        self._deflated = self._deflater.compress(content)

    def deflated_with(self, rest: bytes) -> bytes:
        """The same bytes as if both were deflated together."""
        deflater = self._deflater.copy()
        return self._deflated + deflater.compress(rest) + deflater.flush()


@dataclass(frozen=True)
class ContinuedPart:
    """A part with a beginning that it shares with other packages' parts."""

    lead: bytes
    """Before the beginning: a few bytes of the part's own, left as they are."""
    beginning: Beginning
    rest: bytes

    @property
    def content(self) -> bytes:
        return self.lead + self.beginning.content + self.rest

    def deflated(self) -> bytes:
        deflated = self.beginning.deflated_with(self.rest)
        if not self.lead:
            return deflated
        # A stored block, not the last one (RFC 1951, 3.2.4); what follows never points back to it.
        size = len(self.lead)
        return struct.pack("<BHH", 0, size, size ^ 0xFFFF) + self.lead + deflated


@dataclass(frozen=True)
class Deflated:
    """A part as another package holds it, to be taken over as it is."""

    data: bytes
    checksum: int
    size: int
    """Of its content."""


def deflated_part(package: bytes, entry: ZipInfo) -> Deflated:
    """The part of a zip file that was written with deflated parts only."""
    return Deflated(packed_data(package, entry), entry.CRC, entry.file_size)


def made_parts(package: bytes) -> Iterator[tuple[str, bytes | Deflated]]:
    """The parts of a workbook that xlsxwriter has just made, in the same bytes on every system:
    those that it keeps in files on the way have the system's own line ends."""
    with ZipFile(BytesIO(package)) as archive:
        for entry in archive.infolist():
            if os.linesep == "\n" or not entry.filename.endswith((".xml", ".rels", ".vml")):
                yield entry.filename, deflated_part(package, entry)
            else:
                # A text's own CR stands there as _x000D_.
                yield entry.filename, archive.read(entry).replace(b"\r\n", b"\n")


def packed_data(package: bytes, entry: ZipInfo) -> bytes:
    """A part's data as the zip file holds it. Raises struct.error where it is cut off before."""
    # The lengths of name and extra field, for the directory need not have the same ones.
    lengths = _LENGTHS.unpack_from(package, entry.header_offset + _LOCAL_HEADER - _LENGTHS.size)
    start = entry.header_offset + _LOCAL_HEADER + sum(lengths)
    return package[start : start + entry.compress_size]


@dataclass(frozen=True)
class Stored:
    """A part that is not deflated, for a reader on the same machine."""

    content: bytes
    checksum: int


FIRST_TIME = "1980-01-01T00:00:00Z"
"""The first time that a zip file can hold: of a workbook that no person has saved yet."""
Part = bytes | ContinuedPart | Deflated | Stored


def zip_parts(parts: Iterable[tuple[str, Part]], *, mode: int = 0) -> bytes:
    """A zip file of the parts in their order; the same parts give the same bytes.

    Python's own `zipfile` takes no data that is deflated already. With a `mode`, Unix' permissions,
    the file is the one that it would write.
    """
    made_by = (_UNIX << 8 if mode else 0) | _VERSION
    files, directory, start, count = [], [], 0, 0
    for name, part in parts:
        encoded = name.encode()
        described, data = _described(encoded, part)
        # APPNOTE.TXT 4.3.7 and 4.3.12; no extra fields or comments.
        header = struct.pack("<4sH", b"PK\3\4", _VERSION) + described
        files += [header, encoded, data]
        directory += [
            struct.pack("<4sHH", b"PK\1\2", made_by, _VERSION) + described,
            struct.pack("<HHHII", 0, 0, 0, mode << 16, start),
            encoded,
        ]
        start += len(header) + len(encoded) + len(data)
        count += 1
    entries = b"".join(directory)
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(entries), start, 0)
    return b"".join([*files, entries, end])


OWNERS_ONLY = 0o600
"""The mode of a part that only its owner may read and write, as that of a temporary file."""
_VERSION = 20
_UNIX = 3
_LOCAL_HEADER = 30
"""Bytes before a part's name."""
_LENGTHS = struct.Struct("<HH")
"""Of the name and of the extra field, at the end of a local header (APPNOTE.TXT 4.3.7)."""
_STORED, _DEFLATED = 0, 8
_UTF8_NAME = 0x800
_FIRST_DAY = (0, 1 << 5 | 1)
"""Time and date of `FIRST_TIME`, as a zip file writes it."""


def _described(name: bytes, part: Part) -> tuple[bytes, bytes]:
    """(what both headers say of a part, its data)."""
    method = _DEFLATED
    if isinstance(part, Stored):
        method, checksum, deflated, size = _STORED, part.checksum, part.content, len(part.content)
    elif isinstance(part, ContinuedPart):
        content, deflated = part.content, part.deflated()
        checksum, size = zlib.crc32(content), len(content)
    elif isinstance(part, Deflated):
        checksum, deflated, size = part.checksum, part.data, part.size
    else:
        checksum, deflated, size = *_deflated(part), len(part)
    flags = 0 if name.isascii() else _UTF8_NAME
    sizes = (checksum, len(deflated), size, len(name), 0)
    return struct.pack("<HHHHIIIHH", flags, method, *_FIRST_DAY, *sizes), deflated


@lru_cache(maxsize=64)
def _deflated(content: bytes) -> tuple[int, bytes]:
    """Cached, for most parts are the same in all workbooks made together."""
    deflater = zlib.compressobj(wbits=_RAW)
    return zlib.crc32(content), deflater.compress(content) + deflater.flush()


def in_reading_order(parts: Mapping[str, Part], first: str) -> list[tuple[str, Part]]:
    """By name, behind `first`: readers that look at the beginning only find it there."""
    return sorted(parts.items(), key=lambda item: (item[0] != first, item[0]))
