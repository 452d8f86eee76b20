"""`python -m benchmarks`: make the inputs, run ictxl and its peers in turn, print the ratios."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.measuring import Ratio, Runs, compare, growth, ratio
from benchmarks.oddities import with_broken_files, with_enormous_file
from benchmarks.plans import benchmark_plan
from benchmarks.rounds import Round, make_round
from ictxl.identity import fits_form
from ictxl.returned.workers import cores

SAMPLES = Path(__file__).parents[1] / "samples" / "returned"
PATIENCE = 2_000
"""Workbooks up to which the slow peers are run too."""
FORMS_PATIENCE = 200
"""Departments up to which forms are generated against openpyxl."""
ODD_SIZE = 200
"""Workbooks of the round that is spoilt on purpose."""
BARS = (
    ("--help", "import click", 3.0),
    ("--version", "import click", 3.0),
    ("completion", "import click", 3.0),
    ("merge samples", "import pandas, xlsxwriter", 1.3),
    ("pandas_openpyxl", "merge", 10.0),
    ("merge", "bare_calamine_on_all_cores", 3.0),
    ("merge --jobs 1", "bare_calamine", 3.0),
    ("check", "merge", 1.0),
    ("status", "merge", 1.0),
    ("openpyxl_filling", "generate", 2.0),
    ("merge, 1 % broken", "merge", 1.01),
)
"""(a, b, what a / b should be: at least, where a is a peer; at most, where a is ictxl)."""


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(options.folder or scratch)
        results = measure_all(folder, options.sizes, options.repeats, options.only)
    report = make_report(results)
    print(as_text(report))
    if options.json:
        Path(options.json).write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20, 200, 2_000], metavar="N")
    parser.add_argument("--repeats", type=int, default=5, metavar="N")
    parser.add_argument("--only", nargs="+", default=(), metavar="NAME", help="these commands only")
    parser.add_argument("--folder", help="keep the made inputs here, and take those that are there")
    parser.add_argument("--json", help="write the figures to this file as well")
    return parser.parse_args()


def measure_all(
    folder: Path, sizes: Sequence[int], repeats: int, only: Sequence[str] = ()
) -> list[Runs]:
    """Every command, or those named, at every size."""
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    results = list(compare(1, _chosen(_starting(out), only), repeats).values())
    for size in sizes:
        made = make_round(folder, size, cores())
        commands = _collecting(made, out)
        if size <= FORMS_PATIENCE:
            commands |= _generating(made, out)
        if size == min(max(sizes), ODD_SIZE):
            commands |= _spoilt(made, out)
        commands = _chosen(commands, only)
        print(f"{size}: {', '.join(commands)}", file=sys.stderr)
        results += compare(size, commands, repeats if size <= PATIENCE else 1).values()
    return results


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


def _ictxl(*arguments: str | Path) -> tuple[str, ...]:
    return ("-m", "ictxl", *map(str, arguments))


def _peer(name: str, returned: Path, output: Path) -> tuple[str, ...]:
    return ("-m", "benchmarks.peers", name, str(returned), str(output))


def make_report(results: Sequence[Runs]) -> dict[str, Any]:
    """The figures as JSON: the machine's kind, every run, the ratios, the growth."""
    by_size: dict[int, dict[str, Runs]] = {}
    for runs in results:
        by_size.setdefault(runs.size, {})[runs.name] = runs
    return {
        "machine": {
            "system": platform.system(),
            "architecture": platform.machine(),
            "cores": cores(),
            "memory_gib": _memory_gib(),
            "python": platform.python_version(),
            **{name: version(name) for name in ("pandas", "openpyxl", "python-calamine")},
        },
        "runs": [
            {
                "name": runs.name,
                "size": runs.size,
                "seconds": runs.seconds,
                "processor_seconds": runs.processor,
                "megabytes": runs.megabytes,
                "each": [asdict(run) for run in runs.runs],
            }
            for runs in results
        ],
        "ratios": [
            {"size": size, "of": a, "to": b, "bar": bar, **asdict(_bar_ratio(found, a, b))}
            for size, found in by_size.items()
            for a, b, bar in BARS
            if a in found and b in found
        ],
        "growth": _growth({size: found for size, found in by_size.items() if size > 1}),
    }


def _bar_ratio(found: Mapping[str, Runs], of: str, to: str) -> Ratio:
    return ratio(found[of], found[to])


def _memory_gib() -> int:
    if not hasattr(os, "sysconf"):
        return 0
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30))


def _growth(by_size: Mapping[int, Mapping[str, Runs]]) -> list[dict[str, Any]]:
    """How time and memory grow from the second smallest size on: the smallest is mostly start."""
    sizes = sorted(by_size)[1:]
    if len(sizes) < 2:  # noqa: PLR2004 - a line has two points
        return []
    names = [name for name in by_size[sizes[0]] if all(name in by_size[size] for size in sizes)]
    return [
        {
            "name": name,
            "sizes": sizes,
            "time": growth(sizes, [by_size[size][name].seconds for size in sizes]),
            "memory": growth(sizes, [max(1.0, by_size[size][name].megabytes) for size in sizes]),
        }
        for name in names
    ]


def as_text(report: Mapping[str, Any]) -> str:
    """The report as tables in Markdown."""
    lines = ["", json.dumps(report["machine"], ensure_ascii=False), ""]
    lines += ["| N | command | seconds (median) | processor seconds | peak MB of a process |"]
    lines += ["|--:|---|--:|--:|--:|"]
    for run in report["runs"]:
        lines.append(
            f"| {run['size']:,} | {run['name']} | {run['seconds']:.2f}"
            f" | {run['processor_seconds']:.2f} | {run['megabytes']:.0f} |"
        )
    lines += ["", "| N | ratio | median (min–max) | of processor time | bar |"]
    lines += ["|--:|---|--:|--:|--:|"]
    for one in report["ratios"]:
        shown = Ratio(*(one[name] for name in ("median", "least", "most", "processor")))
        lines.append(
            f"| {one['size']:,} | {one['of']} / {one['to']} | {shown} | {shown.processor:.2f}"
            f" | {one['bar']} |"
        )
    if report["growth"]:
        lines += ["", "| command | sizes | time grows as N^ | memory as N^ |", "|---|---|--:|--:|"]
    for one in report["growth"]:
        sizes = ", ".join(f"{size:,}" for size in one["sizes"])
        lines.append(f"| {one['name']} | {sizes} | {one['time']:.2f} | {one['memory']:.2f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
