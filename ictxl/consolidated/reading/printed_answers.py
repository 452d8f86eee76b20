"""Where the printed answers of a workbook of ours say something else than its データ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ictxl import findings
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.source_cells import CellSpot, TableBook
from ictxl.consolidated.table import ConsolidatedTable
from ictxl.consolidated.template.published import SHEET_NAME as PROGRESS_SHEET
from ictxl.spreadsheets.xlsx.cell_writer import is_sheet_part


def note_changed_answers(book: TableBook, table: ConsolidatedTable, notes: Notes) -> None:
    """A finding for each measure whose answers somebody changed on the print, at the first cell.

    A measure's answers may go on in the cells of further pages; joined they are what was written.
    """
    cells = list(_cells(book, table.progress_heading))
    entries = [e for block in table.blocks for e in block.entries if _letters(e.progress)]
    printed = [_letters(entry.progress) for entry in entries]
    place = 0
    for number, entry in enumerate(entries):
        rest = printed[number]
        while rest and place < len(cells) and rest.startswith(_letters(cells[place].text)):
            rest = rest[len(_letters(cells[place].text)) :]
            place += 1
        if not rest or place == len(cells):
            continue
        following = _first_of(printed[number + 1 : number + 2], cells, place)
        # Where the next measure begins at once, this one's cell is blank.
        if following != place:
            notes.at(
                cells[place],
                findings.DATA_SHEET_DIFFERS,
                measure=entry.measure.id,
                heading=table.progress_heading,
            )
        else:
            notes.on(
                cells[place].sheet,
                findings.DATA_SHEET_DIFFERS,
                measure=entry.measure.id,
                heading=table.progress_heading,
            )
        place = following


def _first_of(texts: Sequence[str], cells: Sequence[CellSpot], start: int) -> int:
    """Where the next measure's text begins, as far as it was not changed too."""
    for place in range(start, len(cells)):
        if texts and texts[0].startswith(_letters(cells[place].text)):
            return place
    return start + 1


def _letters(text: str) -> str:
    """Without blanks and line breaks, of which some are lost where a cell ends."""
    return "".join(text.split())


def _cells(book: TableBook, heading: str) -> Iterator[CellSpot]:
    """Those below the heading, sheet by sheet; none where somebody took it away."""
    for sheet in book.sheets:
        if not is_sheet_part(sheet.name, PROGRESS_SHEET):
            continue
        spots = sheet.all_spots()
        head = next((s for s in spots if _letters(s.text) == _letters(heading)), None)
        if head:
            yield from (s for s in spots if s.column == head.column and s.row > head.row)
