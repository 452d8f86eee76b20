"""Write a comparison as a workbook: both texts side by side, differences marked, figures."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter.workbook import Workbook

from ictxl.spreadsheets.xlsx.cell_writer import write_text
from ictxl.years.comparing import ChangeKind, ComparedAnswer, Comparison
from ictxl.years.differences import Passage, passages
from ictxl.years.list_workbook import (
    HEADING_GROUND,
    NO_TIME,
    Cell,
    ListColumn,
    Listing,
    add_listing,
    new_workbook,
    save,
    set_up_print,
)

_REMOVED, _ADDED = "#C00000", "#0563C1"
_BEFORE_INK, _AFTER_INK = "#A6A6A6", "#1F4E79"
_A3 = 8
_CHART_WIDTH, _CHART_HEIGHT = 620, 300


def write_comparison(comparison: Comparison, path: Path) -> None:
    """Sheets 比較 and 集計. Raises OutputError where the place cannot be written."""
    made = BytesIO()
    workbook = new_workbook(made)
    before, after = _labels(comparison)
    title = f"{comparison.after.plan.title} {before}と{after}の比較"
    workbook.set_properties({"title": title, "created": NO_TIME})
    _write_figures(workbook, comparison, title)
    add_listing(workbook, _listing(workbook, comparison, title))
    workbook.close()
    save(made, path)


def _labels(comparison: Comparison) -> tuple[str, str]:
    return comparison.before.plan.year_label, comparison.after.plan.year_label


def _listing(workbook: Workbook, comparison: Comparison, title: str) -> Listing:
    before, after = _labels(comparison)
    removed = workbook.add_format({"font_color": _REMOVED, "font_strikeout": True})
    added = workbook.add_format({"font_color": _ADDED, "bold": True, "underline": 1})
    columns = (
        ListColumn("項番", 9, centred=True),
        ListColumn("施策名称", 26),
        ListColumn("担当課", 16),
        ListColumn("区分", 10, centred=True),
        ListColumn(f"評価\n{before}", 12, centred=True),
        ListColumn(f"評価\n{after}", 12, centred=True),
        ListColumn("評価の変化", 10, centred=True),
        ListColumn(f"進捗状況\n{before}", 52),
        ListColumn(f"進捗状況\n{after}", 52),
        ListColumn(f"次期計画での展開\n{before}", 16),
        ListColumn(f"次期計画での展開\n{after}", 16),
        ListColumn("備考", 20),
    )
    rows = tuple(_row(row, comparison, removed, added) for row in comparison.rows)
    note = (
        f"{title}。進捗状況は、なくなったところを赤の取り消し線、加わったところを青の下線で"
        "示します。"
    )
    return Listing("比較", note, columns, rows, paper=_A3)


def _row(row: ComparedAnswer, comparison: Comparison, removed: Any, added: Any) -> tuple[Cell, ...]:
    old: Cell = row.progress_before
    new: Cell = row.progress_after
    if row.progress_before and row.progress_after:
        was, now = passages(row.progress_before, row.progress_after)
        old, new = _marked(was, removed), _marked(now, added)
    return (
        _number(row),
        row.measure.title,
        row.department,
        row.kind.value,
        row.rating_before,
        row.rating_after,
        row.trend.value,
        old,
        new,
        comparison.before.step_label(row.before),
        comparison.after.step_label(row.after),
        "\n".join(remarks(row)),
    )


def _number(row: ComparedAnswer) -> str:
    if row.match.is_moved and row.match.before:
        return f"{row.match.before.id}\n→ {row.measure.id}"
    return row.measure.id


def _marked(cut: list[Passage], mark: Any) -> list[tuple[Any, str]]:
    return [(mark if passage.is_changed else None, passage.text) for passage in cut]


def remarks(row: ComparedAnswer) -> list[str]:
    """What a reader should notice besides rating and text."""
    before = row.match.before
    said = [
        (row.match.is_moved and before, f"項番が {before.id if before else ''} から変わりました"),
        (row.match.is_renamed and before, f"旧名称: {before.title if before else ''}"),
        (row.is_target_changed, "目標が変わりました"),
        (row.is_copied, "進捗状況が前年度と同じです"),
        (row.kind is ChangeKind.KEPT and not row.after, f"{row.department}の回答がありません"),
    ]
    return [text for applies, text in said if applies]


# --- 集計


def _write_figures(workbook: Workbook, comparison: Comparison, title: str) -> None:
    sheet = workbook.add_worksheet("集計")
    sheet.set_column(0, 2, 24)
    bold = workbook.add_format({"bold": True, "font_size": 14})
    write_text(sheet, 0, 0, title, bold)
    figures = _Figures(workbook, sheet)
    before, after = _labels(comparison)
    measures = list(comparison.measure_counts.items())
    row = figures.table(2, "施策", ("区分", "施策数"), measures)
    trends = [
        (trend.value or "評価なし・凡例外", n) for trend, n in comparison.trend_counts.items()
    ]
    row = figures.table(row + 1, "評価の変化(両年度に担当のある回答)", ("変化", "回答数"), trends)
    ratings = comparison.rating_counts()
    first = row + 3
    row = figures.table(row + 1, "評価の数", ("評価", before, after), ratings)
    figures.chart(first - 1, len(ratings), (before, after))
    set_up_print(sheet)


class _Figures:
    def __init__(self, workbook: Workbook, sheet: Any) -> None:
        self.workbook, self.sheet = workbook, sheet
        line = {"border": 1, "border_color": "#BFBFBF"}
        self.title = workbook.add_format({"bold": True})
        self.head = workbook.add_format({"bold": True, "bg_color": HEADING_GROUND, **line})
        self.cell = workbook.add_format(line)

    def table(
        self, row: int, title: str, headings: tuple[str, ...], rows: Sequence[Sequence[str | int]]
    ) -> int:
        """Returns the row below it."""
        write_text(self.sheet, row, 0, title, self.title)
        for column, heading in enumerate(headings):
            write_text(self.sheet, row + 1, column, heading, self.head)
        for offset, values in enumerate(rows, start=2):
            for column, value in enumerate(values):
                if isinstance(value, int):
                    self.sheet.write_number(row + offset, column, value, self.cell)
                else:
                    write_text(self.sheet, row + offset, column, value, self.cell)
        return row + 2 + len(rows)

    def chart(self, head: int, count: int, names: tuple[str, str]) -> None:
        """The ratings of both years side by side; `head` is the headings' row."""
        chart = self.workbook.add_chart({"type": "column"})
        for column, ink in enumerate((_BEFORE_INK, _AFTER_INK), start=1):
            chart.add_series(
                {
                    "name": ["集計", head, column],
                    "categories": ["集計", head + 1, 0, head + count, 0],
                    "values": ["集計", head + 1, column, head + count, column],
                    "fill": {"color": ink},
                    "data_labels": {"value": True},
                }
            )
        chart.set_title({"name": "評価の数", "name_font": {"size": 12}})
        chart.set_y_axis({"name": "回答数", "major_gridlines": {"visible": True}})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": _CHART_WIDTH, "height": _CHART_HEIGHT})
        self.sheet.insert_chart(
            1, 4, chart, {"description": f"{names[0]}と{names[1]}の評価の数を比べた縦棒グラフ"}
        )
