"""The folder's twin for Linux: its own packages, no network, from anywhere, read-only too."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.cli import Run, ictxl_process
from tests.support.places import ROOT


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    zipped = os.environ.get("ICTXL_BUNDLE_LINUX")
    if not zipped:
        pytest.skip("the twin: .ci/windows makes it and runs this")
    place = tmp_path_factory.mktemp("twin")
    with ZipFile(zipped) as packed:
        packed.extractall(place)
    (made,) = place.iterdir()
    folder = made.rename(place / "ictxl 道具箱")
    (folder / "ictxl.sh").chmod(0o755)  # ZipFile does not keep the mode; unzip does
    return folder


def run_twin(twin: Path, *arguments: str, cwd: Path) -> Run:
    made = subprocess.run(
        [twin / "ictxl.sh", *arguments],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "COLUMNS": "160"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Run(made.returncode, made.stdout, made.stderr)


def test_it_gives_what_the_checkout_gives(twin: Path, tmp_path: Path) -> None:
    for place in ("here", "there"):
        shutil.copytree(ROOT / "samples" / "returned", tmp_path / place / "returned")
    here = ictxl_process("merge", "returned", cwd=tmp_path / "here")
    there = run_twin(twin, "merge", "returned", cwd=tmp_path / "there")
    assert (there.code, there.out, there.err) == (here.code, here.out, here.err)
    ours, theirs = (
        {path.name: path.read_bytes() for path in (tmp_path / place).iterdir() if path.is_file()}
        for place in ("here", "there")
    )
    assert len(ours) == 4
    assert theirs == ours


def test_its_own_packages_are_used(twin: Path, tmp_path: Path) -> None:
    """Without them nothing runs, whatever the machine's Python has installed."""
    moved = tmp_path / "ictxl"
    shutil.copytree(twin, moved)
    assert run_twin(moved, "--version", cwd=tmp_path).code == 0
    shutil.rmtree(moved / "python" / "Lib" / "site-packages" / "click")
    shutil.rmtree(moved / "python" / "Lib" / "site-packages" / "ictxl")
    (tmp_path / "click.py").write_text("raise SystemExit(0)", "utf-8")
    assert run_twin(moved, "--version", cwd=tmp_path).code != 0


def test_where_nothing_may_be_written_it_runs_all_the_same(twin: Path, tmp_path: Path) -> None:
    read_only = tmp_path / "読み取り専用"
    shutil.copytree(twin, read_only, ignore=shutil.ignore_patterns("__pycache__"))
    paths = [read_only, *read_only.rglob("*")]
    for path in paths:
        path.chmod(path.stat().st_mode & ~0o222)
    try:
        words = [] if os.geteuid() else ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
        made = subprocess.run(
            [*words, read_only / "ictxl.sh", "check", ROOT / "samples" / "returned", "--no-report"],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert made.returncode == 0, made.stderr
        assert not list(read_only.rglob("__pycache__"))
    finally:
        for path in paths:
            path.chmod(path.stat().st_mode | 0o200)
