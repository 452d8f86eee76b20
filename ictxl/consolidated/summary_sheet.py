"""Write the sheet 集計: a table of numbers and a chart for each count, then tables of figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ictxl.consolidated.chart import WHITE, Paint, paints
from ictxl.consolidated.styles import INK, Paper, Styles, merge_text, set_up_page
from ictxl.consolidated.summary import (
    NUMBER_HEADINGS,
    TOTAL,
    NumberSummary,
    NumberTally,
    Tally,
    number_tallies,
    short,
    tallies,
)
from ictxl.consolidated.table import ConsolidatedTable
from ictxl.consolidated.template.geometry import split_height
from ictxl.questions import QuestionKind
from ictxl.spreadsheets.xlsx.cell_writer import SHEET_PAGES, sheet_part, write_text
from ictxl.text.linebreak import line_count, text_units, wrap
from ictxl.text.row_height import BODY_FONT, MAX_ROW_HEIGHT, column_units, height_of

SHEET_NAME = "集計"
MAX_ROWS = 30
"""Groups in one chart; more go on in a further table and chart, so that bars stay readable."""
_LABEL_WIDTH, _COUNT_WIDTH, _CHART_WIDTH = 34, 8, 96
_NUMBER_WIDTH = 15
"""Of the first columns where figures stand below the counts."""
_GAP_WIDTH = 2
SUBTOTAL = "小計"
_PIXELS_PER_POINT = 4 / 3
_CHART_GAP = 6
"""Pixels above a chart, so that its edge does not touch the page before."""
_CHART_HEAD, _LEGEND_LINE, _CHART_ROW = 90.0, 14.0, 22.0
"""Points for a chart's title and axis, for each line of its legend, and for each of its bars."""
_LEGEND_SIZE = 9
"""Points of the legend's font."""
_LEGEND_COLUMN = 330
"""Pixels that a column of the legend takes at least."""
_SPARE_LINES = 4
"""Of a table of figures: title, headings, total, and a blank line below."""
_LEGEND_KEY = 40
"""Pixels of a legend entry's key and the gaps around it."""


_name_lines = lru_cache(maxsize=4096)(line_count)
"""A name's lines are asked for to divide a table, to place its part, and to write the row."""


def write_summary_sheet(
    workbook: Workbook, styles: Styles, table: ConsolidatedTable, paper: Paper
) -> None:
    """All tallies on one sheet; those of more pages go on on sheets 集計(2), 集計(3) …"""
    _SummarySheet(workbook, styles, table, paper).write()


class _SummarySheet:
    def __init__(
        self, workbook: Workbook, styles: Styles, table: ConsolidatedTable, paper: Paper
    ) -> None:
        self.workbook, self.styles, self.table, self.paper = workbook, styles, table, paper
        self.label_units = column_units(_LABEL_WIDTH, paper.font_size, paper.font_size)
        self.tallies = tallies(table)
        self.number_tallies = number_tallies(table)
        self.line = height_of(1, paper.font_size)
        widest = max(len(tally.categories) for tally in self.tallies)
        if self.number_tallies:
            widest = max(widest, len(NUMBER_HEADINGS) - 1)
        self.total_column = widest + 1
        self.chart_column = widest + 3
        self._begin_sheet(1)

    def _begin_sheet(self, part: int) -> None:
        self.part, self.name = part, sheet_part(SHEET_NAME, part)
        self.sheet: Worksheet = self.workbook.add_worksheet(self.name)
        self.row = 0
        self.breaks: list[int] = []
        widths = (_LABEL_WIDTH, *self._count_widths, _GAP_WIDTH, _CHART_WIDTH)
        self.scale = set_up_page(self.sheet, self.paper, widths)
        self.title_height = self._write_title()

    def _end_sheet(self) -> None:
        self.sheet.print_area(0, 0, max(0, self.row - 1), self.chart_column)
        self.sheet.set_h_pagebreaks(self.breaks)

    def _turn(self) -> float:
        """Begin a page; the height that its sheet's title takes of it."""
        if len(self.breaks) + 1 < SHEET_PAGES:
            self.breaks.append(self.row)
            return 0.0
        self._end_sheet()
        self._begin_sheet(self.part + 1)
        return self.title_height

    def write(self) -> None:
        room = self.paper.usable_height / self.scale * 100
        left = room - self.title_height
        for tally in self.tallies:
            parts = list(_parts(tally, self._most_rows(tally, room)))
            total = TOTAL if len(parts) == 1 else SUBTOTAL
            for part in parts:
                height = self._part_height(part)
                if height > left and left < room:
                    left = room - self._turn()
                self._write_part(part, height, total)
                left -= height
        self._write_number_tables(room, left)
        self._end_sheet()

    def _write_number_tables(self, room: float, left: float) -> None:
        for tally in self.number_tallies:
            parts = list(self._number_parts(tally, room))
            for rows in parts:
                height = self.line * _SPARE_LINES + sum(self._label_height(n) for n, _ in rows)
                if height > left and left < room:
                    left = room - self._turn()
                left -= height
                self._write_numbers(tally, rows, has_total=rows is parts[-1])

    def _number_parts(
        self, tally: NumberTally, room: float
    ) -> Iterator[list[tuple[str, NumberSummary]]]:
        """The rows in parts that are no higher than the room."""
        part: list[tuple[str, NumberSummary]] = []
        used = self.line * _SPARE_LINES
        for row in tally.rows:
            height = self._label_height(row[0])
            if part and used + height > room:
                yield part
                part, used = [], self.line * _SPARE_LINES
            part.append(row)
            used += height
        yield part

    def _write_numbers(
        self, tally: NumberTally, rows: Sequence[tuple[str, NumberSummary]], *, has_total: bool
    ) -> None:
        self._write_line([tally.title], self.styles.get(bold=True))
        self._write_line([tally.group_heading, *NUMBER_HEADINGS], self.styles.heading())
        for name, figures in rows:
            self._write_figures(tally.question.kind, name, figures)
        if has_total:
            self._write_figures(tally.question.kind, TOTAL, tally.total, bold=True)
        self._next_row(self.line)

    def _write_line(
        self, texts: Sequence[str], style: Format, height: float | None = None
    ) -> float:
        for column, text in enumerate(texts):
            write_text(self.sheet, self.row, column, text, style)
        return self._next_row(height or self.line)

    def _write_figures(
        self, kind: QuestionKind, name: str, figures: NumberSummary, **weight: bool
    ) -> None:
        plain = self.styles.cell(valign="vcenter", **weight)
        write_text(self.sheet, self.row, 0, name, plain)
        self.sheet.write_number(self.row, 1, figures.count, plain)
        for column, value in enumerate(figures.figures, 2):
            if value is None:
                self.sheet.write_blank(self.row, column, None, plain)
            else:
                shown = "#,##0" if value == value.to_integral_value() else "#,##0.00"
                shown = "0.0%" if kind is QuestionKind.RATIO else shown
                style = self.styles.cell(valign="vcenter", num_format=shown, **weight)
                self.sheet.write_number(self.row, column, value, style)
        self._next_row(self._label_height(name))

    @property
    def _count_widths(self) -> list[int]:
        wide = len(NUMBER_HEADINGS) if self.number_tallies else 0
        return [_NUMBER_WIDTH] * wide + [_COUNT_WIDTH] * (self.total_column - wide)

    def _write_title(self) -> float:
        size = self.paper.title_size
        title = f"{short(self.table.title, 80)} {self.name}"
        style = self.styles.get(bold=True, font_size=size, valign="vcenter", text_wrap=True)
        width = _LABEL_WIDTH + sum(self._count_widths) + _CHART_WIDTH
        lines = len(wrap(title, column_units(width, size, self.paper.font_size)))
        merge_text(self.sheet, (0, 0), (0, self.chart_column), title, style)
        return self._next_row(height_of(lines, size))

    def _write_part(self, tally: Tally, height: float, total: str) -> None:
        """One table with its chart beside it, in rows that together are as high as told."""
        start, used = self.row, self._write_line([tally.title], self.styles.get(bold=True))
        first = self.row
        used += self._write_headings(tally)
        plain = self.styles.cell(valign="vcenter")
        for name, counts in tally.rows:
            used += self._write_counts(name, counts, plain)
        bold = self.styles.cell(bold=True, valign="vcenter")
        used += self._write_counts(total, tally.totals, bold)
        self._insert_chart(tally, start, first, height)
        used += self._next_row(self.line)
        if used < height:
            for rest in split_height(height - used, MAX_ROW_HEIGHT):
                self._next_row(rest)

    def _write_headings(self, tally: Tally) -> float:
        codes = (short(category.code) for category in tally.categories)
        texts = [tally.group_heading, *codes, TOTAL]
        return self._write_line(texts, self.styles.heading(), self._headings_height(tally))

    def _headings_height(self, tally: Tally) -> float:
        units = column_units(_COUNT_WIDTH, self.paper.font_size, self.paper.font_size)
        lines = max((len(wrap(short(c.code), units)) for c in tally.categories), default=1)
        return height_of(lines, self.paper.font_size)

    def _write_counts(self, name: str, counts: tuple[int, ...], style: Format) -> float:
        write_text(self.sheet, self.row, 0, name, style)
        for column, count in enumerate((*counts, sum(counts)), start=1):
            self.sheet.write_number(self.row, column, count, style)
        return self._next_row(self._label_height(name))

    def _label_height(self, name: str) -> float:
        return height_of(_name_lines(name, self.label_units), self.paper.font_size)

    def _most_rows(self, tally: Tally, room: float) -> int:
        """As many groups as fit on a page with their chart and their table."""
        highest = max((self._label_height(name) for name, _ in tally.rows), default=self.line)
        in_table = (room - self.line * 3 - self._headings_height(tally)) / highest
        in_chart = (room - self._chart_head(tally) - self.line) / _CHART_ROW
        return max(1, min(MAX_ROWS, int(in_chart), int(in_table)))

    def _part_height(self, tally: Tally) -> float:
        labels = sum(self._label_height(name) for name, _ in tally.rows)
        table = self.line * 3 + self._headings_height(tally) + labels
        return max(table, self._chart_head(tally) + _CHART_ROW * len(tally.rows) + self.line)

    def _chart_head(self, tally: Tally) -> float:
        # Both programs set all entries in columns as wide as the longest.
        longest = max((text_units(c.label) for c in tally.categories), default=0)
        letters = longest * _LEGEND_SIZE / 2 * _PIXELS_PER_POINT
        column = max(_LEGEND_COLUMN, int(letters) + _LEGEND_KEY)
        columns = max(1, self._chart_width // column)
        return _CHART_HEAD + _LEGEND_LINE * -(-len(tally.categories) // columns)

    @property
    def _chart_width(self) -> int:
        """In pixels."""
        return _CHART_WIDTH * round(self.paper.font_size / 2 * _PIXELS_PER_POINT)

    def _next_row(self, height: float) -> float:
        self.sheet.set_row(self.row, height)
        self.row += 1
        return height

    # --- charts

    def _insert_chart(self, tally: Tally, row: int, headings: int, height: float) -> None:
        chart = self.workbook.add_chart({"type": "bar", "subtype": "stacked"})
        first, last = headings + 1, headings + len(tally.rows)
        for index, paint in enumerate(paints(tally.categories)):
            column = index + 1
            chart.add_series(
                {
                    "name": tally.categories[index].label,
                    "categories": [self.name, first, 0, last, 0],
                    "values": [self.name, first, column, last, column],
                    "gap": 40,
                    "border": {"color": INK, "width": 0.5},
                    **fill_of(paint),
                    "data_labels": {**_LABELS, "font": chart_font(9)},
                }
            )
        _dress(chart, tally)
        inside = int((height - self.line) * _PIXELS_PER_POINT) - _CHART_GAP
        chart.set_size({"width": self._chart_width, "height": inside})
        description = f"{tally.title}の積み上げ横棒グラフ。数値は左の表と同じです。"
        self.sheet.insert_chart(
            row,
            self.chart_column,
            chart,
            {"description": description, "object_position": 1, "y_offset": _CHART_GAP},
        )


def _parts(tally: Tally, most: int) -> Iterator[Tally]:
    """The tally in tables of at most so many groups."""
    count = -(-len(tally.rows) // most)
    if count <= 1:
        yield tally
        return
    for part in range(count):
        rows = tally.rows[part * most : (part + 1) * most]
        yield replace(tally, title=f"{tally.title} {part + 1}/{count}", rows=rows)


def fill_of(paint: Paint) -> dict[str, object]:
    """The paint as a series' properties."""
    if not paint.pattern:
        return {"fill": {"color": paint.color}}
    return {
        "pattern": {"pattern": paint.pattern, "fg_color": paint.color, "bg_color": WHITE},
    }


_LABELS = {
    "value": True,
    "num_format": "0;;;",  # no label on a bar of no length
    "fill": {"color": WHITE},
}


GRID_LINES = {"visible": True, "line": {"color": "#BFBFBF", "width": 0.5}}


def _dress(chart: Chart, tally: Tally) -> None:
    chart.set_title({"name": tally.title, "name_font": {**chart_font(12), "bold": True}})
    chart.set_legend({"position": "bottom", "font": chart_font(_LEGEND_SIZE)})
    chart.set_y_axis(
        {"reverse": True, "crossing": "max", "interval_unit": 1, "num_font": chart_font(9)}
    )
    chart.set_x_axis(
        {
            "num_format": "0",
            "num_font": chart_font(9),
            "name": "回答数",
            "name_font": {**chart_font(9), "bold": False},
            "major_gridlines": GRID_LINES,
            "min": 0,
        }
    )


def chart_font(size: float) -> dict[str, object]:
    """The body font on a chart, in points."""
    return {"name": BODY_FONT, "size": size, "color": INK}
