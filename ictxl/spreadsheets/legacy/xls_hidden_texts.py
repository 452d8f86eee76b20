"""Find texts of an Excel 97-2003 workbook outside its cells; [MS-OLEPS] tells its properties."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping

from ictxl.spreadsheets.hidden_texts.made_names import is_made_name, is_programs_property
from ictxl.spreadsheets.hidden_texts.texts import (
    LINK_NAME,
    defined_name,
    joined,
    validation_rule,
)
from ictxl.spreadsheets.marks import ALTERNATIVE, Mark, MarkKind, with_text

_LINK, _TIP, _RULE, _NAME, _NAME_COMMENT = 0x1B8, 0x800, 0x1BE, 0x18, 0x894
_DRAWING, _CHART_TEXT, _SCENARIO, _MARGINS = 0xEC, 0x100D, 0xAF, 0x89C
_OTHER_BOOK, _OTHER_CELLS, _PIVOT_TEXT = 0x1AE, 0x5A, 0xCD
_BUILT_IN = 0x20
_TEXT_TOKEN = 0x17


def hidden_text_marks(kind: int, data: bytes) -> Iterator[Mark]:
    """What one record says. Raises struct.error or IndexError where it is damaged."""
    yield from with_text(_READERS[kind](data) if kind in _READERS else ())


def text_at(data: bytes, at: int, width: int = 2) -> tuple[str, int]:
    """A string with its length in so many bytes and its flag byte; where it ends."""
    length = int.from_bytes(data[at : at + width], "little")
    return characters(data, at + width, length)


def characters(data: bytes, at: int, length: int) -> tuple[str, int]:
    size = 2 * length if data[at] & 1 else length
    codec = "utf-16-le" if data[at] & 1 else "latin-1"
    return data[at + 1 : at + 1 + size].decode(codec, "replace"), at + 1 + size


def _constant(tokens: bytes) -> str:
    """A formula that is one text, as such; a list's choices are parted by NUL."""
    if len(tokens) < 3 or tokens[0] != _TEXT_TOKEN:  # noqa: PLR2004 - token, length, flags
        return ""
    return text_at(tokens, 1, width=1)[0].replace("\0", ",")


def _name(data: bytes) -> Iterator[Mark]:
    """2.4.150 Lbl."""
    flags, _, length, size = struct.unpack_from("<HBBH", data)
    if not flags & _BUILT_IN:
        name, at = characters(data, 14, length)
        yield from defined_name(name, [_constant(data[at : at + size])])


def _name_comment(data: bytes) -> Iterator[Mark]:
    """2.4.176 NameCmt."""
    name_length, length = struct.unpack_from("<HH", data, 12)
    name, at = characters(data, 16, name_length)
    comment, _ = characters(data, at, length)
    if comment.strip():
        yield from defined_name(name, [comment])


def _rule(data: bytes) -> Iterator[Mark]:
    """2.4.88 Dv: flags, prompt's and error's titles, prompt, error, two formulas, the areas."""
    said, at = [], 4
    for _ in range(4):
        text, at = text_at(data, at)
        said.append(text.rstrip("\0"))
    choices = []
    for _ in range(2):
        (size,) = struct.unpack_from("<H", data, at)
        choices.append(_constant(data[at + 4 : at + 4 + size]))
        at += 4 + size
    (areas,) = struct.unpack_from("<H", data, at)
    place = (-1, -1)
    if areas:
        row, _, column, _ = struct.unpack_from("<HHHH", data, at + 2)
        place = (row, column)
    title, error_title, prompt, error = said
    yield from validation_rule(place, (title, prompt), (error_title, error), choices)


_HAS_MONIKER, _HAS_LOCATION, _HAS_NAME, _HAS_FRAME, _IS_PLAIN = 0x01, 0x08, 0x10, 0x80, 0x100
_URL = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
_FILE = bytes.fromhex("0303000000000000c000000000000046")


def _link(data: bytes) -> Iterator[Mark]:
    """2.4.140 HLink; the object in it is told in [MS-OSHARED] 2.3.7."""
    row, _, column, _ = struct.unpack_from("<HHHH", data)
    (flags,) = struct.unpack_from("<I", data, 28)
    at, target = 32, ""
    name = ""
    if flags & _HAS_NAME:
        name, at = _counted(data, at)
    if flags & _HAS_FRAME:
        _, at = _counted(data, at)
    if flags & _HAS_MONIKER and flags & _IS_PLAIN:
        target, at = _counted(data, at)
    elif flags & _HAS_MONIKER:
        target, at = _moniker(data, at)
    if flags & _HAS_LOCATION and at:
        location, at = _counted(data, at)
        target = joined(target, location)
    if target:
        yield Mark(MarkKind.LINK, row, column, target)
    if name.strip():
        yield Mark(MarkKind.PART, row, column, name, about=LINK_NAME)


def _counted(data: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", data, at)
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le", "replace").rstrip("\0"), end


def _moniker(data: bytes, at: int) -> tuple[str, int]:
    """Where it leads, and where it ends: 0 where that is not known."""
    kind, at = data[at : at + 16], at + 16
    if kind == _URL:
        (size,) = struct.unpack_from("<I", data, at)
        text = data[at + 4 : at + 4 + size].decode("utf-16-le", "replace")
        return text.partition("\0")[0], at + 4 + size
    if kind != _FILE:
        return "", 0
    up, size = struct.unpack_from("<HI", data, at)
    path = data[at + 6 : at + 6 + size].decode("cp932", "replace").rstrip("\0")
    at += 6 + size + 24
    (wide,) = struct.unpack_from("<I", data, at)
    if wide:
        (size,) = struct.unpack_from("<I", data, at + 4)
        path = data[at + 10 : at + 10 + size].decode("utf-16-le", "replace")
    return "../" * min(up, 9) + path, at + 4 + wide


def _tip(data: bytes) -> Iterator[Mark]:
    """2.4.141 HLinkTooltip."""
    row, _, column, _ = struct.unpack_from("<HHHH", data, 2)
    text = data[10:].decode("utf-16-le", "replace").rstrip("\0")
    yield Mark(MarkKind.PART, row, column, text, about="リンクのヒント")


def _chart_text(data: bytes) -> Iterator[Mark]:
    """2.4.254 SeriesText: titles, and names of series."""
    text, _ = text_at(data, 2, width=1)
    yield Mark(MarkKind.PART, text=text, about="グラフ")


def _scenario(data: bytes) -> Iterator[Mark]:
    """2.4.244 Scenario."""
    _, _, _, length, comment_length, _ = struct.unpack_from("<HBBBBB", data)
    name, at = characters(data, 7, length)
    _, at = text_at(data, at)
    comment = text_at(data, at)[0] if comment_length else ""
    yield Mark(MarkKind.PART, text="\n".join(filter(None, (name, comment))), about="シナリオ")


def _margins(data: bytes) -> Iterator[Mark]:
    """2.4.137 HeaderFooter: headers and footers of even and first pages."""
    lengths, at = struct.unpack_from("<HHHH", data, 30), 38
    for length in lengths:
        if length:
            text, at = text_at(data, at)
            yield Mark(MarkKind.PAGE, text=text)


def _other_book(data: bytes) -> Iterator[Mark]:
    """2.4.271 SupBook; its path is encoded with control characters."""
    (length,) = struct.unpack_from("<H", data, 2)
    if 0 < length <= _LONGEST_PATH:
        path, _ = characters(data, 4, length)
        said = "".join(char if char >= " " else "/" for char in path).strip("/")
        yield Mark(MarkKind.PART, text=said, about="参照しているほかのブック")


_LONGEST_PATH = 0xFF


def _other_cells(data: bytes) -> Iterator[Mark]:
    """2.4.65 CRN: values copied from another workbook."""
    at = 4
    while at + 9 <= len(data):
        if data[at] == _OTHER_TEXT:
            text, at = text_at(data, at + 1)
            yield Mark(MarkKind.PART, text=text, about="ほかのブックから写した値")
        else:
            at += 9


_OTHER_TEXT = 2


def _pivot_text(data: bytes) -> Iterator[Mark]:
    """2.4.313 SXString, in the streams of pivot tables' sources."""
    (length,) = struct.unpack_from("<H", data)
    if length <= _LONGEST_ITEM:
        yield Mark(
            MarkKind.PART, text=characters(data, 2, length)[0], about="ピボットテーブルの元のデータ"
        )


_LONGEST_ITEM = 0xFF
_CONTAINER, _PROPERTIES = 0xF, {0xF00B, 0xF121, 0xF122}
_COMPLEX, _SHAPE_NAME, _DESCRIPTION = 0x8000, 0x380, 0x381


def _drawing(data: bytes) -> Iterator[Mark]:
    """[MS-ODRAW]: what is said of a shape for who cannot see it, and a name a person gave it."""
    at = 0
    while at + 8 <= len(data):
        head, kind, size = struct.unpack_from("<HHI", data, at)
        at += 8
        if head & 0xF == _CONTAINER:
            continue
        if kind in _PROPERTIES:
            said = dict(_shape_texts(data[at : at + size], head >> 4))
            name = said.get(_SHAPE_NAME, "")
            texts = [said.get(_DESCRIPTION, ""), "" if is_made_name(name) else name]
            text = "\n".join(text for text in texts if text.strip())
            yield Mark(MarkKind.PART, text=text, about=ALTERNATIVE)
        at += size


def _shape_texts(data: bytes, count: int) -> Iterator[tuple[int, str]]:
    at = 6 * count
    for number in range(count):
        if 6 * number + 6 > len(data):
            return
        key, size = struct.unpack_from("<HI", data, 6 * number)
        if key & _COMPLEX:
            if key & 0x3FFF in {_SHAPE_NAME, _DESCRIPTION}:
                raw = data[at : at + size]
                yield key & 0x3FFF, raw.decode("utf-16-le", "replace").rstrip("\0")
            at += size


_READERS: Mapping[int, Callable[[bytes], Iterator[Mark]]] = {
    _LINK: _link,
    _MARGINS: _margins,
    _TIP: _tip,
    _RULE: _rule,
    _NAME: _name,
    _NAME_COMMENT: _name_comment,
    _DRAWING: _drawing,
    _CHART_TEXT: _chart_text,
    _SCENARIO: _scenario,
    _OTHER_BOOK: _other_book,
    _OTHER_CELLS: _other_cells,
    _PIVOT_TEXT: _pivot_text,
}
KINDS = frozenset(_READERS)
"""Of the records that `hidden_text_marks` knows."""


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
