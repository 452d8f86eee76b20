"""What the guide shows can be run as it stands."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from ictxl.consolidated.workbook import write_consolidated
from ictxl.pipeline.second_reading.making import review
from ictxl.pipeline.sending import generate
from ictxl.plan.new_plan import starting_plan
from ictxl.plan.reading import read_plan_with_findings
from ictxl.plan.writing import write_plan
from tests.support.books import load
from tests.support.places import ROOT
from tests.support.rounds import real_plan, real_responses

pytestmark = pytest.mark.lengthy

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


def test_what_the_guide_adds_for_a_second_reading_asks_its_readers(tmp_path: Path) -> None:
    workbook = load(ROOT / "samples" / "plan.xlsx")
    script("guide_tables").type_review_rows(workbook)
    workbook.save(tmp_path / "plan.xlsx")
    plan, _ = read_plan_with_findings(tmp_path / "plan.xlsx")
    assert [(q.name, q.required.label, q.published) for q in plan.reviewer_questions] == [
        ("二次評価", "必須", True),
        ("二次評価の理由", "二次評価=C、D", True),
    ]
    returned = ROOT / "samples" / "returned"
    made = review(returned, tmp_path / "二次評価.xlsx", plan_file=tmp_path / "plan.xlsx")
    assert len(made.plan.measures) == len(plan.measures)
    assert "P0" not in {found.code[:2] for found in made.round.findings}


def test_what_the_guide_types_into_an_empty_plan_asks_ten_questions(tmp_path: Path) -> None:
    write_plan(starting_plan(2026), tmp_path / "plan.xlsx")
    workbook = load(tmp_path / "plan.xlsx")
    script("guide_tables").type_in(workbook)
    workbook.save(tmp_path / "plan.xlsx")
    plan, findings = read_plan_with_findings(tmp_path / "plan.xlsx")
    assert not findings
    assert [question.kind.value for question in plan.questions] == [
        *("文", "整数", "金額", "割合", "選択", "文", "選択", "文", "日付", "文"),
    ]
    assert plan.questions[5].required.label == "目標に対する評価=C、D"
    assert (plan.questions[3].minimum, plan.questions[3].maximum) == (0, Decimal("1.5"))
    assert [area.id for area in plan.areas] == ["1", "1-1", "1-2"]
    assert [plan.measure_number(measure) for measure in plan.measures] == ["001", "002", "003"]
    made = generate(tmp_path / "plan.xlsx", tmp_path / "outbox")
    assert [form.department for form in made.forms] == ["障害福祉課", "福祉総務課"]


def test_what_the_guide_types_into_an_empty_plan_asks_for_four_indicators(tmp_path: Path) -> None:
    write_plan(starting_plan(2026), tmp_path / "plan.xlsx", is_new=True)
    workbook = load(tmp_path / "plan.xlsx")
    script("guide_tables").type_in_indicators(workbook)
    workbook.save(tmp_path / "plan.xlsx")
    plan, _ = read_plan_with_findings(tmp_path / "plan.xlsx")
    assert [(i.measure_id, i.unit, i.target, i.direction.value) for i in plan.indicators] == [
        ("1-1", "件", "12", "増"),
        ("1-1", "者", "45", "増"),
        ("1-2", "%", "75", "増"),
        ("2-1", "g", "900", "減"),
    ]
    made = generate(tmp_path / "plan.xlsx", tmp_path / "outbox")
    assert [form.department for form in made.forms] == ["産業振興課", "環境保全課"]


def script(name: str) -> ModuleType:
    """A script of docs/ as a module: it is in no package."""
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
