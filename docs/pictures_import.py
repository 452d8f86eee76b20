"""Make the pictures of docs/guide-import.md: `python docs/pictures_import.py`.

Needs what docs/pictures.py needs. The table is made up, in the shape that many cities publish.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet
from pictures import IMAGES, ictxl, page_picture

TITLE = "みどり市 みどりの計画 令和5年度実施状況"
HEADINGS = (
    *("基本目標", "No.", "事業名", "事業内容", "所管課"),
    *("令和5年度の実績", "評価", "今後の方針", "広さ"),
)
_TABLE = """
1 みどりを増やす|1|街路樹の植樹|駅前通りに木を植える。|公園課|百二十本を植えた。|A|続ける。|大
|2|花壇づくり|市民と花壇を作る。|公園課、市民課|十か所に作った。|B|場所を増やす。|小
2 みどりを守る|3|保存樹の手入れ|古い木の手入れをする。|環境課|八本を手入れした。|B|続ける。|小
|4|里山の保全|下草を刈る。|環境課|二度しか刈れなかった。|C|人手を集める。|大
"""
ROWS = [line.split("|") for line in _TABLE.strip().split("\n")]
HEADING_ROW = 2
NOTE = "※ 評価 A:予定を超えた B:予定どおり C:予定に届かない"
WIDTHS = (18, 5, 18, 24, 12, 24, 6, 18, 7)
PLAN_PAGE = 4
"""The printed page of the plan workbook with the sheet 施策."""


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as desk:
        folder = Path(desk)
        table = folder / "令和5年度の実施状況.xlsx"
        write_table(table)
        page_picture(table, "import-table", folder, height=180)
        ictxl("import", table, "-o", folder / "plan.xlsx")
        page_picture(folder / "見出しの対応.xlsx", "import-headings", folder, height=250)
        page_picture(folder / "plan.xlsx", "import-plan", folder, PLAN_PAGE, height=150)


def write_table(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append([TITLE])
    sheet.append(HEADINGS)
    for row in ROWS:
        sheet.append([cell or None for cell in row])
    sheet.append([NOTE])
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("A5:A6")
    look_printed(sheet)
    book.save(path)


def look_printed(sheet: Worksheet) -> None:
    line = Side(style="thin", color="808080")
    last = len(ROWS) + HEADING_ROW
    for row in sheet.iter_rows(min_row=HEADING_ROW, max_row=last, max_col=len(HEADINGS)):
        for cell in row:
            cell.border = Border(line, line, line, line)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            cell.font = Font(name="BIZ UDGothic", size=11, bold=cell.row == HEADING_ROW)
            if cell.row == HEADING_ROW:
                cell.fill = PatternFill("solid", fgColor="E2EFDA")
    for place, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGHI"[place]].width = width
    sheet["A1"].font = Font(name="BIZ UDGothic", size=14, bold=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


if __name__ == "__main__":
    main()
