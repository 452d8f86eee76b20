"""`ictxl template make`: the published template that holds all of a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ictxl.consolidated.template.examination import check_book
from ictxl.consolidated.template.making import published_template
from ictxl.consolidated.template.source import book_of
from ictxl.plan.new_plan import ReadyStart
from ictxl.plan.writing import write_plan
from ictxl.questions import Question
from ictxl.text.era import fiscal_year_label
from tests.consolidated.test_imported_tables import import_table, merged, said
from tests.support.books import sheet_names
from tests.support.cli import ictxl
from tests.support.family_rounds import family_plan
from tests.support.published_tables import OUTCOMES, TABLES
from tests.support.shapes import read_shape

pytestmark = pytest.mark.slow

each_table = pytest.mark.parametrize("name", OUTCOMES)


def round_of(name: str, folder: Path, *options: str) -> Path:
    """Imported, its template made, sent, filled in and merged."""
    import_table(name, folder)
    made = ictxl("template", "make", *options, cwd=folder)
    assert (made.code, made.out) == (0, "→ consolidated_template.xlsx\n"), made.err
    checked = ictxl("template", "check", "consolidated_template.xlsx", cwd=folder)
    assert checked.code == 0, checked.out
    return merged(name, folder)


@pytest.mark.parametrize("options", [(), ("--sheets",)])
@each_table
def test_every_text_of_an_imported_table_is_published(
    name: str, options: tuple[str, ...], tmp_path: Path
) -> None:
    path = round_of(name, tmp_path, *options)
    own = sheet_names(path).index("データ")
    told = "\n".join(bare(t) for place in range(own) for row in said(path, place) for t in row)
    assert [text for text in texts_of(name) if bare(text) not in told] == []


def bare(text: str) -> str:
    """Without blanks, and without the commas of thousands."""
    return re.sub(r"\s|(?<=[0-9]),(?=[0-9]{3})", "", text).replace(".0%", "%")


def texts_of(name: str) -> Iterator[str]:
    """What plan and answers of a table hold."""
    table = read_shape(TABLES / f"{name}.xlsx")
    plan = table.plan
    yield from (plan.title, plan.year_label, *plan.given_columns, *plan.indicator_columns)
    yield plan.measure_level.label
    yield from (plan.area_label(area) for area in plan.areas)
    for measure in plan.measures:
        yield from (measure.title, measure.target, *measure.departments)
        for text in measure.given:
            # Beside a department's answer stands its own line.
            yield from (line.rpartition(": ")[2] for line in text.split("\n"))
    for one in plan.indicators:
        yield from (one.name, one.with_unit(one.baseline), one.with_unit(one.target), *one.given)
    indicators = {(one.measure_id, one.name): one for one in plan.indicators}
    for told in table.indicator_responses:
        yield indicators[told.measure, told.indicator].with_unit(told.actual)
    for question in plan.department_questions:
        answers = [text for response in table.responses if (text := response[question.key])]
        # Nothing is printed of a question that nobody has answered.
        yield from (question.name, *answers) if answers else ()


def test_a_row_an_indicator_where_the_plan_has_any_else_a_row_an_answer(tmp_path: Path) -> None:
    heads = {}
    for name in ("reform", "disability"):
        (folder := tmp_path / name).mkdir()
        heads[name] = next(row for row in said(round_of(name, folder)) if "番号" in row)
    assert heads["reform"] == [
        *("番号", "取組", "担当課", "指標", "目標値", "実績値", "達成率", "達成状況")
    ]
    assert heads["disability"] == [
        *("番号", "事業", "種別", "事業内容", "現況", "目標", "担当課", "計画事業の実績等"),
        *("目標に対する評価", "効果又は評価の理由", "今後の課題及び事業推進の方策"),
    ]


def test_sheets_are_one_a_measure(tmp_path: Path) -> None:
    path = round_of("activities", tmp_path, "--sheets")
    assert sheet_names(path)[:4] == ["1-1", "1-2", "2-1", "2-2"]


@pytest.mark.parametrize("is_measure_sheets", [False, True])
@pytest.mark.parametrize("start", ReadyStart)
def test_the_template_of_each_familys_plan_is_right_for_it(
    start: ReadyStart, *, is_measure_sheets: bool
) -> None:
    plan = family_plan(start)
    made = published_template(plan, is_measure_sheets=is_measure_sheets)
    assert check_book(book_of(made, "ひな形.xlsx"), plan) == ()


def test_a_question_may_have_the_name_of_what_is_told_of_indicators(tmp_path: Path) -> None:
    plan = family_plan(ReadyStart.INDICATORS)
    asked = (*plan.questions, Question("目標値"), Question("長" * 38))
    write_plan(replace(plan, questions=asked), tmp_path / "plan.xlsx")
    assert ictxl("template", "make", cwd=tmp_path).code == 0
    checked = ictxl("template", "check", "consolidated_template.xlsx", cwd=tmp_path)
    assert checked.code == 0, checked.out
    texts = [text for row in said(tmp_path / "consolidated_template.xlsx") for text in row]
    assert {"{目標値}", "{各課の目標値}", f"{{{'長' * 38}}}"} <= set(texts)


def test_of_targets_of_several_years_each_stands_in_one_column(tmp_path: Path) -> None:
    plan = family_plan(ReadyStart.INDICATORS)
    years = [fiscal_year_label(plan.year + step) for step in (-1, 0, 1)]
    indicators = tuple(replace(one, targets=("5", one.target, "7")) for one in plan.indicators)
    plan = replace(plan, target_years=tuple(years), indicators=indicators)
    write_plan(plan, tmp_path / "plan.xlsx")
    for option in ((), ("--sheets",)):
        made = ictxl("template", "make", "--force", *option, cwd=tmp_path)
        assert made.code == 0, made.err
        texts = [text for row in said(tmp_path / "consolidated_template.xlsx") for text in row]
        shown = [text for text in texts if text.startswith("{目標値")]
        assert shown == [f"{{目標値{years[0]}}}", f"{{目標値{years[2]}}}", "{目標値}"]
        checked = ictxl("template", "check", "consolidated_template.xlsx", cwd=tmp_path)
        assert checked.code == 0, checked.out


def test_a_template_that_is_there_is_only_replaced_when_told_so(tmp_path: Path) -> None:
    import_table("reform", tmp_path)
    own = tmp_path / "consolidated_template.xlsx"
    own.write_text("手直ししたひな形", encoding="utf-8")
    run = ictxl("template", "make", cwd=tmp_path)
    assert (run.code, "すでにあります" in run.err) == (2, True)
    assert own.read_text(encoding="utf-8") == "手直ししたひな形"
    assert ictxl("template", "make", "--force", cwd=tmp_path).code == 0
    first = own.read_bytes()
    assert ictxl("template", "make", "--force", cwd=tmp_path).code == 0
    assert own.read_bytes() == first


def test_the_template_that_init_put_there_is_replaced(tmp_path: Path) -> None:
    assert ictxl("init", ".", "--year", "2026", "--like", "指標", cwd=tmp_path).code == 0
    write_plan(family_plan(ReadyStart.INDICATORS), tmp_path / "plan.xlsx")
    run = ictxl("template", "make", cwd=tmp_path)
    assert (run.code, run.out) == (0, "→ consolidated_template.xlsx\n"), run.err


def test_without_a_plan_nothing_is_made(tmp_path: Path) -> None:
    run = ictxl("template", "make", cwd=tmp_path)
    assert (run.code, "plan.xlsx" in run.err, list(tmp_path.iterdir())) == (2, True, [])
