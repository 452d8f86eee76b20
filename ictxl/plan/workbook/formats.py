"""Cell formats of the plan workbook, and heights that show texts whole in rows that still grow."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ictxl.plan.columns import SettingItem
from ictxl.plan.plan_sheet import ColumnKind, PlanColumn, Record
from ictxl.text.linebreak import line_count, text_units
from ictxl.text.row_height import MAX_ROW_HEIGHT, column_units, height_of

FONT_SIZE = 10.5
TABLE_STYLE = "Table Style Light 1"
HEADER_HEIGHT = 21
TITLE_HEIGHT = 27
SENTENCE_HEIGHT = 17
_FILTER_BUTTON = 3
"""Digits that the button in a table's heading covers, at the right."""
_LINE = {"border": 1, "border_color": "#BFBFBF"}
_BODY = {"text_wrap": True, "valign": "vcenter"}
_CENTRED = {"align": "center"}
_TEXT = {"num_format": "@"}
_NUMBER = {"num_format": "0"}
_GENERAL = {"num_format": "General"}
_PERCENT = {"num_format": "0%"}
_DATE = {"num_format": 'yyyy"年"m"月"d"日"'}
_NARROW = 12
"""Columns up to this width hold marks and numbers, which stand centred."""


class Looks:
    """The formats of one workbook."""

    def __init__(self, workbook: Any) -> None:
        self.header = workbook.add_format(
            {"bold": True, "bg_color": "#DDEBF7", "valign": "vcenter", **_CENTRED, **_LINE}
        )
        self.title = workbook.add_format({"bold": True, "font_size": 16, "valign": "vcenter"})
        self.heading = workbook.add_format({"bold": True, "font_size": 12})
        self.sentence = workbook.add_format(_BODY)
        self._note = workbook.add_format({**_BODY, **_LINE, "font_color": "#595959"})
        left = {**_BODY, **_LINE, "align": "left"}
        # Without a text format, so that Excel takes a typed 2019/10/31 for the date it is.
        self._date = workbook.add_format({**left, **_DATE})
        self._number = workbook.add_format({**left, **_NUMBER})
        self._text = workbook.add_format({**left, **_TEXT})
        self._percent = workbook.add_format({**_BODY, **_LINE, **_CENTRED, **_PERCENT})
        formats = {ColumnKind.NUMBER: _NUMBER, ColumnKind.BOUND: _GENERAL}
        self._cells = {
            (kind, narrow, lined): workbook.add_format(
                {
                    **_BODY,
                    **formats.get(kind, _TEXT),
                    **(_CENTRED if narrow else {}),
                    **(_LINE if lined else {}),
                }
            )
            for kind in ColumnKind
            for narrow in (False, True)
            for lined in (False, True)
        }

    def of(self, column: PlanColumn) -> Any:
        """A list's cell."""
        return self._cell(column, lined=True) if column.read else self._note

    def below(self, column: PlanColumn) -> Any:
        """The column beneath the list, where rows will be added."""
        return self._cell(column, lined=False)

    def of_bound(self, value: Decimal, *, is_ratio: bool) -> Any:
        """下限 or 上限: a whole percentage as such."""
        is_whole = (value * 100) % 1 == 0
        bound = self._cells[ColumnKind.BOUND, True, True]
        return self._percent if is_ratio and is_whole else bound

    def of_setting(self, setting: SettingItem) -> Any:
        if setting.date:
            return self._date
        return self._number if setting.kind is ColumnKind.NUMBER else self._text

    def _cell(self, column: PlanColumn, *, lined: bool) -> Any:
        return self._cells[column.kind, column.width <= _NARROW, lined]


def column_width(column: PlanColumn) -> float:
    """Digits; so wide that the filter button covers nothing of the heading, which is centred."""
    return max(column.width, text_units(column.heading) + 2 * _FILTER_BUTTON)


def set_up_printing(worksheet: Any, *, headings: bool = True) -> None:
    """A4 across, as wide as the paper; the headings on every page."""
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)
    if headings:
        worksheet.repeat_rows(0)
    worksheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    worksheet.set_footer("&L&A&R&P / &N")


_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The oldest that a zip file knows, so that the same plan gives the same bytes."""


def row_height(columns: Iterable[PlanColumn], record: Record, font_size: float) -> float:
    """Points that show every cell of the row whole, as far as Excel lets a row grow."""
    lines = [
        line_count(value, column_units(column.width, font_size, font_size))
        for column in columns
        if isinstance(value := record.get(column, ""), str)
    ]
    return min(height_of(max(lines, default=1), font_size), MAX_ROW_HEIGHT)


def with_growing_rows(saved: bytes) -> bytes:
    """The workbook with its row heights as a start only.

    xlsxwriter marks every height it writes as set by a person, and Excel then leaves the row as it
    is when its text grows; without a height, LibreOffice shows one line only.
    """
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved)) as source,
        zipfile.ZipFile(packed, "w") as target,
    ):
        for member in source.infolist():
            content = source.read(member)
            if member.filename.startswith("xl/worksheets/sheet"):
                content = content.replace(b' customHeight="1"', b"")
            target.writestr(_entry(member.filename), content)
    return packed.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """A zip entry that tells neither the time nor the machine."""
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    return entry
