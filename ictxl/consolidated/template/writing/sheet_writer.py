"""Write a template's sheet as it was filled: rows, joined cells, page ends and the page set-up."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ictxl.consolidated.merged_cells import merge_text
from ictxl.consolidated.template.filling import Filling
from ictxl.consolidated.template.geometry import paper_room
from ictxl.consolidated.template.pages import Group, Item, Page, paginate, settle
from ictxl.consolidated.template.units import Unit
from ictxl.consolidated.template.writing.drawings import MadeSheet
from ictxl.consolidated.template.writing.page_setup import set_up_page
from ictxl.consolidated.template.writing.piece_writer import PieceWriter
from ictxl.consolidated.template.writing.styles import TemplateStyles
from ictxl.spreadsheets.cells import column_letters
from ictxl.spreadsheets.xlsx.cell_writer import sheet_part


def write_table(
    workbook: Workbook, styles: TemplateStyles, filling: Filling, most_pages: int
) -> MadeSheet:
    """The table on one sheet; one of more pages goes on on sheets 進捗状況(2), 進捗状況(3) …

    Returns where the first sheet's rows and columns went.
    """
    name = filling.layout.sheet.name
    sheet = SheetWriter(workbook, name, styles, filling)
    items = filling.items(sheet.room)
    if foot := filling.around.foot():
        items.append(foot)
    pages = paginate(items, sheet.first_room, sheet.room)
    first = sheet
    for part, start in enumerate(range(0, len(pages), most_pages), 1):
        if part > 1:
            further = sheet_part(name, part)
            sheet.end(f"続きはシート「{further}」にあります。")
            sheet = SheetWriter(workbook, further, styles, filling, part)
        for page in pages[start : start + most_pages]:
            sheet.write_page(items, page)
    sheet.end()
    block = filling.layout.block
    places = {column + 1: place + 1 for place, column in enumerate(filling.columns.kept)}
    is_moved = any(column != place for column, place in places.items())
    added = first.body_end - block.stop
    return MadeSheet(name, name, block.stop, added, places if is_moved else None)


class SheetWriter:
    """One sheet of the table, the `part`-th. All but the first print as further pages of it."""

    def __init__(
        self,
        workbook: Workbook,
        name: str,
        styles: TemplateStyles,
        filling: Filling,
        part: int = 1,
    ) -> None:
        self.styles, self.filling, self.part = styles, filling, part
        self.layout, self.template = filling.layout, filling.layout.sheet
        self.sheet: Worksheet = workbook.add_worksheet(name)
        self.columns = filling.columns
        self.last_column = self.columns.count - 1
        self.cells = PieceWriter(self.sheet, styles)
        self.breaks: list[int] = []
        for column, width in enumerate(self.columns.widths):
            pixels = width * self.sheet.max_digit_width
            hidden = {} if width else {"hidden": True}
            self.sheet.set_column_pixels(column, column, pixels or None, None, hidden)
        paper = paper_room(self.template, self.columns.widths, self.columns.usual)
        self.scale = paper.scale
        heights = self._write_head()
        repeated = sum(heights[row] for row in self.layout.titles)
        self.room = paper.height - repeated
        """Points that a page has for the table."""
        self.first_room = paper.height - sum(heights)
        self.first_row = self.cells.row
        self.body_end = self.cells.row
        """The row below the last measure's."""

    def _write_head(self) -> Sequence[float]:
        note = f"シート「{sheet_part(self.template.name, self.part - 1)}」の続き"
        rows = self.filling.around.head(note if self.part > 1 else "")
        if not rows.count:
            return []
        piece = Unit([rows]).whole()
        self.cells.write(piece)
        return piece.heights

    # --- the table

    def write_page(self, items: Sequence[Item], page: Page) -> None:
        """The page's pieces, with what stands above them and the areas beside them."""
        if self.cells.row > self.first_row:
            self.breaks.append(self.cells.row)
        groups = settle(items, page)
        spans = []
        before = -1
        for place, (index, piece) in enumerate(page.pieces):
            item = items[index]
            above = item.on_top if not place else item.over if index != before else ()
            for band in above:
                self.cells.write(band)
            first = self.cells.row
            self.cells.write(piece)
            if item.needs or item.unit.path:
                self.body_end = self.cells.row
            spans.append((first, self.cells.row - 1))
            before = index
        for group in groups:
            self._write_level(items, page, group, spans)
        # xlsxwriter notes every cell that is joined, to find one that is joined twice.
        self.sheet.merged_cells.clear()

    def _write_level(
        self, items: Sequence[Item], page: Page, group: Group, spans: Sequence[tuple[int, int]]
    ) -> None:
        need = items[page.pieces[group.first][0]].needs[group.level]
        label = self.filling.labels[(group.level, need.key)]
        look = dict(label.place.slot.format)
        if look.get("rotation"):
            if label.upright > group.height:
                del look["rotation"]
            else:
                # LibreOffice sets stacked text aside unless it is told not to wrap it.
                look["text_wrap"] = False
        first, last = spans[group.first][0], spans[group.last][1]
        place = label.place
        style = self.styles.get(look)
        merge_text(self.sheet, (first, place.column), (last, place.last_column), label.text, style)

    # --- printing

    def end(self, note: str = "") -> None:
        """The page set-up, and a line for the screen below what is printed."""
        set_up_page(self.sheet, self.template, self.scale, self.filling.around.fill)
        titles = self.layout.titles
        if titles:
            self.sheet.repeat_rows(titles.start, titles.stop - 1)
        # The title of a further sheet is for the screen only.
        first = 0 if self.part == 1 else titles.start if titles else self.first_row
        self.sheet.print_area(first, 0, max(self.cells.row - 1, first), self.last_column)
        self.sheet.set_h_pagebreaks(self.breaks)
        if self.template.frozen:
            rows, columns = self.template.frozen
            across = sum(column < columns for column in self.columns.kept)
            self.sheet.freeze_panes(rows, across)
        # Excel takes (1) for a number that was typed as text.
        reach = f"A1:{column_letters(self.last_column)}{max(self.cells.row, 1)}"
        self.sheet.ignore_errors({"number_stored_as_text": reach})
        if note:
            style = self.styles.get({"bold": True})
            merge_text(
                self.sheet, (self.cells.row, 0), (self.cells.row, self.last_column), note, style
            )
