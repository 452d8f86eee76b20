"""Write the sheet 年度推移: ratings and numbers of several years side by side, with charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from ictxl.consolidated.chart import WHITE, paints
from ictxl.consolidated.data.columns import number_format
from ictxl.consolidated.styles import CENTERED, INK, Paper, Styles, merge_text, set_up_page
from ictxl.consolidated.summary import short
from ictxl.consolidated.summary_sheet import GRID_LINES, chart_font, fill_of
from ictxl.consolidated.table import Answer
from ictxl.consolidated.values import data_value
from ictxl.consolidated.year_table import (
    NOT_THERE,
    RATE_NAME,
    IndicatorRow,
    YearIndicators,
    YearQuestion,
    YearRow,
    YearTable,
    actual_of,
)
from ictxl.spreadsheets.xlsx.cell_writer import SHEET_ROWS, sheet_part, write_text
from ictxl.text.linebreak import line_count, text_units
from ictxl.text.row_height import MAX_ROW_HEIGHT, column_units, height_of

SHEET_NAME = "年度推移"
NOTE = (
    f"過年度の進捗状況を、施策の名称で照らし合わせて並べました。「{NOT_THERE}」は、その年度には"
    "なかった施策、担当または記入欄です。"
)
_NUMBER_WIDTH, _DEPARTMENT_WIDTH, _ASKED_WIDTH, _REMARK_WIDTH = 10, 20, 20, 34
_NARROWEST_TITLE = 36
_YEAR_WIDTHS = (13, 22)
"""The least and the most, by the year's name."""
_LONGEST_TITLE = 300
"""Letters that are shown of a measure's name: 進捗状況 and データ have all."""
_BARS_HEIGHT, _LINES_HEIGHT, _WIDEST_CHART = 300, 240, 1_000
"""Of charts, in pixels."""
_PIXELS_PER_POINT = 4 / 3
RATE_FORMAT = "0.0%"


def write_year_sheet(workbook: Workbook, styles: Styles, years: YearTable, paper: Paper) -> None:
    """Figures and charts of each question first, then a row for each answer, on as many sheets as
    it takes."""
    _YearSheet(workbook, styles, years, paper).write()


class _YearSheet:
    def __init__(self, workbook: Workbook, styles: Styles, years: YearTable, paper: Paper) -> None:
        self.workbook, self.styles, self.years, self.paper = workbook, styles, years, paper
        self.indicators = YearIndicators(years)
        several = len(years.questions) > 1 or self.indicators.rows
        self.asked = [_ASKED_WIDTH] if several else []
        self.first_year = len(self.asked) + 3
        self.line = height_of(1, paper.font_size)
        self.last_year = self.first_year + len(years.labels) - 1
        least, most = _YEAR_WIDTHS
        self.year_widths = [max(least, min(most, text_units(t) + 2)) for t in years.labels]
        before, behind = [*self.asked, _NUMBER_WIDTH], [*self.year_widths, _REMARK_WIDTH]
        behind.insert(0, _DEPARTMENT_WIDTH)
        left = sum(paper.columns) - sum(before) - sum(behind)
        self.widths = [*before, max(_NARROWEST_TITLE, left), *behind]
        self._begin_sheet(1)

    def _begin_sheet(self, part: int) -> None:
        self.part, self.name, self.row = part, sheet_part(SHEET_NAME, part), 0
        self.breaks: list[int] = []
        self.used = 0.0
        self.sheet = self.workbook.add_worksheet(self.name)
        scale = set_up_page(self.sheet, self.paper, self.widths)
        self.room = self.paper.usable_height / scale * 100
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{SHEET_ROWS}"})
        title = f"{short(self.years.tables[-1].title, 80)} {self.name}"
        style = self.styles.get(bold=True, font_size=self.paper.title_size, text_wrap=True)
        merge_text(self.sheet, (0, 0), (0, len(self.widths) - 1), title, style)
        self._next_row([title], [sum(self.widths)], self.paper.title_size)
        self._write_note(NOTE)
        self.first = self.row

    def write(self) -> None:
        for asked in self.years.questions:
            self._write_figures(asked)
        if self.indicators.rows:
            self._write_rates()
        self.sheet.set_h_pagebreaks([*self.breaks, self.row])
        self._write_headings()
        sections: Sequence[YearQuestion | None] = self.years.questions or (None,)
        for section in sections:
            for row in self.years.rows:
                self._turn_if_full()
                self._write_row(section, row)
        for indicator in self.indicators.rows:
            self._write_indicator(indicator)
        self._end_list()

    def _turn_if_full(self) -> None:
        if self.row >= SHEET_ROWS:
            self._end_list()
            self._begin_sheet(self.part + 1)
            self._write_headings()

    # --- figures

    def _write_figures(self, asked: YearQuestion) -> None:
        """What each year has of a question, and a chart of it."""
        name = asked.question.name_with_unit
        if asked.is_number:
            shown, total = number_format(asked.question.kind), asked.question.total_name
            counts = ("回答のある件数", self.years.numbers(asked), asked.asked)

            def write(heading: int) -> Chart:
                return self._write_numbers(*counts, total, shown, heading)

            self._write_block(f"{name}の推移", name, write, _LINES_HEIGHT)
            return

        def write_all(heading: int) -> Chart:
            chart = self._write_distribution(asked, heading)
            for meaning in self.years.changed_meanings(asked):
                self._write_note(meaning)
            return chart

        self._write_block(f"{name}の分布", asked.question.name, write_all, _BARS_HEIGHT)

    def _write_rates(self) -> None:
        """What each year has of 達成率, and a chart of it."""
        rates, there = self.indicators.rates(), [t.indicator_entries for t in self.years.tables]

        def write(heading: int) -> Chart:
            return self._write_numbers(
                "達成率のある件数", rates, there, "平均", RATE_FORMAT, heading
            )

        self._write_block(f"指標の{RATE_NAME}の推移", f"指標の{RATE_NAME}", write, _LINES_HEIGHT)

    def _write_block(
        self, title: str, first_heading: str, write: Callable[[int], Chart], height: int
    ) -> None:
        """A table with the years above the same columns as in the list, and its chart below; on a
        page of its own what would be cut. `write` is given the row of the headings."""
        start, above = self.row, self.used
        write_text(self.sheet, self.row, 0, title, self.styles.get(bold=True))
        self._next_row([title], [sum(self.widths)])
        heading = self.row
        self._write_counts(first_heading, self.years.labels, self.styles.heading())
        chart = write(heading)
        chart.set_title({"name": title, "name_font": {**chart_font(12), "bold": True}})
        rows = int(height / _PIXELS_PER_POINT / self.line) + 2
        table = self.used - above
        if self.used + rows * self.line > self.room and start > self.first:
            self._break_before(start, table)
        if self.used + rows * self.line > self.room:
            self._break_before(self.row, 0.0)
        self._insert(chart, title, height)
        for _ in range(rows):
            self._next_row([], [])

    def _break_before(self, row: int, used: float) -> None:
        self.breaks.append(row)
        self.used = used

    def _write_distribution(self, asked: YearQuestion, heading: int) -> Chart:
        """Every year a bar as high as any other, whose parts are shares of it; no label where one
        has no length."""
        chart = self.workbook.add_chart({"type": "column", "subtype": "percent_stacked"})
        chart.set_legend({"position": "right", "font": chart_font(9)})
        axis = {"num_font": chart_font(9), "major_gridlines": GRID_LINES}
        chart.set_y_axis({"num_format": "0%", **axis})
        counted = self.years.categories(asked)
        looks = paints([category for category, _ in counted])
        for (category, counts), paint in zip(counted, looks, strict=True):
            if any(counts):
                look = {"gap": 60, "border": {"color": INK, "width": 0.5}, **fill_of(paint)}
                chart.add_series({**self._series(heading, category.label, "0;;;"), **look})
            self._write_counts(category.label, counts, self.styles.cell(valign="vcenter"))
        totals = [
            None if all(n is None for n in of) else sum(filter(None, of))
            for of in zip(*(counts for _, counts in counted), strict=True)
        ]
        self._write_counts("計", totals, self.styles.cell(bold=True, valign="vcenter"))
        return chart

    def _series(self, heading: int, name: str, shown: str) -> dict[str, Any]:
        """The row that is written next as a series; `shown` is the number format of its labels."""
        labels = {"num_format": shown, "font": chart_font(9), "fill": {"color": WHITE}}
        years = (self.first_year, self.last_year)
        return {
            "name": name,
            "categories": [self.name, heading, years[0], heading, years[1]],
            "values": [self.name, self.row, years[0], self.row, years[1]],
            "data_labels": {"value": True, **labels},
        }

    def _write_numbers(
        self,
        counted: str,
        numbers: Sequence[tuple[int, Decimal | None]],
        asked: Sequence[object],
        total: str,
        shown: str,
        heading: int,
    ) -> Chart:
        """How many there are of each year that asked, and their total or mean, as a line."""
        there = [count if a else None for (count, _), a in zip(numbers, asked, strict=True)]
        self._write_counts(counted, there, self.styles.cell(valign="vcenter"))
        chart = self.workbook.add_chart({"type": "line"})
        series = self._series(heading, total, shown)
        series["data_labels"]["position"] = "above"
        marker = {"type": "circle", "fill": {"color": INK}, "border": {"color": INK}}
        chart.add_series({**series, "line": {"color": INK, "width": 2}, "marker": marker})
        chart.set_legend({"none": True})
        chart.set_y_axis({"num_format": shown, "num_font": chart_font(9)})
        style = self.styles.cell(bold=True, valign="vcenter", num_format=shown)
        self._write_counts(total, [number for _, number in numbers], style)
        return chart

    def _write_counts(
        self, name: str, values: Sequence[str | int | Decimal | None], style: Format
    ) -> None:
        merge_text(self.sheet, (self.row, 0), (self.row, self.first_year - 1), name, style)
        said = [self._write_value(n, v, style, style) for n, v in enumerate(values)]
        self._next_row([name, *said], [sum(self.widths[: self.first_year]), *self.year_widths])

    def _write_value(
        self, year: int, value: str | int | Decimal | None, text: Format, number: Format
    ) -> str:
        """What one year has, in the style of texts or of numbers; None where it was not there.
        Returns the text that was written; empty for a number."""
        if value is None:
            value, text = NOT_THERE, self.styles.cell(**CENTERED)
        if isinstance(value, str):
            write_text(self.sheet, self.row, self.first_year + year, value, text)
            return value
        self.sheet.write_number(self.row, self.first_year + year, value, number)
        return ""

    def _insert(self, chart: Chart, title: str, height: int) -> None:
        width = sum(self.widths) * round(self.paper.font_size / 2 * _PIXELS_PER_POINT)
        chart.set_x_axis({"num_font": chart_font(9)})
        chart.set_size({"width": min(width, _WIDEST_CHART), "height": height})
        description = f"{title}の年度ごとのグラフ。数値は上の表と同じです。"
        options = {"description": description, "object_position": 1, "y_offset": 6}
        self.sheet.insert_chart(self.row, 0, chart, options)

    # --- the list

    def _write_headings(self) -> None:
        self.heading = self.row
        plan = self.years.plans[-1]
        texts = [
            *(["記入欄"] if self.asked else []),
            "項番",
            plan.measure_level.title_heading,
            "担当課",
            *self.years.labels,
            "備考",
        ]
        for column, text in enumerate(texts):
            write_text(self.sheet, self.row, column, text, self.styles.heading())
        self._next_row(texts, self.widths)
        self.sheet.repeat_rows(self.heading)

    def _write_row(self, asked: YearQuestion | None, row: YearRow) -> None:
        said = self._write_place(
            asked.question.name_with_unit if asked else "",
            (row.measure.id, row.measure.title, row.department),
        )
        answers = [
            self._write_answer(asked, year, answer) for year, answer in enumerate(row.answers)
        ]
        style = self.styles.cell(valign="vcenter")
        write_text(self.sheet, self.row, len(self.widths) - 1, row.remark, style)
        self._next_row([*said, *answers, row.remark], self.widths)

    def _write_place(self, asked: str, place: tuple[str, str, str]) -> list[str]:
        """The columns before the years'; the texts that were written."""
        number, title, department = place
        before = [asked] if self.asked else []
        texts = [*before, number, _cut(title, _LONGEST_TITLE), department]
        text, centred = self.styles.cell(valign="vcenter"), self.styles.cell(**CENTERED)
        for column, said in enumerate(texts):
            style = centred if column == len(before) else text
            write_text(self.sheet, self.row, column, said, style)
        return texts

    def _write_indicator(self, row: IndicatorRow) -> None:
        """A row of actuals and one of 達成率, the latter where any year has one."""
        place = (row.number, row.title, row.department)
        actuals = [actual_of(entry) if entry else None for entry in row.entries]
        rates = [("" if e.rate is None else e.rate) if e else None for e in row.entries]
        self._write_values(row.name, place, actuals, "#,##0.############")
        if any(isinstance(rate, Decimal) for rate in rates):
            self._write_values(f"{row.indicator.name}の{RATE_NAME}", place, rates, RATE_FORMAT)

    def _write_values(
        self,
        name: str,
        place: tuple[str, str, str],
        values: Sequence[str | Decimal | None],
        shown: str,
    ) -> None:
        self._turn_if_full()
        said = self._write_place(name, place)
        number = self.styles.cell(valign="vcenter", num_format=shown)
        text = self.styles.cell(**CENTERED)
        said += [self._write_value(n, v, text, number) for n, v in enumerate(values)]
        write_text(self.sheet, self.row, len(self.widths) - 1, "", self.styles.cell())
        self._next_row([*said, ""], self.widths)

    def _write_answer(self, asked: YearQuestion | None, year: int, answer: Answer | None) -> str:
        """The text that was written; empty for a number."""
        question = asked.asked[year] if asked else None
        value: str | Decimal | None = None
        if answer is not None and (question or not asked):
            number = data_value(question, answer[question]) if question else None
            said = self.years.said(asked, year, answer)
            value = number if isinstance(number, Decimal) else said
        alert = {"bold": True} if answer and answer.is_open else {}
        shown = number_format(question.kind) if question else ""
        style = self.styles.cell(valign="vcenter", num_format=shown)
        return self._write_value(year, value, self.styles.cell(**CENTERED, **alert), style)

    def _end_list(self) -> None:
        last = max(self.row - 1, self.heading + 1)
        self.sheet.autofilter(self.heading, 0, last, len(self.widths) - 1)
        self.sheet.print_area(0, 0, last, len(self.widths) - 1)

    # --- rows

    def _write_note(self, text: str) -> None:
        style = self.styles.get(text_wrap=True, valign="top")
        merge_text(self.sheet, (self.row, 0), (self.row, len(self.widths) - 1), text, style)
        self._next_row([text], [sum(self.widths)])

    def _next_row(
        self, texts: Sequence[str], widths: Sequence[int], font_size: float | None = None
    ) -> None:
        """Set the row's height to its longest text and go on below it."""
        size, body = font_size or self.paper.font_size, self.paper.font_size
        lines = max(
            (
                line_count(t, column_units(w, size, body))
                for t, w in zip(texts, widths, strict=True)
            ),
            default=1,
        )
        height = min(height_of(lines, size), MAX_ROW_HEIGHT)
        self.sheet.set_row(self.row, height)
        self.used += height
        self.row += 1


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
