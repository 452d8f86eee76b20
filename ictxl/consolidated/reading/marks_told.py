"""Tell what a table's workbook has beside its values: comments, struck text, what is hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ictxl import findings
from ictxl.consolidated.reading.source_cells import CellSpot, TableBook, TableSheet
from ictxl.findings import Finding, FindingPlace
from ictxl.spreadsheets.book_marks import book_marks
from ictxl.spreadsheets.cells import address, column_letters
from ictxl.spreadsheets.marks import Mark, MarkKind

_ATTACHED = {MarkKind.COMMENT: "コメント", MarkKind.SHAPE: "図形"}


def tell_marks(book: TableBook) -> Iterator[Finding]:
    """No table holds comments and shapes, and what is struck or hidden was read as all else is."""
    if not book.content:
        return
    marks = book_marks(book.content)
    for sheet in book.sheets:
        there = marks.by_sheet.get(sheet.name, ())
        for mark in there:
            yield from _of_text(mark, _place(book, sheet.name, mark.row, mark.column, mark.text))
        yield from _hidden(book, sheet, there, is_hidden=sheet.name in marks.hidden_sheets)


def _place(book: TableBook, sheet: str, row: int, column: int, value: str = "") -> FindingPlace:
    return {"file": book.file, "sheet": sheet, "cell": address(row, column), "value": value}


def _of_text(mark: Mark, place: FindingPlace) -> Iterator[Finding]:
    if mark.kind in _ATTACHED and mark.text.strip():
        yield findings.ATTACHED_TEXT_LISTED.at(place, what=_ATTACHED[mark.kind])
    elif mark.kind is MarkKind.STRUCK:
        yield findings.STRUCK_TEXT_READ.at(place)


def _hidden(
    book: TableBook, sheet: TableSheet, marks: Sequence[Mark], *, is_hidden: bool
) -> Iterator[Finding]:
    """Each part of a sheet that nobody sees and that holds text, at the first of its cells."""
    spots = list(sheet.all_spots())
    rows = _together(range(m.row, m.last_row + 1) for m in marks if m.kind is MarkKind.HIDDEN_ROW)
    columns = _together(
        range(m.column, m.last_column + 1) for m in marks if m.kind is MarkKind.HIDDEN_COLUMN
    )
    parts: list[tuple[str, list[CellSpot]]] = [("このシート", spots)] if is_hidden else []
    for one in rows:
        named = _range(one.start + 1, one.stop)
        parts.append((f"{named}行目", [spot for spot in spots if spot.row in one]))
    for one in columns:
        named = _range(column_letters(one.start), column_letters(one.stop - 1))
        parts.append((f"{named}列", [spot for spot in spots if spot.column in one]))
    for what, inside in parts:
        if inside:
            place = _place(book, sheet.name, inside[0].row, inside[0].column)
            yield findings.HIDDEN_PART_READ.at(place, what=what)


def _together(parts: Iterable[range]) -> list[range]:
    """Neighbours as one."""
    found: list[range] = []
    for part in sorted(parts, key=lambda part: part.start):
        if found and part.start <= found[-1].stop:
            found[-1] = range(found[-1].start, max(found[-1].stop, part.stop))
        else:
            found.append(part)
    return found


def _range(first: object, last: object) -> str:
    return f"{first}" if first == last else f"{first}~{last}"
