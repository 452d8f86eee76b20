"""Forms of plans that say themselves what is asked: sent back, mended, counted by question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from ictxl.files.inputs import find_inputs
from ictxl.model import Plan
from ictxl.pipeline.collecting import CollectedRound, collect
from ictxl.pipeline.sending_back import sendback
from ictxl.pipeline.watching import status
from ictxl.questions import ALWAYS, NEVER, Question
from ictxl.report.status import SubmissionState
from tests.support.books import sheet_of
from tests.support.own_questions import (
    COST,
    DAY,
    DEGREE,
    PEOPLE,
    QUESTIONS,
    RATE,
    REASON,
    RESULT,
    Typed,
    by_name,
    fill_in,
    own_plan,
)
from tests.support.returned_forms import SHEET, Form, make_form

pytestmark = pytest.mark.lengthy

PLAN = own_plan()
GOOD: Mapping[Question, Typed] = {DEGREE: "○", RESULT: 12.5, DAY: dt.date(2024, 12, 25), COST: 5}
FAULTY: Mapping[Question, Typed] = {
    DEGREE: "×",
    RESULT: "約30",
    RATE: "32",
    DAY: "年内",
    PEOPLE: -1,
}
FAULTS = {(RESULT, "A113"), (RATE, "A118"), (DAY, "A117"), (REASON, "A112"), (PEOPLE, "A115")}


def returned(folder: Path, plan: Plan = PLAN, **filled: Mapping[Question, Typed]) -> Path:
    """Forms of all departments; 文書課 answers 1-1 with FAULTY, or as `filled` says (`m1_1`)."""
    folder.mkdir()
    answers = {"m1_1": FAULTY, **filled}
    for department in plan.answering_departments:
        form = Form(make_form(folder / f"{department.name}.xlsx", plan, department.name))
        for measure in plan.measures_of(department.name):
            own = answers.get(f"m{measure.id.replace('-', '_')}", GOOD)
            fill_in(form, measure.id, own if department.name == "文書課" else GOOD)
        form.save()
    return folder


def collected(folder: Path) -> CollectedRound:
    return collect(find_inputs([str(folder)]))


def test_each_fault_is_marked_in_the_cell_of_its_question(tmp_path: Path) -> None:
    folder = returned(tmp_path / "returned")
    form = Form(folder / "文書課.xlsx")
    found = {(f.cell, f.code) for f in collected(folder).findings}
    assert found == {(form.at("1-1", q.key), code) for q, code in FAULTS}
    (sent,) = sendback([str(folder)], tmp_path / "差戻し").files
    assert sent.marked and sent.department == "文書課"
    sheet = sheet_of(sent.path, SHEET)
    for question, _ in FAULTS:
        comment = sheet[form.at("1-1", question.key)].comment
        assert comment and question.name in comment.text
    assert sheet[form.at("1-1", RESULT.key)].value == "約30"


def test_a_sendback_comes_home_with_the_same_answers_or_with_better_ones(tmp_path: Path) -> None:
    folder = returned(tmp_path / "returned")
    before = collected(folder)
    (sent,) = sendback([str(folder)], tmp_path / "差戻し").files
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "文書課.xlsx").write_bytes(sent.path.read_bytes())
    home = collected(alone)
    assert [r.values for r in home.responses if r.department == "文書課"] == [
        r.values for r in before.responses if r.department == "文書課"
    ]
    mended = Form(sent.path)
    fill_in(mended, "1-1", GOOD | {REASON: "人が足りない。", PEOPLE: 3, RATE: 0.32})
    mended.save(folder / "文書課 (直し).xlsx")
    after = collected(folder)
    (answer,) = [r for r in after.responses if (r.measure, r.department) == ("1-1", "文書課")]
    assert by_name(answer, PLAN) == {
        "達成度": "○",
        "実績値": "12.5",
        "達成率": "0.32",
        "完了日": "2024-12-25",
        "理由": "人が足りない。",
        "参加者数": "3",
        "事業費": "5",
    }
    (replaced,) = [f for f in after.findings if f.code == "D007"]
    assert "達成度と実績値と達成率と完了日と理由と参加者数と事業費" in replaced.message
    assert "実績値: 約30" in replaced.value


@pytest.mark.parametrize(
    ("answers", "filled"),
    [
        ({DEGREE: "○", RESULT: 1}, True),
        ({DEGREE: "済"}, True),
        ({RESULT: 1}, False),
        ({DEGREE: "×", RESULT: 1}, False),
        ({DEGREE: "×", RESULT: 1, REASON: "雨"}, True),
        ({}, False),
    ],
)
def test_a_measure_is_filled_in_where_nothing_required_is_missing(
    tmp_path: Path, answers: Mapping[Question, Typed], filled: bool
) -> None:
    result = status([str(returned(tmp_path / "returned", m1_1=answers))])
    (one,) = [d for d in result.departments if d.department == "文書課"]
    assert (one.filled, one.measures) == (4 if filled else 3, 4)
    assert (one.state is SubmissionState.DONE) == filled


def test_a_form_that_was_not_asked_what_is_required_is_not_filled_in(tmp_path: Path) -> None:
    folder = returned(tmp_path / "returned", m1_1=GOOD)
    newer = replace(PLAN, questions=(*QUESTIONS, Question("成果", required=ALWAYS)))
    form = Form(make_form(folder / "健康課.xlsx", newer, "健康課"))
    for measure in newer.measures_of("健康課"):
        fill_in(form, measure.id, GOOD)
    form.save()
    make_form(folder / "学校課.xlsx", newer, "学校課")
    result = status([str(folder)])
    assert result.round.plan.questions == newer.questions
    states = {d.department: d for d in result.departments}
    assert states["文書課"].filled == 0
    told = [(f.code, f.department) for f in result.round.findings if f.code == "S035"]
    assert told == [("S035", "文書課")]


def test_where_nothing_is_required_each_returned_measure_is_filled_in(tmp_path: Path) -> None:
    questions = tuple(replace(q, required=NEVER) for q in QUESTIONS)
    plan = own_plan(questions=questions)
    result = status([str(returned(tmp_path / "returned", plan, m1_1={}))])
    assert all(d.filled == d.measures for d in result.departments)
