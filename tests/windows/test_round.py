"""A year's work from the portable folder on Windows gives what it gives here, byte for byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ictxl.cli import COMMANDS
from ictxl.plan.writing import write_plan
from tests.support.cli import Run
from tests.support.clients.windows import CODE_PAGE, Windows
from tests.support.places import ROOT
from tests.support.reviews import review_plan

YEAR = (
    ("init", "令和8年度"),
    ("generate", "plan.xlsx", "--mail"),
    ("generate", "plan.xlsx", "-o", "前回つき", "--previous", "進捗状況2019.xlsx"),
    ("status", "returned"),
    ("status", "returned", "--plan", "plan.xlsx", "--mail", "催促"),
    ("check", "returned"),
    ("check", "returned", "--json", "--no-report"),
    ("sendback", "returned", "--plan", "plan.xlsx", "--mail", "差戻しメール"),
    ("merge", "returned", "--html", "--csv"),
    ("import", "進捗状況2019.xlsx", "-o", "plan_2019.xlsx", "--responses", "回答.csv"),
    ("rollover", "進捗状況2019.xlsx", "-o", "plan_2020.xlsx", "--plan", "plan.xlsx", "--renumber"),
    ("compare", "進捗状況2019.xlsx", "進捗状況.xlsx", "-o", "比較.xlsx"),
    ("history", "進捗状況2019.xlsx", "-o", "推移.xlsx"),
    ("generate", "hamamatsu.xlsx", "-o", "浜松", "--mail"),
    ("generate", "toyoake.xlsx", "-o", "豊明"),
    ("check", "浜松", "-o", "浜松の点検", "--plan", "hamamatsu.xlsx"),
    ("generate", "plan_review.xlsx", "-o", "審査前"),
    ("review", "審査前", "-o", "二次評価.xlsx"),
    ("review", "審査前", "--readers", "山田、佐藤"),
    ("status", "審査前", "二次評価.xlsx"),
    ("merge", "審査前", "二次評価_山田.xlsx", "二次評価_佐藤.xlsx", "-o", "審査つき.xlsx", "--csv"),
    ("merge", "豊明", "-o", "豊明の進捗状況.xlsx", "--plan", "toyoake.xlsx"),
    ("template", "check", "令和8年度/progress_template.xlsx"),
)
STEPS = [step for step in YEAR if step[0] in COMMANDS]

Year = tuple[Path, dict[tuple[str, ...], Run]]
"""The folder, and what each step told."""


def city(place: Path, faulty_round: Path) -> Path:
    """What lies in 情報課's folder before the year; copies keep the files' times."""
    place.mkdir()
    shutil.copytree(faulty_round, place / "returned")
    shutil.copy2(ROOT / "samples" / "plan.xlsx", place)
    for name in ("hamamatsu", "toyoake"):  # bodies that ask in words of their own
        shutil.copy2(ROOT / "samples" / "cities" / f"{name}.xlsx", place)
    shutil.copy2(ROOT / "samples" / "進捗状況.xlsx", place / "進捗状況2019.xlsx")
    write_plan(review_plan(), place / "plan_review.xlsx")
    return place


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory, faulty_round: Path) -> Year:
    folder = city(tmp_path_factory.mktemp("here") / "市役所", faulty_round)
    return folder, {step: run_here(*step, cwd=folder) for step in STEPS}


@pytest.fixture(scope="module")
def there(windows: Windows, tmp_path_factory: pytest.TempPathFactory, faulty_round: Path) -> Year:
    folder = city(tmp_path_factory.mktemp("there") / "市役所", faulty_round)
    return folder, {step: windows.ictxl(*step, cwd=folder) for step in STEPS}


def run_here(*arguments: str, cwd: Path) -> Run:
    """With its output as on a Windows where it goes into a file: code page 932, no window."""
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    made = subprocess.run(
        [sys.executable, "-m", "ictxl", *arguments],
        cwd=cwd,
        env={**environment, "PYTHONIOENCODING": CODE_PAGE, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    return Run(made.returncode, made.stdout.decode(CODE_PAGE), made.stderr.decode(CODE_PAGE))


@pytest.mark.parametrize("step", STEPS, ids=" ".join)
def test_each_step_tells_the_same(here: Year, there: Year, step: tuple[str, ...]) -> None:
    ours, theirs = here[1][step], there[1][step]
    assert theirs.err.replace("\\", "/") == ours.err
    assert theirs.out.replace("\\", "/") == ours.out.replace("\\", "/")
    assert theirs.code == ours.code


def test_the_year_s_work_was_done(there: Year) -> None:
    assert {step[0]: run.code for step, run in there[1].items()} == {
        step: FOUND.get(step, 0) for step in {step[0] for step in STEPS}
    }


FOUND = {"status": 1, "check": 1, "merge": 1}
"""The round has faults, and says so; everything else is clean."""


def test_every_file_has_the_same_bytes(here: Year, there: Year) -> None:
    ours, theirs = contents(here[0]), contents(there[0])
    assert sorted(theirs) == sorted(ours)
    assert [name for name in ours if ours[name] != theirs[name]] == []
    kinds = {Path(name).suffix for name in theirs}
    assert {".xlsx", ".eml", ".html", ".csv", ".json"} <= kinds


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
