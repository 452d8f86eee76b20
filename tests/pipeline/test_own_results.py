"""ictxl's own results lie beside what came back: they are left out, and that is said once."""

from __future__ import annotations

from pathlib import Path

import pytest

import ictxl
from ictxl.errors import InputError
from ictxl.plan.writing import write_plan
from tests.support.books import load
from tests.support.responses import answer_of
from tests.support.returned_forms import READ_ANSWERS, Form, filled_form, small_plan

pytestmark = pytest.mark.lengthy


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder in which everything lies together."""
    filled_form(tmp_path / "文書課.xlsx")
    write_plan(small_plan(), tmp_path / "plan.xlsx")
    ictxl.merge(tmp_path / "文書課.xlsx", tmp_path / "進捗状況.xlsx", also=("html", "csv"))
    return tmp_path


OWN = ["plan.xlsx", "進捗状況.csv", "進捗状況.html", "進捗状況.xlsx"]


def test_they_are_left_out_and_named_in_one_finding(desk: Path) -> None:
    collected = ictxl.check(desk).round
    assert [s.file for s in collected.submissions] == ["文書課.xlsx"]
    (told,) = [f for f in collected.findings if f.file != "文書課.xlsx" and f.code[0] == "F"]
    assert (told.code, told.value.split("\n")) == ("F022", OWN)
    assert all(name in told.message for name in OWN)
    assert {r.measure: answer_of(r) for r in collected.responses if r.department == "文書課"} == (
        READ_ANSWERS
    )


def test_status_and_merge_leave_them_out_too(desk: Path) -> None:
    assert "F022" in {f.code for f in ictxl.status(desk).round.findings}
    again = ictxl.merge(desk, desk / "進捗状況.xlsx").round
    assert [s.file for s in again.submissions] == ["文書課.xlsx"]


def test_one_that_somebody_wrote_into_is_one_finding_that_quotes_all(desk: Path) -> None:
    book = load(desk / "進捗状況.xlsx")
    book["進捗状況"]["A40"] = "議会からの指摘"
    book.save(desk / "進捗状況.xlsx")
    collected = ictxl.check(desk).round
    assert [f.code for f in collected.findings if f.file == "進捗状況.xlsx"] == ["F001"]
    (other,) = [s for s in collected.submissions if s.foreign]
    assert other.foreign and "議会からの指摘" in "\n".join(t.text for t in other.foreign.texts())


def test_a_form_is_none_of_them(desk: Path) -> None:
    """As generate made it: a department that sends it back empty has returned something."""
    ictxl.generate(desk / "plan.xlsx", desk / "戻り")
    collected = ictxl.check(desk / "戻り").round
    assert len(collected.submissions) == 3
    assert "F022" not in {f.code for f in collected.findings}


def test_a_run_on_nothing_else_stops(desk: Path) -> None:
    with pytest.raises(InputError):
        ictxl.check(desk / "進捗状況.xlsx")


def test_a_page_of_a_departments_own_is_named(desk: Path) -> None:
    (desk / "お知らせ.html").write_text("<title>点検の報告ではない</title>", "utf-8")
    (desk / "控え.csv").write_text("施策,評価\n", "utf-8")
    named = {f.file for f in ictxl.check(desk).round.findings}
    assert {"お知らせ.html", "控え.csv"} <= named


def test_history_takes_the_tables_of_a_folder_that_merge_filled(desk: Path) -> None:
    (desk / "文書課.xlsx").unlink()
    (desk / "去年").mkdir()
    last = small_plan(year=2023, year_label="令和5年度")
    form = Form(filled_form(desk / "去年" / "文書課.xlsx", plan=last))
    form.save()
    ictxl.merge(form.path, desk / "去年" / "進捗状況.xlsx", also=("html", "csv"))
    form.path.unlink()
    for _ in range(2):  # the second time its own output lies there too
        result = ictxl.history(desk, desk / "推移.xlsx")
        assert [year.plan.year for year in result.years] == [2023, 2024]
        assert set(result.frame["年度(西暦)"]) == {2023, 2024}
