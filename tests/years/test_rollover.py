"""From this year's table to next year's plan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ictxl.consolidated.workbook import write_consolidated
from ictxl.model import CheckSetting, Plan
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan
from ictxl.questions import Choice
from ictxl.years.rollover import roll_over
from ictxl.years.year import Year
from tests.support.books import load
from tests.support.cli import ictxl
from tests.support.last_year import RESPONSES, response
from tests.support.returned_forms import small_plan


def year(**changes: object) -> Year:
    return Year(small_plan(**changes), RESPONSES, "進捗状況.xlsx")


def test_a_legend_of_signs_goes_on_into_the_next_year(tmp_path: Path) -> None:
    signs = [Choice("◎", "目標を超えた"), Choice("○", "目標どおり"), Choice("済", "終わった", True)]
    plan = small_plan(ratings=signs)
    answers = [response("1-2", "健康課", "○", "発信した。", "1")]
    write_consolidated(plan, answers, {"健康課"}, tmp_path / "進捗状況.xlsx")
    run = ictxl("rollover", "進捗状況.xlsx", "-o", "plan.xlsx", cwd=tmp_path)
    assert run.code == 0, run.err
    listed = read_plan(tmp_path / "plan.xlsx").questions[0].choices
    assert listed
    assert list(listed.choices) == signs


def test_a_measure_leaves_only_where_every_department_has_finished_it() -> None:
    rolled = roll_over(year())
    assert [(item.measure.id, item.reason) for item in rolled.left] == [
        (
            "1-1",
            "文書課: X 完了した\n健康課: B 目標どおり進んでいる、次期計画での展開 4.終了",
        )
    ]
    assert [m.id for m in rolled.plan.measures] == ["1-2", "1-3", "2-1", "2-2"]


def test_measures_that_some_departments_finished_go_on_and_are_listed() -> None:
    partly = {i.measure.id: (i.finished, i.others) for i in roll_over(year()).partly}
    assert partly == {
        "1-3": (("学校課",), ("文書課",)),
        "2-2": (("文書課", "学校課"), ("健康課",)),
    }


def test_numbers_stay_unless_new_ones_are_asked_for() -> None:
    assert roll_over(year()).renumbered == ()
    moved = roll_over(year(), renumber=True)
    assert [(p.before.id, p.after.id) for p in moved.renumbered] == [("1-2", "1-1"), ("1-3", "1-2")]
    assert [m.id for m in moved.plan.measures] == ["1-1", "1-2", "2-1", "2-2"]
    assert {a.measure for a in moved.plan.previous} == {"1-1", "1-2", "2-1", "2-2"}


@pytest.mark.parametrize(
    ("this", "label", "following"),
    [
        (2018, "平成30年度", "平成31(令和元)年度"),
        (2019, "平成31(令和元)年度", "令和2年度"),
        (2020, "令和2年度", "令和3年度"),
        (1988, "昭和63年度", "平成元年度"),
    ],
)
def test_the_year_goes_on_over_a_change_of_era(this: int, label: str, following: str) -> None:
    new = roll_over(year(year=this, year_label=label)).plan
    assert (new.year, new.year_label) == (this + 1, following)


def test_dates_of_this_year_do_not_go_on() -> None:
    new = roll_over(year(compiled_on="2025-06-01")).plan
    assert (new.deadline, new.compiled_on, new.saved_at) == ("", "", "")


def test_last_years_answers_are_carried_as_written() -> None:
    previous = {(a.measure, a.department): a for a in roll_over(year()).plan.previous}
    assert previous["2-1", "文書課"].values["progress"] == "=1+1\n半減した。"
    assert previous["1-2", "健康課"].values["next_step"] == "2.拡充"
    assert ("2-2", "健康課") not in previous


def test_a_measure_that_nobody_is_asked_about_stays() -> None:
    plan = small_plan()
    silent = tuple(replace(d, answers=False) for d in plan.departments)
    rolled = roll_over(Year(replace(plan, departments=silent), ()))
    assert rolled.left == ()


def save_table(path: Path, plan: Plan) -> Path:
    write_consolidated(plan, RESPONSES, {"文書課", "健康課", "学校課"}, path)
    return path


def test_the_command_writes_a_plan_that_generate_takes_as_it_is(tmp_path: Path) -> None:
    save_table(tmp_path / "進捗状況.xlsx", small_plan())
    run = ictxl("rollover", "進捗状況.xlsx", "-o", "次.xlsx", "--renumber", "--json", cwd=tmp_path)
    assert run.code == 0, run.out + run.err
    assert [item["measure"] for item in run.json["left"]] == ["1-1"]
    assert {(p["before"], p["after"]) for p in run.json["kept"]} == {
        *(("1-2", "1-1"), ("1-3", "1-2"), ("2-1", "2-1"), ("2-2", "2-2")),
    }
    assert ictxl("generate", "次.xlsx", "-o", "outbox", cwd=tmp_path).code == 0
    [path] = (tmp_path / "outbox").glob("*_文書課.xlsx")
    form = load(path)
    shown = {str(c.value) for row in form["進捗入力"] for c in row if c.value}
    assert {"2校に置いた。", "=1+1\n半減した。"} <= shown
    report = load(tmp_path / "次.report.xlsx")
    assert report.sheetnames == ["終えた施策", "一部が終えた施策", "項番の新旧", "確認事項"]
    assert [c.value for c in report["項番の新旧"][4]][:2] == ["1-2", "1-1"]


def test_what_only_the_plan_workbook_knows_comes_from_it(tmp_path: Path) -> None:
    plan = small_plan(progress_limit=300, check_settings=(CheckSetting("P101", "off"),))
    write_plan(plan, tmp_path / "plan.xlsx")
    save_table(tmp_path / "進捗状況.xlsx", plan)
    run = ictxl("rollover", "進捗状況.xlsx", "-o", "次.xlsx", "--plan", "plan.xlsx", cwd=tmp_path)
    assert run.code == 0, run.out + run.err
    assert "「次.xlsx」の提出期限などを Excel で記入" in run.out
    new = read_plan(tmp_path / "次.xlsx")
    assert new.deadline == ""
    assert (new.contact, new.questions[1].limit) == (plan.contact, 300)
    assert new.department_by_name["文書課"].aliases == ("旧総務課",)
    assert new.lists == plan.lists
    assert CheckSetting("P101", "off") in new.check_settings


def test_nothing_to_go_on_with_is_said_and_nothing_written(tmp_path: Path) -> None:
    plan = small_plan()
    done = [response(m.id, d, "X", "済", "") for m in plan.measures for d in m.departments]
    write_consolidated(plan, done, {"文書課"}, tmp_path / "進捗状況.xlsx")
    run = ictxl("rollover", "進捗状況.xlsx", "-o", "次.xlsx", cwd=tmp_path)
    assert run.code == 2
    assert "すべて終わっている" in run.err
    assert not (tmp_path / "次.xlsx").exists()
