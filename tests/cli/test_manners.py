"""The command line's manners: help, bad input, exit codes, nothing half-written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.cli import ictxl, ictxl_process
from tests.support.places import ROOT

SAMPLES = ROOT / "samples"
PLAN = SAMPLES / "plan.xlsx"
RETURNED = SAMPLES / "returned"


def commands() -> list[str]:
    from ictxl.cli import COMMANDS

    return list(COMMANDS)


@pytest.mark.parametrize("command", ["", *commands(), "template check"])
def test_every_command_explains_itself_in_japanese(command: str) -> None:
    run = ictxl(*command.split(), "--help")
    assert run.code == 0
    assert run.out.startswith(f"使い方: ictxl {command}")
    for english in ("Usage", "Options", "[OPTIONS]", "default", "required"):
        assert english not in run.out
    assert not re.search("[A-Z][a-z]+ [a-z]+ ", run.out), "an English sentence"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["merge"],
        ["merge", "--nonsense", "x"],
        ["generate", "-o"],
    ],
)
def test_bad_usage_is_explained_in_japanese_and_exits_2(arguments: list[str]) -> None:
    run = ictxl_process(*arguments)
    assert run.code == 2
    assert "誤り: " in run.err
    for english in ("Error", "Usage", "Missing", "No such", "requires"):
        assert english not in run.err


def test_init_makes_a_plan_and_a_template_that_generate_reads(tmp_path: Path) -> None:
    run = ictxl("init", tmp_path / "計画", "--year", "2026")
    assert run.code == 0, run.err
    made = sorted(path.name for path in (tmp_path / "計画").iterdir())
    assert made == ["consolidated_template.xlsx", "plan.xlsx", "progress_template.xlsx"]
    # Its lists are still empty: generate says so by cell instead of making no form in silence.
    empty = ictxl("generate", cwd=tmp_path / "計画")
    assert empty.code == 2
    assert "施策" in empty.err


def test_init_refuses_to_overwrite(tmp_path: Path) -> None:
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(b"precious")
    run = ictxl("init", tmp_path)
    assert run.code == 2
    assert "plan.xlsx" in run.err
    assert plan.read_bytes() == b"precious"
    assert list(tmp_path.iterdir()) == [plan]


def test_generate_makes_one_form_for_each_answering_department(tmp_path: Path) -> None:
    run = ictxl("generate", PLAN, "-o", tmp_path / "outbox")
    assert run.code == 0, run.err
    made = sorted(path.name for path in (tmp_path / "outbox").iterdir())
    assert made[:2] == ["01_秘書広報課.xlsx", "02_福祉課.xlsx"]
    assert len(made) == 18
    assert all(name in run.out for name in made)


def test_generate_makes_only_the_departments_named(tmp_path: Path) -> None:
    run = ictxl(
        "generate",
        PLAN,
        "-o",
        tmp_path,
        "--department",
        "情報課",
        "--department",
        "意匠研究所",
        "--json",
    )
    assert run.code == 0, run.err
    assert [form["department"] for form in run.json["forms"]] == ["情報課", "陶磁器意匠研究所"]
    assert len(list(tmp_path.iterdir())) == 2


def test_generate_refuses_a_department_that_is_not_asked(tmp_path: Path) -> None:
    for name in ("各業務担当課", "出納室"):
        run = ictxl("generate", PLAN, "-o", tmp_path / "outbox", "--department", name)
        assert run.code == 2
        assert name in run.err
        assert not (tmp_path / "outbox").exists()


def test_merge_takes_files_folders_and_globs_alike(tmp_path: Path) -> None:
    folder = tmp_path / "returned"
    folder.mkdir()
    files = [Path(shutil.copy(file, folder)) for file in sorted(RETURNED.iterdir())[:3]]
    outputs = []
    for index, arguments in enumerate(
        ([folder], files, [folder / "*.xlsx"], [*reversed(files), folder])
    ):
        output = tmp_path / f"{index}.xlsx"
        run = ictxl("merge", *arguments, "-o", output, "--json")
        assert run.code == 1, run.out + run.err  # the other departments' forms are missing
        assert len(run.json["submissions"]) == len(files)
        outputs.append(output.read_bytes())
    assert len(set(outputs)) == 1


@pytest.mark.parametrize(
    ("argument", "told"),
    [("nothing/*.xlsx", "nothing/*.xlsx"), ("empty", "empty"), ("missing.xlsx", "missing.xlsx")],
)
def test_merge_of_nothing_says_so_and_exits_2(tmp_path: Path, argument: str, told: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "メモ.txt").write_text("x", encoding="utf-8")
    run = ictxl("merge", argument, cwd=tmp_path)
    assert run.code == 2
    assert told in run.err
    assert not (tmp_path / "進捗状況.xlsx").exists()


def test_merge_without_any_form_names_each_file_and_exits_2(tmp_path: Path) -> None:
    (tmp_path / "壊れ.xlsx").write_bytes(b"PK\x03\x04 no zip")
    run = ictxl("merge", tmp_path, "-o", tmp_path / "out.xlsx")
    assert run.code == 2
    assert "壊れ.xlsx" in run.err
    assert not (tmp_path / "out.xlsx").exists()


def test_an_output_that_cannot_be_written_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for output in ("folder", "no/such/folder.xlsx"):
        run = ictxl("merge", RETURNED, "-o", output, cwd=tmp_path)
        assert run.code == 2
        assert output.split("/")[0] in run.err
        assert "→" in run.err
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]


@pytest.mark.skipif(
    os.name == "nt" or (os.geteuid() == 0 and not shutil.which("setpriv")),
    reason="needs a user for whom a read-only file is read-only",
)
def test_a_read_only_output_stays_as_it_was(tmp_path: Path) -> None:
    output = tmp_path / "out.xlsx"
    output.write_bytes(b"council's copy")
    output.chmod(0o444)
    command = [sys.executable, "-m", "ictxl", "merge", str(RETURNED), "-o", str(output)]
    if os.geteuid() == 0:
        # root without its privileges: its own files' modes hold for it too.
        command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *command]
    run = subprocess.run(command, capture_output=True, check=False)
    assert run.returncode == 2
    assert "閉じてください" in run.stderr.decode()
    assert output.read_bytes() == b"council's copy"
    assert list(tmp_path.iterdir()) == [output]


def test_merge_passes_over_lock_files_and_its_own_former_output(tmp_path: Path) -> None:
    files = sorted(RETURNED.iterdir())[:3]
    for file in files:
        shutil.copy(file, tmp_path)
    (tmp_path / "~$01_秘書広報課.xlsx").write_bytes(b"lock")
    first = ictxl("merge", ".", cwd=tmp_path)
    again = ictxl("merge", ".", "--json", cwd=tmp_path)
    assert (first.code, again.code) == (1, 1), again.out  # departments are missing
    assert len(again.json["submissions"]) == len(files)


@pytest.mark.lengthy
def test_printing_never_fails_on_a_japanese_windows_console(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "ictxl", "merge", str(RETURNED), "-o", str(tmp_path / "☃.xlsx")],
        env={**os.environ, "PYTHONIOENCODING": "cp932"},
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "44" in run.stdout.decode("cp932")
