"""Forms of plans that say themselves what is asked: read by question, with the very value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

import ictxl
from ictxl.findings import Severity
from ictxl.questions import Question
from tests.support.clients.libreoffice import Office
from tests.support.own_questions import (
    COST,
    DAY,
    DEGREE,
    NOTE,
    PEOPLE,
    RATE,
    REASON,
    RESULT,
    Typed,
    by_name,
    fill_in,
    own_plan,
)
from tests.support.returned_forms import Form, Read, make_form, read

PLAN = own_plan()
WHOLE_ROW: Mapping[Question, Typed] = {
    DEGREE: "○",
    RESULT: 1200.4,
    RATE: 0.325,
    DAY: dt.date(2024, 12, 25),
    REASON: "参加が増えた。\n3 教室で開いた。",
    PEOPLE: 30,
    COST: 1234567,
    NOTE: "来年は担当が替わる",
}
READ_ROW = {
    "達成度": "○",
    "実績値": "1200.4",
    "達成率": "0.325",
    "完了日": "2024-12-25",
    "理由": "参加が増えた。\n3 教室で開いた。",
    "参加者数": "30",
    "事業費": "1234567",
    "庁内メモ": "来年は担当が替わる",
}


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return Form(make_form(tmp_path / "文書課.xlsx", PLAN, "文書課"))


def told(result: Read) -> list[tuple[str, str, str]]:
    return sorted((f.cell, f.code, f.value) for f in result.findings)


def row_of(result: Read, measure: str = "1-1") -> dict[str, str]:
    return by_name(result.responses[measure, "文書課"], PLAN)


def test_a_blank_form_says_nothing(form: Form) -> None:
    result = read(form.path)
    assert result.findings == ()
    assert {m: by_name(r, PLAN) for (m, _), r in result.responses.items()} == {
        m.id: {} for m in PLAN.measures_of("文書課")
    }


@pytest.mark.parametrize("name", ["取組N\u0303¸", "ﾊﾞ ﾊ\u3099", "数\x14え", "{数}", "ㇰ゚", "１" * 60])
def test_a_question_of_any_name_leaves_no_placeholder_in_its_blank_cells(
    tmp_path: Path, name: str
) -> None:
    asked = replace(PLAN, questions=(*PLAN.questions, replace(PEOPLE, name=name)))
    blank = read(make_form(tmp_path / "文書課.xlsx", asked, "文書課"))
    assert told(blank) == []
    assert [r.values for r in blank.responses.values()] == [{}] * len(blank.responses)


def test_each_answer_is_the_value_of_its_cell(form: Form) -> None:
    result = read(fill_in(form, "1-1", WHOLE_ROW).save())
    assert row_of(result) == READ_ROW
    assert result.findings == ()
    response = result.responses["1-1", "文書課"]
    assert {q.name: response.cell(q.key) for q in WHOLE_ROW} == {
        q.name: form.at("1-1", q.key) for q in WHOLE_ROW
    }


HELD: dict[str, tuple[Question, Typed, str, str]] = {
    "rounded to a whole number": (RESULT, 1200.4, "#,##0", "1200.4"),
    "with its unit": (RESULT, 1200, '#,##0"千円"', "1200"),
    "a loss": (RESULT, -5, '#,##0;"▲"#,##0', "-5"),
    "no decimals of a percentage": (RATE, 0.325, "0%", "0.325"),
    "more than the whole": (RATE, 1.5, "0.0%", "150%"),
    "nothing": (RESULT, 0, '#,##0;-#,##0;"-"', "0"),
    "nothing in an account": (COST, 0, '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ ', "0"),
    "a loss in brackets": (COST, -5, "#,##0;(#,##0)", "-5"),
    "another counter": (PEOPLE, 30, '0"名"', "30"),
    "very much": (COST, 1e20, "General", "1" + "0" * 20),
    "very little": (RESULT, 0.00001, "0.00", "0.00001"),
    "an era": (DAY, dt.date(2024, 12, 25), '[$-411]ggge"年"m"月"d"日"', "2024-12-25"),
    "only a month": (DAY, dt.date(2024, 12, 25), 'm"月"', "2024-12-25"),
}


@pytest.mark.parametrize("case", HELD)
def test_a_number_or_a_day_is_what_the_cell_holds_however_it_is_shown(
    form: Form, case: str
) -> None:
    question, value, number_format, kept = HELD[case]
    fill_in(form, "1-1", {question: value})
    form.cell("1-1", question.key).number_format = number_format
    result = read(form.save())
    assert row_of(result) == {question.name: kept}
    assert result.findings == ()


SEEN_OTHERWISE: dict[str, tuple[Question, Typed, str]] = {
    "thousands left out": (COST, 1234567, "#,##0,"),
    "about": (PEOPLE, 30, '"約"0"人"'),
    "ten thousands": (COST, 120, '0"万円"'),
    "no thousands": (RESULT, 1200, '#,##0"円"'),
    "preliminary": (PEOPLE, 30, '0"人(速報)"'),
    "not yet known": (PEOPLE, 0, '0;-0;"集計中"'),
    "nothing at all": (PEOPLE, 30, ";;;"),
    "a fraction": (RESULT, 0.5, "# ?/?"),
}


@pytest.mark.parametrize("case", SEEN_OTHERWISE)
def test_a_number_that_a_person_sees_as_another_is_kept_and_told(form: Form, case: str) -> None:
    question, value, number_format = SEEN_OTHERWISE[case]
    fill_in(form, "1-1", {question: value})
    form.cell("1-1", question.key).number_format = number_format
    result = read(form.save())
    assert row_of(result) == {question.name: str(value)}
    if number_format != "# ?/?":  # which no reader shows
        assert told(result) == [(form.at("1-1", question.key), "A110", str(value))]


TYPED: dict[str, tuple[Question, str, str]] = {
    "full width": (PEOPLE, "３０", "30"),
    "with the unit": (PEOPLE, "30人", "30"),
    "grouped, with the unit": (RESULT, "1,200千円", "1200"),
    "percent": (RATE, "３２％", "0.32"),
    "more than the whole": (RATE, "１５０％", "150%"),
    "a loss": (RESULT, "▲５", "-5"),
    "an era": (DAY, "令和6年12月25日", "2024-12-25"),
    "slashes": (DAY, "2024/12/25", "2024-12-25"),
    "another circle": (DEGREE, "〇", "○"),
    "another cross": (DEGREE, "✕", "×"),
    "the bare meaning": (DEGREE, "目標どおり", "○"),
}


@pytest.mark.parametrize("case", TYPED)
def test_what_is_typed_in_another_way_is_read_and_told(form: Form, case: str) -> None:
    question, text, kept = TYPED[case]
    result = read(fill_in(form, "1-1", {question: text}).save())
    assert row_of(result) == {question.name: kept}
    assert told(result) == [(form.at("1-1", question.key), "A009", text)]
    (one,) = result.findings
    assert one.severity is Severity.INFO
    assert f"「{text}」を「{kept}」と読みました" in one.message


def test_a_number_with_characters_that_nobody_sees_is_read_and_told(form: Form) -> None:
    result = read(fill_in(form, "1-1", {PEOPLE: "3\u200b0"}).save())
    assert row_of(result) == {PEOPLE.name: "30"}
    assert told(result) == [(form.at("1-1", PEOPLE.key), "A111", "3\u200b0")]


@pytest.mark.parametrize(("question", "text"), [(PEOPLE, "30"), (RESULT, "1200.4"), (RATE, "0.5")])
def test_a_plain_number_typed_as_a_text_is_one(form: Form, question: Question, text: str) -> None:
    result = read(fill_in(form, "1-1", {question: text}).save())
    assert (row_of(result), result.findings) == ({question.name: text}, ())


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (PEOPLE, "約30"),
        (PEOPLE, "30くらい"),
        (COST, "12,00"),
        (COST, "1,200千円"),
        (PEOPLE, "120\n80"),
        (PEOPLE, "120②"),
        (RESULT, "未定"),
        (RATE, "32"),
        (RATE, "1.5"),
        (DAY, "年内"),
        (DAY, "2024/13/25"),
        (DEGREE, "△"),
    ],
)
def test_what_is_not_certain_stays_as_it_was_written(
    form: Form, question: Question, text: str
) -> None:
    result = read(fill_in(form, "1-1", {question: text}).save())
    assert (row_of(result), result.findings) == ({question.name: text}, ())


@pytest.mark.parametrize("value", [32, 1.5, -2])
def test_nor_is_a_number_certain_whose_cell_shows_no_percentage_any_more(
    form: Form, value: Typed
) -> None:
    fill_in(form, "1-1", {RATE: value}).cell("1-1", RATE.key).number_format = "General"
    checked = ictxl.read(form.save())
    assert row_of(read(form.path)) == {RATE.name: str(value)}
    assert (form.at("1-1", RATE.key), "A118") in {(f.cell, f.code) for f in checked.findings}


def test_a_power_is_none_of_the_numbers_that_its_figures_are(form: Form) -> None:
    cell = form.cell("1-1", RESULT.key)
    cell.value = CellRichText("10", TextBlock(InlineFont(vertAlign="superscript"), "4"))
    checked = ictxl.read(form.save())
    assert row_of(read(form.path)) == {RESULT.name: "10⁴"}
    told = {f.code for f in checked.findings if f.cell == cell.coordinate}
    assert {"A109", "A113"} <= told and "A009" not in told


def test_a_number_that_became_a_date_is_told_as_it_is_seen(form: Form) -> None:
    result = read(fill_in(form, "1-1", {PEOPLE: dt.date(2024, 1, 9)}).save())
    assert (form.at("1-1", PEOPLE.key), "A105") in result.found


def test_without_keys_the_questions_are_known_by_their_headings(form: Form) -> None:
    fill_in(form, "1-1", WHOLE_ROW)
    keys = [cell for cell in form.sheet[1] if cell.value]
    columns = {cell.value: cell.column_letter for cell in keys}
    for cell in keys:
        cell.value = None
    result = read(form.save())
    assert row_of(result) == READ_ROW
    by_heading = {f.cell.rstrip("0123456789") for f in result.findings if f.code == "S007"}
    assert by_heading == {columns[q.key] for q in WHOLE_ROW}
    assert {f.code for f in result.findings} == {"S007"}


def test_a_column_that_was_deleted_is_missed_by_its_name(form: Form) -> None:
    fill_in(form, "1-1", WHOLE_ROW)
    form.sheet.delete_cols(form.cell("1-1", RESULT.key).column)
    result = read(form.save())
    assert {n: t for n, t in READ_ROW.items() if n != RESULT.name}.items() <= row_of(result).items()
    missing = [f for f in result.findings if f.code == "S001"]
    assert ["「実績値" in f.message for f in missing] == [True]


def test_what_is_written_into_hidden_cells_of_the_form_is_told(form: Form) -> None:
    cell = form.cell("1-1", f"faults:{RESULT.key}")
    cell.value = "誰も見ない文"
    other = form.cell("1-3", f"state:{DEGREE.key}")
    other.value = "これも"
    result = read(form.save())
    assert [(f.cell, f.value) for f in result.findings] == [
        (cell.coordinate, "誰も見ない文"),
        (other.coordinate, "これも"),
    ]


FAULTY: Mapping[Question, Typed] = {
    DEGREE: "×",
    RESULT: "約30",
    RATE: 2.5,
    DAY: "年内",
    PEOPLE: -1.5,
    COST: "１２０円",
}


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".xls"])
def test_libreoffice_brings_every_answer_home_and_nothing_else(
    form: Form, office: Office, suffix: str
) -> None:
    fill_in(form, "1-1", WHOLE_ROW)
    fill_in(form, "1-3", FAULTY).save()
    saved = office.convert(form.path, form.path.with_name(f"返送{suffix}"))
    result = read(saved)
    assert row_of(result) == READ_ROW
    assert row_of(result, "1-3") == {
        "達成度": "×",
        "実績値": "約30",
        "達成率": "250%",
        "完了日": "年内",
        "参加者数": "-1.5",
        "事業費": "120",
    }
    assert [(f.code, f.value) for f in result.findings] == [("A009", "１２０円")]


def test_libreoffice_calculates_what_is_the_forms_own(form: Form, office: Office) -> None:
    fill_in(form, "1-3", FAULTY).save()
    with office.open(form.path) as document:
        document.recalculate()
        shown = document.string(form.sheet.title, form.at("1-3", "check"))
        saved = document.save_as(form.path.with_name("返送.xlsx"))
    assert "実績値が数でない" in shown
    assert "理由が未記入" in shown
    assert [(f.code, f.value) for f in read(saved).findings] == [("A009", "１２０円")]
