"""Every kind of workbook that ictxl writes, judged by openxml-audit."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ictxl.consolidated.workbook import write_consolidated
from tests.support.cli import ictxl
from tests.support.forms import write_form
from tests.support.places import ROOT
from tests.support.question_plans import DEPARTMENT, TEN, plan_asking
from tests.support.rounds import real_plan, real_responses

SAMPLES = ROOT / "samples"

KNOWN_FALSE_ALARMS: dict[str, str] = {}
"""Description of an error that is the auditor's own → why it is one. None is known now."""


@pytest.mark.slow
def test_no_workbook_we_write_has_an_error(tmp_path: Path) -> None:
    assert ictxl("init", tmp_path / "init").code == 0
    form = ["generate", SAMPLES / "plan.xlsx", "--department", "情報課"]
    assert ictxl(*form, "-o", tmp_path / "new").code == 0
    with_last_year = ["--previous", SAMPLES / "進捗状況.xlsx", "-o", tmp_path / "with_last_year"]
    assert ictxl(*form, *with_last_year).code == 0
    before = replace(real_plan(), year=2018, year_label="平成30年度")
    write_consolidated(before, real_responses(), set(), tmp_path / "2018.xlsx")
    merge = ["merge", SAMPLES / "returned", "--history", tmp_path / "2018.xlsx"]
    assert ictxl(*merge, "-o", tmp_path / "進捗状況.xlsx").code == 0
    write_form(tmp_path / "ten_questions.xlsx", plan_asking(TEN), DEPARTMENT)
    shutil.copy(SAMPLES / "returned" / "04_情報課.xlsx", tmp_path)
    audit = subprocess.run(
        [sys.executable, "-m", "openxml_audit", "-r", "-o", "json", str(tmp_path)],
        capture_output=True,
        check=False,
    )
    judged = json.loads(audit.stdout)
    names = {Path(result["file"]).name for result in judged}
    assert {
        "plan.xlsx",
        "progress_template.xlsx",
        "consolidated_template.xlsx",
        "進捗状況.xlsx",
        "内部用_進捗状況.report.xlsx",
    } <= names
    assert len(judged) == len(list(tmp_path.rglob("*.xlsx")))
    faults = [
        (Path(result["file"]).name, error)
        for result in judged
        for error in result["errors"]
        if error.get("description") not in KNOWN_FALSE_ALARMS
    ]
    assert not faults
