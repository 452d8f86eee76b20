"""Where drawings lie that an OpenDocument spreadsheet hangs on a sheet, by their distances."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from ictxl.spreadsheets.legacy.ods_drawings import Grid, sizes_of

BODY = ElementTree.fromstring(
    '<body xmlns:table="t" xmlns:style="s">'
    '<style:style style:name="wide"><style:p style:column-width="20mm"/></style:style>'
    '<style:style style:name="narrow"><style:p style:column-width="1cm"/></style:style>'
    '<style:style style:name="low"><style:p style:row-height="0.5cm"/></style:style>'
    '<table:table><table:table-column table:style-name="wide" table:visibility="collapse"/>'
    '<table:table-column table:style-name="narrow" table:number-columns-repeated="3"/>'
    '<table:table-column table:style-name="wide" table:number-columns-repeated="99"/>'
    '<table:table-row-group><table:table-row table:style-name="low"/></table:table-row-group>'
    '<table:table-row table:style-name="low" table:visibility="filter" '
    'table:number-rows-repeated="4"/>'
    '<table:table-row table:style-name="low" table:number-rows-repeated="1000"/>'
    "</table:table></body>"
)
DRAWINGS = {
    "a box": ('x="1.2cm" y="0.6cm" width="1cm" height="1.1cm"', (5, 2, 7, 3)),
    "a box within one cell": ('x="3.1cm" y="0.1cm" width="1.9cm" height="0.4cm"', (0, 4, 0, 4)),
    "a rounded edge": ('x="0.999cm" y="0.499cm" width="1.002cm" height="0.501cm"', (5, 2, 5, 2)),
    "a line upwards": ('x1="32mm" y1="16mm" x2="22mm" y2="6mm"', (5, 3, 7, 4)),
    "in points": ('x="90pt" y="20pt" width="1pt" height="1pt"', (5, 4, 5, 4)),
    "beyond the rows": ('x="1.2cm" y="900cm" width="1cm" height="1cm"', (-1, -1, -1, -1)),
    "beyond the table's edge": ('x="-2cm" y="1cm" width="1cm" height="1cm"', (-1, -1, -1, -1)),
    "no distances": ('x="left" y="1cm"', (-1, -1, -1, -1)),
}


@pytest.mark.parametrize("case", DRAWINGS)
def test_a_drawing_lies_over_these_cells(case: str) -> None:
    said, area = DRAWINGS[case]
    grid = Grid(next(BODY.iter("{t}table")), sizes_of(BODY))
    assert tuple(grid.area_under(ElementTree.fromstring(f"<line {said}/>"))) == area


def test_a_group_lies_over_the_cells_of_its_parts() -> None:
    group = ElementTree.fromstring(
        '<g><rect x="1.2cm" y="0.6cm" width="2mm" height="2mm"/>'
        '<rect x="3.2cm" y="2.1cm" width="2mm" height="2mm"/></g>'
    )
    grid = Grid(next(BODY.iter("{t}table")), sizes_of(BODY))
    assert tuple(grid.area_under(group)) == (5, 2, 8, 4)
