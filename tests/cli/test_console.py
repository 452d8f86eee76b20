"""What a Windows console needs: frames of its code page, 80 columns, no VT codes; and a program
that is not whole any more."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from ictxl.cli import output
from tests.support.cli import ictxl
from tests.support.places import ROOT

pytestmark = pytest.mark.lengthy

JAPANESE, UTF8 = 932, 65001
FRAMES = re.compile("[\u2500-\u257f]")


@pytest.mark.parametrize(("code_page", "has_lines"), [(JAPANESE, False), (UTF8, True), (0, True)])
@pytest.mark.parametrize("command", ["status", "check"])
def test_a_japanese_console_gets_frames_that_are_as_wide_as_letters(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    command: str,
    code_page: int,
    *,
    has_lines: bool,
) -> None:
    monkeypatch.setattr(output, "console_code_page", lambda: code_page)
    run = ictxl(command, ROOT / "samples" / "returned", cwd=tmp_path)
    assert "教育研究所" in run.out
    assert bool(FRAMES.search(run.out)) == has_lines


@pytest.mark.parametrize("command", ["status", "check", "merge"])
def test_in_80_columns_of_code_page_932_nothing_is_cut_or_coloured(
    monkeypatch: pytest.MonkeyPatch, faulty_round: Path, tmp_path: Path, command: str
) -> None:
    monkeypatch.setattr(output, "console_code_page", lambda: JAPANESE)
    narrow = ictxl(command, faulty_round, cwd=tmp_path, COLUMNS="80")
    monkeypatch.undo()
    usual = ictxl(command, faulty_round, cwd=tmp_path, COLUMNS="80")
    assert narrow.code == usual.code == 1
    assert "\x1b" not in narrow.out
    table = [line for line in narrow.out.splitlines() if line.startswith(("|", "+"))]
    assert len(table) > 20
    assert max(len(line.encode("cp932")) for line in table) <= 80
    assert letters(narrow.out) == letters(usual.out)


def letters(printed: str) -> Counter[str]:
    """How often each letter of a table's cells is there, wherever it stands."""
    return Counter(re.sub(r"[\s|+\u2500-\u257f-]", "", printed))


START = """
import runpy, shutil, sys
from pathlib import Path
sys.path.insert(0, sys.argv.pop(1))
if sys.argv.pop(1) == "moved":
    import ictxl.cli
    folder = Path(ictxl.cli.__file__).parents[2]
    shutil.move(folder, folder.with_name("moved"))
    ictxl.cli.main()
runpy.run_module("ictxl", run_name="__main__", alter_sys=True)
"""


def started(site: Path, what: str, *words: str) -> subprocess.CompletedProcess[str]:
    """ictxl from another folder than this process's, and what becomes of it."""
    return subprocess.run(
        [sys.executable, "-c", START, str(site), what, *words],
        cwd=site.parent,
        env={**os.environ, "PYTHONIOENCODING": CODE_PAGE},
        capture_output=True,
        encoding=CODE_PAGE,
        errors="replace",
        check=False,
    )


CODE_PAGE = "cp932"


@pytest.mark.parametrize("is_json", [False, True])
def test_a_folder_that_is_moved_while_in_use_is_told_in_plain_words(
    tmp_path: Path, *, is_json: bool
) -> None:
    shutil.copytree(ROOT / "ictxl", tmp_path / "site" / "ictxl")
    words = ["merge", str(ROOT / "samples" / "returned"), *(["--json"] if is_json else [])]
    made = started(tmp_path / "site", "moved", *words)
    assert made.returncode == 2, made.stderr
    assert "見つからないので、続けられません" in made.stderr
    assert "元に戻してください" in made.stderr
    assert "Traceback" not in made.stderr
    assert not (tmp_path / "進捗状況.xlsx").exists()


def test_a_program_that_lacks_a_part_says_so(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "ictxl", tmp_path / "site" / "ictxl")
    assert started(tmp_path / "site", "whole", "--version").returncode == 0
    (tmp_path / "site" / "ictxl" / "runtime" / "garbage.py").unlink()
    made = started(tmp_path / "site", "lacking", "--version")
    assert made.returncode == 2
    assert "ictxl の一部(ictxl.runtime.garbage)が見つからない" in made.stderr
    assert "Traceback" not in made.stderr
