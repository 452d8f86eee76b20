"""Write a template's sheet as it was filled: rows, joined cells, page ends and the page set-up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ictxl.consolidated.styles import merge_text
from ictxl.consolidated.template.filling import Filling
from ictxl.consolidated.template.geometry import paper_room
from ictxl.consolidated.template.pages import Group, Item, Page, paginate, settle
from ictxl.consolidated.template.units import Unit
from ictxl.consolidated.template.writing.drawings import MadeSheet
from ictxl.consolidated.template.writing.static_sheet import set_up_page
from ictxl.consolidated.template.writing.styles import PieceWriter, TemplateStyles
from ictxl.spreadsheets.cells import column_letters
from ictxl.spreadsheets.xlsx.cell_writer import sheet_part


def write_table(
    workbook: Workbook, styles: TemplateStyles, fillings: Sequence[Filling], most_pages: int
) -> MadeSheet:
    """The tables on one sheet; one of more pages goes on on sheets 進捗状況(2), 進捗状況(3) …

    Returns where the first sheet's rows and columns went.
    """
    name = fillings[0].layout.sheet.name
    sheet = SheetWriter(workbook, name, styles, fillings)
    items: list[Item] = []
    for filling in fillings:
        items += filling.items(sheet.room)
        if foot := filling.around.foot():
            items.append(foot)
    pages = paginate(items, sheet.first_room, sheet.room)
    first = sheet
    for part, start in enumerate(range(0, len(pages), most_pages), 1):
        if part > 1:
            further = sheet_part(name, part)
            sheet.end(f"続きはシート「{further}」にあります。")
            sheet = SheetWriter(workbook, further, styles, fillings, part)
        for page in pages[start : start + most_pages]:
            sheet.write_page(items, page)
    sheet.end()
    places = {column + 1: place + 1 for place, column in enumerate(first.columns.kept)}
    is_moved = any(column != place for column, place in places.items())
    return MadeSheet(name, name, tuple(first.added_rows()), places if is_moved else None)


class SheetWriter:
    """One sheet of the tables, the `part`-th. All but the first print as further pages of it."""

    def __init__(
        self,
        workbook: Workbook,
        name: str,
        styles: TemplateStyles,
        fillings: Sequence[Filling],
        part: int = 1,
    ) -> None:
        self.styles, self.fillings, self.part = styles, fillings, part
        self.layout, self.around = fillings[0].layout, fillings[0].around
        self.template = self.layout.sheet
        self.sheet: Worksheet = workbook.add_worksheet(name)
        self.columns = fillings[0].columns
        self.last_column = self.columns.count - 1
        self.cells = PieceWriter(self.sheet, styles, self.columns.widths)
        self.breaks: list[int] = []
        paper = paper_room(self.template, self.columns.widths, self.columns.usual)
        self.scale = paper.scale
        heights = self._write_head()
        self.titles = range(0) if self.layout.writes_titles else self.layout.titles
        """The rows that Excel repeats on each page."""
        repeated = sum(heights[row] for row in self.titles)
        self.room = paper.height - repeated
        """Points that a page has for the table."""
        self.first_room = paper.height - sum(heights)
        self.first_row = self.cells.row
        self.ends: dict[str, int] = {}
        """Of each table: the row below the last measure's."""

    def _write_head(self) -> Sequence[float]:
        note = f"シート「{sheet_part(self.template.name, self.part - 1)}」の続き"
        rows = self.around.head(note if self.part > 1 else "")
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
            if item.unit.path:
                self.ends[item.unit.path[0]] = self.cells.row
            spans.append((first, self.cells.row - 1))
            before = index
        for group in groups:
            self._write_level(items, page, group, spans)
        # xlsxwriter notes every cell that is joined, to find one that is joined twice.
        self.sheet.merged_cells.clear()

    def _write_level(
        self, items: Sequence[Item], page: Page, group: Group, spans: Sequence[tuple[int, int]]
    ) -> None:
        item = items[page.pieces[group.first][0]]
        filling = self.fillings[int(item.unit.path[0])]
        label = filling.labels[(group.level, item.needs[group.level].key)]
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

    def added_rows(self) -> Iterator[tuple[int, int]]:
        """Below each table: the template's row, and how many came in above it, from the top."""
        before = 0
        for number, filling in enumerate(self.fillings):
            row = filling.layout.block.stop
            moved = self.ends.get(str(number), row + before) - row
            yield row, moved - before
            before = moved

    # --- printing

    def end(self, note: str = "") -> None:
        """The page set-up, and a line for the screen below what is printed."""
        set_up_page(self.sheet, self.template, self.scale, self.around.fill)
        titles = self.titles
        if titles:
            self.sheet.repeat_rows(titles.start, titles.stop - 1)
        # The title of a further sheet is for the screen only.
        first = 0 if self.part == 1 else titles.start if titles else self.first_row
        self.sheet.print_area(first, 0, max(self.cells.row - 1, first), self.last_column)
        self.sheet.set_h_pagebreaks(self.breaks)
        if self.template.frozen:
            rows, columns = self.template.frozen
            if not self.layout.is_alone:
                # The first table's headings say nothing of the others' columns.
                rows = min(rows, self.layout.headings.start)
            across = sum(column < columns for column in self.columns.kept)
            if rows or across:
                self.sheet.freeze_panes(rows, across)
        # Excel takes (1) for a number that was typed as text.
        reach = f"A1:{column_letters(self.last_column)}{max(self.cells.row, 1)}"
        self.sheet.ignore_errors({"number_stored_as_text": reach})
        if note:
            style = self.styles.get({"bold": True})
            merge_text(
                self.sheet, (self.cells.row, 0), (self.cells.row, self.last_column), note, style
            )
