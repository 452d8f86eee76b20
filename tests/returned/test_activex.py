"""ActiveX controls, by the bytes that [MS-OFORMS] gives them; LibreOffice judges those bytes."""

from __future__ import annotations

import struct
from pathlib import Path
from uuid import UUID

import pytest

from tests.support.clients.libreoffice import Office
from tests.support.compound_file import write_compound
from tests.support.raw_packages import OFFICE, put_parts, read_parts, write_parts
from tests.support.returned_forms import SHEET, Form, read

FORMS = "-EC42-11CE-9E0D-00AA006002F3"
TEXT_BOX, LIST, COMBO, CHECK, OPTION, TOGGLE = (f"8BD21D{n}0{FORMS}" for n in range(1, 7))
BUTTON = "D7053240-CE69-11CD-A777-00DD01143C57"
LABEL = "978C9E23-D4B0-11CE-BF2D-00AA003F40D0"
PART, BYTES = "xl/activeX/activeX1.xml", "xl/activeX/activeX1.bin"
CONTROLS = (
    f'<legacyDrawing xmlns:r="{OFFICE}" r:id="rIdT1"/>'
    f'<controls xmlns:r="{OFFICE}"><control shapeId="1025" r:id="rIdT0" name="CheckBox1">'
    "<controlPr><anchor><from><col>10</col><colOff>9</colOff><row>6</row><rowOff>9</rowOff></from>"
    "<to><col>11</col><colOff>0</colOff><row>7</row><rowOff>0</rowOff></to></anchor></controlPr>"
    "</control></controls>"
)
VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t201" o:spt="201" '
    'path="m,l,21600r21600,l21600,xe"/><v:shape id="_x0000_s1025" type="#_x0000_t201" '
    'style="position:absolute;width:90pt;height:18pt"><x:ClientData ObjectType="Pict">'
    "<x:Anchor>10, 5, 6, 5, 11, 0, 7, 0</x:Anchor></x:ClientData></v:shape></xml>"
)


def said(text: str, *, packed: bool = False) -> tuple[int, bytes]:
    """(what the fixed part says, the text's bytes): packed, a letter takes one byte."""
    raw = text.encode("latin-1" if packed else "utf-16-le")
    return len(raw) | (0x80000000 if packed else 0), raw + bytes(-len(raw) % 4)


def morph(value: str, caption: str = "", group: str = "") -> bytes:
    """2.2.5: with a size, a style of one byte before the texts, and a picture's number behind."""
    texts = {22: said(value, packed=value.isascii()), 23: said(caption), 32: said(group)}
    if not group:
        del texts[32]
    mask = sum(1 << bit for bit in (0, 6, 8, *texts))
    fixed = struct.pack("<IB3x", 0x2C80081B, 4)
    fixed += struct.pack("<II", texts[22][0], texts[23][0])
    fixed += struct.pack("<I", texts[32][0]) if group else b""
    data = struct.pack("<Q", mask) + fixed + struct.pack("<II", 3175, 600)
    data += b"".join(raw for _, raw in texts.values())
    return struct.pack("<BBH", 0, 2, len(data)) + data + font()


def captioned(caption: str) -> bytes:
    """2.2.1 and 2.2.4, alike as far as this goes: flags, caption, size."""
    size, raw = said(caption)
    data = struct.pack("<III", 1 << 2 | 1 << 3 | 1 << 5, 0x1B, size)
    data += raw + struct.pack("<II", 3175, 600)
    return struct.pack("<BBH", 0, 2, len(data)) + data + font()


def font() -> bytes:
    """2.3 TextProps without any property."""
    return struct.pack("<BBHI", 0, 2, 4, 0)


def with_control(form: Form, kind: str, content: bytes | str, persistence: str) -> Path:
    """A control at K7 whose properties are bytes, or elements."""
    elements = content if isinstance(content, str) else ""
    root = (
        '<ax:ocx xmlns:ax="http://schemas.microsoft.com/office/2006/activeX" '
        f'xmlns:r="{OFFICE}" ax:classid="{{{kind}}}" ax:persistence="{persistence}" r:id="rId1">'
        f"{elements}</ax:ocx>"
    )
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.microsoft.com/office/2006/relationships/'
        'activeXControlBinary" Target="activeX1.bin"/></Relationships>'
    )
    drawing = "xl/drawings/activex.vml"
    path = put_parts(
        form.save(),
        {PART: root, "xl/activeX/_rels/activeX1.xml.rels": link, drawing: VML},
        {"control": PART, "vmlDrawing": drawing},
        CONTROLS,
    )
    types = read_parts(path)["[Content_Types].xml"].replace(
        b"</Types>",
        f'<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.'
        f'vmlDrawing"/><Override PartName="/{PART}" ContentType="application/vnd.ms-office.activeX'
        f'+xml"/><Override PartName="/{BYTES}" ContentType="application/vnd.ms-office.activeX"/>'
        "</Types>".encode(),
    )
    bytes_ = content if isinstance(content, bytes) else b""
    return write_parts(path, read_parts(path) | {"[Content_Types].xml": types, BYTES: bytes_})


def streamed(kind: str, content: bytes) -> bytes:
    return UUID(kind).bytes_le + content


def told(path: Path) -> list[tuple[str, str, str, str]]:
    return [(f.sheet, f.cell, f.code, f.value or f.message) for f in read(path).findings]


CASES = {
    "a ticked box": (CHECK, morph("1", "済んだ"), "済んだ: チェックあり"),
    "a box not ticked": (CHECK, morph("0", "まだ 12"), "まだ 12: チェックなし"),
    "a box in between": (CHECK, morph("", "一部"), "一部: 一部だけチェック"),
    "an option": (OPTION, morph("1", "甲", "組"), "甲: チェックあり"),
    "an option that nobody chose": (OPTION, morph("", "乙", "組"), "乙: チェックなし"),
    "a toggle": (TOGGLE, morph("1", "入"), "入: チェックあり"),
    "a chosen item": (COMBO, morph("二つ目の案"), "選択: 「二つ目の案」"),
    "a list without a choice": (LIST, morph(""), "選択なし"),
    "a typed text": (TEXT_BOX, morph("参加者は増えている"), "参加者は増えている"),
    "an empty text box": (TEXT_BOX, morph(""), "空欄"),
    "a button": (BUTTON, captioned("押してください"), "押してください"),
    "a label": (LABEL, captioned("担当 内線 12"), "担当 内線 12"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_control_tells_what_it_says_and_its_state_with_its_cell(form: Form, case: str) -> None:
    kind, content, text = CASES[case]
    path = with_control(form, kind, streamed(kind, content), "persistStreamInit")
    assert told(path) == [(SHEET, "K7", "S030", text)]


def test_so_does_one_in_a_compound_file(form: Form) -> None:
    content = write_compound({"contents": morph("1", "済んだ")})
    path = with_control(form, CHECK, content, "persistStorage")
    assert told(path) == [(SHEET, "K7", "S030", "済んだ: チェックあり")]


def test_so_does_one_whose_properties_are_named(form: Form) -> None:
    bag = (
        '<ax:ocxPr ax:name="Value" ax:value="1"/><ax:ocxPr ax:name="Caption" ax:value="済んだ"/>'
        '<ax:ocxPr ax:name="ControlTipText" ax:value="印の説明"/>'
    )
    path = with_control(form, CHECK, bag, "persistPropertyBag")
    assert sorted(told(path)) == [
        (SHEET, "K7", "S028", "印の説明"),
        (SHEET, "K7", "S030", "済んだ: チェックあり"),
    ]


UNKNOWN = {
    "another maker's class": ("11111111-2222-3333-4444-555555555555", b"\0" * 99),
    "cut off": (CHECK, streamed(CHECK, morph("1", "済んだ"))[:50]),
    "no bytes": (CHECK, b""),
    "a compound file without contents": (CHECK, write_compound({"other": bytes(9)})),
    "half a compound file": (CHECK, write_compound({"contents": bytes(9)})[:600]),
    "half a letter": (
        CHECK,
        streamed(CHECK, morph("", "済んだ")).replace(b"\x06\0\0", b"\x05\0\0"),
    ),
    "another version": (CHECK, streamed(CHECK, b"\0\3" + morph("1", "済んだ")[2:])),
}


@pytest.mark.parametrize("case", UNKNOWN)
def test_a_control_that_cannot_be_read_is_named_with_its_cell(form: Form, case: str) -> None:
    kind, content = UNKNOWN[case]
    path = with_control(form, kind, content, "persistStreamInit")
    ((sheet, cell, code, message),) = told(path)
    assert (sheet, cell, code) == (SHEET, "K7", "F014")
    assert message.startswith("コントロール(ActiveX)が入っています。")


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("case", ["a ticked box", "a box not ticked", "a button", "a label"])
def test_libreoffice_reads_these_bytes_alike(
    office: Office, form: Form, tmp_path: Path, case: str
) -> None:
    kind, content, text = CASES[case]
    path = with_control(form, kind, streamed(kind, content), "persistStreamInit")
    saved = office.convert(path, tmp_path / "文書課.ods")
    assert [value for _, _, _, value in told(saved)] == [text]
