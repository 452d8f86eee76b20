"""Wrapping and row heights, against LibreOffice where it is there."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import partial
from itertools import accumulate
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from uniseg.linebreak import line_break_boundaries

from ictxl.text import linebreak
from ictxl.text.linebreak import line_count, text_units, wrap
from ictxl.text.row_height import BODY_FONT, column_units, height_of, lines_within
from tests.support.clients.libreoffice import Office
from tests.support.rounds import real_plan, real_responses

LETTERS = st.one_of(
    st.text(),
    st.text(alphabet="漢字かなカナっー、。「」()①…Az09 .,-/:%\n\u3000e\u0301葛\U000e0100😀"),
)


@given(LETTERS, st.integers(2, 120))
def test_wrapped_lines_joined_are_the_text_without_its_line_breaks(text: str, units: int) -> None:
    assert "".join(wrap(text, units)) == text.replace("\n", "")


@given(LETTERS, st.integers(2, 120))
def test_no_line_is_wider_than_the_cell_save_one_hanging_blank(text: str, units: int) -> None:
    assert all(text_units(line.removesuffix(" ")) <= units for line in wrap(text, units))


@given(LETTERS, st.integers(2, 120))
def test_every_line_break_of_the_text_begins_a_line(text: str, units: int) -> None:
    assert line_count(text, units) == sum(line_count(p, units) for p in text.split("\n"))
    assert line_count(text, units) >= text.count("\n") + 1


@given(
    st.text(alphabet="漢字仮名かなカナっゃー、。・？「」『（）12Az%(", max_size=120).filter(
        lambda text: re.search("[A-Za-z0-9%(「『（っゃー、。・？」）]{6}", text) is None
    ),
    st.integers(16, 60),
)
def test_a_line_ends_where_the_unicode_rules_let_it(text: str, units: int) -> None:
    ends = list(accumulate(map(len, wrap(text, units))))
    assert set(ends[:-1]) <= set(line_break_boundaries(text))


@pytest.mark.parametrize(
    ("text", "units", "lines"),
    [
        ("", 10, [""]),
        ("漢字仮名", 4, ["漢字", "仮名"]),
        ("です。", 4, ["で", "す。"]),  # no line begins with 。
        ("a「b」", 4, ["a", "「b", "」"]),
        ("abc def", 5, ["abc ", "def"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("①②", 2, ["①", "②"]),
        ("一\n\n二", 10, ["一", "", "二"]),
    ],
)
def test_lines_break_where_japanese_breaks_them(text: str, units: int, lines: list[str]) -> None:
    assert wrap(text, units) == lines


def test_uniseg_is_asked_about_a_small_part_of_real_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It takes a tenth of a millisecond a letter: all of them would be eight seconds here."""
    text = ("".join(r["progress"] for r in real_responses()) * 20)[:51_000]
    asked: list[str] = []
    for name in ("line_break_boundaries", "grapheme_cluster_boundaries"):
        monkeypatch.setattr(linebreak, name, partial(_noted, asked, getattr(linebreak, name)))
    for function in vars(linebreak).values():
        getattr(function, "cache_clear", lambda: None)()
    assert len(wrap(text, 87)) > 1000
    assert 0 < sum(map(len, asked)) < len(text) // 50


def _noted(asked: list[str], ask: Callable[[str], object], text: str) -> object:
    asked.append(text)
    return ask(text)


@pytest.mark.parametrize("lines", [1, 2, 17, 50])
@pytest.mark.parametrize("size", [9, 10.5, 12])
def test_lines_within_a_height_is_the_inverse_of_the_height_of_lines(
    lines: int, size: float
) -> None:
    assert lines_within(height_of(lines, size), size) == lines
    assert lines_within(height_of(lines, size) - 0.5, size) == lines - 1


def difficult_texts(seed: int, count: int) -> list[str]:
    chance = random.Random(seed)
    source = "".join(r["progress"] for r in real_responses())
    odd = (
        "https://www.city.example.lg.jp/ictxl/index.html",
        "①②③",
        "  ",
        "\n",
        "(平成30年度)",
        "Wi-Fi",
    )
    texts = []
    for _ in range(count):
        parts = []
        for _ in range(chance.randrange(1, 6)):
            start = chance.randrange(len(source) - 100)
            parts.append(source[start : start + chance.randrange(5, 100)] + chance.choice(odd))
        texts.append("".join(parts).strip())
    return texts


@pytest.mark.parametrize(("size", "pixels", "width"), [(10.5, 64, 24), (10.5, 64, 83), (9, 56, 40)])
def test_rows_are_as_high_as_libreoffice_wants_them(
    size: float, pixels: int, width: int, office: Office, tmp_path: Path
) -> None:
    seed = 20191122
    texts = [
        *(r["progress"] for r in real_responses()),
        *(text for m in real_plan().measures for text in (m.title, m.target)),
        *difficult_texts(seed, 150),
        *("漢" * 500, "A" * 500, "1,234 " * 80, "、" * 200, "ー" * 200, "a-" * 200),
    ]
    book = xlsxwriter.Workbook(
        tmp_path / "texts.xlsx",
        {
            "default_format_properties": {"font_name": BODY_FONT, "font_size": size},
            "default_column_width": pixels,
        },
    )
    sheet = book.add_worksheet("S")
    sheet.set_column(0, 0, width)
    units = column_units(width, size, size)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for row, text in enumerate(texts):
        sheet.write_string(row, 0, text, wrapped)
        sheet.set_row(row, height_of(line_count(text, units), size))
    book.close()
    with office.open(tmp_path / "texts.xlsx") as document:
        areas = [(row, 1, row, 1) for row in range(1, len(texts) + 1)]
        heights = document.wanted_heights("S", areas)
    too_low = [
        (text, has, wants) for text, (has, wants) in zip(texts, heights, strict=True) if has < wants
    ]
    assert not too_low, f"seed {seed}"
