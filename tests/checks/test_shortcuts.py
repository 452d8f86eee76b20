"""What spares a check most texts at one glance loses none of what the check looks for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ictxl.checks import patterns
from tests.support.examples import examples

PIECES = (
    *("同上", "同", "別紙", "のとおり", "参照", "○", "●", "×", "x", "Ｘ", "?", "？", "TODO", "T"),
    *("後で", "あとで", "後日記入", "書く", "ここに", "入力", "記入", "令和", "\n", " "),
    *(".xls", ".XLSX", "．pdf", ".zip", ".5", "資料", "https://a.jp/b.pdf", "\\\\", "Z:\\", ":"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
WIDE = {"-": "-ー−", " ": " \u3000"}
ALWAYS = re.compile("")


def _typed(narrow: str) -> st.SearchStrategy[str]:
    """The text as people type it, each letter in any width, between others."""
    letters = [WIDE.get(c, c + (chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "")) for c in narrow]
    around = st.sampled_from(["", "電話", "。", "1", "９", "-", "ー", " ", "a"])
    return st.tuples(around, *map(st.sampled_from, letters), around).map("".join)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pattern", "sign"),
    [
        (patterns._MAIL, patterns._AT),
        (patterns._PHONE, patterns._PHONE_DIGITS),
        (patterns._TWELVE, patterns._EIGHT_DIGITS),
    ],
    ids=["mail", "phone", "twelve"],
)
def test_every_match_has_the_sign_that_is_looked_for_first(
    pattern: re.Pattern[str], sign: re.Pattern[str]
) -> None:
    found = []

    @settings(max_examples=examples(200), deadline=None)
    @given(st.from_regex(pattern, fullmatch=True).flatmap(_typed))
    def compare(text: str) -> None:
        every = patterns._as_written(pattern, ALWAYS, text)
        assert patterns._as_written(pattern, sign, text) == every
        found.extend(every)

    compare()
    assert len(found) > examples(200) // 4


@settings(max_examples=examples(500), deadline=None)
@given(TEXTS)
def test_every_file_name_has_the_sign_that_is_looked_for_first(text: str) -> None:
    every = [match[0] for match in patterns._FILE.finditer(patterns._WEB_ADDRESS.sub(" ", text))]
    assert patterns.file_names(text) == every


@settings(max_examples=examples(500), deadline=None)
@given(TEXTS)
def test_every_word_that_holds_a_place_begins_with_a_letter_that_is_looked_for(text: str) -> None:
    glance, _, words = patterns._PROVISIONAL.pattern.partition(")")
    assert glance.startswith("(?=[")
    every = [match[0] for match in re.finditer(words, text)]
    assert [match[0] for match in patterns._PROVISIONAL.finditer(text)] == every
