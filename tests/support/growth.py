"""Whether work grows worse than linearly.

Ratios of processor time at two sizes, the least of some runs: four times as much may take up to
eight times as long, where the square would be sixteen. A processor whose caches grow too small is
within that; an inner loop over everything is not.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable

import pytest

NEEDS_A_FINE_CLOCK = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows tells processor time in steps of 1/64 s"
)

FACTOR = 4
MOST = 8.0
TRIES = 4
WORTH_COMPARING = 0.02
"""Seconds; what the larger round does in less may be anything."""


def grown(
    small: Callable[[], dict[str, float]], large: Callable[[], dict[str, float]]
) -> dict[str, float]:
    """The stages that grow worse than linearly, with how many times they took.

    Measured again while any seems to: another program may have had the processor's caches. Passes
    of the garbage collector over all that earlier tests left would count for the larger round only.
    """
    gc.collect()
    gc.disable()
    try:
        return _grown(small, large)
    finally:
        gc.enable()


def _grown(
    small: Callable[[], dict[str, float]], large: Callable[[], dict[str, float]]
) -> dict[str, float]:
    least: tuple[dict[str, float], dict[str, float]] = ({}, {})
    grown: dict[str, float] = {}
    for _ in range(TRIES):
        for found, spend in zip(least, (small, large), strict=True):
            for name, seconds in spend().items():
                found[name] = min(seconds, found.get(name, seconds))
        grown = {
            name: seconds / least[0][name]
            for name, seconds in least[1].items()
            if seconds > WORTH_COMPARING and seconds > MOST * least[0][name]
        }
        if not grown:
            break
    return grown


def spent_on(work: Callable[..., object], *given: object) -> Callable[[], dict[str, float]]:
    """What `grown` compares, of one function."""

    def spend() -> dict[str, float]:
        began = time.process_time()
        work(*given)
        return {getattr(work, "__name__", "work"): time.process_time() - began}

    return spend
