"""Plans of other bodies, set up by typing alone, through the whole house.

What comes out is compared with what their published tables say, with its type.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ictxl.contract.fields import ID_COLUMN, ID_KEY, KEY_ROW
from ictxl.findings import Severity
from ictxl.model import Plan
from ictxl.pipeline.merging import merge
from ictxl.pipeline.sending import generate
from ictxl.plan.reading import read_plan_with_findings
from ictxl.questions import QuestionKind
from tests.support.clients.libreoffice import Document, Office
from tests.support.samples_script import SAMPLES, build_script

CITIES = ("hamamatsu", "meguro", "tanaoroshi", "toyoake")


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


def type_in(document: Document, form: Path, plan: Plan, answer: dict[str, Any]) -> None:
    """Type the answer into the cells that the form's hidden keys name."""
    sheet = next(s for s in load_workbook(form) if s.cell(KEY_ROW, ID_COLUMN).value == ID_KEY)
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
    headings, *rows = load_workbook(workbook)["データ"].iter_rows(values_only=True)
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
