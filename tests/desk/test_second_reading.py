"""まとめ on the desk: the second reading is made, waited for, and merged."""

from __future__ import annotations

from pathlib import Path

import pytest

from ictxl.plan.writing import write_plan
from tests.desk.test_start import ended
from tests.desk.test_true import settled
from tests.support.books import sheet_of
from tests.support.clients.browser import Browser
from tests.support.desks import AskedDesk, asked_desk, running_desk, sample_year
from tests.support.reviews import ALL_B, rate, returned_forms, review_plan

pytestmark = pytest.mark.lengthy


@pytest.fixture
def year(tmp_path: Path) -> Path:
    folder = tmp_path / "年度"
    folder.mkdir()
    write_plan(review_plan(), folder / "plan.xlsx")
    returned_forms(folder / "returned")
    return folder


def test_a_year_whose_plan_asks_no_reviewer_has_no_such_section(tmp_path: Path) -> None:
    with asked_desk(sample_year(tmp_path / "年度")) as desk:
        assert "二次評価" not in settled(desk, "/summary")


def test_it_is_made_waited_for_and_merged(desk: AskedDesk, year: Path) -> None:
    text = settled(desk, "/summary")
    assert "まだ始めていません。" in text
    assert "そろいました。二次評価がまだです。" in text
    desk.post("/summary/review")
    job = ended(desk.desk)
    assert (job.state.value, job.command) == (
        "done",
        "ictxl review returned --plan plan.xlsx -o 二次評価.xlsx",
    )
    text = settled(desk, "/summary")
    assert "「二次評価.xlsx」への記入を待っています。" in text
    assert "R003" not in settled(desk, "/findings"), "nobody has begun: nothing is wrong"
    rate(year / "二次評価.xlsx", {**ALL_B, "1-2": ("", "")})
    assert "二次評価: 審査担当 一部 4/5" in settled(desk, "/summary")
    assert "R003" in settled(desk, "/findings")
    rate(year / "二次評価.xlsx", ALL_B)
    text = settled(desk, "/summary")
    assert "二次評価: 審査担当 完了 5/5" in text
    assert "ictxl merge returned 二次評価.xlsx --plan plan.xlsx" in text
    desk.post("/summary/make", {"html": "on"})
    assert ended(desk.desk).state.value == "done"
    assert len(list(sheet_of(year / "進捗状況.xlsx", "審査データ").values)) == 6
    page = (year / "進捗状況.html").read_text("utf-8")
    preview = desk.get("/summary/preview").text
    assert preview.count("二次評価") == page.count("二次評価") > 0
    assert "できています" in settled(desk, "/summary")


def test_of_several_readers_each_gets_a_workbook_that_may_come_back_by_mail(
    desk: AskedDesk, year: Path
) -> None:
    desk.post("/summary/review", {"readers": "山田、佐藤"})
    job = ended(desk.desk)
    assert job.command.endswith("-o 二次評価.xlsx --readers 山田,佐藤")
    rate((year / "二次評価_山田.xlsx"), ALL_B).rename(year / "returned" / "山田さんから.xlsx")
    assert "二次評価: 山田 完了 5/5、佐藤 未提出 0/5" in settled(desk, "/summary")


def test_a_reader_is_sent_back_what_is_open(desk: AskedDesk, year: Path) -> None:
    desk.post("/summary/review", {"readers": "山田"})
    ended(desk.desk)
    assert "直してほしいものはありません。" in settled(desk, "/sendback")
    rate(year / "二次評価.xlsx", {**ALL_B, "1-2": ("", "")})
    text = settled(desk, "/sendback")
    assert "<b>山田(審査)</b>" in text
    assert "山田 様" in text
    assert "の二次評価をご記入いただき" in text
    desk.post("/sendback/make")
    assert ended(desk.desk).state.value == "done"
    assert [p.name for p in (year / "差戻し").glob("*.xlsx")] == ["二次評価.xlsx"]


def test_a_plan_as_it_is_needs_no_other_workbook_of_the_folder(desk: AskedDesk, year: Path) -> None:
    """The second reading's workbook is nobody's table to begin a plan with."""
    desk.post("/summary/review")
    ended(desk.desk)
    (year / "plan.xlsx").unlink()
    assert "<option selected>二次評価.xlsx</option>" not in settled(desk, "/plan")


def test_the_section_can_be_used_in_a_browser_by_anybody(
    browser: Browser, year: Path, tmp_path: Path
) -> None:
    (tmp_path / "home").mkdir()
    with running_desk(year, tmp_path / "home") as desk:
        page = browser.page()
        page.go(desk.address)
        page.wait("document.querySelector('#main h1') && !document.querySelector('#first-reading')")
        page.leave_by("#step-summary")
        page.sees("まだ始めていません。")
        assert page.axe() == []
        assert page.run("document.documentElement.scrollWidth <= innerWidth")
        page.leave_by("#make-review")
        page.sees("審査用のブックを 1 件作りました。")
        page.sees("「二次評価.xlsx」への記入を待っています。")
        rate(year / "二次評価.xlsx", ALL_B)
        page.sees("二次評価: 審査担当 完了 5/5")
        assert page.axe() == []
        assert page.complaints() == []
