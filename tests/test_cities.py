"""Plans of other bodies, set up by typing alone, through the whole house.

What comes out is compared with what their published tables say, with its type.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ictxl.contract.fields import ID_COLUMN, ID_KEY, KEY_ROW
from ictxl.findings import Severity
from ictxl.model import Plan
from ictxl.pipeline.merging import merge
from ictxl.pipeline.sending import generate
from ictxl.plan.reading import read_plan_with_findings
from ictxl.questions import QuestionKind
from tests.support.books import load, sheet_of
from tests.support.clients.libreoffice import Document, Office
from tests.support.samples_script import SAMPLES, build_script

pytestmark = pytest.mark.slow

CITIES = ("hamamatsu", "meguro", "tanaoroshi", "toyoake", "tsukuba")


def transcription(city: str) -> dict[str, Any]:
    body: dict[str, Any] = build_script("build_cities").transcription()[city]
    return body


def city_plan(city: str) -> Plan:
    plan, findings = read_plan_with_findings(SAMPLES / "cities" / f"{city}.xlsx")
    assert not findings
    return plan


@pytest.mark.parametrize("city", CITIES)
def test_what_is_typed_is_what_the_plan_asks(city: str) -> None:
    body, plan = transcription(city), city_plan(city)
    assert [q.name for q in plan.questions] == [row[0] for row in body["sheets"]["記入欄"]]
    assert plan.given_columns == tuple(body["columns"])
    assert [level.label for level in plan.levels] == [row[0] for row in body["sheets"]["階層"]]
    typed = body["sheets"]["施策"]
    assert [(m.area, m.number, m.title, m.target) for m in plan.measures] == [
        tuple(row[:4]) for row in typed
    ]
    assert [m.given for m in plan.measures] == [tuple(row[6:]) for row in typed]


def test_numbers_print_as_the_tables_have_them() -> None:
    plan = city_plan("meguro")
    assert [plan.measure_number(m) for m in plan.measures] == ["001", "002"]
    assert [plan.area_label(a) for a in plan.areas][1:] == [
        "1 相談支援の充実",
        "(1) 相談支援体制の機能強化",
    ]
    plan = city_plan("toyoake")
    assert [plan.measure_number(m) for m in plan.measures][:2] == ["11111", "11112"]
    assert plan.area_label(plan.areas[0]) == "基本目標Ⅰ 男女平等教育・啓発の推進"
    assert plan.area_label(plan.areas[3]) == "① 男女平等教育の環境整備"


@pytest.mark.parametrize("city", CITIES)
def test_what_is_typed_into_the_forms_comes_out_with_its_type(
    tmp_path: Path, office: Office, city: str
) -> None:
    plan = city_plan(city)
    answers = transcription(city)["answer"]
    returned = tmp_path / "returned"
    returned.mkdir()
    for form in generate(SAMPLES / "cities" / f"{city}.xlsx", tmp_path / "outbox").forms:
        own = [answer for answer in answers if answer["department"] == form.department]
        with office.open(form.path) as document:
            for answer in own:
                type_in(document, form.path, plan, answer)
            for actual in transcription(city).get("actual", ()):
                type_in_actual(document, form.path, plan, actual)
            document.save_as(returned / form.path.name)
    result = merge([str(returned)], tmp_path / "out.xlsx")
    blank = {(d, m.id) for m in plan.measures for d in m.departments}
    blank -= {(answer["department"], answer["measure"]) for answer in answers}
    errors = [f for f in result.round.findings if f.severity is Severity.ERROR]
    assert {(f.department, f.measure) for f in errors} <= blank
    rows = data_rows(tmp_path / "out.xlsx")
    for answer in answers:
        measure = plan.measure_by_id[answer["measure"]]
        [row] = [
            row
            for row in rows
            if row["担当課"] == answer["department"] and measure.title in row.values()
        ]
        for name, text in answer["values"].items():
            assert data_value(plan, row, name) == expected(plan, name, text)
    told = {r.indicator: (r.actual, r.department) for r in result.round.indicator_responses}
    assert told == {
        actual["indicator"]: (actual["value"].rstrip("%"), actual["department"])
        for actual in transcription(city).get("actual", ())
    }


def test_the_indicators_of_tsukuba_are_published_with_their_rates(tmp_path: Path) -> None:
    plan = city_plan("tsukuba")
    [made] = generate(SAMPLES / "cities" / "tsukuba.xlsx", tmp_path / "outbox").forms
    book = load(made.path, rich_text=True)
    rows = {cell.value: cell.row for cell in book["指標"]["A"] if cell.value}
    column = next(c.column for c in book["指標"][1] if c.value == "indicator_actual")
    for indicator, actual in zip(plan.indicators, (8, 0.76, 12.5), strict=True):
        book["指標"].cell(rows[indicator.id], column).value = actual
    book.save(made.path)
    merge([str(made.path)], tmp_path / "out.xlsx")
    texts = [str(c.value) for row in sheet_of(tmp_path / "out.xlsx", "進捗状況") for c in row]
    [printed] = [text for text in texts if "創出数" in text]
    assert [line.rpartition(": ")[2] for line in printed.splitlines()[-3:]] == [
        "8プロジェクト / 目標 12プロジェクト (達成率 66.7%)",
        "76% / 目標 80% (達成率 95%)",
        "12.5日 / 目標 10日 (達成率 80%)",
    ]


def type_in_actual(document: Document, form: Path, plan: Plan, actual: dict[str, Any]) -> None:
    """Type the actual into its cell of the table of indicators."""
    sheet = sheet_of(form, "指標")
    column = next(c.column_letter for c in sheet[KEY_ROW] if c.value == "indicator_actual")
    [indicator] = [i for i in plan.indicators if i.name == actual["indicator"]]
    [row] = [cell.row for cell in sheet["A"] if cell.value == indicator.id]
    assert document.type("指標", f"{column}{row}", actual["value"])


def type_in(document: Document, form: Path, plan: Plan, answer: dict[str, Any]) -> None:
    """Type the answer into the cells that the form's hidden keys name."""
    sheet = next(s for s in load(form) if s.cell(KEY_ROW, ID_COLUMN).value == ID_KEY)
    columns = {cell.value: cell.column_letter for cell in sheet[KEY_ROW] if cell.value}
    [row] = [cell.row for cell in sheet["A"] if str(cell.value) == answer["measure"]]
    keys = {question.name: question.key for question in plan.questions}
    for name, text in answer["values"].items():
        place = f"{columns[keys[name]]}{row}"
        if "\n" in text:
            document.put_text(sheet.title, place, text)
        else:
            assert document.type(sheet.title, place, text), (place, text)


def data_rows(workbook: Path) -> list[dict[str, Any]]:
    headings, *rows = sheet_of(workbook, "データ").iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def data_value(plan: Plan, row: dict[str, Any], name: str) -> object:
    [question] = [q for q in plan.questions if q.name == name]
    unit = f"({question.unit})" if question.unit else ""
    return row[f"{name}コード" if question.is_choice else f"{name}{unit}"]


def expected(plan: Plan, name: str, text: str) -> object:
    """A number of what is asked as a number, and a text of all else."""
    [question] = [q for q in plan.questions if q.name == name]
    if question.kind in (QuestionKind.NUMBER, QuestionKind.MONEY):
        plain = re.sub(",", "", text)
        return float(plain) if "." in plain else int(plain)
    return text
