"""A file of another kind where one is named: what it is, and what is wanted instead."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.books import load
from tests.support.cli import ictxl
from tests.support.places import ROOT

SAMPLES = ROOT / "samples"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan that somebody has typed into, a round, and what was made of it."""
    folder = tmp_path_factory.mktemp("desk")
    book = load(SAMPLES / "plan.xlsx")
    book.save(folder / "plan.xlsx")
    shutil.copytree(SAMPLES / "returned", folder / "returned")
    assert ictxl("merge", "returned", cwd=folder).code == 0
    return folder


@pytest.mark.parametrize("command", ["merge", "check", "status", "sendback"])
def test_a_plan_where_forms_are_wanted_is_called_one(desk: Path, command: str) -> None:
    run = ictxl(command, "plan.xlsx", cwd=desk)
    assert run.code == 2
    assert "計画台帳「plan.xlsx」があるだけです" in run.err
    assert "ictxl merge returned" in run.err


@pytest.mark.parametrize("command", ["rollover", "import", "compare"])
@pytest.mark.parametrize("file", ["内部用_進捗状況.report.xlsx", "内部用_進捗状況.audit.json"])
def test_a_report_where_a_table_is_wanted_is_called_one(
    desk: Path, tmp_path: Path, command: str, file: str
) -> None:
    others = ["進捗状況.xlsx"] if command == "compare" else ["-o", tmp_path / "x.xlsx"]
    run = ictxl(command, file, *others, cwd=desk)
    assert run.code == 2
    assert f"「{file}」は ictxl の報告か記録で" in run.err
    assert list(tmp_path.iterdir()) == []
