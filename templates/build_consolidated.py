"""Builds the published templates that come with ictxl: consolidated_template.xlsx for A3 and
consolidated_template_a4.xlsx for A4.

    python templates/build_consolidated.py

The looks live here; what the placeholders mean lives in ictxl/consolidated/template. A test keeps
the workbooks in step with this script.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from sheet_looks import cell_font, filled

from ictxl.consolidated.styles import A3, A4, Paper
from ictxl.consolidated.template.published import own_template_path
from ictxl.form.package.packing import pack
from ictxl.text.row_height import BODY_FONT

SHEET = "進捗状況"
INK, HEADING_GROUND, LINE = "FF1A1A1A", "FFDDE6F0", "FF5F6B7A"
_PADDING = 5
"""Pixels of a cell's padding, which a package counts with the column's width."""
_INCH = 72

# (first column, last column, upper text, lower text)
HEADINGS = (
    (1, 1, "{区分の見出し}", ""),
    (2, 2, "項番", ""),
    (3, 3, "{施策名称の見出し}", "{目標の見出し}"),
    (4, 4, "今後の展開", ""),
    (5, 5, "担当課", ""),
    (6, 6, "{回答の見出し}", ""),
    (7, 7, "{次期展開の見出し}", ""),
)
BODY = (
    (1, "{区分}", ""),
    (2, "{項番}", ""),
    (3, "{施策名称}", "{目標など}"),
    (4, "{今後の展開}", ""),
    (5, "{担当課一覧}", ""),
    (6, "{各課の回答}", ""),
    (7, "{各課の次期展開}", ""),
)
CENTERED, UPRIGHT, BOLD = {2, 4}, 1, 3
LEGEND = ((1, 3), (4, 6), (7, 7))
"""First and last column of each of the legend's columns."""
HEAD_ROW, BAND_ROW, BODY_ROW, GAP_ROW = 3, 5, 6, 8


@dataclass(frozen=True)
class Looks:
    """Fonts of one paper."""

    size: float

    def font(self, *, bold: bool = False, size: float = 0) -> Font:
        return cell_font(size or self.size, bold=bold, color=INK)


def build(paper: Paper) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    looks = Looks(paper.font_size)
    book._fonts[0] = Font(name=BODY_FONT, sz=paper.font_size, family=3, charset=128)
    book._named_styles["Normal"].font = book._fonts[0]
    digit = -(-round(paper.font_size / 0.75) // 2)
    for column, width in enumerate(paper.columns, 1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = width + int(_PADDING / digit * 256) / 256
    _write_head(sheet, looks, paper)
    _write_body(sheet, looks)
    _write_legend(sheet, looks)
    _set_up_page(sheet, paper)
    target = io.BytesIO()
    book.save(target)
    content = target.getvalue()
    return pack(content, content, title="集約表のひな形", keywords="", modified="")


def _cell(sheet: Worksheet, area: tuple[int, int, int, int], text: str, font: Font, **how) -> None:
    row, column, last_row, last_column = area
    alignment, border, fill = how["alignment"], how.get("border"), how.get("fill")
    for one in range(row, last_row + 1):
        for other in range(column, last_column + 1):
            cell = sheet.cell(one, other)
            cell.font, cell.alignment = font, alignment
            if border:
                cell.border = border
            if fill:
                cell.fill = fill
    sheet.cell(row, column).value = text or None
    if (row, column) != (last_row, last_column):
        sheet.merge_cells(
            start_row=row, start_column=column, end_row=last_row, end_column=last_column
        )


def _lines() -> Border:
    side = Side(style="thin", color=LINE)
    return Border(left=side, right=side, top=side, bottom=side)


def _write_head(sheet: Worksheet, looks: Looks, paper: Paper) -> None:
    last = len(paper.columns)
    wrapped = Alignment(vertical="center", wrap_text=True)
    title = looks.font(bold=True, size=paper.title_size)
    _cell(sheet, (1, 1, 1, last), "{計画名} {年度} 進捗状況", title, alignment=wrapped)
    right = Alignment(horizontal="right", vertical="center")
    _cell(sheet, (2, 1, 2, last), "作成日: {作成日}", looks.font(), alignment=right)
    centered = Alignment(horizontal="center", vertical="center", wrap_text=True)
    look = {"alignment": centered, "border": _lines(), "fill": filled(HEADING_GROUND)}
    for first, end, upper, lower in HEADINGS:
        font = looks.font(bold=True)
        below = HEAD_ROW if lower else HEAD_ROW + 1
        _cell(sheet, (HEAD_ROW, first, below, end), upper, font, **look)
        if lower:
            _cell(sheet, (HEAD_ROW + 1, first, HEAD_ROW + 1, end), lower, font, **look)
    for row in range(1, GAP_ROW + 4):
        sheet.row_dimensions[row].height = paper.font_size + 6
    sheet.row_dimensions[1].height = paper.title_size + 6.25


def _write_body(sheet: Worksheet, looks: Looks) -> None:
    border, last = _lines(), len(BODY)
    band = Alignment(vertical="top", wrap_text=True, indent=1)
    _cell(
        sheet,
        (BAND_ROW, 1, BAND_ROW, last),
        "{上位の区分}",
        looks.font(bold=True),
        alignment=band,
        border=border,
    )
    for column, upper, lower in BODY:
        if column == UPRIGHT:
            how = Alignment(
                horizontal="center", vertical="center", text_rotation=255, wrap_text=True
            )
        elif column in CENTERED:
            how = Alignment(horizontal="center", vertical="top", wrap_text=True)
        else:
            how = Alignment(vertical="top", wrap_text=True, horizontal="left", indent=1)
        below = BODY_ROW if lower else BODY_ROW + 1
        font = looks.font(bold=column == BOLD)
        _cell(sheet, (BODY_ROW, column, below, column), upper, font, alignment=how, border=border)
        if lower:
            area = (BODY_ROW + 1, column, BODY_ROW + 1, column)
            _cell(sheet, area, lower, looks.font(), alignment=how, border=border)


def _write_legend(sheet: Worksheet, looks: Looks) -> None:
    row = GAP_ROW + 1
    bold, plain = looks.font(bold=True), looks.font()
    start = Alignment(vertical="center")
    _cell(sheet, (row, 1, row, len(BODY)), "【凡例】", bold, alignment=start)
    head = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
    line = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
    for number, (first, last) in enumerate(LEGEND, 1):
        heading = f"{{凡例見出し{number}}}"
        area = (row + 1, first, row + 1, last)
        ground: PatternFill = filled(HEADING_GROUND)
        _cell(sheet, area, heading, bold, alignment=head, border=_lines(), fill=ground)
        area = (row + 2, first, row + 2, last)
        _cell(sheet, area, f"{{凡例{number}}}", plain, alignment=line, border=_lines())


def _set_up_page(sheet: Worksheet, paper: Paper) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = f"A{BAND_ROW}"
    sheet.page_setup.paperSize = paper.excel_code
    sheet.page_setup.orientation = "landscape"
    margins = sheet.page_margins
    margins.left = margins.right = paper.side_margin / _INCH
    margins.top, margins.bottom = paper.top_margin / _INCH, paper.bottom_margin / _INCH
    margins.header = margins.footer = 0.3
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "&P / &N"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW + 1}"


def main() -> None:
    for paper in (A3, A4):
        target = Path(__file__).parent / own_template_path(paper.name).name
        target.write_bytes(build(paper))


if __name__ == "__main__":
    main()
