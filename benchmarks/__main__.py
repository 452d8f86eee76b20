"""`python -m benchmarks`: make the inputs, run ictxl and its peers in turn, print the ratios."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.figures import as_text, make_report
from benchmarks.measuring import Runs, compare
from benchmarks.oddities import with_broken_files, with_enormous_file
from benchmarks.plans import benchmark_plan
from benchmarks.rounds import Round, make_round
from benchmarks.second_reading import with_second_reading
from ictxl.contract.metadata import fits_form
from ictxl.runtime.workers import cores

SAMPLES = Path(__file__).parents[1] / "samples" / "returned"
SIZES = [20, 200, 2_000, 20_000]
PATIENCE = 2_000
"""Workbooks up to which the slow peers are run too."""
FORMS_PATIENCE = 200
"""Departments up to which forms are generated against openpyxl."""
STAGES = "stages"
ODD_SIZE = 200
"""Workbooks of the round that is spoilt on purpose."""


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(options.folder or scratch)
        results, stages = measure_all(folder, options.sizes, options.repeats, options.only)
    report = make_report(results, stages)
    print(as_text(report))
    if options.json:
        Path(options.json).write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--repeats", type=int, default=5, metavar="N")
    parser.add_argument("--only", nargs="+", default=(), metavar="NAME", help="these commands only")
    parser.add_argument("--folder", help="keep the made inputs here, and take those that are there")
    parser.add_argument("--json", help="write the figures to this file as well")
    return parser.parse_args()


def measure_all(
    folder: Path, sizes: Sequence[int], repeats: int, only: Sequence[str] = ()
) -> tuple[list[Runs], dict[int, dict[str, float]]]:
    """Every command, or those named, at every size; and the stages of a merge at every size."""
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    results = list(compare(1, _chosen(_starting(out), only), repeats).values())
    stages: dict[int, dict[str, float]] = {}
    for size in sizes:
        made = make_round(folder, size, cores())
        commands = _collecting(made, out)
        if size <= FORMS_PATIENCE:
            commands |= _generating(made, out)
        if size == min(max(sizes), ODD_SIZE):
            commands |= _spoilt(made, out) | _reviewing(made, out)
        commands = _chosen(commands, only)
        print(f"{size}: {', '.join(commands)}", file=sys.stderr)
        results += compare(size, commands, repeats if size <= PATIENCE else 1).values()
        if not only or STAGES in only:
            stages[size] = _stages(made)
    return results, stages


def _stages(made: Round) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.stages", str(made.returned), "--json"]
    told = subprocess.check_output([*command, *map(str, _plan_option(made))])
    stages: dict[str, float] = json.loads(told)
    return stages


def _chosen(commands: Mapping[str, Sequence[str]], only: Sequence[str]) -> dict[str, Sequence[str]]:
    return {name: command for name, command in commands.items() if not only or name in only}


def _starting(out: Path) -> dict[str, Sequence[str]]:
    complete = (
        "import os, sys; os.environ.update(_ICTXL_COMPLETE='bash_complete', COMP_WORDS='ictxl ',"
        " COMP_CWORD='1'); from ictxl.cli import main; main()"
    )
    return {
        "import click": ("-c", "import click"),
        "--help": ("-m", "ictxl", "--help"),
        "--version": ("-m", "ictxl", "--version"),
        "completion": ("-c", complete),
        "import pandas, xlsxwriter": ("-c", "import pandas, xlsxwriter"),
        "merge samples": _ictxl("merge", SAMPLES, "-o", out / "samples.xlsx"),
    }


def _collecting(made: Round, out: Path) -> dict[str, Sequence[str]]:
    read: tuple[str | Path, ...] = (made.returned, "-q", *_plan_option(made))
    commands: dict[str, Sequence[str]] = {
        "merge": _ictxl("merge", *read, "-o", out / "merge.xlsx"),
        "merge --jobs 1": _ictxl("merge", *read, "--jobs", "1", "-o", out / "one.xlsx"),
        "check": _ictxl("check", *read),
        "status": _ictxl("status", *read),
    }
    peers = ["bare_calamine", "bare_calamine_on_all_cores", "bare_zip"]
    if made.size <= PATIENCE:
        peers = ["pandas_openpyxl", "pandas_calamine", "openpyxl_alone", *peers]
    for peer in peers:
        commands[peer] = _peer(peer, made.returned, out / f"{peer}.xlsx")
    commands["all_floors"] = _peer("all_floors", made.returned, out / "one.xlsx")
    return commands


def _plan_option(made: Round) -> tuple[str | Path, ...]:
    """Forms of a very large plan carry only their share of it."""
    return () if fits_form(benchmark_plan(made.size)) else ("--plan", made.plan)


def _generating(made: Round, out: Path) -> dict[str, Sequence[str]]:
    # Both into a folder that is new each time.
    fresh = "import shutil, sys, runpy; shutil.rmtree(sys.argv.pop(1), True); "
    outbox = str(out / "outbox")
    return {
        "generate": (
            *("-c", fresh + "from ictxl.cli import main; main()", outbox),
            *("generate", str(made.plan), "-o", outbox),
        ),
        "openpyxl_filling": (
            *("-c", fresh + "runpy.run_module('benchmarks.peers', run_name='__main__')", outbox),
            *("openpyxl_filling", str(made.plan), outbox),
        ),
    }


def _spoilt(made: Round, out: Path) -> dict[str, Sequence[str]]:
    broken = with_broken_files(made, out / "broken")
    enormous = with_enormous_file(made, out / "enormous")
    plan = _plan_option(made)
    return {
        "merge, 1 % broken": _ictxl("merge", broken, "-q", *plan, "-o", out / "b.xlsx"),
        "merge, one enormous": _ictxl("merge", enormous, "-q", *plan, "-o", out / "e.xlsx"),
    }


def _reviewing(made: Round, out: Path) -> dict[str, Sequence[str]]:
    plan, filled = with_second_reading(made, out / "second")
    read: tuple[str | Path, ...] = (made.returned, "-q", "--plan", plan)
    return {
        "review": _ictxl("review", *read, "-o", out / "review.xlsx"),
        "merge, second reading": _ictxl("merge", filled, *read, "-o", out / "second.xlsx"),
    }


def _ictxl(*arguments: str | Path) -> tuple[str, ...]:
    return ("-m", "ictxl", *map(str, arguments))


def _peer(name: str, returned: Path, output: Path) -> tuple[str, ...]:
    return ("-m", "benchmarks.peers", name, str(returned), str(output))


if __name__ == "__main__":
    main()
