"""Answers that show something else than their cells hold: published as a person sees them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from ictxl.form.template.template_file import default_template_path, read_template
from tests.support.books import load
from tests.support.clients.libreoffice import Office
from tests.support.forms import write_form
from tests.support.returned_forms import Form, Read, read, small_plan
from tests.support.xlsb import save_as_xlsb


def raised(text: str) -> TextBlock:
    return TextBlock(InlineFont(vertAlign="superscript"), text)


def lowered(text: str) -> TextBlock:
    return TextBlock(InlineFont(vertAlign="subscript"), text)


def in_font(name: str, text: str, *, struck: bool = False) -> TextBlock:
    return TextBlock(InlineFont(rFont=name, charset=2, strike=struck), text)


def told(result: Read) -> list[tuple[str, str, str]]:
    return sorted((f.cell, f.code, f.value) for f in result.findings)


TEXTS = {
    "an exponent": (CellRichText("10", raised("4"), "部"), "10⁴部"),
    "a footnote": (CellRichText("120人", raised("1)"), "である。"), "120人¹⁾である。"),
    "a chemical formula": (CellRichText("CO", lowered("2"), "を減らした。"), "CO₂を減らした。"),
    "full-width figures": (CellRichText("３０ｍ", raised("２")), "３０ｍ²"),
    "ticks": (
        CellRichText(in_font("Wingdings", "ü"), "実施 ", in_font("Wingdings", "û"), "未実施"),
        "✓実施 ✗未実施",
    ),
    "private use": (CellRichText(in_font("Wingdings", "\uf0fc"), "実施"), "✓実施"),
    "other ticks": (CellRichText(in_font("Wingdings 2", "P"), "済"), "✓済"),
    "web symbols": (CellRichText(in_font("Webdings", "a"), "済"), "✓済"),
    "greek letters": (CellRichText(in_font("Symbol", "Da"), "線"), "Δα線"),
}


@pytest.mark.parametrize("case", TEXTS)
def test_a_text_is_published_as_it_is_seen_and_told(form: Form, case: str) -> None:
    written, seen = TEXTS[case]
    cell = form.cell("1-3", "progress")
    cell.value = written
    result = read(form.save())
    assert result.answer("1-3") == ("A", seen, "2", "")
    assert told(result) == [(cell.coordinate, "A109", seen)]
    assert "".join(map(str, written)) in result.findings[0].message


def test_a_whole_cell_may_be_raised_or_in_a_font_of_symbols(form: Form) -> None:
    one, other = form.cell("1-3", "progress"), form.cell("1-3", "remarks")
    one.value, one.font = "2024", Font(vertAlign="superscript")
    other.value, other.font = "ü", Font(name="Wingdings")
    assert read(form.save()).answer("1-3") == ("A", "²⁰²⁴", "2", "✓")


def test_a_rating_ticked_in_wingdings_is_named_as_it_is_seen(form: Form) -> None:
    cell = form.cell("1-3", "rating")
    cell.value, cell.font = "ü", Font(name="Wingdings")
    assert read(form.save()).answer("1-3")[0] == "✓"


def test_what_no_character_looks_like_is_told(form: Form) -> None:
    cell = form.cell("1-3", "progress")
    cell.value = CellRichText("延べ30人", raised("注"), "である。")
    result = read(form.save())
    assert result.answer("1-3")[1] == "延べ30人注である。"
    assert told(result) == [(cell.coordinate, "A110", "延べ30人注である。")]
    assert "「注」" in result.findings[0].message


def test_of_a_struck_text_too_the_rest_is_read_as_it_is_seen(form: Form) -> None:
    cell = form.cell("1-3", "progress")
    cell.value = CellRichText(in_font("Wingdings", "û", struck=True), "延べ10", raised("3"), "人")
    result = read(form.save())
    assert result.answer("1-3")[1] == "延べ10³人"
    assert (cell.coordinate, "A101", "✗延べ10³人") in told(result)


def test_a_font_that_only_sounds_like_symbols_changes_nothing(form: Form) -> None:
    cell = form.cell("1-3", "progress")
    cell.value = CellRichText(in_font("Segoe UI Symbol", "a"), "が")
    result = read(form.save())
    assert result.answer("1-3")[1] == "aが" and result.findings == ()


FORMATS: dict[str, tuple[object, str, str, str]] = {
    "percent": (0.85, "0%", "85%", "A109"),
    "thousands": (12_345_678, "#,##0", "12,345,678", "A109"),
    "a unit": (25, '0"人"', "25人", "A109"),
    "words for nothing": (0, '0"人";;"なし"', "なし", "A109"),
    "a form of address": ("山田", '@"様"', "山田様", "A109"),
    "a date in words": (dt.date(2024, 1, 9), 'm"月"d"日"', "1月9日", "A105"),
    "an era": (dt.date(2024, 1, 9), '[$-411]ggge"年"m"月"d"日"', "令和6年1月9日", "A105"),
    "a duration": (dt.timedelta(hours=25, minutes=30), "[h]:mm", "25:30", "A105"),
    "hidden": (25, ";;;", "25", "A110"),
    "a hidden text": ("見えない文", ";;;", "見えない文", "A110"),
    "a fraction": (0.125, "# ?/?", "0.125", "A106"),
    "as it is": (30, "General", "30", "A106"),
    "shown alike": (30, "0", "30", "A106"),
}


@pytest.mark.parametrize("case", FORMATS)
def test_a_formatted_answer_is_published_as_it_is_seen(form: Form, case: str) -> None:
    value, number_format, seen, code = FORMATS[case]
    cell = form.cell("1-3", "progress")
    cell.value = value
    cell.number_format = number_format
    result = read(form.save())
    assert result.answer("1-3") == ("A", seen, "2", "")
    assert told(result) == [(cell.coordinate, code, seen)]


def test_a_code_is_its_figure_however_many_decimals_are_shown(form: Form) -> None:
    cell = form.cell("1-3", "next_step")
    cell.value, cell.number_format = 2, "0.00"
    other = form.cell("1-1", "next_step")
    other.value, other.number_format = 1, '0".現状維持"'
    result = read(form.save())
    assert (result.answer("1-3")[2], result.answer("1-1")[2]) == ("2", "1")


WHITE, TINY = "背景と同じ色の文字", "小さすぎる文字"
UNSEEN: dict[str, tuple[Font, str]] = {
    "white": (Font(color="FFFFFFFF"), WHITE),
    "white of the theme": (Font(color=Color(theme=0)), WHITE),
    "white of the palette": (Font(color=Color(indexed=9)), WHITE),
    "tiny": (Font(size=1), TINY),
}


@pytest.mark.parametrize("case", UNSEEN)
def test_an_answer_that_nobody_sees_is_published_and_told(form: Form, case: str) -> None:
    font, why = UNSEEN[case]
    cell = form.cell("1-3", "progress")
    cell.font = font
    result = read(form.save())
    assert result.answer("1-3")[1] == cell.value
    assert told(result) == [(cell.coordinate, "A110", cell.value)]
    assert f"{why}(「{cell.value}」)" in result.findings[0].message


def test_of_a_text_that_is_partly_white_the_part_is_named(form: Form) -> None:
    cell = form.cell("1-3", "progress")
    white = TextBlock(InlineFont(color="FFFFFFFF"), "委託先の都合で遅れた。")
    cell.value = CellRichText("講座を開いた。", white)
    result = read(form.save())
    assert told(result) == [(cell.coordinate, "A110", "講座を開いた。委託先の都合で遅れた。")]
    assert "(「委託先の都合で遅れた。」)" in result.findings[0].message


@pytest.mark.parametrize("fill", ["FF2F4B66", "FF7F7F7F"])
def test_white_letters_on_a_dark_cell_are_seen(form: Form, fill: str) -> None:
    cell = form.cell("1-3", "progress")
    cell.font, cell.fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor=fill)
    other = form.cell("1-1", "progress")
    other.font = Font(color="FF808080", size=6)
    assert read(form.save()).findings == ()


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_also_where_libreoffice_saved_it(
    office: Office, form: Form, tmp_path: Path, suffix: str
) -> None:
    white, tiny, dark = (form.cell(measure, "progress") for measure in ("1-1", "1-3", "2-2"))
    white.font, tiny.font = Font(color="FFFFFFFF"), Font(size=2)
    dark.font, dark.fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF2F4B66")
    result = read(office.convert(form.save(), tmp_path / f"文書課{suffix}"))
    assert [(cell, code) for cell, code, _ in told(result)] == [
        (white.coordinate, "A110"),
        (tiny.coordinate, "A110"),
    ]


def test_a_long_text_that_a_format_shows_as_a_word_is_told_whole(form: Form) -> None:
    cell = form.cell("1-3", "progress")
    cell.value, cell.number_format = "講座を開いた。" * 30, ';;;"済み"'
    result = read(form.save())
    assert result.answer("1-3")[1] == "済み"
    assert told(result) == [(cell.coordinate, "A109", f"済み\n(保存されている文)\n{cell.value}")]


def test_words_of_a_format_beside_the_table_are_told(form: Form) -> None:
    for at, value, number_format in (
        ("P7", 3, '"山田まで "0"番"'),
        ("P8", 25, "0.0"),
        ("P9", dt.date(2024, 1, 9), 'm"月"d"日"'),
    ):
        form.sheet[at], form.sheet[at].number_format = value, number_format
    assert told(read(form.save())) == [
        ("P7", "S012", "3(見え方は「山田まで 3番」)"),
        ("P8", "S012", "25"),
        ("P9", "S012", "2024-01-09"),
    ]


def test_a_calendar_from_1904_is_read_as_it_is_shown(form: Form) -> None:
    cell = form.cell("1-3", "progress")
    cell.value, cell.number_format = 1, "yyyy/m/d"
    form.book.epoch = CALENDAR_MAC_1904
    assert read(form.save()).answer("1-3")[1] == "1904/1/2"


def test_a_text_of_the_template_may_be_raised(tmp_path: Path) -> None:
    template = tmp_path / "ひな形.xlsx"
    book = load(default_template_path(), rich_text=True)
    book.worksheets[0]["P3"] = CellRichText("面積はm", raised("2"), "で書く")
    book.worksheets[0]["P4"] = "ü"
    book.worksheets[0]["P4"].font = Font(name="Wingdings")
    book.worksheets[0]["P5"], book.worksheets[0]["P5"].number_format = 5, '0"件"'
    book.save(template)
    path = write_form(
        tmp_path / "文書課.xlsx", small_plan(), "文書課", template=read_template(template)
    )
    assert read(path).findings == ()


@pytest.mark.client("LibreOffice")
def test_libreoffice_keeps_what_is_seen(office: Office, form: Form, tmp_path: Path) -> None:
    form.cell("1-3", "progress").value = CellRichText("10", raised("4"), "部")
    number = form.cell("2-2", "progress")
    number.value, number.number_format = 25, '0"人"'
    hours = form.cell("2-1", "progress")
    hours.value, hours.number_format = dt.timedelta(hours=25, minutes=30), "[h]:mm"
    result = read(office.convert(form.save(), tmp_path / "保存.xlsx"))
    seen = {measure: result.answer(measure)[1] for measure in ("1-3", "2-1", "2-2")}
    assert seen == {"1-3": "10⁴部", "2-1": "25:30", "2-2": "25人"}


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize(
    ("suffix", "codes"),
    [(".xlsx", {"A105", "A109"}), (".xls", {"A105", "A109"}), (".ods", {"A109"})],
)
def test_in_every_format_that_libreoffice_writes(
    office: Office, form: Form, tmp_path: Path, suffix: str, codes: set[str]
) -> None:
    form.cell("1-3", "progress").value = CellRichText("10", raised("4"), "部とCO", lowered("2"))
    form.cell("1-3", "remarks").value = "ü"
    form.cell("1-3", "remarks").font = Font(name="Wingdings", charset=2)
    number = form.cell("2-2", "progress")
    number.value, number.number_format = 0.85, "0.0%"
    people = form.cell("1-1", "progress")
    people.value, people.number_format = 25, '0"人"'
    hours = form.cell("2-1", "progress")
    hours.value, hours.number_format = dt.timedelta(hours=25, minutes=30), "[h]:mm"
    result = read(office.convert(form.save(), tmp_path / f"保存{suffix}"))
    seen = {measure: result.answer(measure)[1] for measure in ("1-1", "1-3", "2-1", "2-2")}
    assert seen == {"1-1": "25人", "1-3": "10⁴部とCO₂", "2-1": "25:30", "2-2": "85.0%"}
    assert result.answer("1-3")[3] == "✓"
    assert {f.code for f in result.findings} == codes


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods"])
def test_a_text_that_a_format_hides_is_told_in_every_format(
    office: Office, form: Form, tmp_path: Path, suffix: str
) -> None:
    hidden, beside = form.cell("1-3", "remarks"), form.sheet["P7"]
    hidden.value, hidden.number_format = "見えない文", ";;;"
    beside.value, beside.number_format = 3, '"山田まで "0"番"'
    result = read(office.convert(form.save(), tmp_path / f"保存{suffix}"))
    assert told(result) == [
        (hidden.coordinate, "A110", "見えない文"),
        ("P7", "S012", "3(見え方は「山田まで 3番」)"),
    ]


def test_in_xlsb(form: Form, tmp_path: Path) -> None:
    form.cell("1-3", "progress").value = CellRichText(
        in_font("Wingdings", "ü"), "10", raised("4"), "部とCO", lowered("2")
    )
    people = form.cell("1-1", "progress")
    people.value, people.number_format = 25, '0"人"'
    hours = form.cell("2-1", "progress")
    hours.value, hours.number_format = dt.timedelta(hours=25, minutes=30), "[h]:mm:ss"
    result = read(save_as_xlsb(form.save(), tmp_path / "文書課.xlsb"))
    seen = {measure: result.answer(measure)[1] for measure in ("1-1", "1-3", "2-1")}
    assert seen == {"1-1": "25人", "1-3": "✓10⁴部とCO₂", "2-1": "25:30:00"}
    assert sorted(f.code for f in result.findings) == ["A105", "A109", "A109"]
