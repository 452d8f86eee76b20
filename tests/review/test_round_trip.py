"""`ictxl review` → filled in → `merge`, `check`, `status`: nothing is asked twice or lost."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

import ictxl
from ictxl.files.untouched import is_form_as_sent
from ictxl.plan.writing import write_plan
from ictxl.questions import NEVER, Choice, ChoiceList, Question, Respondent
from tests.support.books import load, sheet_of
from tests.support.cli import ictxl as run
from tests.support.returned_forms import Form, make_form, small_plan
from tests.support.reviews import (
    ALL_B,
    MEASURES,
    REASON,
    REVIEW_QUESTIONS,
    SECOND,
    rate,
    returned_forms,
    review_plan,
    reviewed,
    told,
)

pytestmark = pytest.mark.lengthy


def test_departments_are_not_asked_what_reviewers_are(tmp_path: Path) -> None:
    plan = tmp_path / "plan.xlsx"
    write_plan(review_plan(), plan)
    ictxl.generate(plan, tmp_path / "outbox")
    for path in (tmp_path / "outbox").iterdir():
        texts = {c.value for sheet in load(path) for row in sheet for c in row}
        hidden = {"question"}
        assert hidden <= texts, "the plan is carried whole"
        visible = {c.value for row in sheet_of(path, "進捗入力") for c in row}
        assert not visible & {SECOND, REASON, f"q:{SECOND}"}


def test_the_workbook_shows_all_answers_whole_and_asks_the_reviewers_questions(
    tmp_path: Path,
) -> None:
    long = "とても長い成果を書いた。" * 400
    returned = returned_forms(tmp_path / "returned")
    Form(returned / "文書課.xlsx").fill({"2-1": ("X", long, "4.終了")}).save()
    made = ictxl.review(returned, tmp_path / "二次評価.xlsx")
    form = Form(made.files[0].path)
    assert form.cell("1-1", "given:回答する課").value == "文書課\n健康課"
    assert form.cell("1-1", "given:担当課の評価").value == (
        "【文書課】B 目標どおり進んでいる\n【健康課】A 目標を上回った"
    )
    assert form.cell("1-1", "given:担当課の進捗状況").value == (
        "【文書課】申請を3件電子化した。\n【健康課】窓口で案内した。"
    )
    column = form.cell("2-1", "given:担当課の進捗状況").column
    parts = [str(c.value or "") for c in form.sheet["A"]]
    rows = [n for n, text in enumerate(parts, 1) if text == "2-1" or text.startswith("2-1+")]
    assert "".join(str(form.sheet.cell(row, column).value) for row in rows) == long
    assert len(rows) > 1
    for name in (SECOND, REASON):
        assert not form.cell("1-1", f"q:{name}").protection.locked
    assert form.cell("1-1", "given:担当課の評価").protection.locked
    shown = {c.value for row in form.sheet for c in row}
    assert "様式が古い" not in shown, "what is not published is for 情報課 only"


def test_a_blank_workbook_says_nothing_but_what_is_open(tmp_path: Path) -> None:
    returned, _ = reviewed(tmp_path, {})
    found = ictxl.read([returned, tmp_path / "二次評価.xlsx"]).findings
    assert [(f.code, f.measure) for f in found] == [("R003", measure) for measure in MEASURES]


def test_ratings_reach_the_published_sheet_the_data_the_frame_and_the_csv(tmp_path: Path) -> None:
    returned, second = reviewed(tmp_path, {**ALL_B, "2-2": ("C", "研修の効果が見えない。")})
    result = ictxl.merge([returned, second], tmp_path / "進捗状況.xlsx", also=["csv"])
    assert not result.round.findings
    book = load(tmp_path / "進捗状況.xlsx")
    rows = list(book["審査データ"].values)
    places = {heading: place for place, heading in enumerate(rows[0])}
    assert len(rows) == 1 + len(MEASURES)
    assert rows[0].count("審査した人") == 1
    last = {heading: rows[-1][place] for heading, place in places.items()}
    assert last["審査した人"] == "審査担当"
    assert (last[f"{SECOND}コード"], last[REASON]) == ("C", "研修の効果が見えない。")
    assert last["項番"] == 2
    printed = [cell for row in book["進捗状況"].values for cell in row if cell]
    assert "申請の半数を電子化する。\n二次評価: B" in printed
    assert result.round.review
    frame = result.round.review.frame
    assert list(frame[f"{SECOND}コード"]) == ["B", "B", "B", "B", "C"]
    with (tmp_path / "進捗状況_審査.csv").open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.DictReader(file))
    assert [row[f"{SECOND}コード"] for row in written] == list(frame[f"{SECOND}コード"])


def test_a_table_with_a_second_reading_is_read_back_as_it_was(tmp_path: Path) -> None:
    returned, second = reviewed(tmp_path)
    ictxl.merge([returned, second], tmp_path / "進捗状況.xlsx")
    result = ictxl.rollover(tmp_path / "進捗状況.xlsx", tmp_path / "next.xlsx")
    codes = {found.code for found in result.findings}
    assert "I058" not in codes, "nobody has changed the print"
    asked = ictxl.read_plan(tmp_path / "next.xlsx").questions
    assert [q.name for q in asked if q.asked_of is Respondent.REVIEWER] == [SECOND, REASON]


def test_without_a_second_reading_the_published_workbook_has_no_trace_of_one(
    tmp_path: Path,
) -> None:
    returned = returned_forms(tmp_path / "returned")
    ictxl.merge(returned, tmp_path / "進捗状況.xlsx")
    book = load(tmp_path / "進捗状況.xlsx")
    assert book.sheetnames == ["進捗状況", "データ", "集計", "計画の内容"]
    report = load(tmp_path / "内部用_進捗状況.report.xlsx")
    assert "審査" not in report.sheetnames


def test_the_report_shows_the_second_reading(tmp_path: Path) -> None:
    returned, second = reviewed(tmp_path, {"1-1": ("B", "")})
    ictxl.merge([returned, second], tmp_path / "進捗状況.xlsx")
    report = load(tmp_path / "内部用_進捗状況.report.xlsx")
    status = [row[1:5] for row in report["提出状況"].values if row[1] == "審査担当"]
    assert status == [("審査担当", "一部", 5, 1)]
    rows = [row[1:] for row in report["審査"].values if row[1] == "1-1"]
    assert ("1-1", "電子申請の拡大", SECOND, None, "B 目標どおり進んでいる") in rows
    page = (tmp_path / "内部用_進捗状況.report.html").read_text("utf-8")
    assert "二次評価: 審査担当 一部 1/5" in page


def test_what_a_reader_says_unpublished_is_told_with_the_remarks(tmp_path: Path) -> None:
    note = Question("審査メモ", required=NEVER, asked_of=Respondent.REVIEWER, published=False)
    plan = review_plan()
    plan = replace(plan, questions=(*plan.questions, note))
    returned, second = reviewed(tmp_path, plan=plan)
    form = Form(second)
    form.cell("1-1", "q:審査メモ").value = "来年は見直す"
    form.save()
    ictxl.merge([returned, second], tmp_path / "進捗状況.xlsx")
    book = load(tmp_path / "進捗状況.xlsx")
    published = [c for sheet in book for row in sheet.values for c in row]
    assert not [text for text in published if text and "来年は見直す" in str(text)]
    report = load(tmp_path / "内部用_進捗状況.report.xlsx")
    rows = [row for row in report["連絡事項"].values if "審査メモ: 来年は見直す" in row]
    assert [row[1] for row in rows] == ["審査担当"]


def test_the_record_names_the_reviews_file(tmp_path: Path) -> None:
    import json

    returned, second = reviewed(tmp_path)
    ictxl.merge([returned, second], tmp_path / "進捗状況.xlsx")
    record = json.loads((tmp_path / "内部用_進捗状況.audit.json").read_text("utf-8"))
    became = {file["path"]: file["became"] for file in record["inputs"]}
    assert became["二次評価.xlsx"] == "merged"


def test_status_has_a_line_of_its_own(tmp_path: Path) -> None:
    returned = returned_forms(tmp_path / "returned")
    assert "二次評価: まだ届いていません" in run("status", returned).out
    second = ictxl.review(returned, returned / "二次評価.xlsx").files[0].path
    rate(second, {"1-1": ("A", ""), "1-2": ("C", "")})
    shown = run("status", returned)
    assert "二次評価: 審査担当 一部 1/5" in shown.out
    assert shown.out.count("審査担当") == 1, "readers are no departments"
    [reader] = run("status", returned, "--json").json["review"]
    assert (reader["department"], reader["state"], reader["filled"]) == ("審査担当", "partial", 1)


def test_a_merge_that_was_given_no_second_reading_says_so(tmp_path: Path) -> None:
    returned, second = reviewed(tmp_path)
    target = tmp_path / "進捗状況.xlsx"
    assert "二次評価: まだ届いていません" in run("merge", returned, "-o", target).out
    assert "二次評価: 審査担当 完了 5/5" in run("merge", returned, second, "-o", target).out


def test_a_plan_without_a_second_reading_has_no_such_line(tmp_path: Path) -> None:
    returned = returned_forms(tmp_path / "returned", small_plan())
    assert "二次評価" not in run("status", returned).out


def test_a_plan_without_questions_for_reviewers_says_what_to_write(tmp_path: Path) -> None:
    returned = returned_forms(tmp_path / "returned", small_plan())
    shown = run("review", returned, cwd=tmp_path)
    assert shown.code == 2
    for word in ("記入欄", "記入者", "審査", "評価、進捗状況、次期計画での展開、連絡事項"):
        assert word in shown.err
    assert not (tmp_path / "二次評価.xlsx").exists()


def test_a_question_added_after_the_forms_were_sent_takes_them_all_the_same(
    tmp_path: Path,
) -> None:
    returned = returned_forms(tmp_path / "returned", small_plan())
    write_plan(review_plan(), tmp_path / "plan.xlsx")
    made = ictxl.review(returned, tmp_path / "二次評価.xlsx", plan=tmp_path / "plan.xlsx")
    assert not made.round.findings
    second = rate(made.files[0].path, ALL_B)
    read = ictxl.read([returned, second], plan=tmp_path / "plan.xlsx")
    assert told(read.findings) == []


def test_departments_that_have_not_returned_anything_are_shown_and_told(tmp_path: Path) -> None:
    returned = returned_forms(tmp_path / "returned", departments=["文書課"])
    shown = run("review", returned, "-o", tmp_path / "二次評価.xlsx")
    assert shown.code == 0
    assert "まだ調査票を出していない課があります: 健康課、学校課" in shown.out
    form = Form(tmp_path / "二次評価.xlsx")
    assert form.cell("1-2", "given:回答する課").value == "健康課(未提出)"
    assert form.cell("1-3", "given:回答する課").value == "学校課(未提出)\n文書課"
    assert "要修正" not in shown.out
    make_form(returned / "健康課.xlsx", review_plan(), "健康課")
    shown = run("review", returned, "-o", tmp_path / "二次評価.xlsx")
    assert "調査票に要修正の指摘が 6 件あります" in shown.out
    assert Form(tmp_path / "二次評価.xlsx").cell("1-2", "given:回答する課").value == (
        "健康課(未記入)"
    )


def test_a_filled_in_workbook_is_never_written_over(tmp_path: Path) -> None:
    returned, second = reviewed(tmp_path)
    before = second.read_bytes()
    shown = run("review", returned, "-o", second)
    assert shown.code == 2
    assert "二次評価.xlsx" in shown.err
    assert second.read_bytes() == before


def test_a_second_reading_alone_says_what_is_missing(tmp_path: Path) -> None:
    _, second = reviewed(tmp_path)
    shown = run("check", second, "--no-report")
    assert shown.code == 2
    assert "返ってきた調査票もいっしょに" in shown.err


def test_the_same_returns_give_the_same_bytes(tmp_path: Path) -> None:
    returned = returned_forms(tmp_path / "returned")
    one = ictxl.review(returned, tmp_path / "一.xlsx").files[0].path.read_bytes()
    assert ictxl.review(returned, tmp_path / "二.xlsx").files[0].path.read_bytes() == one


@pytest.mark.parametrize("question", [SECOND, REASON])
def test_what_a_reader_types_over_locked_answers_is_told(tmp_path: Path, question: str) -> None:
    returned, second = reviewed(tmp_path)
    form = Form(second)
    cell = form.cell("1-2", "given:担当課の進捗状況")
    cell.value = f"ここは直すべき({question})"
    form.save()
    read = ictxl.read([returned, second])
    [found] = read.findings
    assert (found.file, found.cell) == ("二次評価.xlsx", cell.coordinate)
    assert found.value == f"ここは直すべき({question})"
    assert found.department == "審査担当"


def test_choices_that_the_legend_does_not_explain_are_printed_with_their_names(
    tmp_path: Path,
) -> None:
    other = ChoiceList("審査区分", (Choice("適", "適切"), Choice("否", "見直しが要る")))
    first, *_ = REVIEW_QUESTIONS
    plan = review_plan()
    asked = (*plan.department_questions, replace(first, choices=other))
    returned = returned_forms(tmp_path / "returned", replace(plan, questions=asked))
    second = ictxl.review(returned, tmp_path / "二次評価.xlsx").files[0].path
    form = Form(second)
    form.cell("1-1", f"q:{SECOND}").value = "否"
    form.save()
    ictxl.merge([returned, second], tmp_path / "進捗状況.xlsx")
    book = load(tmp_path / "進捗状況.xlsx")
    printed = [cell for row in book["進捗状況"].values for cell in row if cell]
    assert "申請の半数を電子化する。\n二次評価: 否 見直しが要る" in printed


def test_a_workbook_that_nobody_has_saved_is_known_as_made(tmp_path: Path) -> None:
    returned = returned_forms(tmp_path / "returned")
    second = ictxl.review(returned, tmp_path / "二次評価.xlsx").files[0].path
    assert is_form_as_sent(second)
    rate(second, {})
    assert not is_form_as_sent(second)
