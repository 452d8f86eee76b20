"""Files that somebody has open in Excel while ictxl works."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.clients.windows import Windows
from tests.support.places import ROOT


@pytest.fixture
def office(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "samples" / "returned", tmp_path / "returned")
    shutil.copy2(ROOT / "samples" / "plan.xlsx", tmp_path)
    return tmp_path


def test_a_return_that_excel_has_open_is_read(windows: Windows, office: Path) -> None:
    with windows.held_open(office / "returned" / "02_福祉課.xlsx", others_may_read=True):
        run = windows.ictxl("merge", "returned", "--json", cwd=office)
    assert run.code == 0
    assert all(submission["read"] for submission in run.json["submissions"])


def test_a_return_that_nobody_else_may_read_is_named(windows: Windows, office: Path) -> None:
    with windows.held_open(office / "returned" / "02_福祉課.xlsx", others_may_read=False):
        run = windows.ictxl("merge", "returned", "--json", cwd=office)
    assert run.code == 1
    assert ("02_福祉課.xlsx", "", "F002") in run.findings()
    found = next(f for f in run.json["findings"] if f["code"] == "F002")
    assert "ほかのプログラムが開いている" in found["message"]
    assert sum(submission["read"] for submission in run.json["submissions"]) == 17


@pytest.mark.parametrize("others_may_read", [True, False])
def test_a_table_that_is_open_stays_and_nothing_is_written(
    windows: Windows, office: Path, others_may_read: bool
) -> None:
    assert windows.ictxl("merge", "returned", cwd=office).code == 0
    before = {path.name: path.read_bytes() for path in office.glob("進捗状況*")}
    (office / "returned" / "02_福祉課.xlsx").unlink()
    with windows.held_open(office / "進捗状況.xlsx", others_may_read=others_may_read):
        run = windows.ictxl("merge", "returned", cwd=office)
    assert run.code == 2
    assert "「進捗状況.xlsx」に書き込めません" in run.err
    assert "Excel などで開いていれば閉じてください" in run.err
    assert {path.name: path.read_bytes() for path in office.glob("進捗状況*")} == before
    assert not list(office.glob(".ictxl-*"))


def test_a_form_of_the_outbox_that_is_open_stops_the_sending(
    windows: Windows, office: Path
) -> None:
    assert windows.ictxl("generate", "plan.xlsx", cwd=office).code == 0
    before = {path.name: path.read_bytes() for path in (office / "outbox").iterdir()}
    held = next(path for path in sorted((office / "outbox").iterdir()) if path.suffix == ".xlsx")
    words = ("generate", "plan.xlsx", "--previous", str(Path("returned")))
    with windows.held_open(held, others_may_read=True):
        run = windows.ictxl(*words, cwd=office)
    assert run.code == 2
    assert held.name in run.err
    assert "Excel などで開いていれば閉じてください" in run.err
    assert {path.name: path.read_bytes() for path in (office / "outbox").iterdir()} == before
    assert windows.ictxl(*words, cwd=office).code == 0  # closed: it goes
