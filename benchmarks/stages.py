"""Where a merge's time goes: `python -m benchmarks.stages RETURNED… [--plan PLAN]`.

Processor time of one process, which other work on the machine disturbs less than the clock's time
that `ictxl merge --profile` shows; the stages are the same.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ictxl.runtime.stages import measured


def measure_stages(arguments: Sequence[str], plan_file: Path | None) -> dict[str, float]:
    """Stage → seconds of processor time; what belongs to no stage is the last."""
    from ictxl.pipeline.merging import merge

    with tempfile.TemporaryDirectory() as folder, measured() as spent:
        merge(arguments, Path(folder) / "out.xlsx", plan_file=plan_file)
    return {name: part.processor for name, part in spent.whole().items()}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stages", description=__doc__)
    parser.add_argument("returned", nargs="+")
    parser.add_argument("--plan", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    spent = measure_stages(options.returned, options.plan)
    if options.json:
        print(json.dumps(spent))
        return
    whole = sum(spent.values())
    for name, seconds in spent.items():
        print(f"{seconds:8.2f} s  {seconds / whole:6.1%}  {name}")
    print(f"{whole:8.2f} s          合計")


if __name__ == "__main__":
    main()
