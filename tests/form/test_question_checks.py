"""点検 of plans that say themselves what is asked: the sheet judges as the collector does."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from pathlib import Path

import pytest

from ictxl.contract.answer_rules import answer_rules, check_text
from ictxl.contract.answer_values import normal_number, normal_text
from ictxl.contract.spellings import read_choice
from ictxl.model import Plan
from ictxl.questions import Question, QuestionKind
from ictxl.returned.assign import place_form
from ictxl.returned.reader import read_form
from tests.support.clients.libreoffice import Document, Office
from tests.support.examples import examples
from tests.support.forms import SHEET, Where, where, write_form
from tests.support.question_plans import (
    DEPARTMENT,
    TEN,
    plan_asking,
    random_answers,
    random_questions,
)

pytestmark = pytest.mark.slow

FIRST_DAY = 25_569
"""1970-01-01 as a sheet keeps it."""


def collected(question: Question, typed: str | float) -> str:
    """An answer as the collector has it."""
    if isinstance(typed, float):
        if question.kind is QuestionKind.DATE:
            return (dt.date(1970, 1, 1) + dt.timedelta(typed - FIRST_DAY)).isoformat()
        return normal_number(question, Decimal(str(typed)))
    if question.choices:
        return read_choice(typed, question.choices) or typed
    return normal_text(question, typed)


Answers = dict[str, dict[str, str | float]]
"""Measure → question's key → what is put into its cell."""


def random_round(pick: random.Random, plan: Plan, place: Where) -> Answers:
    return {
        measure: {q.key: next(random_answers(pick, q)) for q in plan.questions}
        for measure in place.rows
    }


def put(document: Document, place: Where, answers: Answers) -> None:
    for measure, typed in answers.items():
        for key, value in typed.items():
            if isinstance(value, float):
                document.put_number(SHEET, place.at(measure, key), value)
            else:
                document.put_text(SHEET, place.at(measure, key), value)
    document.recalculate()


def judged(document: Document, place: Where, answers: Answers, key: str = "check") -> list[str]:
    return [document.string(SHEET, place.at(measure, key)) for measure in answers]


def expected(plan: Plan, answers: Answers) -> list[str]:
    rules = answer_rules(plan)
    return [
        check_text(rules, {q.key: collected(q, typed[q.key]) for q in plan.questions})
        for typed in answers.values()
    ]


@pytest.mark.parametrize("seed", range(examples(12, 4)))
def test_the_sheet_and_the_collector_judge_random_questions_alike(
    tmp_path: Path, office: Office, seed: int
) -> None:
    pick = random.Random(20261201 + seed)
    plan = plan_asking(random_questions(pick), count=6)
    path = write_form(tmp_path / "form.xlsx", plan, DEPARTMENT)
    place = where(path)
    with office.open(path) as document:
        for _ in range(3):
            answers = random_round(pick, plan, place)
            put(document, place, answers)
            assert judged(document, place, answers) == expected(plan, answers), answers
        saved = document.save_as(tmp_path / "form.xls")
    with office.open(saved) as document:
        answers = random_round(pick, plan, place)
        put(document, place, answers)
        assert judged(document, place, answers) == expected(plan, answers), answers


def test_ten_questions_are_counted_down_to_all_well(tmp_path: Path, office: Office) -> None:
    plan = plan_asking(TEN, count=2)
    path = write_form(tmp_path / "form.xlsx", plan, DEPARTMENT)
    place = where(path)
    typed = {
        "q:事業の実績": "相談を130件受けた。",
        "q:利用者数": "130",
        "q:決算額": "1200",
        "q:達成率": "98%",
        "q:目標に対する評価": "B",
        "q:今後の方向": "継続",
        "q:今後の課題": "周知する。",
        "q:次回見直しの日": "2026/12/25",
    }
    with office.open(path) as document:
        assert document.string(SHEET, "B4") == "未記入・要確認 あと 2 件"
        for measure in place.rows:
            for key, text in typed.items():
                assert document.type(SHEET, place.at(measure, key), text), key
            assert document.string(SHEET, place.at(measure, "check")) == "よし"
        assert document.string(SHEET, "B4") == "すべて「よし」です"
        first = next(iter(place.rows))
        shown = [document.string(SHEET, place.at(first, key)) for key in typed]
        assert shown[1:4] == ["130人", "1,200千円", "98.0%"]
        assert shown[-1] == "令和8年12月25日"
        document.type(SHEET, place.at(first, "q:目標に対する評価"), "D")
        document.type(SHEET, place.at(first, "q:今後の方向"), "終了")
        document.clear(SHEET, place.at(first, "q:今後の課題"))
        assert document.string(SHEET, place.at(first, "check")) == "評価の理由が未記入"


TYPED = {
    "q:事業の実績": ("相談を130件受けた。", "相談を130件受けた。"),
    "q:利用者数": ("130", "130"),
    "q:決算額": ("1,234", "1234"),
    "q:達成率": ("98.5%", "0.985"),
    "q:目標に対する評価": ("b", "B"),
    "q:今後の方向": ("継続", "継続"),
    "q:今後の課題": ("周知する。", "周知する。"),
    "q:次回見直しの日": ("R8.12.25", "2026-12-25"),
    "remarks": ("なし", "なし"),
}
"""Question's key → what is typed, and what the collector reads."""


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".xls"])
def test_what_was_typed_and_saved_is_read_with_its_type(
    tmp_path: Path, office: Office, suffix: str
) -> None:
    plan = plan_asking(TEN, count=2)
    path = write_form(tmp_path / "form.xlsx", plan, DEPARTMENT)
    place = where(path)
    first = next(iter(place.rows))
    with office.open(path) as document:
        for key, (typed, _) in TYPED.items():
            if key == "q:目標に対する評価":  # not in the dropdown's own spelling: pasted
                document.put_text(SHEET, place.at(first, key), typed)
            else:
                assert document.type(SHEET, place.at(first, key), typed), key
        saved = document.save_as(tmp_path / f"返送{suffix}")
    submission = place_form(read_form(saved, saved.name), plan)
    response = next(r for r in submission.responses if r.measure == first)
    assert {key: response[key] for key in TYPED} == {key: read for key, (_, read) in TYPED.items()}
    # LibreOffice keeps the date as the text that it is.
    told = {(found.code, found.value) for found in submission.findings}
    assert told == {("A009", "b"), ("A009", "R8.12.25")}
