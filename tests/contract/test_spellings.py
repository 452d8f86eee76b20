"""Choices are read as people write them; signs stand for each other where a list has one."""

from __future__ import annotations

import pytest

from ictxl.contract.spellings import read_choice
from ictxl.questions import Choice, ChoiceList, next_step_list, rating_list

LETTERS = rating_list(
    [Choice("A", "目標以上"), Choice("B", "目標どおり"), Choice("X", "終了", True)]
)
SIGNS = ChoiceList("達成", (Choice("◎"), Choice("○"), Choice("△"), Choice("×")))
BOTH_RINGS = ChoiceList("二つの丸", (Choice("○", "はい"), Choice("〇", "いいえ")))
WORDS = ChoiceList("進み方", (Choice("計画どおり"), Choice("遅れている"), Choice("未着手")))
STEPS = next_step_list([Choice("1", "現状維持"), Choice("4", "終了", True)])


@pytest.mark.parametrize(
    ("choices", "typed", "code"),
    [
        (SIGNS, "〇", "○"),
        (SIGNS, "◯", "○"),
        (SIGNS, "O", "○"),
        (SIGNS, "✕", "×"),
        (SIGNS, "☓", "×"),
        (SIGNS, "ｘ", "×"),
        (SIGNS, "∆", "△"),
        (LETTERS, "目標どおり", "B"),
        (LETTERS, "ｂ", "B"),
        (LETTERS, "A 目標以上", "A"),
        (WORDS, " 遅れている ", "遅れている"),
        (STEPS, "現状維持", "1"),
        (STEPS, "①", "1"),
    ],
)
def test_ways_to_write_a_choice(choices: ChoiceList, typed: str, code: str) -> None:
    assert read_choice(typed, choices) == code


@pytest.mark.parametrize(
    ("choices", "typed"),
    [
        (LETTERS, "×"),
        (LETTERS, "○"),
        (SIGNS, "◇"),
        (BOTH_RINGS, "◯"),
        (WORDS, "遅れ"),
        (STEPS, "維持"),
    ],
)
def test_nothing_is_guessed(choices: ChoiceList, typed: str) -> None:
    assert read_choice(typed, choices) is None


def test_each_of_two_rings_is_itself() -> None:
    assert read_choice("○", BOTH_RINGS) == "○"
    assert read_choice("〇", BOTH_RINGS) == "〇"
