"""The examples of docs/python.md: each runs, and shows what stands below it."""

from __future__ import annotations

import io
import re
import shutil
from contextlib import redirect_stdout
from pathlib import Path

import pandas as pd
import pytest

pytestmark = pytest.mark.lengthy

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "python.md"
_BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(page: str) -> list[tuple[str, str]]:
    """Code, and the output that stands below it."""
    found: list[tuple[str, str]] = []
    for kind, text in _BLOCK.findall(page):
        if kind == "python":
            found.append((text, ""))
        else:
            code, shown = found[-1]
            assert not shown, "one output below each example"
            found[-1] = code, text
    return found


def outputs(page: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the examples print, one after another, beside the samples."""
    shutil.copytree(ROOT / "samples", folder / "samples", ignore=shutil.ignore_patterns("*.py"))
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    printed = []
    with pd.option_context("display.unicode.east_asian_width", False):
        for code, _ in examples(page):
            out = io.StringIO()
            with redirect_stdout(out):
                exec(compile(code, "python.md", "exec"), names)
            printed.append(out.getvalue())
    return printed


def test_the_examples_show_what_stands_below_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = PAGE.read_text("utf-8")
    shown = [text for _, text in examples(page)]
    assert len(shown) > 10
    assert outputs(page, tmp_path, monkeypatch) == shown


def test_an_example_that_shows_something_else_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "```python\nprint(1)\n```\n\n```text\n2\n```\n"
    assert outputs(page, tmp_path, monkeypatch) == ["1\n"]
    assert [text for _, text in examples(page)] == ["2\n"]
