"""What a cell shows of its value, as Excel shows it."""

from __future__ import annotations

import pytest

from ictxl.spreadsheets.number_formats import changes_text, shown_number, shown_text

DAY = 45_000
"""2023-03-15, a Wednesday."""
NUMBERS = [
    (0.85, "0%", "85%"),
    (0.3333, "0.00%", "33.33%"),
    (12_345_678, "#,##0", "12,345,678"),
    (1234.5, "#,##0.00", "1,234.50"),
    (1_234_567, '#,##0,"千円"', "1,235千円"),
    (2.5, "0", "3"),
    (0.5, "#.##", ".5"),
    (7, "000", "007"),
    (1_500, "[$¥-411]#,##0", "¥1,500"),
    (1_500, r"\¥#,##0", "¥1,500"),
    (25, '0"人"', "25人"),
    (-5, '0"人"', "-5人"),
    (-5, "#,##0;[Red]▲#,##0", "▲5"),
    (-0.2, "0", "0"),
    (0, '0"人";;"なし"', "なし"),
    (3, '"第"0"回"', "第3回"),
    (7, '[>=5]0"以上";0"未満"', "7以上"),
    (3, '[>=5]0"以上";0"未満"', "3未満"),
    (1.5, 'General"件"', "1.5件"),
    (12, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', " 12 "),
    (5, ";;;", ""),
    (1.0625, "[h]:mm", "25:30"),
    (1.0625, '[h]"時間"mm"分"', "25時間30分"),
    (0.0625, "[mm]:ss", "90:00"),
    (0.51, "mm:ss", "14:24"),
    (0.5625, "h:mm", "13:30"),
    (0.5625, "h:mm AM/PM", "1:30 PM"),
    (DAY, "yyyy/m/d", "2023/3/15"),
    (DAY, 'm"月"d"日"', "3月15日"),
    (DAY, 'yyyy"年"mm"月"dd"日"(aaa)', "2023年03月15日(水)"),
    (DAY, '[$-411]ggge"年"m"月"d"日"', "令和5年3月15日"),
    (DAY, "ge.m.d", "R5.3.15"),
    (DAY + 0.5, "yyyy/m/d h:mm", "2023/3/15 12:00"),
    (1, "yyyy-mm-dd", "1900-01-01"),
]


@pytest.mark.parametrize(("value", "code", "shown"), NUMBERS)
def test_a_number_is_shown_as_its_format_says(value: float, code: str, shown: str) -> None:
    assert shown_number(value, code) == shown


def test_a_calendar_from_1904_counts_from_there() -> None:
    assert shown_number(DAY - 1462, "yyyy/m/d", is_1904=True) == "2023/3/15"


UNKNOWN = [
    (0.125, "# ?/?"),
    (12.5, "0.0E+00"),
    (DAY, "d-mmm-yy"),
    (5, "000-0000"),
    (5, "[DBNum1]0"),
    (0.5, "yyyy/m/d"),
    (60, "yyyy/m/d"),
    (-1, "yyyy/m/d"),
    (1e9, "yyyy/m/d"),
    (5, "A/P"),
    (5, "0" * 300),
    (5, '"'),
]


@pytest.mark.parametrize(("value", "code"), UNKNOWN)
def test_what_is_not_sure_is_not_told(value: float, code: str) -> None:
    assert shown_number(value, code) is None


TEXTS = [
    ("山田", '@"様"', "山田様"),
    ("山田", '0;0;0;"<"@">"', "<山田>"),
    ("山田", ";;;", ""),
    ("山田", "0", "山田"),
    ("山田", "@", "山田"),
]


@pytest.mark.parametrize(("text", "code", "shown"), TEXTS)
def test_a_text_is_shown_as_its_format_says(text: str, code: str, shown: str) -> None:
    assert shown_text(text, code) == shown
    assert changes_text(code) == (shown != text)
