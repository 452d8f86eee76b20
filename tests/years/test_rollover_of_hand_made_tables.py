"""次年度の計画 straight from a table that was made by hand, and what its answers leave open."""

from __future__ import annotations

from pathlib import Path

from ictxl.plan.reading import read_plan
from ictxl.years.rollover import roll_over
from ictxl.years.year import Year
from tests.support.cli import ictxl
from tests.support.last_year import response
from tests.support.returned_forms import small_plan
from tests.support.shapes import rows_of, save_rows

TABLE = """
みどりの計画 令和5年度 実施状況
番号 | 事業名 | 担当課 | 実績 | 評価 | 今後の方向性
1 | 緑化 | 公園課 | 百本植えた。 | A 達成 | 1.継続
2 | 花壇 | 公園課 | 作り終えた。 | C 完了 | 2.終了
3 | 並木 | 土木課 | 植え終えた。 | C 完了 | 1.継続
4 | 広場 | 土木課 | 広げた。 | A 達成 | 1.継続
"""


def found(codes: str, *answers: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    """(measure, department, code) of what the rollover asks, for (department, rating, step)."""
    responses = [response("1-1", name, rating, "文", step) for name, rating, step in answers]
    rolled = roll_over(Year(small_plan(), tuple(responses), "進捗状況.xlsx"))
    return [(f.measure, f.department, f.code) for f in rolled.findings if f.code == codes]


def test_a_measure_that_ends_and_goes_on_at_once_is_kept_and_asked_about() -> None:
    answers = ("文書課", "Y", "1"), ("健康課", "X", "4")
    assert found("I083", *answers) == [("1-1", "文書課", "I083")]
    responses = [response("1-1", name, rating, "文", step) for name, rating, step in answers]
    rolled = roll_over(Year(small_plan(), tuple(responses), "進捗状況.xlsx"))
    assert "1-1" in [m.id for m in rolled.plan.measures]


def test_answers_that_agree_or_leave_the_next_step_open_are_not_asked_about() -> None:
    assert found("I083", ("文書課", "Y", "4"), ("健康課", "X", "")) == []
    assert found("I083", ("文書課", "B", "4"), ("健康課", "B", "1")) == []


def test_the_next_plan_is_made_straight_from_a_hand_made_table(tmp_path: Path) -> None:
    save_rows(tmp_path / "表.xlsx", {"Sheet1": rows_of(TABLE)})
    run = ictxl("rollover", "表.xlsx", "-o", "plan.xlsx", cwd=tmp_path)
    assert run.code == 0, run.err
    assert "I083" in run.out
    plan = read_plan(tmp_path / "plan.xlsx")
    assert (plan.year, [m.title for m in plan.measures]) == (2024, ["緑化", "並木", "広場"])
    previous = {(a.measure, a.department): a.values for a in plan.previous}
    key = plan.questions[0].key
    assert previous["1", "公園課"][key] == "百本植えた。"
