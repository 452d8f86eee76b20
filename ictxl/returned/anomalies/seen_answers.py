"""Answers that show something else than their cells hold: raised figures, symbols, formats."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ictxl import findings
from ictxl.findings import Finding, brief
from ictxl.returned.anomalies.marked_form import MarkedSheet
from ictxl.returned.anomalies.own_formulas import Cell
from ictxl.spreadsheets.appearance import BY_FORMAT
from ictxl.spreadsheets.cells import cell_text
from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.text.clean import clean_text

_DIGITS = re.compile(r"[\d.,-]+")


def seen_answers(place: MarkedSheet) -> dict[Cell, Mark]:
    """The answers whose cells show another text than they hold."""
    found: dict[Cell, Mark] = {}
    for mark in place.marks:
        if mark.kind is not MarkKind.SEEN:
            continue
        key = place.input_key(mark.row, mark.column)
        value = place.sheet.value(mark.row, mark.column)
        is_figure = not isinstance(value, str) and _DIGITS.fullmatch(mark.text)
        # A code is its figure, however many decimals are shown.
        is_alike = cell_text(value) == mark.text and not mark.kept
        if key and not is_alike and not (place.asked[key].is_choice and is_figure):
            found[mark.row, mark.column] = mark
    return found


def of_seen(place: MarkedSheet, mark: Mark) -> Iterator[Finding]:
    """How an answer was read that shows another text than its cell holds."""
    row, column = mark.row, mark.column
    stored, seen = place.text(row, column), clean_text(mark.text)
    if not seen:
        what = "何も表示しない表示形式" if mark.about == BY_FORMAT else mark.about
        yield place.report(findings.ANSWER_SEEN_OTHERWISE, row, column, stored, what=what)
        return
    if seen != stored:
        yield place.report(
            findings.ANSWER_READ_AS_SEEN, row, column, seen, stored=brief(stored), what=mark.about
        )
    if mark.kept:
        what = f"{mark.about}(「{brief(mark.kept)}」)"
        yield place.report(findings.ANSWER_SEEN_OTHERWISE, row, column, seen, what=what)
