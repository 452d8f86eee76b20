"""Forms made from what they have in common are, byte for byte, what openpyxl would write alone."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from ictxl.form.package import saving
from ictxl.form.template.template_file import default_template_path, read_template
from ictxl.form.workbook import make_form
from ictxl.model import Plan
from tests.support.books import load
from tests.support.examples import THOROUGH
from tests.support.rounds import real_plan
from tests.support.usual_plans import ratings_of

pytestmark = pytest.mark.lengthy

WHOLE = saving._written_whole
SOME = 4
"""Departments of the real plan that are enough; the fourth has most measures."""


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def odd_plan() -> Plan:
    """The real plan with texts of the kinds that a form stores in ways of their own."""
    plan = real_plan()
    texts = ("=1+1", '<a> & "b"\r\n', " 前後に空白 ", "長い文。" * 2000, "_x000D_", "")
    measures = [
        replace(m, target=texts[i % len(texts)] or m.target, outlook=m.outlook if i % 4 else "")
        for i, m in enumerate(plan.measures)
    ]
    return replace(plan, measures=tuple(measures))


@pytest.mark.parametrize("plan", [real_plan(), odd_plan()], ids=["real", "odd"])
def test_a_form_of_a_known_shape_is_what_openpyxl_writes(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    monkeypatch.setattr(saving, "_written_whole", lambda book: written.append(1) or WHOLE(book))
    template = read_template(default_template_path())
    departments = plan.answering_departments[: None if THOROUGH else 3 * SOME]
    quick = [make_form(template, plan, department) for department in departments]
    assert 0 < len(written) < len(departments), "no form was written from another's shape"
    for department, content in zip(departments, quick, strict=True):
        template.series(plan, has_previous=False).writer._shapes.clear()
        assert parts(content) == parts(make_form(template, plan, department))


def personal_template(path: Path, *, in_lists: bool) -> Path:
    """Speaks of the department wherever a template can."""
    book = load(default_template_path())
    sheet = book["進捗入力"]
    sheet["B3"] = "{担当課}の{施策数}件({計画名})"
    sheet["B4"] = "{担当課}: 残り{未記入件数}件"
    sheet["G7"] = "{担当課}、{担当課一覧}"
    book["記入方法"]["C15"] = "{担当課}は{施策数}件を答えます。" * 9
    book["記入方法"].oddHeader.center.text = "{担当課}"
    book["凡例"]["B17"] = "{担当課}"
    if in_lists:
        book["凡例"]["C6"] = "{凡例意味}({担当課})"
    book.save(path)
    return path


@pytest.mark.parametrize("in_lists", [False, True])
def test_a_form_is_the_same_alone_and_among_others(tmp_path: Path, in_lists: bool) -> None:
    path, plan = personal_template(tmp_path / "ひな形.xlsx", in_lists=in_lists), real_plan()
    template = read_template(path)
    for department in plan.answering_departments[:SOME]:
        among_others = make_form(template, plan, department)
        assert among_others == make_form(read_template(path), plan, department)


@pytest.mark.parametrize("in_lists", [False, True])
def test_each_form_speaks_of_its_own_department(tmp_path: Path, in_lists: bool) -> None:
    plan = real_plan()
    template = read_template(personal_template(tmp_path / "ひな形.xlsx", in_lists=in_lists))
    for department in plan.answering_departments[:SOME]:
        name, count = department.name, len(plan.measures_of(department.name))
        book = load(io.BytesIO(make_form(template, plan, department)))
        sheet, guide, legend = book["進捗入力"], book["記入方法"], book["凡例"]
        assert sheet["B3"].value == f"{name}の{count}件({plan.title})"
        assert str(sheet["B4"].value).startswith(f'="{name}: 残り"&SUMPRODUCT(')
        assert {sheet.cell(7 + row, 7).value.split("、")[0] for row in range(count)} == {name}
        assert guide["C15"].value == f"{name}は{count}件を答えます。" * 9
        assert guide.oddHeader.center.text == name
        assert [cell.value for cell in legend["B"]].count(name) == 1
        meanings = [legend.cell(6 + row, 3).value for row in range(len(ratings_of(plan).choices))]
        told = f"({name})" if in_lists else ""
        assert meanings == [f"{rating.name}{told}" for rating in ratings_of(plan).choices]


def test_what_all_forms_of_a_plan_say_is_packed_once() -> None:
    plan = real_plan()
    template = read_template(default_template_path())
    first, second = (parts(make_form(template, plan, d)) for d in plan.answering_departments[:2])
    same = {name for name in first if first[name] == second[name]}
    assert {"xl/styles.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"} < same


@pytest.mark.parametrize("plan", [real_plan(), odd_plan()], ids=["real", "odd"])
def test_every_sheet_tells_truly_how_far_it_reaches(plan: Plan) -> None:
    """Programs that believe it would drop the form's identity on the hidden sheets."""
    template = read_template(default_template_path())
    for department in plan.answering_departments[:SOME]:
        content = make_form(template, plan, department)
        for sheet in openpyxl.load_workbook(io.BytesIO(content), read_only=True):
            told = sheet.max_row, sheet.max_column
            sheet.reset_dimensions()
            rows = [[cell for cell in row if cell.value is not None] for row in sheet.iter_rows()]
            reach = [cell for row in rows for cell in row]
            assert reach
            assert max(cell.row for cell in reach) <= told[0]
            assert max(cell.column for cell in reach) <= told[1]
