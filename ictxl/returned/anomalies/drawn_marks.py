"""What was drawn or set on a form: lines over answers, ticked boxes, chosen items."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ictxl import findings
from ictxl.findings import Finding
from ictxl.returned.anomalies.marked_form import MarkedSheet
from ictxl.spreadsheets.cells import address, cell_text, column_index
from ictxl.spreadsheets.marks import Mark
from ictxl.spreadsheets.sheet import Sheet
from ictxl.spreadsheets.xlsx.controls import list_state
from ictxl.text.clean import clean_text


def of_drawn(place: MarkedSheet, mark: Mark) -> Iterator[Finding]:
    """A line or shape without text: each answer that it lies over, else where it begins."""
    if place.is_own_drawing(mark):
        return
    covered = list(_answers_under(place, mark))
    for row, column in covered:
        text = place.text(row, column)
        yield place.report(findings.ANSWER_DRAWN_OVER, row, column, text, what=mark.text)
    if not covered:
        first, last = address(mark.row, mark.column), address(mark.last_row, mark.last_column)
        area = "場所はわかりません" if not first else f"{first}:{last}" if first != last else first
        yield place.report(
            findings.DRAWN_SHAPE, mark.row, mark.column, mark.text, what=mark.text, area=area
        )


def _answers_under(place: MarkedSheet, mark: Mark) -> Iterator[tuple[int, int]]:
    if mark.row < 0:
        return
    for table in place.tables:
        columns = place.input_columns(table)
        for row in table.rows:
            if mark.row <= row <= mark.last_row:
                for column in columns:
                    if mark.column <= column <= mark.last_column and place.text(row, column):
                        yield row, column


def of_control(place: MarkedSheet, mark: Mark) -> Iterator[Finding]:
    """A check box, drop-down and the like: what it says, and in which state it is."""
    state = mark.kept
    listed = mark.formula if mark.xml else ""
    if listed and mark.last_row >= 0:
        items = _cells_of(place, listed)
        state = list_state(mark.last_row, items) if items else f"{state}({listed} の中)"
    text = ": ".join(filter(None, (clean_text(mark.text), state)))
    yield place.report(findings.FORM_CONTROL, mark.row, mark.column, text, what=mark.about)


def _cells_of(place: MarkedSheet, area: str) -> list[str]:
    """The texts of a column of cells such as `一覧!$A$1:$A$5`."""
    match = _RANGE.fullmatch(area.replace("$", ""))
    if match is None:
        return []
    name = match[1].strip("'").replace("''", "'") if match[1] else place.sheet.name
    sheet: Sheet | None = next((s for s in place.book.sheets if s.name == name), None)
    column, first, last = column_index(match[2]), int(match[3]) - 1, int(match[4] or match[3])
    if sheet is None or last - first > _MOST_ITEMS:
        return []
    return [clean_text(cell_text(sheet.value(row, column))) for row in range(first, last)]


_RANGE = re.compile(r"(?:(.+)!)?([A-Z]{1,3})(\d{1,7})(?::[A-Z]{1,3}(\d{1,7}))?")
_MOST_ITEMS = 10_000
"""Of a list that are looked through for the chosen one."""
