"""What is wrong with a second reading is told at its cell: R001 … R005."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

import ictxl
from ictxl.contract import metadata
from ictxl.model import Assignment, Measure
from ictxl.plan.writing import write_plan
from tests.support.books import load
from tests.support.cli import ictxl as run
from tests.support.returned_forms import Form
from tests.support.reviews import (
    ALL_B,
    MEASURES,
    REASON,
    SECOND,
    rate,
    returned_forms,
    review_plan,
    reviewed,
    told,
)

pytestmark = pytest.mark.lengthy

NAME = "二次評価.xlsx"


def test_r001_tells_what_changed_since_by_measure_and_question(tmp_path: Path) -> None:
    returned, second = reviewed(tmp_path)
    changed = {"1-3": ("C", "文書を配った。", "2.拡充"), "2-1": ("X", "直した。", "4.終了")}
    Form(returned / "文書課.xlsx").fill(changed).save()
    found = ictxl.read([returned, second]).findings
    cells = {measure: Form(second).at(measure, f"q:{SECOND}") for measure in changed}
    assert told(found) == [(NAME, cells["1-3"], "R001"), (NAME, cells["2-1"], "R001")]
    assert found[0].value == "【学校課】B 目標どおり進んでいる\n【文書課】C やや遅れている"
    assert "担当課の評価" in found[0].message
    assert (found[1].value, found[1].measure) == ("直した。", "2-1")


def test_r001_tells_of_a_department_that_came_later(tmp_path: Path) -> None:
    returned = returned_forms(tmp_path / "returned", departments=["文書課", "健康課"])
    second = rate(ictxl.review(returned, tmp_path / NAME).files[0].path, ALL_B)
    returned_forms(returned, departments=["学校課"])
    found = ictxl.read([returned, second]).findings
    assert {(f.code, f.measure) for f in found} == {("R001", "1-3"), ("R001", "2-2")}


def test_the_same_returns_change_nothing(tmp_path: Path) -> None:
    returned, second = reviewed(tmp_path)
    (returned / "学校課.xlsx").rename(returned / "別名.xlsx")
    assert not ictxl.read([returned, second]).findings


def test_r002_tells_of_a_measure_whose_row_is_gone(tmp_path: Path) -> None:
    returned, second = reviewed(tmp_path)
    form = Form(second)
    form.sheet.delete_rows(form.cell("1-3", f"q:{SECOND}").row)
    form.save()
    [found] = ictxl.read([returned, second]).findings
    assert (found.code, found.measure, found.file) == ("R002", "1-3", NAME)


def test_r002_tells_of_a_measure_that_the_plan_has_got_since(tmp_path: Path) -> None:
    returned, second = reviewed(tmp_path)
    plan = review_plan()
    new = Measure("2", "3", "窓口の予約", "予約を始める。", "⇒", (Assignment("健康課"),))
    write_plan(replace(plan, measures=(*plan.measures, new)), tmp_path / "plan.xlsx")
    read = ictxl.read([returned, second], plan=tmp_path / "plan.xlsx")
    assert ("R002", "2-3") in {(f.code, f.measure) for f in read.findings}
    assert read.review
    assert {r.measure for r in read.review.responses} == set(MEASURES)


def test_a_measure_that_was_withdrawn_leaves_its_rating_in_the_report(tmp_path: Path) -> None:
    returned, second = reviewed(tmp_path, {**ALL_B, "2-2": ("C", "もう要らない")})
    plan = review_plan()
    write_plan(replace(plan, measures=plan.measures[:-1]), tmp_path / "plan.xlsx")
    read = ictxl.read([returned, second], plan=tmp_path / "plan.xlsx")
    [found] = [f for f in read.findings if f.file == NAME and f.code == "S004"]
    assert found.value == f"{SECOND}: C\n{REASON}: もう要らない"
    assert found.department == "審査担当"


def test_a_measure_that_was_renumbered_keeps_its_rating(tmp_path: Path) -> None:
    returned, second = reviewed(tmp_path, {**ALL_B, "2-2": ("A", "")})
    plan = review_plan()
    *others, last = plan.measures
    write_plan(replace(plan, measures=(*others, replace(last, number="9"))), tmp_path / "plan.xlsx")
    read = ictxl.read([returned, second], plan=tmp_path / "plan.xlsx")
    assert read.review
    assert {r.measure: r.answer(SECOND) for r in read.review.responses}["2-9"] == "A"


def test_measures_that_changed_their_numbers_are_held_against_what_was_shown_of_them(
    tmp_path: Path,
) -> None:
    """Had the numbers alone decided, each would seem to have changed."""
    returned, second = reviewed(tmp_path)
    plan = review_plan()
    one, two, *others = plan.measures
    swapped = (replace(two, number="1"), replace(one, number="2"), *others)
    write_plan(replace(plan, measures=swapped), tmp_path / "plan.xlsx")
    read = ictxl.read([returned, second], plan=tmp_path / "plan.xlsx")
    assert "R001" not in {f.code for f in read.findings}
    assert read.review
    assert len(read.review.responses) == 5


def test_r003_tells_of_each_rating_left_open(tmp_path: Path) -> None:
    returned, second = reviewed(tmp_path, {**ALL_B, "1-2": ("", ""), "2-1": ("D", "")})
    form = Form(second)
    found = ictxl.read([returned, second]).findings
    assert told(found) == [
        (NAME, form.at("1-2", f"q:{SECOND}"), "R003"),
        (NAME, form.at("2-1", f"q:{REASON}"), "R003"),
    ]
    assert {f.department for f in found} == {"審査担当"}


def test_a_rating_that_is_none_of_the_list_is_told_as_in_a_form(tmp_path: Path) -> None:
    returned, second = reviewed(tmp_path, {**ALL_B, "1-2": ("良", "")})
    [found] = ictxl.read([returned, second]).findings
    assert (found.cell, found.code) == (Form(second).at("1-2", f"q:{SECOND}"), "A002")
    assert found.value == "良"


def committee(folder: Path, plan: Path | None = None) -> tuple[Path, Path, Path]:
    """The returned forms, and a workbook for each of two readers."""
    returned = returned_forms(folder / "returned")
    made = ictxl.review(returned, folder / NAME, readers=["山田", "佐藤"], plan=plan)
    first, second = (file.path for file in made.files)
    return returned, first, second


def test_readers_each_have_a_copy_by_their_name(tmp_path: Path) -> None:
    _, first, second = committee(tmp_path)
    assert (first.name, second.name) == ("二次評価_山田.xlsx", "二次評価_佐藤.xlsx")
    assert any("山田" in str(c.value) for row in Form(first).sheet for c in row)


def test_r004_tells_where_readers_disagree_and_all_ratings_are_kept(tmp_path: Path) -> None:
    returned, first, second = committee(tmp_path)
    rate(first, ALL_B)
    rate(second, {**ALL_B, "1-3": ("A", ""), "2-1": ("C", "遅い")})
    read = ictxl.read([returned, first, second])
    found = read.findings
    assert [(f.code, f.measure) for f in found] == [("R004", "1-3"), ("R004", "2-1")]
    assert "山田 B 目標どおり進んでいる、佐藤 A 目標を上回った" in found[0].message
    assert read.review
    assert len(read.review.responses) == 10
    shown = run("check", returned, first, second, "--no-report")
    assert "二次評価: 山田 完了 5/5、佐藤 完了 5/5(二次評価の一致 3/5)" in shown.out


def test_ratings_of_a_committee_are_published_as_counts(tmp_path: Path) -> None:

    returned, first, second = committee(tmp_path)
    rate(first, {**ALL_B, "2-1": ("C", "遅い")})
    rate(second, {**ALL_B, "1-3": ("A", ""), "2-1": ("C", "人が足りない")})
    ictxl.merge([returned, first, second], tmp_path / "進捗状況.xlsx")
    book = load(tmp_path / "進捗状況.xlsx")
    printed = "\n".join(str(cell) for row in book["進捗状況"].values for cell in row if cell)
    assert "二次評価: A(1人)、B(1人)" in printed
    assert "二次評価: C\n二次評価の理由: 【山田】遅い\n【佐藤】人" in printed
    assert len(list(book["審査データ"].values)) == 11
    counts = [[cell for cell in row if cell is not None] for row in book["集計"].values]
    start = counts.index(["二次評価(基本施策別、審査した人ごとに数える)"])
    assert counts[start + 1] == ["基本施策", "A", "B", "C", "D", "X", "Y", "計"]
    assert counts[start + 4] == ["計", 1, 7, 2, 0, 0, 0, 10]


def test_r005_tells_of_a_reader_who_has_not_returned_anything(tmp_path: Path) -> None:
    returned, first, _ = committee(tmp_path)
    rate(first, ALL_B)
    [found] = ictxl.read([returned, first]).findings
    assert (found.code, found.department) == ("R005", "佐藤(審査)")


def test_a_reader_who_is_called_like_a_department_is_not_taken_for_it(tmp_path: Path) -> None:
    returned = returned_forms(tmp_path / "returned", departments=["文書課", "学校課"])
    made = ictxl.review(returned, tmp_path / NAME, readers=["健康課"])
    second = rate(made.files[0].path, {**ALL_B, "1-1": ("", "")})
    read = ictxl.read([returned, second])
    assert read.submitted == {"文書課", "学校課"}
    assert {(f.code, f.department) for f in read.findings} == {
        ("D002", "健康課"),
        ("R003", "健康課(審査)"),
    }


def test_several_hands_may_share_one_readers_workbook(tmp_path: Path) -> None:
    returned, second = reviewed(tmp_path, {})
    other = second.with_name("二次評価(後半).xlsx")
    other.write_bytes(second.read_bytes())
    rate(second, {m: ALL_B[m] for m in MEASURES[:2]})
    rate(other, {m: ALL_B[m] for m in MEASURES[2:]})
    read = ictxl.read([returned, second, other])
    assert not read.findings
    assert read.review
    assert {r.measure: r.answer(SECOND) for r in read.review.responses} == dict.fromkeys(
        MEASURES, "B"
    )


def test_two_that_rate_one_measure_otherwise_are_a_conflict(tmp_path: Path) -> None:
    returned, second = reviewed(tmp_path)
    other = second.with_name("二次評価(写し).xlsx")
    other.write_bytes(second.read_bytes())
    rate(other, {**ALL_B, "1-1": ("A", "")})
    found = [f for f in ictxl.read([returned, second, other]).findings if f.code == "D003"]
    [conflict] = found
    assert (conflict.measure, conflict.department) == ("1-1", "審査担当")
    assert {conflict.file} < {second.name, other.name}


def test_a_second_reading_is_sent_back_and_taken_again(tmp_path: Path) -> None:
    returned, second = reviewed(tmp_path, {**ALL_B, "1-2": ("", "")})
    sent = ictxl.send_back([returned, second], tmp_path / "差戻し").files
    [marked] = sent
    assert (marked.department, marked.marked, len(marked.findings)) == ("審査担当", True, 1)
    form = Form(marked.path)
    cell = form.cell("1-2", f"q:{SECOND}")
    assert cell.comment
    assert "記入してください" in cell.comment.text
    rate(marked.path, {"1-2": ("C", "少ない")})
    read = ictxl.read([returned, marked.path])
    assert not read.findings


def test_findings_of_one_reader_can_be_asked_for(tmp_path: Path) -> None:
    returned, first, second = committee(tmp_path)
    rate(first, {**ALL_B, "1-1": ("", "")})
    rate(second, {**ALL_B, "1-2": ("", "")})
    shown = run(
        "check", returned, first, second, "--no-report", "--json", "--department", "佐藤"
    ).json["findings"]
    assert [(f["code"], f["measure"]) for f in shown] == [("R003", "1-2")]


@pytest.mark.parametrize("gone", [("_ictxl",), ("_ictxl", "_ictxl_common")])
def test_a_workbook_that_lost_its_hidden_sheets_is_known_by_what_it_says(
    tmp_path: Path, gone: tuple[str, ...]
) -> None:
    returned, first, second = committee(tmp_path)
    for path in (first, second):
        rate(path, {**ALL_B, "2-2": ("C", f"{path.stem}の理由")})
        form = Form(path)
        for name in gone:
            del form.book[name]
        form.save()
    read = ictxl.read([returned, first, second])
    assert {(f.code, f.department) for f in read.findings} == {
        ("F012", "山田(審査)"),
        ("F012", "佐藤(審査)"),
    }
    assert read.review
    assert {r.answer(REASON) for r in read.review.responses} == {
        "",
        "二次評価_山田の理由",
        "二次評価_佐藤の理由",
    }


def test_a_foreign_workbook_is_none_of_a_second_reading(tmp_path: Path) -> None:
    returned, second = reviewed(tmp_path)
    book = Workbook()
    book.active.append(["回答する課", "二次会", "会費"])  # type: ignore[union-attr]  # a fresh book has a sheet
    book.save(returned / "名簿.xlsx")
    read = ictxl.read([returned, second])
    assert [(f.file, f.code) for f in read.findings] == [("名簿.xlsx", "F001")]
    assert len(read.submissions) == 4


def test_a_second_reading_of_a_very_large_plan_knows_all_its_readers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata, "LARGEST_PLAN", 10)
    write_plan(review_plan(), tmp_path / "plan.xlsx")
    returned, first, _ = committee(tmp_path, tmp_path / "plan.xlsx")
    rate(first, ALL_B)
    read = ictxl.read([returned, first], plan=tmp_path / "plan.xlsx")
    assert [(f.code, f.department) for f in read.findings] == [("R005", "佐藤(審査)")]
    assert read.review
    assert [r.answer(SECOND) for r in read.review.responses] == ["B"] * 5
