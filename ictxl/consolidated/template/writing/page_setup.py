"""Set up a sheet to print as its template does."""

from __future__ import annotations

from collections.abc import Callable

from xlsxwriter.worksheet import Worksheet

from ictxl.consolidated.template.source.sheets import TemplateSheet

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
