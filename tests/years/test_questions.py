"""Years that ask other questions than the usual ones, or not the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from ictxl.consolidated.workbook import write_consolidated
from ictxl.model import Plan
from ictxl.pipeline import yearly
from ictxl.pipeline.previous import read_previous
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan
from ictxl.questions import Question, QuestionKind
from ictxl.responses import Response
from tests.support.books import load
from tests.support.cli import ictxl
from tests.support.question_plans import DEPARTMENT, TEN, plan_asking

BEFORE = plan_asking(TEN)
AFTER = plan_asking(
    (
        *(q for q in TEN if q.name != "今後の課題"),
        Question("満足度", QuestionKind.NUMBER, unit="点"),
    ),
    year=2027,
    year_label="令和9年度",
)


def said(plan: Plan, measure: str, **texts: str) -> Response:
    by_name = {question.name: question.key for question in plan.questions}
    return Response(measure, DEPARTMENT, {by_name[name]: text for name, text in texts.items()})


EARLIER = (
    said(
        BEFORE,
        "1-2-001",
        事業の実績="毎月開いた。",
        利用者数="1200",
        達成率="0.8",
        目標に対する評価="C",
        今後の方向="継続",
        今後の課題="人材の確保",
        次回見直しの日="2027-03-31",
        決算額="500",
    ),
    said(BEFORE, "1-2-002", 利用者数="80", 目標に対する評価="A", 今後の方向="終了"),
)
LATER = (
    said(
        AFTER,
        "1-2-001",
        事業の実績="毎週開いた。",
        利用者数="1350",
        達成率="0.915",
        目標に対する評価="B",
        今後の方向="終了",
        次回見直しの日="2028-03-31",
        決算額="450.5",
        満足度="4.5",
    ),
    said(AFTER, "1-2-002", 利用者数="約90", 目標に対する評価="A", 今後の方向="継続"),
)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    write_consolidated(BEFORE, EARLIER, {DEPARTMENT}, folder / "2026.xlsx")
    write_consolidated(AFTER, LATER, {DEPARTMENT}, folder / "2027.xlsx")
    return folder


def changes(tables: Path, measure: str) -> dict[str, tuple[object, object, str]]:
    told = ictxl("compare", tables / "2026.xlsx", tables / "2027.xlsx", "--json").json
    [row] = [row for row in told["rows"] if row["measure_after"] == measure]
    return {a["question"]: (a["before"], a["after"], a["change"]) for a in row["answers"]}


def test_every_question_is_compared_after_its_kind(tables: Path) -> None:
    assert changes(tables, "1-2-001") == {
        "事業の実績": ("毎月開いた。", "毎週開いた。", "変更"),
        "利用者数": (1200, 1350, "+150人"),
        "決算額": (500, 450.5, "-49.5千円"),
        "達成率": (0.8, 0.915, "+11.5ポイント"),
        "目標に対する評価": ("C", "B", "上昇"),
        "評価の理由": ("", "", ""),
        "今後の方向": ("継続", "終了", "終了へ"),
        "次回見直しの日": ("2027-03-31", "2028-03-31", "変更"),
        "満足度": (None, 4.5, ""),
        "今後の課題": ("人材の確保", None, ""),
    }
    assert changes(tables, "1-2-002")["利用者数"] == (80, "約90", "変更")
    assert changes(tables, "1-2-002")["今後の方向"] == ("終了", "継続", "再開")


def test_a_question_that_one_year_has_not_is_said_and_kept(tables: Path, tmp_path: Path) -> None:
    target = tmp_path / "比較.xlsx"
    run = ictxl("compare", tables / "2026.xlsx", tables / "2027.xlsx", "-o", target)
    assert run.code == 0, run.err
    assert "「満足度」は、令和9年度だけの記入欄です。" in run.out
    assert "利用者数: 合計 1,280人 → 1,350人 (+70人)" in run.out
    book = load(target)
    headings = [str(cell.value) for cell in book["比較"][3]]
    assert "事業名" in headings
    for heading in ("利用者数(人)\n令和8年度", "利用者数の差", "目標に対する評価の変化"):
        assert heading in headings
    assert [heading for heading in headings if heading.startswith("今後の課題")] == [
        "今後の課題\n令和8年度"
    ]
    texts = [str(cell.value) for row in book["集計"] for cell in row if cell.value]
    for text in ("目標に対する評価の数", "利用者数の合計と平均", "+11.5ポイント"):
        assert text in texts


def test_a_unit_that_changed_is_said_and_not_subtracted(tables: Path, tmp_path: Path) -> None:
    asked = tuple(replace(q, unit="万円") if q.name == "決算額" else q for q in AFTER.questions)
    other = replace(AFTER, questions=asked)
    path = tmp_path / "2027.xlsx"
    write_consolidated(other, LATER, {DEPARTMENT}, path)
    told = ictxl("compare", tables / "2026.xlsx", path, "--json").json
    [row] = [row for row in told["rows"] if row["measure_after"] == "1-2-001"]
    [money] = [answer for answer in row["answers"] if answer["question"] == "決算額"]
    assert (money["before"], money["after"]) == (500, 450.5)
    assert "千円" not in money["change"]
    run = ictxl("compare", tables / "2026.xlsx", path)
    assert "「決算額」は、年度によって種類や単位が違うので、差を取っていません。" in run.out


def test_the_next_plan_asks_the_same_and_has_last_years_answers(
    tables: Path, tmp_path: Path
) -> None:
    rolled = yearly.roll_over(tables / "2026.xlsx", tmp_path / "next.xlsx").rollover
    # All departments of 1-2-002 have chosen 終了; the areas above 1-2 stay.
    assert [measure.id for measure in rolled.plan.measures] == ["1-2-001", "1-2-003"]
    assert [left.reason for left in rolled.left] == ["福祉課: A 達成した、今後の方向 終了"]
    assert [area.id for area in rolled.plan.areas] == ["1", "1-2"]
    assert rolled.plan.levels == BEFORE.levels
    assert [q.name for q in rolled.plan.questions] == [q.name for q in TEN if q.published]
    [before] = rolled.plan.previous
    assert before.values["q:利用者数"] == "1200"
    assert before.values["q:目標に対する評価"] == "C"
    assert read_plan(tmp_path / "next.xlsx").questions == rolled.plan.questions


def test_questions_that_are_not_published_are_told_to_be_missing(
    tables: Path, tmp_path: Path
) -> None:
    result = yearly.roll_over(tables / "2026.xlsx", tmp_path / "next.xlsx")
    [found] = [found for found in result.findings if found.code == "I060"]
    assert "1 個" in found.message
    assert "--plan" in found.remedy


@pytest.mark.lengthy
def test_last_years_answers_to_what_is_no_longer_asked_are_told(
    tables: Path, tmp_path: Path
) -> None:
    write_plan(AFTER, tmp_path / "plan.xlsx")
    named = ("-o", tmp_path / "outbox", "--previous")
    run = ictxl("generate", tmp_path / "plan.xlsx", *named, tables / "2026.xlsx", "--json")
    assert run.code == 0, run.err
    told = [f["message"] for f in run.json["findings"] if f["code"] == "T023"]
    assert len(told) == 1
    assert "「今後の課題」の回答(1 件)" in told[0]
    run = ictxl("generate", tmp_path / "plan.xlsx", *named, tables / "2027.xlsx", "--json")
    assert "T023" not in {f["code"] for f in run.json["findings"]}


def test_this_years_forms_show_last_years_answers_to_every_question(tables: Path) -> None:
    shown = read_previous([str(tables / "2026.xlsx")], AFTER).answers
    before = shown["1-2-001", DEPARTMENT]
    assert (before["q:利用者数"], before["q:次回見直しの日"]) == ("1200", "2027-03-31")
    assert before["q:目標に対する評価"] == "C"


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".xlsx"])
def test_all_years_go_into_one_frame_with_the_columns_of_each(
    tables: Path, tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"全年度{suffix}"
    run = ictxl("history", tables / "*.xlsx", "-o", target)
    assert run.code == 0, run.out + run.err
    assert "「今後の課題」は 2026 年度だけの記入欄です。" in run.out
    assert "「満足度」は 2027 年度だけの記入欄です。" in run.out
    frame = {
        ".csv": pd.read_csv,
        ".parquet": pd.read_parquet,
        ".xlsx": lambda path: pd.read_excel(path, engine="openpyxl", header=2),
    }[suffix](target)
    people = frame["利用者数(人)"]
    assert people.dropna().tolist() == [1200, 80, 1350]
    assert frame["満足度(点)"].dropna().tolist() == [4.5]
    assert frame["整数でない利用者数"].iloc[4] == "約90"
    assert frame["今後の課題"].iloc[0] == "人材の確保"
    assert list(frame["施策の系列"].iloc[[0, 3]]) == ["2026:1-2-001", "2026:1-2-001"]


def test_the_workbook_of_all_years_draws_lines_of_the_numbers(tables: Path, tmp_path: Path) -> None:
    target = tmp_path / "全年度.xlsx"
    yearly.write_history([str(tables / "*.xlsx")], target)
    book = load(target)
    assert book.sheetnames == ["データ", "推移", "推移のグラフ"]
    rows = [[cell.value for cell in row] for row in book["推移"].iter_rows(min_row=3)]
    assert rows[0] == ["記入欄", "項番", "事業名", "担当課", "2026年度", "2027年度"]
    assert ["利用者数(人)", None, "合計", None, 1280, 1350] in rows
    assert ["達成率", None, "平均", None, 0.8, 0.915] in rows
    assert ["利用者数(人)", "1-2-001", "事業1の実施", DEPARTMENT, 1200, 1350] in rows
    assert len(book["推移のグラフ"]._charts) == 3
