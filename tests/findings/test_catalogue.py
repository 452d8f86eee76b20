"""The catalogue of findings, and the page made from it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ictxl.findings import CATALOGUE, Entry, Severity
from tests.support.places import ROOT


def test_the_page_of_checks_is_what_the_catalogue_gives() -> None:
    command = [sys.executable, ROOT / "docs" / "generate_checks.py", "--check"]
    run = subprocess.run(command, capture_output=True, check=False, cwd=ROOT)
    assert run.returncode == 0, run.stderr.decode()


def test_a_stale_page_of_checks_is_noticed(tmp_path: Path) -> None:
    script = tmp_path / "generate_checks.py"
    script.write_bytes((ROOT / "docs" / "generate_checks.py").read_bytes())
    page = (ROOT / "docs" / "checks.md").read_text("utf-8")
    (tmp_path / "checks.md").write_text(page.replace("評価が未記入", "評価がない"), "utf-8")
    run = subprocess.run([sys.executable, script, "--check"], capture_output=True, check=False)
    assert run.returncode == 1
    assert b"stale" in run.stderr


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=list(CATALOGUE))
def test_every_finding_says_what_is_wrong_and_what_to_do(entry: Entry) -> None:
    assert entry.title
    assert entry.message.endswith(("。", "}"))
    assert entry.remedy.endswith(("。", "}"))
    if entry.severity is Severity.INFO:
        assert not entry.request, "what ictxl did by itself asks nothing of a department"
