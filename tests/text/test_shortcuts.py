"""The shortcuts of the line breaking give what uniseg itself gives, only sooner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st
from uniseg.graphemecluster import grapheme_clusters
from uniseg.linebreak import line_break_units
from uniseg.wrap import tt_width

from ictxl.text import linebreak
from tests.support.examples import examples

ORDINARY = "一課龥あきぢんアヂンっょァョヶー、。，．・！？：；）」』】〕〉》（「『【〔〈《()aZ09 "
ODD = "-/.,%$~〜…―①→⇒\u3099\u309a\u200d\u200bé\u0301'\"“”＝＋０Ａ\u3000ﾊﾞ🇯🇵👨〒々ゝ᠎"
TEXTS = st.text(st.sampled_from(ORDINARY) | st.sampled_from(ODD), max_size=30)


def _segments(text: str) -> Iterator[str]:
    position = 0
    while position < len(text):
        segment = linebreak._segment_at(text, position)
        yield segment
        position += len(segment)


def _units(segment: str) -> list[str]:
    return list(line_break_units(segment))


@settings(max_examples=examples(300), deadline=None)
@given(TEXTS)
def test_runs_of_the_segments_are_those_of_the_whole_text(text: str) -> None:
    runs = [run for segment in _segments(text) for run in linebreak._runs(segment)]
    assert [run for run in runs if run] == _units(text)


@settings(max_examples=examples(300), deadline=None)
@given(TEXTS)
def test_the_width_of_a_text_is_that_of_its_clusters(text: str) -> None:
    clusters = list(grapheme_clusters(text))
    assert linebreak.text_units(text) == sum(tt_width(c, ambiguous_as_wide=True) for c in clusters)
    assert list(linebreak._clusters(text)) == clusters


@settings(max_examples=examples(300), deadline=None)
@given(TEXTS, st.integers(2, 40))
def test_lines_filled_at_once_are_those_filled_segment_by_segment(text: str, units: int) -> None:
    at_once = linebreak.wrap(text, units)
    with mock.patch.object(linebreak, "_STRETCH", re.compile("(?!)")):
        assert linebreak.wrap(text, units) == at_once


def test_every_letter_of_the_shortcuts_breaks_and_is_as_wide_as_they_say() -> None:
    codes = (*range(0x3001, 0x3100), *range(0x4E00, 0x9FA6, 97), *range(0xFF01, 0xFF60))
    letters = [chr(code) for code in codes if linebreak._PLAIN.fullmatch(chr(code))]
    assert len(letters) > len(codes) / 2
    for letter in letters:
        assert tt_width(letter, ambiguous_as_wide=True) == 2, letter
        text = f"一{letter}一"
        expected = list(pairwise(_units(text)))
        found = [run for segment in _segments(text) for run in linebreak._runs(segment)]
        assert list(pairwise(found)) == expected, letter
