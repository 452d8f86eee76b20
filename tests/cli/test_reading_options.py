"""Passwords and limits on the command line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from tests.support.cli import ictxl
from tests.support.returned_forms import filled_form

pytestmark = pytest.mark.lengthy

PASSWORD = "ひみつ1"


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    plain = filled_form(tmp_path / "文書課.xlsx")
    target = io.BytesIO()
    with plain.open("rb") as content:
        OOXMLFile(content).encrypt(PASSWORD, target)
    plain.write_bytes(target.getvalue())
    other = filled_form(tmp_path / "健康課.xlsx", department="健康課", answers={})
    assert other.exists()
    return plain


def files_with(code: str, run_findings: set[tuple[str, str, str]]) -> set[str]:
    return {file for file, _, found in run_findings if found == code}


def test_without_a_password_nobody_is_kept_waiting(sealed: Path) -> None:
    run = ictxl("check", sealed.parent, "--json", "--no-report")
    assert run.code == 1
    assert files_with("F005", run.findings()) == {"文書課.xlsx"}


def test_a_password_or_a_file_of_passwords_opens_forms(sealed: Path, tmp_path: Path) -> None:
    listed = tmp_path / "passwords.txt"
    listed.write_bytes(f"ちがう\r\n{PASSWORD}\r\n".encode("utf-8-sig"))
    for option in (("--password", PASSWORD), ("--password-file", str(listed))):
        run = ictxl("check", f"{sealed.parent}/*.xlsx", "--json", "--no-report", *option)
        assert files_with("F005", run.findings()) == set()
        assert {s["file"]: s["responses"] for s in run.json["submissions"]}["文書課.xlsx"] == 4


def test_a_missing_password_file_stops_the_run_with_a_way_out(sealed: Path) -> None:
    run = ictxl("check", sealed.parent, "--no-report", "--password-file", "ない.txt")
    assert run.code == 2
    assert "ない.txt" in run.err and "確かめてください" in run.err


def test_a_limit_set_by_hand_is_kept_and_named(tmp_path: Path) -> None:
    filled_form(tmp_path / "文書課.xlsx")
    run = ictxl("check", tmp_path, "--no-report", "--limit-cells", "10")
    assert run.code == 2
    assert "F008" in run.err and "--limit-cells" in run.err
