"""What can be wrong with a round: each fault beside the sound round that it spoils."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from ictxl.files.inputs import find_inputs
from ictxl.findings import Severity
from ictxl.model import Department
from ictxl.pipeline.collecting import collect
from ictxl.plan.writing import write_plan
from tests.support.returned_forms import Answer, Form, filled_form, small_plan

PLAN = small_plan()
GOOD: Answer = ("B", "講座を2回開き、延べ30人が参加した。", "1.現状維持")

Place = tuple[str, str, str]
"""(file, cell, code)."""


@pytest.fixture(scope="module")
def sound_round(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three departments, everything answered."""
    folder = tmp_path_factory.mktemp("returned")
    for department in PLAN.answering_departments:
        answers = {m.id: GOOD for m in PLAN.measures_of(department.name)}
        filled_form(folder / f"{department.name}.xlsx", PLAN, department.name, answers)
    return folder


@pytest.fixture
def returned(sound_round: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound_round, tmp_path / "returned"))


def findings(folder: Path, plan_file: Path | None = None) -> set[Place]:
    """Everything that is not merely information."""
    collected = collect(find_inputs([str(folder)]), plan_file=plan_file)
    return {
        (found.file, found.cell, found.code)
        for found in collected.findings
        if found.severity is not Severity.INFO
    }


def test_a_sound_round_has_no_findings(returned: Path) -> None:
    collected = collect(find_inputs([str(returned)]))
    assert collected.findings == ()
    assert len(collected.responses) == sum(len(m.departments) for m in PLAN.measures)


@pytest.mark.parametrize(
    ("field", "typed", "codes"),
    [
        ("rating", "", ["A001"]),
        ("rating", " \u3000\n", ["A001"]),
        ("rating", "E", ["A002"]),
        ("rating", "BかC", ["A002"]),
        ("progress", "", ["A003"]),
        ("progress", "\u00a0\u200b", ["A003"]),
        ("next_step", "", ["A004"]),
        ("next_step", "9.様子見", ["A005"]),
        ("next_step", "4.終了", ["A007"]),
    ],
)
def test_a_faulty_answer_is_named_by_its_cell(
    returned: Path, field: str, typed: str, codes: list[str]
) -> None:
    form = Form(returned / "文書課.xlsx")
    form.cell("1-3", field).value = typed or None
    form.save()
    assert findings(returned) == {("文書課.xlsx", form.at("1-3", field), c) for c in codes}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("rating", "Ｂ"),
        ("rating", "b"),
        ("rating", "B 目標どおり進んでいる"),
        ("rating", " B\n"),
        ("next_step", "１．現状維持"),
        ("next_step", "現状維持"),
    ],
)
def test_a_code_in_another_spelling_is_read_and_told(
    returned: Path, field: str, typed: str
) -> None:
    form = Form(returned / "文書課.xlsx")
    form.cell("1-3", field).value = typed
    form.save()
    collected = collect(find_inputs([str(returned)]))
    [row] = [r for r in collected.responses if (r.measure, r.department) == ("1-3", "文書課")]
    assert (row["rating"], row["next_step"]) == ("B", "1")
    told = [(f.cell, f.code, f.severity) for f in collected.findings]
    expected = [] if typed.strip() == "B" else [(form.at("1-3", field), "A009", Severity.INFO)]
    assert told == expected


def test_a_finished_measure_needs_no_next_step_but_contradicts_another(returned: Path) -> None:
    form = Form(returned / "文書課.xlsx")
    form.fill({"1-3": ("Y",), "2-1": ("Y",), "2-2": ("X",)})
    form.cell("1-3", "next_step").value = None
    form.cell("2-2", "next_step").value = "4.終了"
    form.save()
    assert findings(returned) == {("文書課.xlsx", form.at("2-1", "next_step"), "A006")}


def unreadable(folder: Path) -> set[Place]:
    whole = (folder / "文書課.xlsx").read_bytes()
    (folder / "文書課.xlsx").write_bytes(whole[: len(whole) // 2])
    return {("文書課.xlsx", "", "F002"), ("", "", "D002")}


def not_returned(folder: Path) -> set[Place]:
    (folder / "健康課.xlsx").unlink()
    return {("", "", "D002")}


def another_year(folder: Path) -> set[Place]:
    old = small_plan(year=2023, year_label="令和5年度")
    answers = {m.id: GOOD for m in old.measures_of("健康課")}
    filled_form(folder / "健康課.xlsx", old, "健康課", answers)
    return {("健康課.xlsx", "", "F003")}


def another_version(folder: Path) -> set[Place]:
    first, *others = PLAN.measures
    older = small_plan(
        measures=(replace(first, target="ほかの目標。"), *others), saved_at="2025-03"
    )
    answers = {m.id: GOOD for m in older.measures_of("健康課")}
    filled_form(folder / "健康課.xlsx", older, "健康課", answers)
    # Nothing says that this one is the wrong one, but that the others agree.
    return {("健康課.xlsx", "", "F004"), ("健康課.xlsx", "", "F024")}


def returned_twice(folder: Path) -> set[Place]:
    answers = {m.id: GOOD for m in PLAN.measures_of("健康課")}
    answers["1-2"] = ("A", "講座を5回開き、延べ80人が参加した。", "2.拡充")
    filled_form(folder / "健康課(修正).xlsx", PLAN, "健康課", answers)
    # The newer one stands; the older one's text is in the finding.
    return {("健康課.xlsx", Form(folder / "健康課.xlsx").at("1-2", "rating"), "D003")}


def measure_deleted(folder: Path) -> set[Place]:
    form = Form(folder / "学校課.xlsx")
    form.sheet.delete_rows(form.cell("2-2", "rating").row)
    form.save()
    return {("学校課.xlsx", "", "S002")}


@pytest.mark.parametrize(
    "fault",
    [
        unreadable,
        not_returned,
        another_year,
        another_version,
        returned_twice,
        measure_deleted,
    ],
)
def test_a_fault_of_a_file_is_found_and_the_others_are_merged(
    returned: Path, fault: Callable[[Path], set[Place]]
) -> None:
    expected = fault(returned)
    assert findings(returned) == expected


def test_a_workbook_that_is_no_form_is_named_and_what_it_says_is_kept(returned: Path) -> None:
    book = Workbook()
    book.active["B3"] = "会議の予定は来週"
    book.save(returned / "予定表.xlsx")
    collected = collect(find_inputs([str(returned)]))
    told = [f for f in collected.findings if f.file == "予定表.xlsx"]
    assert "F001" in {f.code for f in told}
    assert any("会議の予定は来週" in f.value for f in told)
    assert {f.file for f in collected.findings} == {"予定表.xlsx"}


def test_two_answers_to_one_measure_are_both_kept(returned: Path) -> None:
    returned_twice(returned)
    collected = collect(find_inputs([str(returned)]))
    [differing] = [f for f in collected.findings if f.code == "D003"]
    standing = [
        r for r in collected.responses if r.measure in {"1-2", "2-2"} and r.department == "健康課"
    ]
    texts = [differing.value, *(r["progress"] for r in standing)]
    assert any(GOOD[1] in text for text in texts)
    assert any("5回" in text for text in texts)


def test_a_measure_of_another_department_is_reported_with_its_text(
    returned: Path, tmp_path: Path
) -> None:
    measures = tuple(
        replace(m, assignments=tuple(a for a in m.assignments if a.department != "文書課"))
        if m.id == "1-3"
        else m
        for m in PLAN.measures
    )
    write_plan(replace(PLAN, measures=measures), tmp_path / "plan.xlsx")
    form = Form(returned / "文書課.xlsx")
    found = findings(returned, tmp_path / "plan.xlsx")
    assert ("文書課.xlsx", form.at("1-3", "rating"), "S003") in found
    collected = collect(find_inputs([str(returned)]), plan_file=tmp_path / "plan.xlsx")
    [lost] = [f for f in collected.findings if f.code == "S003"]
    assert GOOD[1] in lost.value


def test_an_unknown_department_is_reported_with_all_it_wrote(
    returned: Path, tmp_path: Path
) -> None:
    departments = tuple(Department("衛生課") if d.name == "健康課" else d for d in PLAN.departments)
    measures = tuple(
        replace(
            m,
            assignments=tuple(
                replace(a, department="衛生課") if a.department == "健康課" else a
                for a in m.assignments
            ),
        )
        for m in PLAN.measures
    )
    plan = replace(PLAN, departments=departments, measures=measures)
    write_plan(plan, tmp_path / "plan.xlsx")
    found = {code for _, _, code in findings(returned, tmp_path / "plan.xlsx")}
    assert {"D001", "S006", "D002"} <= found
    renamed = replace(
        plan,
        departments=tuple(
            replace(d, aliases=("健康課",)) if d.name == "衛生課" else d for d in departments
        ),
    )
    (tmp_path / "plan.xlsx").unlink()
    write_plan(renamed, tmp_path / "plan.xlsx")
    assert {code for _, _, code in findings(returned, tmp_path / "plan.xlsx")} == {"F004"}
