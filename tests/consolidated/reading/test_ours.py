"""Our own consolidated workbooks read back exactly: data → sheet → data is the identity."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ictxl.consolidated.reading import ImportedTable, read_consolidated
from ictxl.consolidated.table import consolidate
from ictxl.consolidated.workbook import write_consolidated
from ictxl.model import (
    Assignment,
    Department,
    Measure,
    Outlook,
    Plan,
    PolicyArea,
)
from ictxl.plan.new_plan import starting_plan
from ictxl.questions import Choice, next_step_list, rating_list, usual_questions
from ictxl.responses import Response
from ictxl.text.clean import clean_text, fold_name
from tests.support.books import load
from tests.support.examples import examples
from tests.support.plan_parts import next_steps_of, ratings_of
from tests.support.responses import answer_of, answered
from tests.support.rounds import real_plan, real_responses

pytestmark = pytest.mark.lengthy

# What tables are made of, and what breaks readers of them.
PIECES = st.sampled_from(
    [
        *(
            "【情報課-A】",
            "【参考】",
            "-1.現状維持",
            "(続き)",
            "第2款",
            "(3)",
            "【凡例】",
            "\n",
            " ",
        ),
        *("=1+1", "'", "_x000D_", "_x005F_", "<r>", "</r>", "&amp;", "\t", "\x01", "😀", "葛󠄀", "ﾊﾞ"),
        *("広報", "週1回以上発信した。", "\u3000", "\n\n", "A", "1.0", "-1", "#N/A", "TRUE"),
    ]
)
TEXT = st.lists(
    st.one_of(PIECES, st.text(st.characters(exclude_categories=("Cs",)), max_size=8)), max_size=8
).map(lambda parts: clean_text("".join(parts).replace("\ufffe", "").replace("\uffff", "")))
FILLED = TEXT.filter(bool)
LINE = st.text(
    st.characters(categories=("Lo", "Lu", "Nd", "Po"), codec="utf-8"), min_size=1, max_size=10
)
NAMES = st.lists(
    st.text("課係局室企画防災情報福祉()・ABＣ-1", min_size=1, max_size=8),
    min_size=1,
    max_size=5,
    unique_by=fold_name,
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan that shows on the sheet as a whole: every list is used or has its meaning."""
    names = draw(NAMES)
    departments = (*map(Department, names), Department("各業務担当課", (), False))
    marks = draw(st.lists(st.sampled_from("⇒↗☆★→"), min_size=1, max_size=3, unique=True))
    outlooks = tuple(Outlook(mark, draw(LINE)) for mark in marks)
    numbers = draw(st.lists(st.integers(1, 30), min_size=1, max_size=3, unique=True))
    areas = tuple(PolicyArea(str(number), draw(FILLED)) for number in numbers)
    measures = []
    for area in areas:
        places = draw(st.lists(st.integers(1, 40), min_size=1, max_size=3, unique=True))
        for number in places:
            charge = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
            notes = [Assignment(name, draw(st.sampled_from(["", "旧広報課"]))) for name in charge]
            notes += draw(st.sampled_from([[], [Assignment("各業務担当課")]]))
            mark = draw(st.sampled_from(["", *marks]))
            measures.append(
                Measure(area.id, str(number), draw(FILLED), draw(TEXT), mark, tuple(notes))
            )
    used = {name for measure in measures for name in measure.departments}
    return replace(
        real_plan(),
        title=draw(FILLED),
        compiled_on=draw(st.sampled_from(["", "2019年11月29日"])),
        deadline="",
        contact="",
        areas=areas,
        measures=tuple(measures),
        departments=tuple(d for d in departments if d.name in used),
        questions=usual_questions(
            rating_list(
                Choice(code, draw(LINE), code in "XY") for code in ("A", "優", "可", "X", "Y")
            ),
            next_step_list([Choice("1", "現状維持"), Choice("4", "終了", finished=True)]),
        ),
        outlooks=outlooks,
    )


@st.composite
def rounds(draw: st.DrawFn) -> tuple[Plan, tuple[Response, ...], frozenset[str]]:
    plan = draw(plans())
    responses = []
    for measure in plan.measures:
        for name in measure.departments:
            if name != "各業務担当課" and draw(st.booleans()):
                rating = draw(st.sampled_from(["A", "優", "X", "Y", "E", "", "B+"]))
                step = draw(st.sampled_from(["1", "4", "", "9", "検討中"]))
                responses.append(answered(measure.id, name, rating, draw(TEXT), step))
    came = {response.department for response in responses}
    others = draw(st.sets(st.sampled_from([d.name for d in plan.departments])))
    return plan, tuple(responses), frozenset(came | others)


def read_back(plan: Plan, responses: tuple[Response, ...], submitted: frozenset[str]) -> None:
    with TemporaryDirectory() as folder:
        first, second = Path(folder) / "進捗状況.xlsx", Path(folder) / "again.xlsx"
        write_consolidated(plan, responses, submitted, first)
        table = read_consolidated(first, starting_plan(2000))
        check_equal(table, plan, responses, submitted)
        write_consolidated(table.plan, table.responses, table.submitted, second)
        assert second.read_bytes() == first.read_bytes()


def check_equal(
    table: ImportedTable,
    plan: Plan,
    responses: tuple[Response, ...],
    submitted: frozenset[str],
) -> None:
    found, expected = table.plan, plan
    assert found.measures == expected.measures
    assert found.areas == expected.areas
    assert (found.title, found.year, found.year_label) == (
        expected.title,
        expected.year,
        expected.year_label,
    )
    assert found.compiled_on == expected.compiled_on
    assert ratings_of(found) == ratings_of(expected)
    assert next_steps_of(found) == next_steps_of(expected)
    assert found.outlooks == expected.outlooks
    assert set(found.departments) == {replace(d, aliases=()) for d in expected.departments}
    asked = [d.name for d in expected.departments if d.answers]
    assert [d.name for d in found.departments if d.answers] == asked
    given_answers = {
        (r.measure, r.department): answer_of(r) for r in responses if not r.is_blank(plan.questions)
    }
    assert {(r.measure, r.department): answer_of(r) for r in table.responses} == given_answers
    shown = {a.department for a in consolidate(plan, responses, submitted).answers}
    assert table.submitted == submitted & shown


@settings(
    max_examples=examples(100, 4),
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
@given(rounds())
def test_any_plan_and_any_texts_read_back_exactly(
    round_of: tuple[Plan, tuple[Response, ...], frozenset[str]],
) -> None:
    read_back(*round_of)


def _real_plan_as_published() -> Plan:
    """Without what no published table shows."""
    return replace(
        real_plan(),
        deadline="",
        contact="",
        outlooks=(Outlook("⇒", "継続"), Outlook("↗", "拡充"), Outlook("☆", "新規")),
    )


def test_the_real_table_reads_back_exactly() -> None:
    plan = _real_plan_as_published()
    read_back(plan, real_responses(), frozenset(d.name for d in plan.departments if d.answers))


@pytest.mark.parametrize("text", ["<r>\x01</r>", "<r>_x0041_</r>", "<r>強調</r>"])
def test_a_text_that_looks_like_markup_reads_back_exactly(text: str) -> None:
    plan = _real_plan_as_published()
    measures = (replace(plan.measures[0], target=text), *plan.measures[1:])
    everyone = frozenset(d.name for d in plan.departments if d.answers)
    read_back(replace(plan, measures=measures), real_responses(), everyone)


def test_the_printed_sheet_alone_says_the_same_of_the_real_table(tmp_path: Path) -> None:
    plan = real_plan()
    everyone = {d.name for d in plan.departments if d.answers}
    path = tmp_path / "進捗状況.xlsx"
    write_consolidated(plan, real_responses(), everyone, path)
    book = load(path, rich_text=True)
    for name in ("データ", "集計"):
        del book[name]
    book.save(path)
    table = read_consolidated(path, starting_plan(2000))
    assert table.plan.measures == plan.measures
    assert table.plan.areas == plan.areas
    assert ratings_of(table.plan) == ratings_of(plan)
    answers = [(r.measure, r.department, *answer_of(r)) for r in table.responses]
    assert answers == [(r.measure, r.department, *answer_of(r)) for r in real_responses()]


def test_a_text_mended_by_hand_on_the_printed_sheet_is_pointed_out(tmp_path: Path) -> None:
    plan = real_plan()
    path = tmp_path / "進捗状況.xlsx"
    write_consolidated(plan, real_responses(), set(), path)
    assert not read_consolidated(path, starting_plan(2000)).findings
    book = load(path)
    sheet = book["進捗状況"]
    [cell] = [c for row in sheet for c in row if "機材の更新は特になし" in str(c.value)]
    cell.value = str(cell.value).replace("特になし", "特にありません")
    book.save(path)
    [found] = read_consolidated(path, starting_plan(2000)).findings
    assert (found.code, found.cell, found.measure) == ("I058", cell.coordinate, "2-3")
    assert "特にありません" in found.value
