"""The figures of a run: as JSON and as tables in Markdown."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from benchmarks.measuring import Ratio, Runs, growth, ratio
from ictxl.runtime.workers import cores

BARS = (
    ("--help", "import click", 3.0),
    ("--version", "import click", 3.0),
    ("completion", "import click", 3.0),
    ("merge samples", "import pandas, xlsxwriter", 1.3),
    ("pandas_openpyxl", "merge", 10.0),
    ("merge", "bare_calamine_on_all_cores", 3.0),
    ("merge --jobs 1", "bare_calamine", 3.0),
    ("merge --jobs 1", "all_floors", None),
    ("check", "merge", 1.0),
    ("status", "merge", 1.0),
    ("openpyxl_filling", "generate", 2.0),
    ("merge, 1 % broken", "merge", 1.01),
    ("review", "merge", 2.0),
    ("merge, second reading", "merge", 1.5),
)
"""(a, b, what a / b should be: at least, where a is a peer; at most, where a is ictxl; None where
the ratio is only to be known)."""
MOSTLY_START = 100
"""Rounds of fewer workbooks tell of starting rather than of growth."""
Stages = Mapping[int, Mapping[str, float]]
"""Workbooks → stage of a merge → seconds of processor time."""


def make_report(results: Sequence[Runs], stages: Stages) -> dict[str, Any]:
    """The figures as JSON: the machine's kind, every run, the ratios, the stages, the growth."""
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
            {"size": size, "of": a, "to": b, "bar": bar, **asdict(ratio(found[a], found[b]))}
            for size, found in by_size.items()
            for a, b, bar in BARS
            if a in found and b in found
        ],
        "stages": [
            {"size": size, "name": name, "processor_seconds": seconds}
            for size, found_stages in stages.items()
            for name, seconds in found_stages.items()
        ],
        "growth": [*_growth(by_size), *_stage_growth(stages)],
    }


def _memory_gib() -> int:
    if not hasattr(os, "sysconf"):
        return 0
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30))


def _growth(by_size: Mapping[int, Mapping[str, Runs]]) -> list[dict[str, Any]]:
    """The exponent k of what each command takes ~ N^k: time, processor time, memory."""
    sizes = _telling(by_size)
    return [
        {
            "name": name,
            "sizes": sizes,
            "time": growth(sizes, [by_size[size][name].seconds for size in sizes]),
            "processor": growth(sizes, [_least(by_size[size][name].processor) for size in sizes]),
            "memory": growth(sizes, [_least(by_size[size][name].megabytes) for size in sizes]),
        }
        for name in _in_all(by_size, sizes)
    ]


def _stage_growth(stages: Stages) -> list[dict[str, Any]]:
    sizes = _telling(stages)
    return [
        {
            "name": f"merge --jobs 1: {name}",
            "sizes": sizes,
            "time": None,
            "processor": growth(sizes, [_least(stages[size][name]) for size in sizes]),
            "memory": None,
        }
        for name in _in_all(stages, sizes)
    ]


def _telling(by_size: Iterable[int]) -> list[int]:
    """The sizes to fit a line to; none where there are fewer than two points."""
    sizes = sorted(size for size in by_size if size >= MOSTLY_START)
    return sizes if len(sizes) > 1 else []


def _in_all(by_size: Mapping[int, Mapping[str, Any]], sizes: Sequence[int]) -> list[str]:
    first = by_size[sizes[0]] if sizes else {}
    return [name for name in first if all(name in by_size[size] for size in sizes)]


def _least(value: float) -> float:
    """A thousandth, for what is too little to be measured: logarithms know no zero."""
    return max(value, 0.001)


def as_text(report: Mapping[str, Any]) -> str:
    """The report as tables in Markdown."""
    lines = ["", json.dumps(report["machine"], ensure_ascii=False), ""]
    lines += ["| N | command | seconds (min–max) | processor seconds | peak MB of a process |"]
    lines += ["|--:|---|--:|--:|--:|", *map(_run_line, report["runs"])]
    lines += ["", "| N | ratio | median (min–max) | of processor time | bar |"]
    lines += ["|--:|---|--:|--:|--:|", *map(_ratio_line, report["ratios"])]
    if report["stages"]:
        lines += ["", "| N | stage of merge --jobs 1 | processor seconds |", "|--:|---|--:|"]
    for one in report["stages"]:
        lines.append(f"| {one['size']:,} | {one['name']} | {one['processor_seconds']:.2f} |")
    if report["growth"]:
        lines += ["", "| what | sizes | time as N^ | processor time as N^ | memory as N^ |"]
        lines += ["|---|---|--:|--:|--:|", *map(_growth_line, report["growth"])]
    return "\n".join(lines)


def _run_line(run: Mapping[str, Any]) -> str:
    seconds = [each["seconds"] for each in run["each"]]
    return (
        f"| {run['size']:,} | {run['name']}"
        f" | {run['seconds']:.2f} ({min(seconds):.2f}–{max(seconds):.2f})"
        f" | {run['processor_seconds']:.2f} | {run['megabytes']:.0f} |"
    )


def _ratio_line(one: Mapping[str, Any]) -> str:
    shown = Ratio(*(one[name] for name in ("median", "least", "most", "processor")))
    return (
        f"| {one['size']:,} | {one['of']} / {one['to']} | {shown} | {shown.processor:.2f}"
        f" | {one['bar'] or ''} |"
    )


def _growth_line(one: Mapping[str, Any]) -> str:
    sizes = ", ".join(f"{size:,}" for size in one["sizes"])
    shown = [one[kind] for kind in ("time", "processor", "memory")]
    fitted = " | ".join("" if value is None else f"{value:.2f}" for value in shown)
    return f"| {one['name']} | {sizes} | {fitted} |"
