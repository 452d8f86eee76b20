"""A form in a real LibreOffice, treated as department staff would."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import python_calamine
from openpyxl.utils import column_index_from_string

from ictxl.contract.answer_rules import ALL_WELL, answer_rules, check_text
from ictxl.contract.spellings import is_no_code, read_choice
from ictxl.model import Plan
from ictxl.returned.assign import place_form
from ictxl.returned.reader import read_form
from ictxl.returned.returned_file import ReadForm
from ictxl.text.clean import clean_text
from tests.support.clients.libreoffice import Document, Office
from tests.support.forms import SHEET, Where, where, write_form
from tests.support.responses import INPUTS, answer_of
from tests.support.rounds import real_plan
from tests.support.usual_plans import next_steps_of, ratings_of, with_usual

pytestmark = pytest.mark.slow

DEPARTMENT = "情報課"
FIRST = "1-3"
BLANK = "評価が未記入\n進捗状況が未記入\n次期計画での展開が未記入"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return replace_limit(real_plan(), 40)


def replace_limit(plan: Plan, limit: int) -> Plan:
    return replace(with_usual(plan, limit=limit), saved_at="2019-11-01T00:00:00Z")


@pytest.fixture(scope="module")
def sent(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_form(tmp_path_factory.mktemp("sent") / "form.xlsx", plan, DEPARTMENT)


@pytest.fixture(scope="module")
def place(sent: Path) -> Where:
    return where(sent)


@pytest.fixture
def document(office: Office, sent: Path) -> Iterator[Document]:
    with office.open(sent) as opened:
        yield opened


# rating, progress, next step, what the 点検 column says then
ANSWERS = (
    ("B", "講座を2回開いた。", "1.現状維持", ALL_WELL),
    ("b", "講座を2回開いた。", "1", ALL_WELL),
    ("Ｂ", "講座を2回開いた。", "１．現状維持", ALL_WELL),
    ("B 目標どおり実施できている", "講座を2回開いた。", "現状維持", ALL_WELL),
    ("Y", "予定どおり終えた。", "", ALL_WELL),
    ("Y", "予定どおり終えた。", "4.終了", ALL_WELL),
    (" B ", "\u3000", "4.終了", "進捗状況が未記入\n継続の評価なのに次期展開が終了"),
    ("Y", "予定どおり終えた。", "2.拡充", "終了の評価なのに次期展開が終了でない"),
    ("Q", "講座を2回開いた。", "9", "評価が凡例にない\n次期計画での展開が一覧にない"),
    ("A", "長" * 41, "1.現状維持", "進捗状況が上限より長い"),
    ("", "講座を2回開いた。", "", "評価が未記入\n次期計画での展開が未記入"),
    ("A", "=1+1", "1.現状維持", ALL_WELL),
)


def test_the_self_check_says_what_is_left_before_and_after(
    document: Document, place: Where
) -> None:
    for measure in place.rows:
        assert document.string(SHEET, place.at(measure, "check")) == BLANK
    for measure, (rating, progress, step, says) in zip(place.rows, ANSWERS, strict=False):
        for field, text in (("rating", rating), ("progress", progress), ("next_step", step)):
            if text:
                assert document.type(SHEET, place.at(measure, field), text)
        check = document.cell(SHEET, place.at(measure, "check"))
        assert (check.string, check.error) == (says, 0), (rating, progress, step)


def test_the_self_check_and_the_collector_share_their_rules(plan: Plan) -> None:
    rules = answer_rules(plan)
    for rating, progress, step, says in ANSWERS:
        answer = {
            "rating": read_choice(rating, ratings_of(plan)) or rating,
            "progress": progress,
            "next_step": read_choice(step, next_steps_of(plan)) or step,
        }
        assert check_text(rules, answer) == says, answer


def test_the_head_counts_down_what_is_left(document: Document, place: Where) -> None:
    assert document.cell(SHEET, "B4").value == len(place.rows)
    assert document.string(SHEET, "B4") == f"未記入・要確認 あと {len(place.rows)} 施策"
    for left, measure in zip(reversed(range(len(place.rows))), place.rows, strict=True):
        document.type(SHEET, place.at(measure, "rating"), "X")
        document.type(SHEET, place.at(measure, "progress"), "終えた。")
        assert document.cell(SHEET, "B4").value == left
    assert document.string(SHEET, "B4") == "すべて「よし」です"


def test_only_input_cells_can_be_typed_into(document: Document, place: Where) -> None:
    asked = {place.columns[key] for key in INPUTS}
    last = place.rows[FIRST]
    for letters in "ABCDEFGHIJKLMNOP":
        for row in (1, 2, 3, 6, last, last + 1):
            taken = document.type(SHEET, f"{letters}{row}", "書いてみる")
            assert taken == (letters in asked and row in place.rows.values()), f"{letters}{row}"
    assert not document.type("凡例", "B6", "Q")
    assert not document.type("記入方法", "C4", "書き換え")


def test_the_dropdowns_offer_the_plans_lists(document: Document, plan: Plan, place: Where) -> None:
    for measure in (FIRST, list(place.rows)[-1]):
        rating = document.validation(SHEET, place.at(measure, "rating"))
        assert rating.choices == [choice.code for choice in ratings_of(plan).choices]
        step = document.validation(SHEET, place.at(measure, "next_step"))
        assert step.choices == list(map(next_steps_of(plan).label, next_steps_of(plan).choices))
        assert rating.alert == step.alert == "STOP"
        assert all(
            ratings_of(plan).label(line) in rating.input_message
            for line in ratings_of(plan).choices
        )


def test_a_long_progress_text_is_counted_and_warned_about_but_taken(
    document: Document, place: Where
) -> None:
    cell = place.at(FIRST, "progress")
    rule = document.validation(SHEET, cell)
    assert (rule.type, rule.alert) == ("TEXT_LEN", "WARNING")
    assert "40文字" in rule.input_message
    assert document.type(SHEET, cell, "長" * 41)
    assert document.string(SHEET, place.at(FIRST, "length")) == "41"


def test_what_is_typed_stays_the_text_it_is(document: Document, place: Where) -> None:
    cell = place.at(FIRST, "progress")
    for text in ("1-9", "=1+1", "007", "1/2", "@here", "+81", "TRUE", "一行目\n二行目"):
        document.type(SHEET, cell, text)
        found = document.cell(SHEET, cell)
        assert (found.string, found.kind) == (text, "text")


def test_given_texts_are_shown_whole(document: Document, place: Where) -> None:
    for row in [2, 3, 4, 5, 6, *place.rows.values()]:
        height, needed = document.row_height(SHEET, row)
        assert height >= needed - 0.5, f"row {row}"


def test_the_form_hides_what_is_only_for_ictxl(document: Document, place: Where) -> None:
    assert not document.row_is_visible(SHEET, 1)
    assert not document.column_is_visible(SHEET, "A")
    assert [s["name"] for s in document.sheets() if s["visible"]] == [SHEET, "記入方法", "凡例"]
    for key in ("previous_rating", "previous_progress"):
        assert not document.column_is_visible(SHEET, place.columns[key])


TYPED = {
    "1-3": ("B", "市内6か所で\n講座を計12回開催。", "1.現状維持", "担当が替わります。"),
    "1-6": ("X", "=1+1", "4.終了", ""),
    "2-7": ("", "1-9", "", "007"),
    "3-1": ("d", "𠮷野家🍣とé", "", ""),
}


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".xls"])
def test_what_was_typed_and_saved_merges_to_exactly_that(
    document: Document, place: Where, plan: Plan, tmp_path: Path, suffix: str
) -> None:
    for measure, texts in TYPED.items():
        for key, text in zip(INPUTS, texts, strict=True):
            if text:
                assert document.type(SHEET, place.at(measure, key), text)
    saved = document.save_as(tmp_path / f"返送{suffix}")
    form = read_form(saved, saved.name)
    assert isinstance(form, ReadForm)
    assert (form.identity.plan_id, form.identity.department) == (plan.id, DEPARTMENT)
    submission = place_form(form, plan)
    got = {response.measure: answer_of(response) for response in submission.responses}
    assert got == {measure: _coded(TYPED.get(measure, ("", "", "", ""))) for measure in place.rows}
    assert [found.code for found in submission.findings] == ["A009"]  # d was read as D


def _coded(texts: tuple[str, ...]) -> tuple[str, ...]:
    rating, progress, step, remarks = texts
    return (rating.upper(), progress, step[:1], remarks)


ODD_SPELLINGS: dict[tuple[str, str | None], tuple[str, ...]] = {
    ("rating", "B"): (
        *("B", "ｂ", "Ｂ", "\u200bB\ufeff", "B\u00a0", "\u3000 B\n", "B…"),
        *("B 目標どおり実施できている", "Ｂ\u3000目標どおり実施できている", "b目標どお"),
        *("B 目標どお…", "B 目標…", "B：目標どおり実施...", "Ｂ．目標", "B.  目標どおり"),
        *("B\n目標どおり", "B)目標どおり", "B\u200b 目標\u2060どおり", "Ｂ、目標どおり…"),
    ),
    ("rating", None): (
        *("B 目", "目標どおり", "B 目標どおりです", "BB", "B B", "|B", "B?", "*", "?", "#", "~"),
        *('"', "B。", "B 目標 どおり", "B 標", "１"),
    ),
    ("rating", ""): (
        "…",
        "：",
        "",
        " ",
        "\u3000",
        "\n\t",
        "\u00a0",
        "\u200b",
        "\ufeff\u200d \u2060",
    ),
    ("next_step", "1"): (
        *("1", "１", "①", "1.", "１．", "1...", "1.現状維持", "１．現状維持", "１.現状維持"),
        *("現状維持", "\u200b現状維持", "1 現状…", "1.現状", "①現状維持", "1：現状維持"),
        "1.\n現状維持",
    ),
    ("next_step", "4"): ("4.終了", "終了", "4終了", "４、終了", "④"),
    ("next_step", None): ("現状", "現", "11", "5", "1.現", "1.現状維持する", "0", "*"),
    ("next_step", ""): ("", "\u200c", "\u3000\n", "\ufeff"),
    ("progress", None): ("x", "…", "...", "0", "\u200bx", "=A1", "'", "長" * 40),
    ("progress", ""): ("", "\u200b", "\n\u3000\n", "\u00a0\ufeff", "\u2060"),
}
"""Field and what is read (None: none of the plan's codes; a blank) → as written."""
ODD = [(field, text, read) for (field, read), texts in ODD_SPELLINGS.items() for text in texts]
USUAL = {"rating": "B", "progress": "講座を2回開いた。", "next_step": "1.現状維持"}


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods"])
def test_the_sheet_and_the_collector_agree_on_odd_spellings(
    office: Office, sent: Path, place: Where, plan: Plan, tmp_path: Path, suffix: str
) -> None:
    rules = answer_rules(plan)
    measures = list(place.rows)
    saved = office.convert(sent, tmp_path / f"form{suffix}")
    with office.open(saved) as document:
        for start in range(0, len(ODD), len(measures)):
            batch = list(zip(measures, ODD[start : start + len(measures)], strict=False))
            for measure, (field, text, _) in batch:
                for key, written in {**USUAL, field: text}.items():
                    document.put_text(SHEET, place.at(measure, key), written)
            document.recalculate()
            for measure, (field, text, expected) in batch:
                answer = collected({**USUAL, field: text}, plan)
                if field != "progress":
                    listed = {"rating": ratings_of, "next_step": next_steps_of}[field](plan)
                    read = read_choice(text, listed)
                    assert read == (expected or None), text
                assert is_no_code(answer[field]) or expected != "", text
                shown = document.string(SHEET, place.at(measure, "check"))
                assert shown == check_text(rules, answer), text
                unknown = expected is None and field != "progress"
                assert ("にない" in shown) == unknown, text


def collected(written: dict[str, str], plan: Plan) -> dict[str, str]:
    """An answer as the collector has it."""
    texts = {key: clean_text(text) for key, text in written.items()}
    return {
        "rating": read_choice(texts["rating"], ratings_of(plan)) or texts["rating"],
        "progress": texts["progress"],
        "next_step": read_choice(texts["next_step"], next_steps_of(plan)) or texts["next_step"],
    }


def test_the_sheet_and_the_collector_judge_random_answers_alike(
    document: Document, place: Where, plan: Plan
) -> None:
    seed = 20191129
    print("seed", seed)
    pick = random.Random(seed)
    ratings = [
        *"ABDYZ",
        "ａ",
        "Ｙ",
        "x",
        " C",
        "Q",
        "",
        "\u3000",
        "\n",
        "\u00a0",
        "1",
        "AB",
        "*",
        "?",
    ]
    texts = ["済", "", " ", "\n\n", "\u3000", "長" * 40, "長" * 41, "0", "=A1"]
    steps = ["1.現状維持", "4.終了", "４", "終了", "2.", "拡充 ", "5", "", " ", "現状", "1現状維持"]
    rules = answer_rules(plan)
    for _ in range(5):
        answers = {
            measure: (pick.choice(ratings), pick.choice(texts), pick.choice(steps))
            for measure in place.rows
        }
        for measure, answer in answers.items():
            for field, text in zip(("rating", "progress", "next_step"), answer, strict=True):
                document.put_text(SHEET, place.at(measure, field), text)
        document.recalculate()
        for measure, (rating, progress, step) in answers.items():
            written = {"rating": rating, "progress": progress, "next_step": step}
            shown = document.string(SHEET, place.at(measure, "check"))
            assert shown == check_text(rules, collected(written, plan)), answers[measure]


def test_the_self_check_shows_where_nothing_recalculates(sent: Path, place: Where) -> None:
    # Excel's protected view, in which mailed files open, and previews show stored values only.
    book = python_calamine.CalamineWorkbook.from_path(sent)
    rows = book.get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
    column = column_index_from_string(place.columns["check"]) - 1
    assert {rows[row - 1][column] for row in place.rows.values()} == {BLANK}
    assert rows[3][1] == len(place.rows)


def test_a_row_grows_with_a_long_answer(document: Document, place: Where) -> None:
    document.type(SHEET, place.at(FIRST, "progress"), "講座を開き、延べ30人が参加した。" * 30)
    height, needed = document.row_height(SHEET, place.rows[FIRST])
    assert height >= needed > 150
