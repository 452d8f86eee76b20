"""The benchmark works: its inputs are what it says, and every command it compares runs."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.figures import as_text, make_report
from benchmarks.measuring import Run, Runs, growth, ratio, run_python
from benchmarks.peers import PEERS
from benchmarks.plans import SECTIONS, answers, benchmark_plan, ten_answers, ten_question_plan
from benchmarks.rounds import SEED, Round, make_round
from benchmarks.stages import measure_stages
from ictxl.contract.answer_values import typed_value
from ictxl.pipeline import merging
from ictxl.pipeline.sending import generate
from ictxl.questions import QuestionKind
from tests.support.places import ROOT
from tests.support.whole_workbook import facts_of

pytestmark = pytest.mark.slow

SIZE = 3
SAMPLES = ROOT / "samples"
MOST_COMPARED = 4
"""Reading a workbook whole takes longer than making it; the fourth real form is the largest."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Round:
    return make_round(tmp_path_factory.mktemp("benchmark"), SIZE)


def test_a_generated_round_merges_without_a_fault(made: Round, tmp_path: Path) -> None:
    collected = merging.merge([str(made.returned)], tmp_path / "out.xlsx").round
    assert len(made.files) == SIZE
    written = {
        (row.measure, row.department): (row["rating"], row["progress"])
        for row in collected.responses
    }
    plan = benchmark_plan(SIZE)
    asked = {
        (measure, d.name): (answer["rating"], answer["progress"])
        for d in plan.answering_departments
        for measure, answer in answers(d.name, plan.measures_of(d.name), SEED).items()
    }
    assert written == asked
    assert not [f for f in collected.findings if f.code[0] in "FS"]


def test_the_answers_to_ten_questions_are_of_their_kinds() -> None:
    plan = ten_question_plan(SIZE)
    for d in plan.answering_departments:
        for answer in ten_answers(d.name, plan.measures_of(d.name), SEED).values():
            assert set(answer) == {question.key for question in plan.questions}
            assert not [
                question.name
                for question in plan.questions
                if question.kind.is_number or question.kind is QuestionKind.DATE
                if isinstance(typed_value(question, answer[question.key]), str)
            ]


@pytest.mark.parametrize("peer", ["pandas_openpyxl", "openpyxl_alone", "bare_calamine", "bare_zip"])
def test_the_peers_read_the_same_round(made: Round, tmp_path: Path, peer: str) -> None:
    PEERS[peer](made.returned, tmp_path / "out.xlsx")
    assert (tmp_path / "out.xlsx").exists() is not peer.startswith("bare")


@pytest.mark.parametrize("plan", ["generated", "real"])
def test_the_peer_of_generate_makes_the_same_workbooks(
    plan: str, made: Round, tmp_path: Path
) -> None:
    """Else the ratio would say nothing: each cell, style, dropdown and protection is compared."""
    file = made.plan if plan == "generated" else SAMPLES / "plan.xlsx"
    forms = generate(file, tmp_path / "ours").forms
    PEERS["openpyxl_filling"](file, tmp_path / "theirs")
    assert len(forms) == len(list((tmp_path / "theirs").iterdir())) >= SIZE
    for form in forms[:MOST_COMPARED]:
        ours, theirs = facts_of(form.path), facts_of(tmp_path / "theirs" / form.path.name)
        assert len(ours) > 1_000
        differing = {place for place in ours | theirs if ours.get(place) != theirs.get(place)}
        assert not differing, form.department


def test_every_department_of_a_generated_plan_answers_something() -> None:
    for size in (1, SIZE, len(SECTIONS), 50):
        plan = benchmark_plan(size)
        assert len(plan.answering_departments) == size
        assert len({measure.id for measure in plan.measures}) == len(plan.measures)


def test_a_process_is_measured_and_a_failing_one_is_told() -> None:
    began = time.perf_counter()
    run = run_python(["-c", "sum(range(1000))"])
    assert 0 < run.seconds < time.perf_counter() - began
    with pytest.raises(RuntimeError, match="No module named nothing"):
        run_python(["-m", "nothing"], accepted=(0,))


def test_the_report_holds_ratios_run_by_run_and_the_growth() -> None:
    def runs(name: str, size: int, *seconds: float) -> Runs:
        return Runs(name, size, [Run(s, s, 50.0) for s in seconds])

    merge, peer = runs("merge", 20, 1.0, 2.0, 1.0), runs("pandas_openpyxl", 20, 10.0, 10.0, 30.0)
    assert (ratio(peer, merge).least, ratio(peer, merge).median) == (5.0, 10.0)
    assert growth([10, 100, 1000], [2.0, 20.0, 200.0]) == pytest.approx(1.0)
    larger = [runs("merge", size, size / 10) for size in (200, 2_000)]
    stages = {size: {"点検": size**2 / 1e6} for size in (20, 200, 2_000)}
    report = make_report([merge, peer, *larger], stages)
    assert [(r["of"], r["to"], r["median"]) for r in report["ratios"]] == [
        ("pandas_openpyxl", "merge", 10.0)
    ]
    fitted = {one["name"]: one["processor"] for one in report["growth"]}
    assert fitted == {
        "merge": pytest.approx(1.0),
        "merge --jobs 1: 点検": pytest.approx(2.0),
    }
    assert report["growth"][0]["sizes"] == [200, 2_000]
    assert "| 20 | pandas_openpyxl / merge | 10.00 (5.00–30.00) | 10.00 | 10.0 |" in as_text(report)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no clock to sample by")
def test_it_is_told_in_whose_code_a_merge_spends_its_time() -> None:
    # In a process of its own: the clock that samples coarsens the one that other tests measure by.
    command = [sys.executable, "-m", "benchmarks.owners", str(SAMPLES / "returned")]
    printed = subprocess.run(
        command, cwd=SAMPLES.parent, capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout
    owners, functions = printed.split("| function of ictxl | share |")
    shares = dict(re.findall(r"\| ([^|]+) \| ([\d.]+)% \|", owners))
    assert {"ictxl returned", "xlsxwriter"} <= shares.keys()
    assert sum(map(float, shares.values())) == pytest.approx(100, abs=2)
    assert re.search(r"\| \S+[.]py: \S+ \| [\d.]+% \|", functions)


def test_the_stages_of_a_merge_are_told_apart(made: Round) -> None:
    spent = measure_stages([str(made.returned)], made.plan)
    assert all(seconds > 0 for seconds in spent.values()), spent
