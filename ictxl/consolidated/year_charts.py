"""The charts of 年度推移: what each year has, as bars on bars or as a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.workbook import Workbook

from ictxl.consolidated.palette import WHITE, Paint
from ictxl.consolidated.styles import INK
from ictxl.consolidated.summary_sheet import GRID_LINES, chart_font, fill_of


@dataclass(frozen=True)
class YearCells:
    """Where the years stand: a row of headings, and the columns below it."""

    sheet: str
    heading: int
    first: int
    last: int

    def series(self, name: str, row: int, shown: str) -> dict[str, Any]:
        """A row of figures as a series; `shown` is the number format of its labels."""
        return {
            "name": name,
            "categories": [self.sheet, self.heading, self.first, self.heading, self.last],
            "values": [self.sheet, row, self.first, row, self.last],
            "data_labels": {
                "value": True,
                "num_format": shown,
                "font": chart_font(9),
                "fill": {"color": WHITE},
            },
        }


def bars_chart(workbook: Workbook) -> Chart:
    """Every year a bar as high as any other, whose parts are shares of it."""
    chart = workbook.add_chart({"type": "column", "subtype": "percent_stacked"})
    chart.set_legend({"position": "right", "font": chart_font(9)})
    chart.set_y_axis(
        {
            "num_format": "0%",
            "num_font": chart_font(9),
            "major_gridlines": GRID_LINES,
        }
    )
    return chart


def add_part(chart: Chart, cells: YearCells, name: str, row: int, paint: Paint) -> None:
    """One part of each bar, with its count; no label where it has no length."""
    look = {"gap": 60, "border": {"color": INK, "width": 0.5}, **fill_of(paint)}
    chart.add_series({**cells.series(name, row, "0;;;"), **look})


def line_chart(workbook: Workbook, cells: YearCells, name: str, row: int, shown: str) -> Chart:
    """One row of figures; `shown` is their number format."""
    chart = workbook.add_chart({"type": "line"})
    look = {
        "line": {"color": INK, "width": 2},
        "marker": {"type": "circle", "fill": {"color": INK}, "border": {"color": INK}},
    }
    series = cells.series(name, row, shown)
    series["data_labels"]["position"] = "above"
    chart.add_series({**series, **look})
    chart.set_legend({"none": True})
    chart.set_y_axis({"num_format": shown, "num_font": chart_font(9)})
    return chart
