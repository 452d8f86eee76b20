"""Where a merge's time goes: `python -m benchmarks.stages RETURNED… [--plan PLAN]`."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

STAGES = (
    ("読み取り", "ictxl.returned.read_forms"),
    ("計画台帳の読み取り", "ictxl.plan.read_plan"),
    ("欠けた調査票の復元", "ictxl.returned.recover_forms"),
    ("施策への割り当て", "ictxl.returned.place_form"),
    ("提出の突き合わせ", "ictxl.returned.join_submissions"),
    ("点検", "ictxl.checks.run_checks"),
    ("集約表の書き出し", "ictxl.consolidated.write_consolidated"),
    ("報告(Excel)の書き出し", "ictxl.report.write_report_workbook"),
    ("報告(HTML)の書き出し", "ictxl.report.write_report_page"),
    ("記録の書き出し", "ictxl.report.write_audit"),
)
"""What a person calls a stage, and the function that is all of it."""


def measure_stages(arguments: Sequence[str], plan_file: Path | None) -> dict[str, float]:
    """Stage → seconds of processor time, in one process; what belongs to no stage is その他."""
    spent = {name: 0.0 for name, _ in STAGES}
    began = time.process_time()
    from ictxl import pipeline

    with tempfile.TemporaryDirectory() as folder, _timed(spent):
        pipeline.merge(arguments, Path(folder) / "out.xlsx", plan_file=plan_file)
    whole = time.process_time() - began
    return {**spent, "その他(起動と読み込み)": whole - sum(spent.values())}


@contextmanager
def _timed(spent: dict[str, float]) -> Iterator[None]:
    patches = []
    for name, place in STAGES:
        original: Callable[..., Any] = _function(place)
        patches.append(patch(place, _timing(original, spent, name)))
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()


def _function(place: str) -> Callable[..., Any]:
    from importlib import import_module

    module, _, name = place.rpartition(".")
    function: Callable[..., Any] = getattr(import_module(module), name)
    return function


def _timing(original: Callable[..., Any], spent: dict[str, float], name: str) -> Callable[..., Any]:
    def timed(*arguments: Any, **options: Any) -> Any:
        began = time.process_time()
        try:
            return original(*arguments, **options)
        finally:
            spent[name] += time.process_time() - began

    return timed


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stages", description=__doc__)
    parser.add_argument("returned", nargs="+")
    parser.add_argument("--plan", type=Path)
    options = parser.parse_args()
    spent = measure_stages(options.returned, options.plan)
    whole = sum(spent.values())
    for name, seconds in spent.items():
        print(f"{seconds:8.2f} s  {seconds / whole:6.1%}  {name}")
    print(f"{whole:8.2f} s          合計")


if __name__ == "__main__":
    main()
