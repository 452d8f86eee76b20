"""The real sample with faults planted as departments make them.

`python -m tests.support.faulty_round FOLDER` writes it into a folder.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.fields import ID_COLUMN, ID_KEY, KEY_ROW
from tests.support.books import load
from tests.support.places import ROOT

RETURNED = ROOT / "samples" / "returned"


@dataclass(frozen=True)
class Fault:
    """A cell of a department's form, what is typed into it, and the findings that follow."""

    file: str
    measure: str
    field: str
    text: str
    codes: tuple[str, ...]


FAULTS = (
    Fault("01_秘書広報課.xlsx", "1-1", "rating", "", ("A001",)),
    Fault("01_秘書広報課.xlsx", "1-2", "rating", "S", ("A002",)),
    Fault("01_秘書広報課.xlsx", "1-3", "progress", "", ("A003",)),
    Fault("02_福祉課.xlsx", "2-4", "next_step", "5.検討", ("A005",)),
    Fault("02_福祉課.xlsx", "2-5", "progress", "同上", ("A011",)),
    Fault("04_情報課.xlsx", "3-3", "next_step", "1.現状維持", ("A006",)),
    Fault("04_情報課.xlsx", "3-5", "next_step", "4.終了", ("A007",)),
    Fault("04_情報課.xlsx", "2-6", "rating", "B 目標どおり", ("A009",)),
    Fault("04_情報課.xlsx", "3-7", "progress", "研修に参加し、策定作業を進めてい", ("A010",)),
    Fault("07_産業観光課.xlsx", "1-6", "progress", "【産業観光課-B】Wi-Fiを整備した。", ("A015",)),
    Fault(
        "11_保健センター.xlsx",
        "1-12",
        "progress",
        "問い合わせは hoken@city.example.jp か 0572-22-1111 で受けた。",
        ("A016", "A017"),
    ),
    Fault("16_人事課.xlsx", "3-8", "progress", "番号は123456789018の者が受講した。", ("A018",)),
    Fault("17_議会事務局.xlsx", "3-9", "progress", "別紙1.xlsx を参照。", ("A020",)),
    Fault("18_市民課.xlsx", "3-10", "progress", "\ue000田氏が㈱とつ協議した。", ("A021", "A022")),
)
MISSING = ("13_施設課.xlsx", "施設課")
"""Never returned."""
REMARK = ("10_文化スポーツ課.xlsx", "1-11", "来年度は課の名称が変わります。\n=確認をお願いします。")
COMMENTED = ("01_秘書広報課.xlsx", "1-2", "担当の山田が確認中です。")
"""A comment of the department's own, on a cell that will be marked."""


def plant(folder: Path) -> None:
    """Copy the returned sample into `folder` and plant the faults."""
    shutil.copytree(RETURNED, folder, dirs_exist_ok=True)
    (folder / MISSING[0]).unlink()
    by_file: dict[str, list[Fault]] = {}
    for fault in FAULTS:
        by_file.setdefault(fault.file, []).append(fault)
    for file, faults in by_file.items():
        comment = COMMENTED[1:] if file == COMMENTED[0] else None
        type_into(folder / file, {(f.measure, f.field): f.text for f in faults}, comment)
    type_into(folder / REMARK[0], {(REMARK[1], "remarks"): REMARK[2]})


def type_into(
    file: Path,
    texts: Mapping[tuple[str, str], str],
    comment: tuple[str, str] | None = None,
) -> None:
    """Type into a form's cells, named by measure and field, with openpyxl."""
    book = load(file)
    sheet = next(s for s in book.worksheets if s.cell(KEY_ROW, ID_COLUMN).value == ID_KEY)
    for (measure, field), text in texts.items():
        cell = sheet[cell_of(sheet, measure, field)]
        cell.value = text or None
        cell.data_type = "s" if text else "n"
    if comment:
        sheet[cell_of(sheet, comment[0], "rating")].comment = Comment(comment[1], "山田")
    book.save(file)


def cell_of(sheet: Worksheet, measure: str, field: str) -> str:
    """Such as K9."""
    rows: Iterable[int] = range(KEY_ROW + 1, sheet.max_row + 1)
    row = next(r for r in rows if sheet.cell(r, ID_COLUMN).value == measure)
    column = next(c.column_letter for c in sheet[KEY_ROW] if c.value == field)
    return f"{column}{row}"


if __name__ == "__main__":
    plant(Path(sys.argv[1]))
