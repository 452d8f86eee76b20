"""Write the sheet 進捗状況 in the layout in which it is printed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ictxl.consolidated.legend import LegendRow, legend_rows
from ictxl.consolidated.merged_cells import merge, merge_text, write_fragments
from ictxl.consolidated.paging import Flow, Page, Piece, paginate, shortened, split_height
from ictxl.consolidated.paper import (
    AREA,
    DEPARTMENTS,
    NEXT_STEP,
    NUMBER,
    OUTLOOK,
    PROGRESS,
    TITLE,
    Paper,
)
from ictxl.consolidated.styles import ALERT_GROUND, ALERT_INK, CENTERED, Styles
from ictxl.consolidated.table import ConsolidatedTable, MeasureEntry
from ictxl.spreadsheets.xlsx.cell_writer import SHEET_PAGES, sheet_part, write_text
from ictxl.text.linebreak import text_units, wrap
from ictxl.text.row_height import MAX_ROW_HEIGHT, column_units, height_of, lines_within

SHEET_NAME = "進捗状況"
_TITLE_ROW, _DATE_ROW, _HEADING_ROW, _BODY_ROW = 0, 1, 2, 4
_POINTS_PER_INCH = 72
_MOST_HEADING_LINES = 8
"""A title or heading longer than this is shortened above the table; データ has it whole."""
_LEGEND_COLUMNS = ((AREA, TITLE), (OUTLOOK, PROGRESS), (NEXT_STEP, NEXT_STEP))
"""First and last column of each of the legend's columns."""
_LEGEND_WITHOUT_NEXT = ((AREA, TITLE), (OUTLOOK, DEPARTMENTS), (PROGRESS, PROGRESS))
"""The same of a table that has no column of next steps."""
_USUAL_NUMBER = 8
"""Half-width characters of a number up to which the columns are as wide as ever."""


def write_progress_sheet(
    workbook: Workbook, styles: Styles, table: ConsolidatedTable, paper: Paper
) -> None:
    """The table on one sheet; one of more pages goes on on sheets 進捗状況(2), 進捗状況(3) …"""
    paper = _fitting(paper, table)
    sheet = _ProgressSheet(workbook.add_worksheet(SHEET_NAME), styles, table, paper)
    pages = paginate(table, paper, sheet.room - sheet.title_height, sheet.room)
    for part, start in enumerate(range(0, len(pages), SHEET_PAGES), 1):
        if part > 1:
            name = sheet_part(SHEET_NAME, part)
            sheet.end_with(f"続きはシート「{name}」にあります。")
            sheet = _ProgressSheet(workbook.add_worksheet(name), styles, table, paper, part)
        sheet.write_pages(pages[start : start + SHEET_PAGES])
    sheet.end_with_legend()


def _fitting(paper: Paper, table: ConsolidatedTable) -> Paper:
    numbers = (entry.number for block in table.blocks for entry in block.entries)
    longest = max(map(text_units, numbers), default=0)
    return paper.with_columns(
        number_units=longest + 2 if longest > _USUAL_NUMBER else 0,
        has_areas=bool(table.area_heading),
        has_next=bool(table.next_heading),
    )


class _ProgressSheet:
    """One sheet of the table, the `part`-th. All but the first print as further pages of it."""

    def __init__(
        self,
        sheet: Worksheet,
        styles: Styles,
        table: ConsolidatedTable,
        paper: Paper,
        part: int = 1,
    ) -> None:
        self.sheet, self.styles, self.table, self.paper = sheet, styles, table, paper
        self.part = part
        self.cell, self.bold_cell = styles.cell(), styles.cell(bold=True)
        self.centered_cell = styles.cell(align="center")
        self.row = _BODY_ROW
        self.breaks: list[int] = []
        self.last_column = len(paper.columns) - 1
        self.has_next = self.last_column >= NEXT_STEP
        self.legend_columns = _LEGEND_COLUMNS if self.has_next else _LEGEND_WITHOUT_NEXT
        for column, width in enumerate(paper.columns):
            sheet.set_column(column, column, width)
        self.title_height = self._write_title()
        self.room = paper.usable_height - self._write_headings()
        """Points that a page has for the table."""
        self.left = self.room
        """Of them, what the last page has left."""

    def write_pages(self, pages: Sequence[Page]) -> None:
        for page in pages:
            self._break()
            self._write_page(page)
            self.left = self.room - page.height - page.band_height
            # xlsxwriter notes every cell that is joined, to find one that is joined twice.
            self.sheet.merged_cells.clear()

    def end_with_legend(self) -> None:
        self._write_legend()
        self._set_up_print()

    def end_with(self, note: str) -> None:
        """A line for the screen, below what is printed."""
        self._set_up_print()
        self._merge_row(self.row, note, self.styles.get(bold=True))

    # --- above the table

    def _write_title(self) -> float:
        size = self.paper.title_size
        style = self.styles.get(bold=True, font_size=size, text_wrap=True, valign="vcenter")
        units = column_units(sum(self.paper.columns), size, self.paper.font_size)
        title = shortened(self.table.title, units, _MOST_HEADING_LINES)
        height = height_of(len(wrap(title, units)), size)
        self._merge_row(_TITLE_ROW, title, style)
        self.sheet.set_row(_TITLE_ROW, height)
        self._merge_row(
            _DATE_ROW, self._below_title(), self.styles.get(align="right", valign="vcenter")
        )
        self.sheet.set_row(_DATE_ROW, height_of(1, self.paper.font_size))
        return height + height_of(1, self.paper.font_size)

    def _below_title(self) -> str:
        if self.part > 1:
            return f"シート「{sheet_part(SHEET_NAME, self.part - 1)}」の続き"
        made = self.table.plan.compiled_on
        return f"作成日: {made}" if made else ""

    def _merge_row(self, row: int, text: str, style: Format) -> None:
        merge_text(self.sheet, (row, 0), (row, self.last_column), text, style)

    def _write_headings(self) -> float:
        style, below = self.styles.heading(), _HEADING_ROW + 1
        headings = {
            AREA: self.table.area_heading,
            NUMBER: "項番",
            OUTLOOK: "今後の展開",
            DEPARTMENTS: "担当課",
            PROGRESS: shortened(
                self.table.progress_heading, self.paper.units(PROGRESS), _MOST_HEADING_LINES
            ),
        }
        if self.has_next:
            headings[NEXT_STEP] = self.table.next_heading
        for column, text in headings.items():
            merge_text(self.sheet, (_HEADING_ROW, column), (below, column), text, style)
        write_text(self.sheet, _HEADING_ROW, TITLE, self.table.title_heading, style)
        write_text(self.sheet, below, TITLE, self.table.target_heading, style)
        lines = max(len(wrap(text, self.paper.units(c))) for c, text in headings.items())
        height = max(height_of(lines, self.paper.font_size) / 2, self._line)
        for row in (_HEADING_ROW, below):
            self.sheet.set_row(row, height)
        return height * 2

    @property
    def _line(self) -> float:
        return height_of(1, self.paper.font_size)

    # --- the table

    def _break(self) -> None:
        """What follows begins a page."""
        if self.row > _BODY_ROW:
            self.breaks.append(self.row)

    def _write_page(self, page: Page) -> None:
        if page.band:
            self._write_band(page)
        if not page.pieces:
            return
        first = self.row
        for piece in page.pieces:
            self._write_piece(piece)
        # LibreOffice sets stacked text aside unless it is told not to wrap it.
        upright = {"rotation": 270, "text_wrap": False} if page.is_upright else {}
        style = self.styles.cell(**{**CENTERED, **upright})
        merge_text(self.sheet, (first, AREA), (self.row - 1, AREA), page.area_label, style)

    def _write_band(self, page: Page) -> None:
        first = self.row
        self._add_rows(page.band_height)
        last = (self.row - 1, self.last_column)
        merge_text(self.sheet, (first, 0), last, page.band, self.bold_cell)

    def _write_piece(self, piece: Piece) -> None:
        first = self.row
        self._add_rows(piece.title_height)
        target_row = self.row
        self._add_rows(piece.target_height)
        last = self.row - 1
        entry = piece.entry
        self._join(first, target_row - 1, TITLE, piece.title, self.bold_cell)
        self._join(target_row, last, TITLE, piece.target, self.cell)
        self._join(first, last, NUMBER, entry.number, self.centered_cell)
        self._join(first, last, OUTLOOK, entry.measure.outlook, self.centered_cell)
        self._join(first, last, DEPARTMENTS, piece.departments, self.cell)
        if self.has_next:
            self._join(first, last, NEXT_STEP, piece.next_steps, self.cell)
        ground = {} if entry.is_complete else {"bg_color": ALERT_GROUND}
        runs = _progress_runs(entry, piece.progress)
        # Excel has no rich text of a single run: there the cell itself is in the run's font.
        own = runs[0][0] if len(runs) == 1 else {}
        style = self.styles.cell(**ground, **own)
        merge(self.sheet, (first, PROGRESS), (last, PROGRESS), style)
        fragments = [(self.styles.get(**font) if font else None, text) for font, text in runs]
        write_fragments(self.sheet, first, PROGRESS, fragments, style)

    def _join(self, first: int, last: int, column: int, text: str, style: Format) -> None:
        merge_text(self.sheet, (first, column), (last, column), text, style)

    def _add_rows(self, height: float) -> None:
        for part in split_height(height, MAX_ROW_HEIGHT):
            self.sheet.set_row(self.row, part)
            self.row += 1

    # --- below the table

    def _write_legend(self) -> None:
        """【凡例】 on the last page where it fits there, else on a page of its own."""
        if not legend_rows(self.table):
            return
        left, later = self.left, self.room
        rows = [self._legend_flows(row) for row in legend_rows(self.table)]
        if self._line * 2 + sum(map(self._flows_height, rows)) <= left:
            self._add_rows(self._line)
        else:
            self.breaks.append(self.row)
            left = later
        self._merge_row(self.row, "【凡例】", self.styles.get(bold=True))
        self._add_rows(self._line)
        left -= self._line * 2
        for row, flows in zip(legend_rows(self.table), rows, strict=True):
            left = self._write_legend_row(row, flows, left, later)

    def _legend_flows(self, row: LegendRow) -> list[Flow]:
        return [
            Flow(cell.text, self.paper.units(*range(first, last + 1)))
            for (first, last), cell in zip(self.legend_columns, row, strict=True)
        ]

    def _flows_height(self, flows: list[Flow]) -> float:
        return height_of(max(1, *(flow.lines for flow in flows)), self.paper.font_size)

    def _write_legend_row(
        self, row: LegendRow, flows: list[Flow], left: float, later: float
    ) -> float:
        """One line of the legend, continued where it is longer than a page; the room left."""
        heading, line = self.styles.heading(align="left"), self.styles.cell()
        styles = [heading if cell.is_heading else line for cell in row]
        while True:
            if self._flows_height(flows) > left and left < later:
                self.breaks.append(self.row)
                left = later
            first, most = self.row, max(1, lines_within(left, self.paper.font_size))
            before = [flow.lines for flow in flows]
            texts = [flow.text[slice(*flow.take(most))] for flow in flows]
            # Each may end at another line, where a paragraph of its own does.
            taken = (lines - flow.lines for lines, flow in zip(before, flows, strict=True))
            height = height_of(max(1, *taken), self.paper.font_size)
            self._add_rows(height)
            for (start, end), text, style in zip(self.legend_columns, texts, styles, strict=True):
                merge_text(self.sheet, (first, start), (self.row - 1, end), text, style)
            left -= height
            if not any(flow.lines for flow in flows):
                return left

    # --- printing

    def _set_up_print(self) -> None:
        sheet, paper = self.sheet, self.paper
        sheet.set_landscape()
        sheet.set_paper(paper.excel_code)
        side = paper.side_margin / _POINTS_PER_INCH
        sheet.set_margins(
            side, side, paper.top_margin / _POINTS_PER_INCH, paper.bottom_margin / _POINTS_PER_INCH
        )
        sheet.set_footer("&C&P / &N")
        sheet.center_horizontally()
        # No fit-to-page: Excel ignores manual page breaks with it, and the columns fit as they are.
        sheet.set_print_scale(100)
        sheet.repeat_rows(_HEADING_ROW, _BODY_ROW - 1)
        # The title of a further sheet is for the screen only.
        first = _TITLE_ROW if self.part == 1 else _HEADING_ROW
        sheet.print_area(first, 0, self.row - 1, self.last_column)
        sheet.set_h_pagebreaks(self.breaks)
        sheet.freeze_panes(_BODY_ROW, 0)
        sheet.hide_gridlines(2)
        # Excel takes (1) for a number that was typed as text.
        last = f"A1:{chr(ord('A') + self.last_column)}{self.row}"
        sheet.ignore_errors({"number_stored_as_text": last})


_Run = tuple[dict[str, object], str]
"""The font's own properties and the text."""
_HEAD: dict[str, object] = {"bold": True}
_ALERT: dict[str, object] = {"bold": True, "font_color": ALERT_INK}


def _progress_runs(entry: MeasureEntry, span: tuple[int, int]) -> list[_Run]:
    """The part of the progress texts, each 【課-評価】 bold, open ones in red too."""
    runs: list[_Run] = []
    # Begun at the first answer that stands in the part: a measure may have thousands.
    first = max(0, bisect_right(entry.progress_starts, span[0]) - 1)
    for index in range(first, len(entry.answers)):
        answer, position = entry.answers[index], entry.progress_starts[index]
        if position >= span[1]:
            break
        head = _ALERT if answer.is_open else _HEAD
        for font, text in ((head, answer.head), ({}, answer.text + "\n")):
            part = text[max(0, span[0] - position) : max(0, span[1] - position)]
            if part:
                runs.append((font, part))
            position += len(text)
    return runs
