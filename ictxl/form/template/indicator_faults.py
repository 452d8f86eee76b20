"""What is wrong with a template's row of indicators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ictxl import findings
from ictxl.contract.fields import NAME_PLACEHOLDER
from ictxl.contract.placeholders import braced
from ictxl.findings import Finding, FindingPlace
from ictxl.form.sheet.cells import reserved_cells
from ictxl.indicators import ACTUAL_KEY, ACTUAL_NAME

if TYPE_CHECKING:
    from ictxl.form.template.validation import Examination


def find_indicator_faults(examination: Examination) -> Iterator[Finding]:
    """Actuals that are not asked, doubled and scattered placeholders, cells that ictxl needs."""
    at, home = examination.indicator_home, examination.home
    for spot in examination.indicators_in_measures:
        where: FindingPlace = {"file": examination.file, "sheet": spot.sheet, "cell": spot.cell}
        yield findings.INDICATORS_IN_MEASURE_ROW.at(where, row=spot.row)
    if at is None:
        return
    place: FindingPlace = {"file": examination.file, "sheet": at.sheet}
    by_name, spots = examination.indicators_by_name, examination.indicator_spots
    if not any(s.alone and by_name[s.name].key == ACTUAL_KEY for s in spots if s.name in by_name):
        yield findings.PLACEHOLDER_MISSING.at(
            {**place, "cell": f"{at.row}:{at.row}"}, missing=braced(ACTUAL_NAME)
        )
    seen: dict[str, str] = {}
    for spot in spots:
        first = seen.setdefault(spot.name, spot.cell)
        if first != spot.cell:
            yield examination.report(findings.PLACEHOLDER_DUPLICATED, spot, first=first)
    for spot in examination.spots:
        if spot.name == NAME_PLACEHOLDER and (spot.sheet, spot.row) != (at.sheet, at.row):
            kind = findings.PLACEHOLDER_OUTSIDE_MEASURE_ROW
            yield examination.report(kind, spot, row=at.row, main=at.sheet)
    if home is not None and at.sheet != home.sheet:
        for cell in reserved_cells(examination.book[at.sheet]):
            taken: FindingPlace = {**place, "cell": cell.coordinate, "value": str(cell.value)}
            yield findings.RESERVED_CELL_USED.at(taken)
