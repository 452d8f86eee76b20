"""The portable folder in use: by dropping a folder on it, from anywhere, and with Ctrl-Break."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import threading
from itertools import repeat
from pathlib import Path

import pytest

from tests.support.clients.windows import CODE_PAGE, SPEAKS_JAPANESE, Windows
from tests.support.places import ROOT

MADE = {"まとめる.bat": "内部用_進捗状況.report.html", "点検.bat": "点検.report.html"}


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    """A folder with a name as people give it."""
    place = tmp_path / "令和8年度 回収" / "returned (1回目)"
    shutil.copytree(ROOT / "samples" / "returned", place)
    return place


@SPEAKS_JAPANESE
@pytest.mark.parametrize("batch", MADE)
def test_a_folder_that_is_dropped_gets_its_report_beside_it(
    windows: Windows, returned: Path, tmp_path: Path, batch: str
) -> None:
    run = windows.batch(batch, windows.path(returned), cwd=tmp_path)
    assert run.code == 0, run.err
    report = returned.parent / MADE[batch]
    assert report.exists()
    assert f"報告: {windows.path(report)}" in run.out
    assert [path.name for path in returned.parent.iterdir() if path.suffix == ".bat"] == []
    assert len(list(returned.iterdir())) == 18


@SPEAKS_JAPANESE
@pytest.mark.parametrize("batch", MADE)
@pytest.mark.parametrize("dropped", [(), ("ないフォルダー",)])
def test_without_a_folder_it_says_what_to_do(
    windows: Windows, tmp_path: Path, batch: str, dropped: tuple[str, ...]
) -> None:
    run = windows.batch(batch, *dropped, cwd=tmp_path)
    assert run.code == 2
    assert f"「{batch.removesuffix('.bat')}」の絵の上に落としてください" in run.out
    assert all(f"「{name}」が見つかりません" in run.out for name in dropped)
    assert list(tmp_path.iterdir()) == []


def test_a_second_drop_replaces_the_first_and_two_folders_are_one_round(
    windows: Windows, returned: Path, tmp_path: Path
) -> None:
    late = returned.parent / "returned (遅れて)"
    late.mkdir()
    shutil.move(returned / "02_福祉課.xlsx", late)
    table = returned.parent / "進捗状況.xlsx"
    assert windows.batch("まとめる.bat", windows.path(returned), cwd=tmp_path).code == 1
    first = table.read_bytes()
    both = (windows.path(returned), windows.path(late))
    assert windows.batch("まとめる.bat", *both, cwd=tmp_path).code == 0
    assert table.read_bytes() != first


def test_exit_codes_and_paths_are_those_of_the_place_where_it_is_called(
    windows: Windows, returned: Path
) -> None:
    assert windows.ictxl("merge", returned.name, cwd=returned.parent).code == 0
    assert (returned.parent / "進捗状況.xlsx").exists()
    assert windows.ictxl("merge", "ない", cwd=returned.parent).code == 2


def test_a_folder_without_its_python_says_to_unpack_the_zip(
    windows: Windows, tmp_path: Path
) -> None:
    for batch in ("ictxl.bat", *MADE):
        shutil.copy(windows.folder / batch, tmp_path)
        run = Windows(tmp_path).batch(batch, "--version", cwd=tmp_path)
        assert run.code == 2
        assert "Unpack the whole zip first" in run.out


def test_use_leaves_all_files_as_they_were_and_adds_only_caches(
    windows: Windows, returned: Path
) -> None:
    assert windows.ictxl("check", returned.name, cwd=returned.parent).code == 0
    lines = (windows.folder / "SHA256SUMS").read_text("utf-8").splitlines()
    told = dict(reversed(line.split(" *", 1)) for line in lines)
    found = {
        path.relative_to(windows.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in windows.folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    del found["SHA256SUMS"]
    assert found == told


def test_nothing_of_the_machine_s_own_python_is_taken(windows: Windows, tmp_path: Path) -> None:
    (tmp_path / "ictxl").mkdir()
    (tmp_path / "ictxl" / "__init__.py").write_text("raise SystemExit('the wrong one')", "utf-8")
    (tmp_path / "click.py").write_text("raise SystemExit('the wrong one')", "utf-8")
    assert windows.ictxl("--version", cwd=tmp_path).code == 0
    asked = "import json, sys; print(json.dumps([sys.path, sys.flags.isolated]))"
    path, is_isolated = json.loads(windows.run_python("-c", asked, cwd=tmp_path).out)
    assert is_isolated
    inside = windows.path(windows.folder / "python").casefold()
    assert [place for place in path if not place.casefold().startswith(inside)] == []


WATCHED = """
import os, signal, sys, threading
from ictxl.cli import main
from ictxl.files import outputs
move_all = outputs._move_all

def interrupted(*arguments):
    signal.raise_signal(getattr(signal, name))
    move_all(*arguments)

def draft(self, target, write, draft=outputs.Outputs.draft):
    draft(self, target, write)
    signal.raise_signal(getattr(signal, name))

name, is_early = sys.argv.pop(1), sys.argv.pop(1) == "early"
if is_early:
    outputs.Outputs.draft = draft
else:
    outputs._move_all = interrupted
main()
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGBREAK", "SIGTERM"])
@pytest.mark.parametrize("when", ["early", "late"])
def test_an_interrupt_leaves_all_of_the_outputs_or_none(
    windows: Windows, returned: Path, name: str, when: str
) -> None:
    """As Ctrl-C, Ctrl-Break and the end of a session reach a program."""
    words = ("-c", WATCHED, name, when, "merge", returned.name)
    run = windows.run_python(*words, cwd=returned.parent)
    assert run.code == 130
    assert "中断しました" in run.err
    made = {path.name for path in returned.parent.iterdir() if path.is_file()}
    kinds = (".report.xlsx", ".report.html", ".audit.json")
    whole = {"進捗状況.xlsx", *(f"内部用_進捗状況{kind}" for kind in kinds)}
    assert made == (set() if when == "early" else whole)


def test_watching_sees_a_form_arrive(windows: Windows, returned: Path) -> None:
    late = returned / "02_福祉課.xlsx"
    kept = shutil.move(late, returned.parent)
    words = ("-m", "ictxl", "status", returned.name, "--watch")
    with windows.running(*words, cwd=returned.parent) as program:
        deaf = threading.Timer(_DEAF, program.kill)
        deaf.start()
        assert program.stdout is not None
        told = map(bytes.decode, program.stdout, repeat(CODE_PAGE), repeat("replace"))
        counts = (found[1] for line in told if (found := re.search(r"完了 (\d+)", line)))
        first = next(counts, None)
        arrived = threading.Event()
        threading.Thread(target=keep_arriving, args=(kept, late, arrived), daemon=True).start()
        second = next((count for count in counts if count != first), None)
        arrived.set()
        deaf.cancel()
    assert (first, second) == ("17", "18")


def keep_arriving(source: Path, target: Path, arrived: threading.Event) -> None:
    """The watch begins a moment after it is announced."""
    while not arrived.wait(2):
        shutil.copy(source, target)


_DEAF = 120
"""Seconds after which a watching program counts as deaf."""


def test_unpacked_it_leaves_room_for_a_deep_folder(windows: Windows) -> None:
    """Windows' Explorer unpacks nothing whose path is longer than 260."""
    names = (str(path.relative_to(windows.folder)) for path in windows.folder.rglob("*"))
    assert max(len(name) for name in names if "__pycache__" not in name) < 140
