"""Write a template's sheet on which nothing repeats, with its placeholders filled; set any sheet up
to print as its template does."""

from __future__ import annotations

from collections.abc import Callable

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ictxl.consolidated.styles import merge, merge_text
from ictxl.consolidated.template.columns import told_in
from ictxl.consolidated.template.layout import Layout, Slot
from ictxl.consolidated.template.source import TemplateSheet
from ictxl.consolidated.template.words.told import Context
from ictxl.consolidated.template.writing.styles import TemplateStyles


def write_static(
    workbook: Workbook,
    styles: TemplateStyles,
    layout: Layout,
    context: Context,
    fill: Callable[[str], str],
) -> None:
    """A sheet of explanations, a cover and the like; formulas stay formulas."""
    template = layout.sheet
    sheet = workbook.add_worksheet(template.name)
    _set_columns(sheet, template)
    for row, height in template.heights.items():
        sheet.set_row(row, height)
    for slot in layout.slots:
        _write(sheet, styles, slot, context)
    set_up_page(sheet, template, template.page.scale, fill)
    if template.page.fit:
        sheet.fit_to_pages(*template.page.fit)
    if template.titles:
        sheet.repeat_rows(*template.titles)
    if template.print_area:
        sheet.print_area(*template.print_area)
    if template.breaks:
        sheet.set_h_pagebreaks(sorted(row + 1 for row in template.breaks))
    if template.frozen:
        sheet.freeze_panes(*template.frozen)
    if template.is_hidden:
        sheet.hide()


def _set_columns(sheet: Worksheet, template: TemplateSheet) -> None:
    for column in range(template.last_column + 1):
        width = template.widths.get(column)
        hidden = {"hidden": True} if column in template.hidden_columns else {}
        if width is not None or hidden:
            pixels = width * sheet.max_digit_width if width else None
            sheet.set_column_pixels(column, column, pixels, None, hidden)


def _write(sheet: Worksheet, styles: TemplateStyles, slot: Slot, context: Context) -> None:
    cell, style = slot.cell, styles.of(slot.format)
    first, last = cell.area[:2], cell.area[2:]
    if slot.names:
        text = told_in(slot, lambda name: name.value(context)).text
        merge_text(sheet, first, last, text, style)
    elif cell.text:
        merge_text(sheet, first, last, cell.text, style)
    else:
        merge(sheet, first, last, style)
        if cell.formula:
            value = "" if cell.value is None else cell.value
            sheet.write_formula(*first, f"={cell.formula}", style, value)
        elif isinstance(cell.value, bool):
            sheet.write_boolean(*first, cell.value, style)
        elif isinstance(cell.value, float):
            sheet.write_number(*first, cell.value, style)


_WHOLE = 100
"""Per cent."""
_LONGEST = 255
"""Letters of a header or footer (Excel specifications and limits)."""


def set_up_page(
    sheet: Worksheet, template: TemplateSheet, scale: int, fill: Callable[[str], str]
) -> None:
    """Paper, margins, head and foot, and how the sheet looks on the screen.

    `fill` gives a text with its placeholders filled.
    """
    page = template.page
    if page.landscape:
        sheet.set_landscape()
    sheet.set_paper(page.paper)
    sheet.set_margins(*page.margins)
    head, foot = page.head_margins
    if page.header:
        sheet.set_header(fill(page.header)[:_LONGEST], {"margin": head})
    if page.footer:
        sheet.set_footer(fill(page.footer)[:_LONGEST], {"margin": foot})
    across, down = page.centered
    if across:
        sheet.center_horizontally()
    if down:
        sheet.center_vertically()
    # No fit-to-page: Excel ignores manual page breaks with it, and the columns fit as they are.
    sheet.set_print_scale(max(10, min(400, scale)))
    sheet.hide_gridlines(2 if template.hides_gridlines else 0 if page.gridlines else 1)
    if template.tab_color:
        sheet.set_tab_color(template.tab_color)
    if template.zoom != _WHOLE:
        sheet.set_zoom(template.zoom)
