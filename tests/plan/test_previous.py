"""前回: what a plan workbook brings along from the year before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ictxl.model import PreviousAnswer
from ictxl.pipeline.sending import generate
from ictxl.plan.reading import read_plan, read_plan_with_findings
from ictxl.plan.writing import write_plan
from ictxl.questions import Question, QuestionKind, Respondent
from tests.support.books import load, sheet_names, sheet_of
from tests.support.responses import INPUTS
from tests.support.returned_forms import small_plan


def previous(measure: str, department: str, *answer: str) -> PreviousAnswer:
    """`answer`: rating, progress and next step."""
    return PreviousAnswer(measure, department, dict(zip(INPUTS, answer, strict=False)))


PREVIOUS = (
    previous("1-1", "文書課", "B", "前の年の文。\n=1+1", "1.現状維持"),
    previous("2-2", "学校課", "", "評価だけがない。", ""),
)


def test_last_years_answers_go_through_the_plan_workbook(tmp_path: Path) -> None:
    plan = small_plan(previous=PREVIOUS, check_settings=())
    write_plan(plan, tmp_path / "plan.xlsx")
    assert read_plan(tmp_path / "plan.xlsx").previous == PREVIOUS


def test_a_plan_without_them_has_no_such_sheet(tmp_path: Path) -> None:
    write_plan(small_plan(), tmp_path / "plan.xlsx")
    assert "前回" not in sheet_names(tmp_path / "plan.xlsx")


def test_last_years_answers_are_no_part_of_the_plans_id() -> None:
    assert small_plan().id == small_plan(previous=PREVIOUS).id


def test_an_answer_to_a_measure_that_is_gone_is_reported_and_left_out(tmp_path: Path) -> None:
    gone = previous("1-9", "文書課", "B", "文", "")
    foreign = previous("1-2", "学校課", "B", "担当ではない。", "")
    plan = small_plan(previous=(*PREVIOUS, gone, foreign))
    write_plan(plan, tmp_path / "plan.xlsx")
    read, findings = read_plan_with_findings(tmp_path / "plan.xlsx")
    assert read.previous == PREVIOUS
    assert [(f.sheet, f.cell, f.code) for f in findings if f.sheet == "前回"] == [
        ("前回", "C4", "P061"),
        ("前回", "C5", "P061"),
    ]


def test_an_alias_in_the_sheet_means_its_department(tmp_path: Path) -> None:
    former = replace(PREVIOUS[0], department="旧総務課")
    write_plan(small_plan(previous=(former,)), tmp_path / "plan.xlsx")
    assert read_plan(tmp_path / "plan.xlsx").previous == PREVIOUS[:1]


def test_forms_show_last_years_answers_without_further_options(tmp_path: Path) -> None:
    write_plan(small_plan(previous=PREVIOUS), tmp_path / "plan.xlsx")
    result = generate(tmp_path / "plan.xlsx", tmp_path / "outbox")
    [form] = [form for form in result.forms if form.department == "文書課"]
    book = load(form.path)
    shown = {str(c.value) for row in book["進捗入力"] for c in row if c.value}
    assert {"B", "前の年の文。\n=1+1"} <= shown


def test_each_question_that_is_published_or_was_answered_has_a_column(tmp_path: Path) -> None:
    questions = (
        Question("実績値", QuestionKind.NUMBER),
        Question("次期計画での展開"),
        Question("庁内メモ", published=False),
        Question("連絡事項", published=False),
        Question("二次評価", asked_of=Respondent.REVIEWER),
    )
    answer = PreviousAnswer(
        "1-1", "文書課", {"q:実績値": "1,200", "next_step": "拡充", "remarks": "前の年の連絡"}
    )
    plan = small_plan(questions=questions, previous=(answer,))
    write_plan(plan, tmp_path / "plan.xlsx")
    sheet = sheet_of(tmp_path / "plan.xlsx", "前回")
    assert [cell.value for cell in sheet[1]] == [
        *("基本施策", "項番", "担当課", "実績値", "次期展開", "連絡事項")
    ]
    assert read_plan(tmp_path / "plan.xlsx").previous == (answer,)


def test_a_column_that_nobody_asks_for_any_more_is_left(tmp_path: Path) -> None:
    write_plan(small_plan(previous=PREVIOUS), tmp_path / "plan.xlsx")
    book = load(tmp_path / "plan.xlsx")
    book["前回"]["D1"] = "去年だけの欄"
    book.save(tmp_path / "plan.xlsx")
    [first, _] = read_plan(tmp_path / "plan.xlsx").previous
    assert first.values == {key: PREVIOUS[0].values[key] for key in ("progress", "next_step")}


def test_answers_under_a_heading_that_is_no_question_are_told(tmp_path: Path) -> None:
    write_plan(small_plan(previous=PREVIOUS), tmp_path / "plan.xlsx")
    book = load(tmp_path / "plan.xlsx")
    sheet = book["前回"]
    for heading, text in (("今後の課題", "人を育てる。"), ("(メモ)", "済"), ("感想", None)):
        sheet.cell(1, sheet.max_column + 1).value = heading
        sheet.cell(2, sheet.max_column).value = text
    book.save(tmp_path / "plan.xlsx")
    read, findings = read_plan_with_findings(tmp_path / "plan.xlsx")
    assert read.previous == PREVIOUS
    told = [(f.cell, f.code, f.value) for f in findings if f.sheet == "前回"]
    assert told == [("G1", "P062", "今後の課題")]
