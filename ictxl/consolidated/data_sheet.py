"""Write the sheet データ: one response a row, for machines.

Follows 総務省's 統計表における機械判読可能なデータ作成に関する表記方法 (2020): one value a cell, no
merging, headings in one row, codes and labels in columns of their own, western year beside 和暦.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from xlsxwriter.utility import xl_range
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ictxl.consolidated.merged_cells import parts_for_cells
from ictxl.consolidated.paper import Paper
from ictxl.consolidated.styles import HEADING_GROUND, Styles
from ictxl.consolidated.table import Answer, ConsolidatedTable
from ictxl.model import Measure, Plan
from ictxl.questions import Choice
from ictxl.spreadsheets.xlsx.cell_writer import SHEET_ROWS, SURE_LENGTH, write_text

SHEET_NAME = "データ"
TABLE_NAME = "進捗データ"
Value = str | int


@dataclass(frozen=True)
class DataRow:
    """One answer with the plan it belongs to, as its columns show it."""

    plan: Plan
    answer: Answer

    @property
    def measure(self) -> Measure:
        return self.answer.measure

    @property
    def area_title(self) -> str:
        area = self.plan.area_by_id.get(self.measure.area)
        return area.title if area else ""

    @property
    def outlook_meaning(self) -> str:
        outlook = self.plan.outlook_by_mark.get(self.measure.outlook)
        return outlook.meaning if outlook else ""

    @property
    def department_note(self) -> str:
        assignment = self.measure.assignment_of(self.answer.department)
        return assignment.note if assignment else ""

    @property
    def rating(self) -> Choice:
        return self.answer.chosen(self.answer.leading) or Choice("")

    @property
    def rating_kind(self) -> str:
        chosen = self.answer.chosen(self.answer.leading)
        return kind_name(chosen.finished) if chosen else ""

    @property
    def next_step(self) -> Choice:
        return self.answer.chosen(self.answer.beside) or Choice("")


def as_number(code: str) -> Value:
    """A count as a number; any other code as text."""
    return int(code) if code.isascii() and code.isdecimal() and str(int(code)) == code else code


def kind_name(finished: bool) -> str:
    """区分 of a rating."""
    return "終了" if finished else "継続"


@dataclass(frozen=True)
class DataColumn:
    """One column: its heading, its value, its width in digits."""

    heading: str
    value: Callable[[DataRow], Value]
    width: int


COLUMNS = (
    DataColumn("計画名", lambda row: row.plan.title, 20),
    DataColumn("年度(西暦)", lambda row: row.plan.year, 12),
    DataColumn("年度(和暦)", lambda row: row.plan.year_label, 22),
    DataColumn("基本施策番号", lambda row: as_number(row.measure.area), 14),
    DataColumn("基本施策名称", lambda row: row.area_title, 34),
    DataColumn("項番", lambda row: as_number(row.measure.number), 8),
    DataColumn("施策名称", lambda row: row.measure.title, 44),
    DataColumn("目標", lambda row: row.measure.target, 44),
    DataColumn("今後の展開記号", lambda row: row.measure.outlook, 16),
    DataColumn("今後の展開の意味", lambda row: row.outlook_meaning, 18),
    DataColumn("担当課", lambda row: row.answer.department, 20),
    DataColumn("担当課の注記", lambda row: row.department_note, 16),
    DataColumn("提出状況", lambda row: row.answer.state.value, 12),
    DataColumn("評価コード", lambda row: row.rating.code, 12),
    DataColumn("評価の意味", lambda row: row.rating.name, 34),
    DataColumn("評価区分", lambda row: row.rating_kind, 10),
    DataColumn("凡例にない評価", lambda row: row.answer.unlisted(row.answer.leading), 16),
    DataColumn("進捗状況", lambda row: row.answer.progress, 60),
    DataColumn("次期展開番号", lambda row: row.next_step.code, 14),
    DataColumn("次期展開名称", lambda row: row.next_step.name, 14),
    DataColumn("一覧にない次期展開", lambda row: row.answer.unlisted(row.answer.beside), 20),
)


def data_rows(table: ConsolidatedTable) -> Iterator[list[Value]]:
    """One row an answer, in the table's order, in the order of `COLUMNS`."""
    for answer in table.answers:
        row = DataRow(table.plan, answer)
        yield [column.value(row) for column in COLUMNS]


def exceeds_sheet(table: ConsolidatedTable) -> bool:
    """More answers than fit below the headings of a worksheet."""
    return len(table.answers) >= SHEET_ROWS


PLACE_HEADING = "データの置き場所"
"""Stands in A1 where the rows lie in a file beside the workbook."""


def write_data_place(
    workbook: Workbook, styles: Styles, table: ConsolidatedTable, file: str
) -> None:
    """The sheet of a table that does not fit: it says where all of it is."""
    sheet = workbook.add_worksheet(SHEET_NAME)
    plain, bold = styles.get(), styles.get(bold=True)
    for row, (heading, value) in enumerate(((PLACE_HEADING, file), ("行数", len(table.answers)))):
        write_text(sheet, row, 0, heading, bold)
        write_text(sheet, row, 1, str(value), plain)
    note = (
        f"回答が {len(table.answers):,} 件あり、Excel のシートに入り切らないので、"
        f"同じフォルダーの「{file}」にすべて書きました。このブックといっしょに保管してください。"
    )
    write_text(sheet, 3, 0, note, plain)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 40)


def continued_heading(heading: str, part: int) -> str:
    """The heading of the cells that take what the first of a value's cells cannot hold."""
    return heading if part == 1 else f"{heading}(続き{part})"


def write_data_sheet(
    workbook: Workbook, styles: Styles, table: ConsolidatedTable, paper: Paper
) -> None:
    """An Excel table; a text too long for a cell goes on in columns of its own beside it."""
    rows = list(data_rows(table))
    widest = [_most_cells(column) for column in zip(*rows, strict=True)] or [1] * len(COLUMNS)
    sheet = workbook.add_worksheet(SHEET_NAME)
    headings: list[str] = []
    for column, count in zip(COLUMNS, widest, strict=True):
        for part in range(1, count + 1):
            sheet.set_column(len(headings), len(headings), column.width)
            headings.append(continued_heading(column.heading, part))
    _add_table(sheet, styles, headings, len(rows))
    text_style, number_style = styles.get(valign="top"), styles.get(valign="top", num_format="0")
    starts = list(accumulate(widest[:-1], initial=0))
    for number, row in enumerate(rows, start=1):
        for start, cells, value in zip(starts, widest, row, strict=True):
            if isinstance(value, int):
                sheet.write_number(number, start, value, number_style)
            elif value and cells == 1:
                write_text(sheet, number, start, value, text_style)
            elif value:
                for index, piece in enumerate(parts_for_cells(value), start):
                    write_text(sheet, number, index, piece, text_style)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(paper.excel_code)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _add_table(sheet: Worksheet, styles: Styles, headings: Sequence[str], rows: int) -> None:
    style = styles.get(bold=True, bg_color=HEADING_GROUND, valign="vcenter")
    last = (max(1, rows), len(headings) - 1)
    sheet.add_table(
        0,
        0,
        *last,
        {
            "name": TABLE_NAME,
            "style": "Table Style Light 1",
            "columns": [{"header": text, "header_format": style} for text in headings],
        },
    )
    # xlsxwriter notes every cell, to refuse cells that are joined in a table; here none is.
    sheet.table_cells.clear()
    # 次期展開番号 is a code: text, although it looks like a number.
    sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, *last)})


def _most_cells(column: Iterable[Value]) -> int:
    """Cells that the longest of a column's values takes."""
    texts = [value for value in column if isinstance(value, str)]
    if max(map(len, texts), default=0) <= SURE_LENGTH:
        return 1
    return max(len(parts_for_cells(text)) for text in texts)
