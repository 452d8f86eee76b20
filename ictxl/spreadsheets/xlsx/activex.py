"""ActiveX controls: what they say and in which state they are ([MS-OFORMS], [MS-OFFMACRO2] 2.2.1).

A control's part names its class, and holds its properties as XML or leads to them as bytes.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping
from uuid import UUID
from xml.etree.ElementTree import Element

from ictxl.spreadsheets.hidden_texts.parts import part_texts
from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.spreadsheets.xlsx.controls import Area, Control
from ictxl.spreadsheets.xlsx.package import Package
from ictxl.spreadsheets.xml_parts import local_name

_TEXT_BOX, _BUTTON, _TOGGLE, _LABEL = (
    "テキスト ボックス",
    "コマンド ボタン",
    "トグル ボタン",
    "ラベル",
)
_VALUE, _CAPTION = "Value", "Caption"
_SAYS = ((_VALUE, "Text"), (_CAPTION,))
"""Names of the properties that are told with the control."""
_PAIR = "pair"
_Texts = Mapping[str, str]


_Layout = tuple[str, str]
"""How a class keeps its properties as bytes: a mask says which are there, then those of fixed size
follow, then texts and pairs of numbers. The mask's format, and of each property its bit and how
many bytes or what it is."""
_MORPH = (
    "<Q",
    "0:4 1:4 2:4 3:4 4:1 5:1 6:1 7:1 8:pair 9:2 10:4 11:2 12:2 13:2 14:2 15:2 16:1 17:1 18:1 20:1 "
    f"21:1 22:{_VALUE} 23:{_CAPTION} 24:4 25:4 26:4 27:2 28:2 29:2 32:Group",
)
_PUSHED = ("<I", f"0:4 1:4 2:4 3:{_CAPTION} 4:4 5:pair 6:1 7:2 8:2 10:2")
_SAYING = ("<I", f"0:4 1:4 2:4 3:{_CAPTION} 4:4 5:pair 6:1 7:4 8:2 9:2 10:2 11:2 12:2")
"""[MS-OFORMS] 2.2.5 MorphData, 2.2.1 CommandButton, 2.2.4 Label."""
_FORMS = "-EC42-11CE-9E0D-00AA006002F3"
_CLASSES: Mapping[UUID, tuple[str, _Layout]] = {
    UUID("8BD21D10" + _FORMS): (_TEXT_BOX, _MORPH),
    UUID("8BD21D20" + _FORMS): (Control.LIST, _MORPH),
    UUID("8BD21D30" + _FORMS): (Control.DROP_DOWN, _MORPH),
    UUID("8BD21D40" + _FORMS): (Control.CHECK_BOX, _MORPH),
    UUID("8BD21D50" + _FORMS): (Control.OPTION, _MORPH),
    UUID("8BD21D60" + _FORMS): (_TOGGLE, _MORPH),
    UUID("D7053240-CE69-11CD-A777-00DD01143C57"): (_BUTTON, _PUSHED),
    UUID("978C9E23-D4B0-11CE-BF2D-00AA003F40D0"): (_LABEL, _SAYING),
}
_UNKNOWN = ("", ("<I", ""))


def activex_marks(package: Package, path: str, root: Element, area: Area) -> Iterator[Mark]:
    """What a control says and in which state it is, at the cell where it stands, then every other
    text of its part; where that is not known, only that it stands there. BrokenPartError."""
    name, layout = _CLASSES.get(_class_of(root), _UNKNOWN)
    said = _in_xml(root) if len(root) else _in_bytes(package, path, root, layout)
    if name and said is not None:
        value, caption = (next(filter(None, map(said.get, keys)), "") for keys in _SAYS)
        yield _told(name, value, caption, area)
    else:
        value = caption = ""
        yield Mark(MarkKind.OBJECT, area.row, area.column, "コントロール(ActiveX)")
    for text in part_texts(path, root):
        if text.text not in {value, caption}:
            yield Mark(text.kind, area.row, area.column, text.text, about=text.about)


def _told(name: str, value: str, caption: str, area: Area) -> Mark:
    state = ""
    if name in {Control.CHECK_BOX, Control.OPTION, _TOGGLE}:
        known = {
            "1": Control.ON,
            "0": Control.OFF,
            "": Control.PARTLY if name == Control.CHECK_BOX else Control.OFF,
        }
        state = known.get(value, f"値 {value}")
    elif name in {Control.DROP_DOWN, Control.LIST}:
        state = f"選択: 「{value}」" if value else "選択なし"
    elif name == _TEXT_BOX:
        caption = value or "空欄"
    return Mark(MarkKind.CONTROL, area.row, area.column, caption, state, about=name)


def _class_of(root: Element) -> UUID:
    """As the part's root says: `{8BD21D40-…}`."""
    try:
        return UUID(_attribute(root, "classid"))
    except ValueError:
        return UUID(int=0)


def _in_xml(root: Element) -> _Texts:
    """A bag of named properties."""
    return {_attribute(e, "name"): _attribute(e, "value") for e in root if local_name(e) == "ocxPr"}


def _attribute(element: Element, name: str) -> str:
    found = (v for key, v in element.attrib.items() if key.rpartition("}")[2] == name)
    return next(found, "")


_COMPOUND = b"\xd0\xcf\x11\xe0"
_CLASS_BYTES = 16
"""Of the class, once more, in front of a control's stream."""


def _in_bytes(package: Package, path: str, root: Element, layout: _Layout) -> _Texts | None:
    relation = package.relations(path).get(_attribute(root, "id"))
    if relation is None or relation.external:
        return None
    content = package.read(relation.target)
    is_compound = content.startswith(_COMPOUND)
    stream = _contents(content) if is_compound else content[_CLASS_BYTES:]
    try:
        return _properties(stream, layout)
    except (struct.error, UnicodeDecodeError):
        return None


def _contents(compound: bytes) -> bytes:
    import olefile  # noqa: PLC0415 - few workbooks have such controls, and it costs time to load

    try:
        with olefile.OleFileIO(io.BytesIO(compound)) as file:
            return bytes(file.openstream("contents").read())
    except Exception:  # noqa: BLE001 - olefile raises anything on what is damaged
        return b""


_VERSION = b"\x00\x02"
_HEAD = 4
"""Bytes of version and size in front of the mask."""
_COMPRESSED = 0x80000000


def _properties(content: bytes, layout: _Layout) -> _Texts:
    """The texts among a control's properties, which stand at multiples of their size."""
    if not content.startswith(_VERSION):
        raise struct.error("version")
    (mask,) = struct.unpack_from(layout[0], content, _HEAD)
    at = _HEAD + struct.calcsize(layout[0])
    large: list[tuple[str, int]] = []
    for bit, what in (word.split(":") for word in layout[1].split()):
        if not mask >> int(bit) & 1:
            continue
        if what == _PAIR:
            large.append((what, 8))
            continue
        size = int(what) if what.isdecimal() else 4
        at = _aligned(at, size)
        if not what.isdecimal():
            large.append((what, *struct.unpack_from("<I", content, at)))
        at += size
    texts, at = {}, _aligned(at, 4)
    for what, told in large:
        size = told & ~_COMPRESSED
        raw = content[at : at + size]
        if len(raw) < size:
            raise struct.error(what)
        if what != _PAIR:
            texts[what] = raw.decode("latin-1" if told & _COMPRESSED else "utf-16-le")
        at = _aligned(at + size, 4)
    return texts


def _aligned(at: int, size: int) -> int:
    return -(-at // size) * size
