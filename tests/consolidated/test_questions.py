"""The consolidated table of plans that say themselves what is asked."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ictxl.consolidated.data.frame import csv_text, data_frame, read_parquet_rows, write_parquet
from ictxl.consolidated.data.plan_sheet import needs_plan_sheet
from ictxl.consolidated.data.reading import read_data
from ictxl.consolidated.page import page_html
from ictxl.consolidated.reading import read_consolidated
from ictxl.consolidated.summary import number_tallies, tallies
from ictxl.consolidated.table import ConsolidatedTable, State, consolidate
from ictxl.consolidated.workbook import write_consolidated
from ictxl.contract.answer_values import normal_text
from ictxl.model import Assignment, Department, Measure, Plan
from ictxl.plan.new_plan import starting_plan
from ictxl.questions import NEVER, Choice, ChoiceList, Level, Question, QuestionKind
from ictxl.responses import Response
from tests.support.books import load, sheet_of
from tests.support.consolidated_tables import printed_sheet
from tests.support.examples import examples
from tests.support.question_plans import (
    DEPARTMENT,
    SCORES,
    TEN,
    plan_asking,
    random_answers,
    random_questions,
)
from tests.support.random_plans import plans

ANSWERS = {
    "事業の実績": "相談会を12回開いた。\n1,230人が来た。",
    "利用者数": "1230",
    "決算額": "1200000.5",
    "達成率": "0.853",
    "目標に対する評価": "C",
    "評価の理由": "人手が足りなかった。",
    "今後の方向": "終了",
    "今後の課題": "人材の確保",
    "次回見直しの日": "2027-03-31",
    "連絡事項": "公表しないこと",
}
UNREADABLE = {
    "利用者数": "約30人",
    "決算額": "未定",
    "達成率": "半分",
    "目標に対する評価": "優",
    "次回見直しの日": "来年度",
}


def answers(measure: str, texts: dict[str, str], department: str = DEPARTMENT) -> Response:
    by_name = {question.name: question.key for question in TEN}
    return Response(measure, department, {by_name[name]: text for name, text in texts.items()})


def three(*responses: Response) -> ConsolidatedTable:
    return consolidate(plan_asking(TEN), responses, {DEPARTMENT})


FULL, ODD = answers("1-2-001", ANSWERS), answers("1-2-002", UNREADABLE)


def test_every_question_has_typed_columns_and_what_cannot_be_read_stays_in_sight() -> None:
    frame = data_frame(three(FULL, ODD))
    first, second, third = (dict(zip(frame.columns, row, strict=True)) for row in frame.values)
    assert (first["利用者数(人)"], first["決算額(千円)"], first["達成率"]) == (
        1230,
        1200000.5,
        0.853,
    )
    assert first["次回見直しの日"] == pd.Timestamp("2027-03-31")
    assert [first[f"目標に対する評価{part}"] for part in ("コード", "の意味")] == [
        "C",
        "少し達成した",
    ]
    # A list of words is its own meaning; one that ends measures tells 区分.
    assert [first[f"今後の方向{part}"] for part in ("コード", "の意味", "区分")] == [
        "終了",
        "終了",
        "終了",
    ]
    assert first["事業の実績"] == ANSWERS["事業の実績"]
    assert "連絡事項" not in frame.columns, "it is not published"
    unread = ("整数でない", "数でない", "数でない", "一覧にない", "日付でない")
    for (name, text), label in zip(UNREADABLE.items(), unread, strict=True):
        assert second[f"{label}{name}"] == text
        assert first[f"{label}{name}"] == ""
    assert pd.isna(second["利用者数(人)"])
    assert pd.isna(second["次回見直しの日"])
    assert third["提出状況"] == "未記入"
    types = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert types["利用者数(人)"] == "Int64"
    assert types["決算額(千円)"] == types["達成率"] == "Float64"
    assert types["次回見直しの日"].startswith("datetime64")


def test_levels_and_the_plans_own_columns_are_columns_too() -> None:
    frame = data_frame(three(FULL))
    row = frame.iloc[0]
    assert (row["基本目標番号"], row["基本目標名称"]) == (1, "くらしを支える")
    assert (row["施策の柱番号"], row["施策の柱名称"]) == (2, "相談支援の充実")
    assert (row["項番"], row["事業名"], row["種別"]) == ("001", "事業1の実施", "新規")


def test_csv_has_plain_numbers_and_days() -> None:
    first, row, *_ = csv.reader(io.StringIO(csv_text(three(FULL))))
    told = dict(zip(first, row, strict=True))
    shown = [told[name] for name in ("利用者数(人)", "決算額(千円)", "達成率", "次回見直しの日")]
    assert shown == ["1230", "1200000.5", "0.853", "2027-03-31"]


def test_the_sheet_of_data_keeps_numbers_as_numbers_and_days_as_days(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    write_consolidated(plan_asking(TEN), [FULL, ODD], {DEPARTMENT}, path)
    sheet = sheet_of(path, "データ")
    places = {str(cell.value): cell.column for cell in sheet[1]}
    cell = {name: sheet.cell(2, column) for name, column in places.items()}
    assert (cell["利用者数(人)"].value, cell["利用者数(人)"].number_format) == (1230, "#,##0")
    assert (cell["達成率"].value, cell["達成率"].number_format) == (0.853, "0.0%")
    assert cell["次回見直しの日"].value == dt.datetime(2027, 3, 31)
    assert cell["決算額(千円)"].alignment.horizontal == "right"
    assert sheet.cell(3, places["数でない決算額"]).value == "未定"


def test_answers_are_printed_below_the_leading_text_under_their_names(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    write_consolidated(plan_asking(TEN), [FULL], {DEPARTMENT}, path)
    printed = [cell.text for cell in printed_sheet(path).cells]
    [paragraph] = [text for text in printed if text.startswith("【福祉課-C】")]
    assert paragraph.split("\n") == [
        "【福祉課-C】相談会を12回開いた。",
        "1,230人が来た。",
        "利用者数: 1,230人",
        "決算額: 1,200,000.5千円",
        "達成率: 85.3%",
        "評価の理由: 人手が足りなかった。",
        "今後の方向: 終了",
        "今後の課題: 人材の確保",
        "次回見直しの日: 2027年3月31日",
    ]
    for text in ("施策の柱", "事業名", "令和8年度の事業の実績", "基本目標Ⅰ くらしを支える", "001"):
        assert text in printed
    assert not [text for text in printed if "次期計画での展開" in text or "公表しない" in text]


def test_the_page_says_the_same_in_the_plans_own_words() -> None:
    page = page_html(three(FULL))
    for text in ("事業名・目標など", "決算額: 1,200,000.5千円", "基本目標Ⅰ くらしを支える"):
        assert text in page
    for text in ("次期計画での展開", "施策名称", "公表しないこと"):
        assert text not in page


def test_without_a_choice_the_department_stands_alone_and_states_are_counted() -> None:
    asked = (Question("実績"), Question("件数", QuestionKind.WHOLE, unit="件", required=NEVER))
    plan = plan_asking(asked)
    said = Response("1-2-001", DEPARTMENT, {asked[0].key: "開いた。"})
    silent = Response("1-2-002", DEPARTMENT, {})
    table = consolidate(plan, [said, silent], {DEPARTMENT})
    assert [answer.paragraph for answer in table.answers] == [
        "【福祉課】開いた。",
        "【福祉課-未記入】",
        "【福祉課-未記入】",
    ]
    by_area, by_department = tallies(table)
    assert by_area.title == "提出状況(施策の柱別)"
    assert [category.code for category in by_area.categories] == ["回答あり", "未記入"]
    assert by_department.rows == (("福祉課", (1, 2)),)
    assert "filter-rating" in page_html(table)


def test_a_choice_that_may_be_left_open_makes_nobody_unanswered() -> None:
    scale = ChoiceList("段階", (Choice("進"), Choice("遅")))
    asked = (Question("実績"), Question("達成", QuestionKind.CHOICE, scale, required=NEVER))
    said = Response("1-2-001", DEPARTMENT, {asked[0].key: "開いた。"})
    table = consolidate(plan_asking(asked), [said], {DEPARTMENT})
    first = table.answers[0]
    assert (first.state, first.paragraph) == (State.ANSWERED, "【福祉課】開いた。")
    counted = tallies(table)[0]
    codes = [category.code for category in counted.categories]
    assert dict(zip(codes, counted.totals, strict=True)) == {
        "進": 0,
        "遅": 0,
        "記載なし": 1,
        "未記入": 2,
    }


def test_choices_are_counted_and_numbers_summed_up() -> None:
    other = answers("1-2-003", {"利用者数": "70", "目標に対する評価": "A", "達成率": "1"})
    table = three(FULL, ODD, other)
    counted = {tally.title: tally for tally in tallies(table)}
    assert list(counted) == [
        "目標に対する評価(施策の柱別)",
        "今後の方向(施策の柱別)",
        "今後の方向の継続・終了(施策の柱別)",
        "目標に対する評価(担当課別)",
        "今後の方向(担当課別)",
    ]
    ratings = counted["目標に対する評価(担当課別)"]
    codes = [category.code for category in ratings.categories]
    assert dict(zip(codes, ratings.totals, strict=True)) == {
        "A": 1,
        "B": 0,
        "C": 1,
        "D": 0,
        "一覧外": 1,
    }
    numbers = {tally.title: tally.total for tally in number_tallies(table)}
    people = numbers["利用者数(人)(担当課別)"]
    assert (people.count, people.total, people.mean) == (2, 1300, 650)
    assert (people.least, people.most) == (70, 1230)
    rates = numbers["達成率(施策の柱別)"]
    assert (rates.total, rates.mean) == (None, Decimal("0.9265")), "a sum of shares says nothing"


def test_a_list_of_500_choices_is_counted_in_a_table_that_can_be_read(tmp_path: Path) -> None:
    codes = ChoiceList("コード", tuple(Choice(f"{n:03}") for n in range(500)))
    asked = (Question("番号", QuestionKind.CHOICE, codes),)
    plan = plan_asking(asked, 300)
    given_codes = [
        Response(m.id, DEPARTMENT, {asked[0].key: f"{n % 250:03}"})
        for n, m in enumerate(plan.measures)
    ]
    table = write_consolidated(plan, given_codes, {DEPARTMENT}, tmp_path / "表.xlsx")
    first = tallies(table)[0]
    assert len(first.categories) == 60
    assert first.categories[-1].code == "ほか"
    assert sum(first.totals) == 300


def test_measures_of_a_plan_without_areas_stand_in_the_table(tmp_path: Path) -> None:
    plan = Plan(
        "計画",
        2026,
        "令和8年度",
        levels=(Level("取組", "{1}"),),
        measures=(Measure("", "0106-01", "甲", "", "", (Assignment("情報課"),)),),
        departments=(Department("情報課"),),
        questions=(Question("実績値"),),
    )
    said = Response("0106-01", "情報課", {"q:実績値": "32%"})
    path = tmp_path / "表.xlsx"
    table = write_consolidated(plan, [said], {"情報課"}, path)
    assert [answer.paragraph for answer in table.answers] == ["【情報課】32%"]
    assert {"0106-01", "甲", "取組名"} <= {cell.text for cell in printed_sheet(path).cells}
    assert read_data(path).responses[0].measure == "0106-01"


def test_headings_that_would_be_alike_are_told_apart() -> None:
    asked = tuple(Question(name) for name in ("提出状況", "数でない件数"))
    number = Question("件数", QuestionKind.NUMBER)
    frame = data_frame(consolidate(plan_asking((*asked, number)), [], set()))
    assert len(set(frame.columns)) == len(frame.columns)
    assert {"提出状況", "提出状況_2", "数でない件数", "数でない件数_2"} <= set(frame.columns)


@pytest.mark.parametrize("text", ["1e300", "1E999", "123456789012345", "-0.000001", "1,234,567"])
def test_numbers_of_any_size_are_written_or_stay_as_text(text: str, tmp_path: Path) -> None:
    asked = (Question("数", QuestionKind.NUMBER), Question("整", QuestionKind.WHOLE))
    kept = {question.key: normal_text(question, text) for question in asked}
    path = tmp_path / "表.xlsx"
    said = Response("1-2-001", DEPARTMENT, kept)
    write_consolidated(plan_asking(asked), [said], {DEPARTMENT}, path)
    [read] = read_data(path).responses
    for question in asked:
        one, other = (read[question.key], kept[question.key])
        assert one == other or Decimal(one) == Decimal(other)


def published_texts(plan: Plan, response: Response) -> dict[str, str]:
    asked = [q for q in plan.department_questions if q.published]
    return {q.key: response[q.key] for q in asked if response[q.key]}


def random_response(pick: random.Random, plan: Plan, measure: Measure) -> Response:
    values = {}
    for question in plan.questions:
        text = str(next(random_answers(pick, question))).strip()
        choices = question.choices.by_code if question.choices else {}
        code = text.split(" ")[0]
        kept = code if code in choices else text
        values[question.key] = normal_text(question, kept) if not choices else kept
    return Response(measure.id, DEPARTMENT, values)


@settings(max_examples=examples(60), deadline=None, print_blob=True)
@given(st.randoms(use_true_random=False))
def test_a_workbook_of_any_questions_is_read_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, pick: random.Random
) -> None:
    questions = tuple(
        replace(question, published=pick.random() < 0.8) for question in random_questions(pick)
    )
    plan = plan_asking(questions, 4)
    written = [random_response(pick, plan, m) for m in plan.measures if pick.random() < 0.8]
    path = tmp_path_factory.mktemp("tables") / "表.xlsx"
    write_consolidated(plan, written, {DEPARTMENT} if written else set(), path)
    table = read_consolidated(path, starting_plan(2026))
    shown = tuple(question for question in plan.questions if question.published)
    assert table.plan == replace(
        plan, questions=shown, deadline="", contact="", saved_at="", compiled_on=""
    )
    told = {r.measure: published_texts(plan, r) for r in written}
    read = {r.measure: dict(r.values) for r in table.responses}
    assert read == {measure: texts for measure, texts in told.items() if texts}
    hidden = [found.code for found in table.findings]
    assert hidden == (["I060"] if len(shown) < len(questions) else [])


def test_parquet_keeps_the_types_and_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "表.parquet"
    write_parquet(three(FULL, ODD), path)
    frame = pd.read_parquet(path)
    assert frame["利用者数(人)"].tolist()[0] == 1230
    assert frame["次回見直しの日"].iloc[0] == pd.Timestamp("2027-03-31")
    headings, first, second, _ = read_parquet_rows(path)
    told = dict(zip(headings, first, strict=True))
    assert told["決算額(千円)"] == "1200000.5"
    assert told["次回見直しの日"] == "2027-03-31"
    assert dict(zip(headings, second, strict=True))["利用者数(人)"] == ""


def test_answers_that_were_changed_on_the_print_are_told_with_their_cell(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    others = [answers(f"1-2-00{n}", ANSWERS | {"事業の実績": f"{n}回。" * 900}) for n in (2, 3)]
    write_consolidated(plan_asking(TEN), [FULL, *others], {DEPARTMENT}, path)
    assert [f.code for f in read_consolidated(path, starting_plan(2026)).findings] == ["I060"]
    book = load(path)
    sheet = book["進捗状況"]
    [cell] = [c for row in sheet for c in row if str(c.value).startswith("【福祉課-C】相談会")]
    cell.value = str(cell.value).replace("1,230人が来た", "2,000人が来た")
    book.save(path)
    table = read_consolidated(path, starting_plan(2026))
    [found] = [found for found in table.findings if found.code == "I058"]
    assert (found.sheet, found.cell, found.measure) == ("進捗状況", cell.coordinate, "1-2-001")
    assert "2,000人" in found.value
    assert table.responses[0].values["q:事業の実績"] == ANSWERS["事業の実績"]


LONG = "長い名称の記入欄" * 25


@pytest.mark.lengthy
@pytest.mark.parametrize(
    "asked",
    [
        (),
        (Question("公表しない", published=False),),
        tuple(
            Question(f"{LONG[:190]}{n}", kind, SCORES if kind is QuestionKind.CHOICE else None)
            for n, kind in enumerate(QuestionKind)
        ),
        tuple(
            Question(f"問{n}", kind, SCORES if kind is QuestionKind.CHOICE else None, unit="件")
            for n, kind in enumerate([*QuestionKind] * 15)
        ),
    ],
    ids=["none", "none published", "long names", "105"],
)
def test_plans_that_ask_nothing_much_or_at_length(
    asked: tuple[Question, ...], tmp_path: Path
) -> None:
    plan = plan_asking(asked)
    given_texts = {
        QuestionKind.CHOICE: "A",
        QuestionKind.DATE: "2027-03-31",
        QuestionKind.TEXT: "済んだ。",
    }
    values = {q.key: given_texts.get(q.kind, "12") for q in asked}
    path = tmp_path / "表.xlsx"
    table = write_consolidated(plan, [Response("1-2-001", DEPARTMENT, values)], {DEPARTMENT}, path)
    assert page_html(table)
    assert sheet_of(path, "データ").max_row == 4
    [*read] = read_consolidated(path, starting_plan(2026)).responses
    shown = {q.key: values[q.key] for q in asked if q.published}
    assert [dict(response.values) for response in read] == ([shown] if shown else [])


def made_public(plan: Plan) -> Plan:
    """What a consolidated workbook tells of a plan that is not of the usual questions."""
    published = tuple(q for q in plan.questions if q.published)
    return replace(
        plan,
        questions=plan.questions if plan.asks_the_usual else published,
        departments=tuple(replace(d, aliases=(), mail="") for d in plan.departments),
        deadline="",
        contact="",
        saved_at="",
        check_settings=(),
        previous=(),
    )


@settings(max_examples=examples(60), deadline=None, print_blob=True)
@given(plans(), st.randoms(use_true_random=False))
def test_the_workbook_of_any_plan_gives_plan_and_answers_back(
    tmp_path_factory: pytest.TempPathFactory, plan: Plan, pick: random.Random
) -> None:
    asked = [q for q in plan.department_questions if q.published]
    written = {}
    for measure in plan.measures:
        for name in measure.departments:
            texts = {q.key: str(next(random_answers(pick, q))).strip() for q in asked}
            kept = {
                q.key: texts[q.key] if q.choices else normal_text(q, texts[q.key])
                for q in asked
                if texts[q.key]
            }
            if kept and (measure.id, name) not in written:
                written[measure.id, name] = Response(measure.id, name, kept)
    path = tmp_path_factory.mktemp("tables") / "表.xlsx"
    write_consolidated(plan, written.values(), {name for _, name in written}, path)
    data = read_data(path)
    if needs_plan_sheet(plan):
        assert data.plan == made_public(plan)
    read = {(r.measure, r.department): dict(r.values) for r in data.responses}
    assert read == {place: dict(response.values) for place, response in written.items()}


def test_no_placeholder_of_what_the_plan_does_not_ask_is_left(tmp_path: Path) -> None:
    path = tmp_path / "進捗状況.xlsx"
    write_consolidated(plan_asking(TEN), (FULL, ODD), {DEPARTMENT}, path)
    sheets = [sheet for sheet in load(path) if sheet.title != "計画の内容"]
    texts = [str(c.value) for sheet in sheets for row in sheet for c in row if c.value]
    assert [text for text in texts if "{" in text] == []
    assert "{各課の" not in page_html(three(FULL, ODD))
