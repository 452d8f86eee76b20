"""In whose code a merge spends its time: `python -m benchmarks.owners RETURNED… [--plan PLAN]`.

Every few milliseconds of processor time it is noted whose function is running: a library's, or
which room's of ictxl. One process, and not on Windows, which has no such clock.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from types import FrameType

import ictxl

_EVERY = 0.004
"""Seconds; Linux notes no oftener."""
_WITHIN = {
    ("spreadsheets/sheet.py", "_read"): "calamine",
    ("spreadsheets/guarded.py", "_read"): "calamine",
    ("spreadsheets/xlsx/package.py", "_inflate"): "zlib, unpacking",
}
"""Functions of ictxl's that do little but wait for a library without frames of its own."""
_OTHER = "Python itself"


@dataclass(frozen=True)
class Shares:
    """Of the processor time, the largest first."""

    by_owner: dict[str, float]
    by_function: dict[str, float]
    """Of ictxl's own functions."""


def measure_owners(arguments: Sequence[str], plan_file: Path | None) -> Shares:
    """A merge's processor time by whose code it was spent in."""
    from ictxl.pipeline.merging import merge
    from ictxl.runtime.garbage import collect_seldom

    collect_seldom()
    with tempfile.TemporaryDirectory() as folder, _sampled() as samples:
        merge(arguments, Path(folder) / "out.xlsx", plan_file=plan_file)
    whole = samples.total()
    owners: Counter[str] = Counter()
    for (owner, _), count in samples.items():
        owners[owner] += count
    return Shares(
        {owner: count / whole for owner, count in owners.most_common()},
        {name: count / whole for (_, name), count in samples.most_common() if name},
    )


@contextmanager
def _sampled() -> Iterator[Counter[tuple[str, str]]]:
    samples: Counter[tuple[str, str]] = Counter()

    def note(_number: int, frame: FrameType | None) -> None:
        samples[_running(frame)] += 1

    before = signal.signal(signal.SIGPROF, note)
    signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
    try:
        yield samples
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _running(frame: FrameType | None) -> tuple[str, str]:
    """Whose function is running, and which one of ictxl's; Python's own modules work for who called
    them."""
    while frame is not None:
        path = PurePath(frame.f_code.co_filename)
        if path.is_relative_to(_ICTXL):
            place, name = path.relative_to(_ICTXL), frame.f_code.co_name
            library = _WITHIN.get((place.as_posix(), name))
            return (library, "") if library else (f"ictxl {place.parts[0]}", f"{place}: {name}")
        if "site-packages" in path.parts:
            return path.parts[path.parts.index("site-packages") + 1], ""
        frame = frame.f_back
    return _OTHER, ""


_ICTXL = Path(ictxl.__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.owners", description=__doc__)
    parser.add_argument("returned", nargs="+")
    parser.add_argument("--plan", type=Path)
    options = parser.parse_args()
    if not hasattr(signal, "setitimer"):
        sys.exit("No clock of processor time on this system.")
    shares = measure_owners(options.returned, options.plan)
    _show("whose code", shares.by_owner)
    _show("function of ictxl", dict(list(shares.by_function.items())[:_MOST_FUNCTIONS]))


_MOST_FUNCTIONS = 12


def _show(heading: str, shares: Mapping[str, float]) -> None:
    print(f"\n| {heading} | share |")
    print("|---|--:|")
    for name, share in shares.items():
        print(f"| {name} | {share:.1%} |")


if __name__ == "__main__":
    main()
