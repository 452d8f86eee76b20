"""One command measured, many compared: time, processor time and memory of whole processes."""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Run:
    """What one process took, its children included."""

    seconds: float
    processor: float
    """Seconds of processor time; 0.0 where the system does not tell."""
    megabytes: float
    """Most memory that any one of its processes held; 0.0 where the system does not tell."""


@dataclass
class Runs:
    """All runs of one command on one input."""

    name: str
    size: int
    runs: list[Run] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return statistics.median(run.seconds for run in self.runs)

    @property
    def processor(self) -> float:
        return statistics.median(run.processor for run in self.runs)

    @property
    def megabytes(self) -> float:
        return max(run.megabytes for run in self.runs)


# A process begins with its parent's peak of memory, so the commands are started by a small one.
_LAUNCHER = """
import json, subprocess, sys, time
began = time.perf_counter()
run = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
seconds = time.perf_counter() - began
try:
    import resource
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Linux counts memory in KB, macOS in bytes.
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    usage = [used.ru_utime + used.ru_stime, used.ru_maxrss / unit]
except ImportError:
    usage = [0.0, 0.0]
print(json.dumps([run.returncode, run.stderr.decode(errors="replace"), seconds, *usage]))
"""


def run_python(arguments: Sequence[str], accepted: Iterable[int] = (0, 1)) -> Run:
    """Run `python …` and measure it. Raises RuntimeError where it fails."""
    launched = subprocess.run(
        [sys.executable, "-c", _LAUNCHER, sys.executable, *arguments],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=True,
    )
    code, complaint, *figures = json.loads(launched.stdout)
    if code not in accepted:
        raise RuntimeError(f"{arguments}: {complaint}")
    return Run(*figures)


def compare(size: int, commands: Mapping[str, Sequence[str]], repeats: int) -> dict[str, Runs]:
    """Every command in turn, so that a busy minute hits all of them, and so on `repeats` times."""
    results = {name: Runs(name, size) for name in commands}
    for _ in range(repeats):
        for name, arguments in commands.items():
            results[name].runs.append(run_python(arguments))
    return results


@dataclass(frozen=True)
class Ratio:
    """How many times the second is the first: median, least and most over the rounds."""

    median: float
    least: float
    most: float
    processor: float
    """The same of processor time, which other work on the machine disturbs less."""

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.least:.2f}–{self.most:.2f})"


def ratio(of: Runs, to: Runs) -> Ratio:
    """Run by run, since neighbours in time shared the machine's mood."""
    ratios = [a.seconds / b.seconds for a, b in zip(of.runs, to.runs, strict=True)]
    processor = of.processor / to.processor if to.processor else math.nan
    return Ratio(statistics.median(ratios), min(ratios), max(ratios), processor)


def growth(sizes: Sequence[float], values: Sequence[float]) -> float:
    """The exponent k of value ~ size^k by least squares on logarithms: 1 is linear."""
    xs, ys = [math.log(s) for s in sizes], [math.log(v) for v in values]
    middle_x, middle_y = statistics.mean(xs), statistics.mean(ys)
    spread = sum((x - middle_x) ** 2 for x in xs)
    return sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True)) / spread
