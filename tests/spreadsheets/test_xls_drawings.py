"""Controls of an .xls, by the bytes that [MS-XLS] gives them: no program at hand writes them."""

from __future__ import annotations

import struct

import pytest

from ictxl.spreadsheets.legacy.xls_drawings import XlsDrawings
from ictxl.spreadsheets.marks import MarkKind

CHECK_BOX, OPTION, LIST, DROP_DOWN = 0x0B, 0x0C, 0x12, 0x14
AT_K7 = b"\x00\x00\x10\xf0\x12\x00\x00\x00" + struct.pack("<9H", 0, 10, 5, 6, 5, 11, 0, 7, 0)


def obj(kind: int, *parts: bytes, flags: int = 0) -> bytes:
    """An Obj record (2.4.181): its common part, then those that only some kinds have."""
    common = struct.pack("<HHHHH12x", 0x15, 0x12, kind, 1, flags)
    return common + b"".join(parts) + bytes(4)


def checked(state: int) -> bytes:
    """FtCblsData (2.5.141), behind the empty FtCbls."""
    return struct.pack("<HH12x", 0x0A, 12) + struct.pack("<HHHHHH", 0x12, 8, state, 0, 0, 0)


def chosen(item: int) -> bytes:
    """FtLbsData (2.5.147): a formula of eight bytes, how many lines, which of them."""
    return struct.pack("<HHH8xHH", 0x13, 0x1FEE, 8, 3, item)


CONTROLS = {
    "ticked": (obj(CHECK_BOX, checked(1)), "チェック ボックス", "チェックあり"),
    "not ticked": (obj(CHECK_BOX, checked(0)), "チェック ボックス", "チェックなし"),
    "half": (obj(CHECK_BOX, checked(2)), "チェック ボックス", "一部だけチェック"),
    "an option": (obj(OPTION, checked(1)), "オプション ボタン", "チェックあり"),
    "a list": (obj(LIST, chosen(2)), "リスト ボックス", "選択: 2 番目"),
    "nothing chosen": (obj(DROP_DOWN, chosen(0)), "ドロップダウン", "選択なし"),
}


@pytest.mark.parametrize("case", CONTROLS)
def test_a_control_tells_its_label_state_and_cell(case: str) -> None:
    record, about, state = CONTROLS[case]
    drawings = XlsDrawings()
    drawings.add_drawing(AT_K7)
    drawings.add_object(record)
    drawings.add_text("済んだ")
    (mark,) = drawings.marks()
    assert (mark.kind, mark.row, mark.column) == (MarkKind.CONTROL, 6, 10)
    assert (mark.text, mark.about, mark.kept) == ("済んだ", about, state)


def test_a_dropdown_that_excel_makes_for_a_filter_is_nobodys() -> None:
    drawings = XlsDrawings()
    drawings.add_object(obj(DROP_DOWN, chosen(1), flags=0x100))
    assert list(drawings.marks()) == []
