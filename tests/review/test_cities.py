"""Real tables, from the plan over forms, returns and a second reading to what is published."""

from __future__ import annotations

from pathlib import Path

import pytest

import ictxl
from tests.support.books import load
from tests.support.clients.libreoffice import Office
from tests.support.returned_forms import SHEET, Form
from tests.support.samples_script import SAMPLES
from tests.test_cities import transcription, type_in, type_in_actual

pytestmark = pytest.mark.slow

SECOND = "外部評価"
LISTS = {"tsukuba": ("総合評価", "A"), "hamamatsu": ("達成状況", "年度計画よりも進んでいる")}
"""City → the list that its reviewers choose from, and what they choose."""


def with_second_reading(city: str, folder: Path) -> Path:
    """The city's plan workbook, with a row typed for who rates after the departments."""
    workbook = load(SAMPLES / "cities" / f"{city}.xlsx")
    sheet = workbook["記入欄"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = max(cell.row for cell in sheet["A"] if cell.value) + 1
    typed = {"名称": SECOND, "種類": "選択", "選択肢": LISTS[city][0], "記入者": "審査"}
    for heading, text in typed.items():
        sheet.cell(row, columns[heading]).value = text
    workbook.save(folder / "plan.xlsx")
    return folder / "plan.xlsx"


@pytest.mark.parametrize("city", LISTS)
def test_a_city_s_year_with_a_second_reading_in_a_real_office(
    office: Office, tmp_path: Path, city: str
) -> None:
    plan_file = with_second_reading(city, tmp_path)
    plan, said = ictxl.read_plan(plan_file), transcription(city)
    returned = tmp_path / "returned"
    returned.mkdir()
    for form in ictxl.generate(plan_file, tmp_path / "outbox").forms:
        with office.open(form.path) as document:
            for answer in said["answer"]:
                if answer["department"] == form.department:
                    type_in(document, form.path, plan, answer)
            for actual in said.get("actual", ()):
                type_in_actual(document, form.path, plan, actual)
            document.save_as(returned / form.path.name)
    made = ictxl.review(returned, tmp_path / "外部評価.xlsx").files[0].path
    second, chosen = Form(made), LISTS[city][1]
    with office.open(made) as document:
        for measure in plan.measures:
            assert document.type(SHEET, second.at(measure.id, f"q:{SECOND}"), chosen)
            assert document.string(SHEET, second.at(measure.id, "check")) == "よし"
        home = document.save_as(tmp_path / "返ってきた外部評価.xlsx")
    result = ictxl.merge([returned, home], tmp_path / "進捗状況.xlsx")
    assert not [found for found in result.round.findings if found.code[0] == "R"]
    assert result.round.review
    assert {r.measure: r.answer(SECOND) for r in result.round.review.responses} == {
        measure.id: chosen for measure in plan.measures
    }
    book = load(tmp_path / "進捗状況.xlsx")
    printed = [str(c.value) for row in book["進捗状況"] for c in row if c.value]
    assert sum(f"{SECOND}: {chosen}" in text for text in printed) == len(plan.measures)
    assert book["審査データ"].max_row == 1 + len(plan.measures)
