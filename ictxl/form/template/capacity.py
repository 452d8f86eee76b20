"""Find texts that the forms of a plan cannot show whole, before anything is sent.

The measures' own texts go on in further rows; those of the head and of 凡例 have one cell.
"""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.cell.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ictxl import findings
from ictxl.contract import placeholders
from ictxl.contract.placeholders import REMAINING
from ictxl.findings import Finding
from ictxl.form.sheet.autofit_rows import is_room_for
from ictxl.form.sheet.cells import cells_of, given_text, row_cells
from ictxl.form.sheet.heads import head_values
from ictxl.form.sheet.legend import list_items
from ictxl.form.template.template_file import Template
from ictxl.model import Plan


def check_room(template: Template, plan: Plan) -> tuple[Finding, ...]:
    """T014 for each cell of the template that is too small for what is filled in there."""
    book = template.open()
    found: dict[tuple[str, str], Finding] = {}
    for sheet, cell, text in _filled_cells(book, template, plan):
        place = (sheet.title, cell.coordinate)
        if place not in found and not is_room_for(sheet, cell, text):
            name, coordinate = place
            found[place] = findings.TEXT_DOES_NOT_FIT(
                file=template.path.name, sheet=name, cell=coordinate, value=text
            )
    return tuple(found.values())


def _filled_cells(
    book: Workbook, template: Template, plan: Plan
) -> Iterator[tuple[Worksheet, Cell, str]]:
    longest = max(plan.answering_departments, key=lambda d: len(d.name))
    heads = {**head_values(plan, longest), REMAINING: "0"}
    for sheet in book.worksheets:
        for cell in cells_of(sheet):
            names = placeholders.names_in(given_text(cell))
            if names and all(name in heads for name in names):
                yield sheet, cell, placeholders.fill(given_text(cell), heads.get)
    for place in template.lists:
        sheet = book[place.sheet]
        cells = [c for c in row_cells(sheet, place.row) if placeholders.names_in(given_text(c))]
        for item in list_items(place.kind, plan):
            for cell in cells:
                yield sheet, cell, placeholders.fill(given_text(cell), item.get)
