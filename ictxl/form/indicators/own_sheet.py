"""Find a template's row of indicators, or give it a sheet of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract import placeholders
from ictxl.contract.fields import (
    KEY_ROW,
    NAME_KEY,
    RATE_KEY,
    STATE_KEY,
    TITLE_KEY,
    Field,
    indicator_fields,
    shown_fields,
)
from ictxl.form.indicators.rows import AMOUNT_KEYS, IndicatorTable, register_formats
from ictxl.form.sheet.cells import cell_at, cells_of, write_text
from ictxl.form.sheet.heads import measure_word
from ictxl.form.sheet.insert_rows import repeat_row
from ictxl.form.template.column_looks import given_width, heading_row
from ictxl.form.template.validation import Examination
from ictxl.indicators import ACTUAL_KEY, REMARK_KEY
from ictxl.model import Plan
from ictxl.spreadsheets.xlsx.carry_drawings import Repeated
from ictxl.text.row_height import BODY_FONT

if TYPE_CHECKING:
    from ictxl.form.template.validation import Examination

SHEET_NAME = "指標"
_TITLE_ROW, _HEAD_ROW, _ROW = 2, 4, 5
_FIRST = 2
"""The first column that is seen: B."""
_INK, _QUIET, _LINE, _WHITE = "FF262626", "FF595959", "FFBFBFBF", "FFFFFFFF"
_GIVEN_GROUND, _ASKED_GROUND = "FF2F4B69", "FF8A5A00"
_MUST, _MAY = "FFFFF2CC", "FFFFFDF0"
_WIDTHS = {TITLE_KEY: 26.0, NAME_KEY: 34.0, ACTUAL_KEY: 15.0, RATE_KEY: 10.0, REMARK_KEY: 34.0}
_STATE_WIDTH, _USUAL_WIDTH = 17.0, 13.0
_NARROW = {"indicator_number": 8.0, "indicator_unit": 9.0, "indicator_direction": 7.0}
_NOTE = (
    "「実績値」に、この年度の数だけを記入してください。単位は付けません。"
    "達成率は自動で出ます。説明があれば「備考」に書いてください。"
)


def add_own_sheet(book: Workbook, plan: Plan, home: Worksheet) -> IndicatorTable:
    """Put the sheet behind the input sheet `home`, with its prototype row; the home says where."""
    title = _free_name(book.sheetnames)
    sheet: Worksheet = book.create_sheet(title, book.index(home) + 1)
    fields = indicator_fields(plan)
    shown = shown_fields(plan)
    columns = {field.key: place for place, field in enumerate(shown, _FIRST)}
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = home.sheet_view.zoomScale
    for field in shown:
        _write_column(sheet, plan, field, columns[field.key])
    _write_head(sheet, len(shown))
    sheet.row_dimensions[KEY_ROW].hidden = True
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[_ROW].height = _LEAST_HEIGHT
    first_asked = get_column_letter(columns[NAME_KEY] + 1)
    sheet.freeze_panes = f"{first_asked}{_ROW}"
    _set_up_page(sheet, _FIRST + len(shown) - 1)
    _point_to(home, title, measure_word(plan))
    return IndicatorTable(
        title, _ROW, KEY_ROW, _HEAD_ROW, columns, fields, frozenset(), is_added=True
    )


_LEAST_HEIGHT = 30.0
"""Points: a row in which a remark of two lines is seen."""


def _free_name(taken: Iterable[str]) -> str:
    names = {name.lower() for name in taken}
    candidates = (SHEET_NAME, *(f"{SHEET_NAME}({n})" for n in range(2, len(names) + 3)))
    return next(name for name in candidates if name.lower() not in names)


def _write_column(sheet: Worksheet, plan: Plan, field: Field, column: int) -> None:
    sheet.column_dimensions[get_column_letter(column)].width = _width(plan, field)
    is_asked = field.key in (ACTUAL_KEY, REMARK_KEY)
    heading = cell_at(sheet, _HEAD_ROW, column)
    write_text(heading, field.heading)
    heading.font = _font(10, bold=True, colour=_WHITE)
    heading.fill = PatternFill("solid", fgColor=_ASKED_GROUND if is_asked else _GIVEN_GROUND)
    heading.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    heading.border = _frame()
    cell = cell_at(sheet, _ROW, column)
    write_text(cell, placeholders.braced(placeholders.spelled(field.placeholder)))
    is_number = field.key in (*AMOUNT_KEYS, ACTUAL_KEY, RATE_KEY)
    is_centred = field.key in _NARROW
    across = "right" if is_number else "center" if is_centred else "left"
    cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=True)
    cell.font = _font(10, bold=field.key == NAME_KEY, colour=_INK if is_asked else _QUIET)
    cell.border = _frame()
    if field.key == RATE_KEY:
        cell.number_format = "0.0%"
    if is_asked:
        ground = _MUST if field.key == ACTUAL_KEY else _MAY
        cell.fill = PatternFill("solid", fgColor=ground)


def _width(plan: Plan, field: Field) -> float:
    if field.key.startswith("indicator_given:"):
        at = plan.indicator_columns.index(field.heading)
        return given_width([i.given[at] for i in plan.indicators], field.heading)
    if field.key == STATE_KEY:
        return _STATE_WIDTH
    return _WIDTHS.get(field.key, _NARROW.get(field.key, _USUAL_WIDTH))


def _write_head(sheet: Worksheet, columns: int) -> None:
    last = _FIRST + columns - 1
    beside = _FIRST + 2
    lines = (
        (_TITLE_ROW, _FIRST, last, "{計画名} {年度} 指標の実績", _font(14, bold=True)),
        # As on the input sheet, where a label with the name tells whose a sheet is.
        (_TITLE_ROW + 1, _FIRST, beside - 1, "担当課: {担当課}", _font(11, bold=True)),
        (_TITLE_ROW + 1, beside, last, _NOTE, _font(10)),
    )
    for row, first, end, text, font in lines:
        cell = cell_at(sheet, row, first)
        write_text(cell, text)
        cell.font = font
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=end)
        sheet.row_dimensions[row].height = 24.0
    sheet.row_dimensions[_HEAD_ROW].height = 24.0


def _set_up_page(sheet: Worksheet, last: int) -> None:
    sheet.page_setup.paperSize = 9  # A4 (ECMA-376 part 1, 18.3.1.63)
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.5, 0.6
    margins.header = margins.footer = 0.3
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.print_area = f"B{_TITLE_ROW}:{get_column_letter(last)}{_ROW}"
    footer = HeaderFooterItem()
    footer.left.text, footer.right.text = "{計画名} {年度} {担当課}", "&P / &N ページ"
    sheet.oddFooter = footer


def _point_to(home: Worksheet, title: str, word: str) -> None:
    """The input sheet says that there is another one to fill in, and counts more than measures."""
    for cell in cells_of(home):
        # `"あと "0" 施策"`
        if f'{word}"' in cell.number_format:
            cell.number_format = cell.number_format.replace(f'{word}"', '件"')
    for cell in cells_of(home):
        if isinstance(cell.value, str) and _GUIDE in cell.value:
            first, end, rest = cell.value.partition("。")
            write_text(cell, f"{first}{end}シート「{title}」にも記入してください。{rest}")
            return


_GUIDE = "「記入方法」"


def _font(size: float, *, bold: bool = False, colour: str = _INK) -> Font:
    return Font(name=BODY_FONT, sz=size, b=bold, color=colour, family=3, charset=128)


def _frame() -> Border:
    side = Side(style="thin", color=_LINE)
    return Border(left=side, right=side, top=side, bottom=side)


def prepare_indicators(
    book: Workbook, examination: Examination, plan: Plan, places: Mapping[int, int]
) -> tuple[IndicatorTable | None, Repeated | None]:
    """Make the book ready for the plan's indicators: where their table is, and the row that its
    keys made necessary.

    `places` says where the columns of the row are now that were elsewhere as examined.
    """
    home, at = examination.home, examination.indicator_home
    assert home is not None, "a template without a prototype row has an error"
    if at is None:
        if not plan.indicators:
            return None, None
        table = add_own_sheet(book, plan, book[home.sheet])
        register_formats(book[table.sheet], table)
        return table, None
    sheet = book[at.sheet]
    fields = indicator_fields(plan)
    by_name = placeholders.fields_by_name(fields)
    spots = [spot for spot in reversed(examination.indicator_spots) if spot.alone]
    columns = {
        by_name[s.name].key: places.get(s.column, s.column) for s in spots if s.name in by_name
    }
    held = {cell.column for cell in sheet[at.row] if cell.value is not None}
    texts = frozenset(held - set(columns.values()))
    head = heading_row(sheet, at.row)
    table = IndicatorTable(at.sheet, at.row, KEY_ROW, head, columns, fields, texts)
    inserted = None
    if at.sheet == home.sheet:
        table, inserted = _with_key_row(sheet, table)
    if plan.indicators:
        register_formats(sheet, table)
    return table, inserted


def _with_key_row(sheet: Worksheet, table: IndicatorTable) -> tuple[IndicatorTable, Repeated]:
    """A row for the keys above the headings: the sheet's first row has those of the measures."""
    above = table.head - 1
    areas = sheet.merged_cells
    while above > KEY_ROW and any(a.min_row <= above < a.max_row for a in areas.ranges):
        above -= 1
    repeat_row(sheet, above, 2)
    for area in [a for a in areas.ranges if a.min_row == a.max_row == above + 1]:
        sheet.unmerge_cells(area.coord)
    sheet.row_dimensions[above + 1].height = None
    sheet.row_dimensions[above + 1].hidden = True
    moved = replace(table.moved(above, 1), key_row=above + 1)
    return moved, Repeated(sheet.title, above, 1)
