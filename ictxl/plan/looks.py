"""How the plan workbook looks."""

from __future__ import annotations

from typing import Any, ClassVar

from ictxl.plan.layout import Column, Kind, Setting
from ictxl.text.layout import BODY_FONT


class Looks:
    """The formats of one workbook."""

    DEFAULT: ClassVar[dict[str, Any]] = {"font_name": BODY_FONT, "font_size": 11}
    TABLE_STYLE = "Table Style Light 1"
    _LINE = "#BFBFBF"
    _HEADER_FILL = "#DDEBF7"

    def __init__(self, workbook: Any) -> None:
        body = {"text_wrap": True, "valign": "top"}
        ruled = {**body, "border": 1, "border_color": self._LINE}
        text, number = {"num_format": "@"}, {"num_format": "0"}
        self.header = workbook.add_format(
            {
                "bold": True,
                "bg_color": self._HEADER_FILL,
                "border": 1,
                "border_color": self._LINE,
                "align": "center",
                "valign": "vcenter",
            }
        )
        self.title = workbook.add_format({"bold": True, "font_size": 16})
        self.heading = workbook.add_format({"bold": True, "font_size": 12})
        self.sentence = workbook.add_format(body)
        self._note = workbook.add_format({**ruled, "font_color": "#595959"})
        self._cells = {
            (False, False): workbook.add_format({**ruled, **text}),
            (True, False): workbook.add_format({**ruled, **number}),
            (False, True): workbook.add_format({**body, **text}),
            (True, True): workbook.add_format({**body, **number}),
        }
        # Without a text format, so that Excel takes a typed 2019/10/31 for the date it is.
        self._date = workbook.add_format(
            {**ruled, "num_format": 'yyyy"年"m"月"d"日"', "align": "left"}
        )
        self._setting_number = workbook.add_format({**ruled, **number, "align": "left"})

    def of(self, column: Column) -> Any:
        """A list's cell."""
        if not column.read:
            return self._note
        return self._cells[column.kind is Kind.NUMBER, False]

    def below(self, column: Column) -> Any:
        """The column beneath the list, where rows will be added."""
        return self._cells[column.kind is Kind.NUMBER, True]

    def of_setting(self, setting: Setting) -> Any:
        if setting.date:
            return self._date
        if setting.kind is Kind.NUMBER:
            return self._setting_number
        return self._cells[False, False]

    @staticmethod
    def print_setup(worksheet: Any, headings: bool = True) -> None:
        worksheet.set_landscape()
        worksheet.set_paper(9)  # A4
        worksheet.fit_to_pages(1, 0)
        if headings:
            worksheet.repeat_rows(0)
        worksheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        worksheet.set_footer("&L&A&R&P / &N")
