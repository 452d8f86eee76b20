"""A tiny writer of compound files ([MS-CFB] version 3), for tests: olefile only reads them."""

from __future__ import annotations

import struct
from collections.abc import Mapping

_SECTOR, _SHORTEST = 512, 4096
"""Shorter streams would stand among others in one stream for them all."""
_END, _FREE, _FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF


def write_compound(streams: Mapping[str, bytes]) -> bytes:
    """Streams in the root folder, or one folder down (`folder/stream`), each by its name."""
    sectors: list[bytes] = []
    chain: list[int] = []

    def add(content: bytes) -> int:
        first = len(sectors)
        pieces = [content[at : at + _SECTOR] for at in range(0, len(content), _SECTOR)]
        sectors.extend(piece.ljust(_SECTOR, b"\0") for piece in pieces)
        chain.extend([*range(first + 1, first + len(pieces)), _END])
        return first

    entries = _Entries()
    for name, content in streams.items():
        data = content.ljust(_SHORTEST, b"\0")
        entries.add(name.split("/"), add(data), len(data))
    directory = add(entries.directory())
    count = 1
    while count * _SECTOR // 4 < len(chain) + count:
        count += 1
    fat = [*chain, *[_FAT] * count]
    fat += [_FREE] * (count * _SECTOR // 4 - len(fat))
    first_fat = len(sectors)
    places = [*range(first_fat, first_fat + count)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, count, directory, 0, _SHORTEST, _END, 0, _END, 0)
    head += struct.pack("<109I", *places, *[_FREE] * (109 - count))
    return head + b"".join(sectors) + struct.pack(f"<{len(fat)}I", *fat)


class _Entries:
    """The directory: each folder's entries in a row, in the order that readers expect."""

    def __init__(self) -> None:
        self._root: dict[str, object] = {}

    def add(self, path: list[str], start: int, size: int) -> None:
        folder = self._root
        for name in path[:-1]:
            folder = folder.setdefault(name, {})  # type: ignore[assignment]  # folders hold folders
        folder[path[-1]] = (start, size)

    def directory(self) -> bytes:
        found: list[bytes] = [b""]
        found[0] = _entry("Root Entry", 5, _NONE, self._write(self._root, found), _END, 0)
        while len(found) % 4:
            found.append(_entry("", 0, _NONE, _NONE, 0, 0))
        return b"".join(found)

    def _write(self, folder: Mapping[str, object], found: list[bytes]) -> int:
        names = sorted(folder, key=lambda name: (len(name), name.upper()))
        places = [*range(len(found), len(found) + len(names)), _NONE]
        found.extend(b"" for _ in names)
        for name, place, following in zip(names, places, places[1:], strict=False):
            match folder[name]:
                case (int(start), int(size)):
                    found[place] = _entry(name, 2, following, _NONE, start, size)
                case dict(inner):
                    found[place] = _entry(name, 1, following, self._write(inner, found), 0, 0)
        return places[0]


def _entry(name: str, kind: int, following: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0" if name else b""
    head = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1)
    return head + struct.pack("<III36xIQ", _NONE, following, child, start, size)
