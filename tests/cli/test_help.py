"""What `--help` looks like in windows of different widths."""

from __future__ import annotations

import unicodedata

import pytest

from ictxl.cli import COMMANDS
from tests.support.cli import ictxl


def columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_no_line_is_wider_than_the_window(command: str, width: int) -> None:
    words = (command, "--help") if command else ("--help",)
    text = ictxl(*words, COLUMNS=str(width)).out
    assert [line for line in text.splitlines() if columns(line) > width] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_the_explanations_of_options_begin_below_each_other(command: str) -> None:
    text = ictxl(command, "--help", COLUMNS="100").out
    for part in text.split("オプション:")[1:]:
        options = [line for line in part.splitlines() if line.startswith("  -")]
        starts = {
            columns(line[: len(line) - len(line[2:].partition("  ")[2].lstrip())])
            for line in options
            if "  " in line[2:].strip()
        }
        assert len(starts) <= 1, options


def test_a_sentence_goes_on_where_its_line_of_the_source_ended() -> None:
    text = ictxl("init", "--help", COLUMNS="100").out
    assert "施策、担当課を" in "".join(line.strip() for line in text.splitlines())


def test_the_least_number_is_told_in_words() -> None:
    assert "[1 以上]" in ictxl("merge", "--help").out
    run = ictxl("merge", ".", "--jobs", "0")
    assert run.code == 2
    assert "0 は使えません(1 以上)" in run.err
