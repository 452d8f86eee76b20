"""How the sheets of the templates look: fonts, fills, lines and the page set-up."""

from __future__ import annotations

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.text.row_height import BODY_FONT

INK, QUIET, FAINT, WHITE = "FF262626", "FF595959", "FFBFBFBF", "FFFFFFFF"


def begin_sheet(sheet: Worksheet, widths: dict[str, float]) -> None:
    sheet.sheet_view.showGridLines = False
    for letters, width in widths.items():
        sheet.column_dimensions[letters].width = width


def write_title(sheet: Worksheet, text: str) -> None:
    write_cell(sheet["B2"], text, cell_font(16, bold=True), Alignment(vertical="center"))
    sheet.row_dimensions[2].height = 28


def set_up_page(sheet: Worksheet, *, landscape: bool) -> None:
    sheet.page_setup.paperSize = 9  # A4 (ECMA-376 part 1, 18.3.1.63)
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.5, 0.6
    margins.header = margins.footer = 0.3
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.right.text = "&P / &N ページ"


def write_cell(cell: Cell, value: str | int, font: Font, alignment: Alignment) -> None:
    cell.value = value
    cell.font = font
    cell.alignment = alignment


def cell_font(size: float, *, bold: bool = False, color: str = INK) -> Font:
    return Font(name=BODY_FONT, sz=size, b=bold, color=color, family=3, charset=128)


def filled(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def filled_on_condition(colour: str) -> PatternFill:
    """Conditional formats keep their colour in the background of the pattern."""
    return PatternFill("solid", bgColor=colour)


def thin_lines() -> Border:
    side = Side(style="thin", color=FAINT)
    return Border(left=side, right=side, top=side, bottom=side)


def draw_frame(sheet: Worksheet, area: str) -> None:
    for row in sheet[area]:
        for cell in row:
            cell.border = thin_lines()
