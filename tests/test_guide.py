"""What the guide shows can be run as it stands."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from ictxl.consolidated.workbook import write_consolidated
from tests.support.places import ROOT
from tests.support.rounds import real_plan, real_responses

DOCS = ROOT / "docs"
GUIDE = (DOCS / "guide-year.md").read_text(encoding="utf-8")


def test_the_python_example_runs(tmp_path: Path) -> None:
    [example] = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    first = real_plan()
    second = replace(first, year=2020, year_label="令和2年度")
    for plan in (first, second):
        write_consolidated(plan, real_responses(), set(), tmp_path / f"{plan.year}.xlsx")
    script = tmp_path / "example.py"
    script.write_text(example, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-X", "utf8", str(script)], cwd=tmp_path, capture_output=True, check=False
    )
    printed = run.stdout.decode("utf-8")
    assert run.returncode == 0, run.stderr.decode("utf-8")
    assert "2019" in printed
    assert "2019:1-12  保健センター" in printed


def test_every_picture_of_the_guide_is_there() -> None:
    pictures = re.findall(r"\]\((images/[^)]+)\)", GUIDE)
    assert pictures
    assert [name for name in pictures if not (DOCS / name).is_file()] == []
