"""What people type as numbers and dates is read where its meaning is certain, else kept."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from ictxl.contract.answer_values import normal_text, shown_number, typed_value
from ictxl.questions import Question, QuestionKind

MONEY = Question("決算額", QuestionKind.MONEY, unit="千円")
RATIO = Question("実施率", QuestionKind.RATIO)
PERCENT = Question("利用率", QuestionKind.NUMBER, unit="%")
COUNT = Question("参加者", QuestionKind.WHOLE, unit="人")
AREA = Question("面積", QuestionKind.NUMBER, unit="㎡")
DATE = Question("完了日", QuestionKind.DATE)


@pytest.mark.parametrize(
    ("question", "typed", "kept"),
    [
        (MONEY, "1,200千円", "1200"),
        (MONEY, "１，２００ 千円", "1200"),
        (MONEY, "▲5", "-5"),
        (MONEY, "△1,000", "-1000"),
        (MONEY, "0.50", "0.5"),
        (MONEY, "▲ 5", "-5"),
        (MONEY, "𝟏𝟐", "12"),
        (COUNT, "３０人", "30"),
        (COUNT, "30.0", "30"),
        (COUNT, "30\n人", "30"),
        (Question("数", QuestionKind.WHOLE, unit="1"), "7000001", "7000001"),
        (AREA, "30m²", "30"),
        (AREA, "30 ㎡", "30"),
        (AREA, "３０ｍ２", "30"),
        (RATIO, "３２％", "0.32"),
        (RATIO, "32.5 %", "0.325"),
        (RATIO, "0.5", "0.5"),
        (RATIO, "1", "1"),
        (RATIO, "１５０ ％", "150%"),
        (RATIO, "0.5%", "0.005"),
        (PERCENT, "32%", "32"),
        (PERCENT, "３２", "32"),
        (DATE, "2026/12/25", "2026-12-25"),
        (DATE, "令和8年12月25日(金)", "2026-12-25"),
        (DATE, "R8.12.25", "2026-12-25"),
        (DATE, "2026-12-25 00:00:00", "2026-12-25"),
    ],
)
def test_a_certain_meaning_is_read(question: Question, typed: str, kept: str) -> None:
    assert normal_text(question, typed) == kept


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        (MONEY, "約30"),
        (MONEY, "1200円"),
        (MONEY, "12,00"),
        (MONEY, "12\n13"),
        (MONEY, "1.2億円"),
        (MONEY, "1.2.3"),
        (MONEY, "10⁴"),
        (MONEY, "10²"),
        (MONEY, "120①"),
        (MONEY, "H₂5"),
        (MONEY, "1½"),
        (AREA, "10⁴㎡"),
        (COUNT, "120\n80"),
        (COUNT, "120人\n80人"),
        (COUNT, "10 20"),
        (COUNT, "120, 300"),
        (RATIO, "0.5\u30000.6"),
        (MONEY, "2026/12/25"),
        (RATIO, "32"),
        (RATIO, "1.5"),
        (RATIO, "-3"),
        (COUNT, "30人くらい"),
        (COUNT, "30%"),
        (COUNT, "30人(うち新規5人)"),
        (COUNT, "三十"),
        (DATE, "12月25日"),
        (DATE, "令和8年12月25日に完了"),
        (DATE, "2026/2/30"),
        (DATE, "年内"),
    ],
)
def test_any_other_text_is_kept_as_written(question: Question, typed: str) -> None:
    assert normal_text(question, typed) == typed
    assert typed_value(question, typed) == typed


def test_values_have_their_types() -> None:
    assert typed_value(MONEY, "1200") == Decimal(1200)
    assert typed_value(DATE, "2026-12-25") == dt.date(2026, 12, 25)
    assert typed_value(COUNT, "　") is None


def test_numbers_are_shown_with_their_units() -> None:
    assert shown_number(MONEY, Decimal(-1200)) == "-1,200千円"
    assert shown_number(RATIO, Decimal("0.325")) == "32.5%"
    assert shown_number(COUNT, Decimal("1234567.50")) == "1,234,567.5人"
