"""Read the document properties of an Excel 97-2003 workbook ([MS-OLEPS])."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from ictxl.spreadsheets.hidden_texts.made_names import is_programs_property
from ictxl.spreadsheets.marks import Mark, MarkKind

STREAMS = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")
_SUMMARY = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")
_DOCUMENT = bytes.fromhex("02d5cdd59c2e1b10939708002b2cf9ae")
_CUSTOM = bytes.fromhex("05d5cdd59c2e1b10939708002b2cf9ae")
_LABELS: Mapping[bytes, Mapping[int, str]] = {
    _SUMMARY: {2: "タイトル", 3: "件名", 5: "タグ", 6: "コメント"},
    _DOCUMENT: {2: "分類", 14: "管理者", 15: "会社", 21: "ハイパーリンクの基点", 27: "状態"},
}
_DICTIONARY, _CODE_PAGE = 0, 1
_NARROW, _WIDE = 0x1E, 0x1F
_UTF16 = 1200
_CODECS = {65001: "utf-8", _UTF16: "utf-16-le", 932: "cp932", 10001: "shift_jis"}


def property_set_texts(stream: bytes) -> Iterator[Mark]:
    """Texts of one stream. Raises struct.error where it is damaged."""
    (count,) = struct.unpack_from("<I", stream, 24)
    for number in range(min(count, _MOST_SETS)):
        kind, offset = struct.unpack_from("<16sI", stream, 28 + 20 * number)
        yield from _set_texts(kind, stream[offset:])


_MOST_SETS = 2
"""No stream has more."""


def _set_texts(kind: bytes, section: bytes) -> Iterator[Mark]:
    (count,) = struct.unpack_from("<I", section, 4)
    count = min(count, len(section) // 8)
    offsets = dict(struct.unpack_from("<II", section, 8 + 8 * n) for n in range(count))
    page = _UTF16
    if _CODE_PAGE in offsets:
        (page,) = struct.unpack_from("<H", section, offsets[_CODE_PAGE] + 4)
    codec = _CODECS.get(page, f"cp{page}")
    names = _LABELS.get(kind, {})
    if kind == _CUSTOM and _DICTIONARY in offsets:
        names = dict(_names(section, offsets[_DICTIONARY], codec))
    for id_, name in names.items():
        text = _text(section, offsets[id_], codec) if id_ in offsets else ""
        if text.strip() and not (kind == _CUSTOM and is_programs_property(name)):
            yield Mark(MarkKind.PROPERTY, text=text, about=name)


def _names(section: bytes, at: int, codec: str) -> Iterator[tuple[int, str]]:
    (count,) = struct.unpack_from("<I", section, at)
    at += 4
    for _ in range(min(count, len(section) // 8)):
        id_, length = struct.unpack_from("<II", section, at)
        at += 8
        size = 2 * length if codec == _CODECS[_UTF16] else length
        yield id_, _decoded(section[at : at + size], codec)
        # Wide names are filled up to whole words.
        at += size + (-size % 4 if codec == _CODECS[_UTF16] else 0)


def _text(section: bytes, at: int, codec: str) -> str:
    kind, size = struct.unpack_from("<II", section, at)
    if kind == _NARROW:
        return _decoded(section[at + 8 : at + 8 + size], codec)
    if kind == _WIDE:
        return _decoded(section[at + 8 : at + 8 + 2 * size], _CODECS[_UTF16])
    return ""


def _decoded(raw: bytes, codec: str) -> str:
    try:
        text = raw.decode(codec, "replace")
    except LookupError:
        text = raw.decode("cp932", "replace")
    return text.partition("\0")[0]
