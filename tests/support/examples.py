"""How many examples a generated test draws, and in how many parts."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, seed, settings

EXPLORING = bool(os.environ.get("ICTXL_EXPLORE"))
THOROUGH = bool(os.environ.get("ICTXL_THOROUGH")) or EXPLORING
Test = TypeVar("Test", bound=Callable[..., None])


def examples(thorough: int, plain: int = 0) -> int:
    """`thorough` in CI and `make explore`, else `plain` (a tenth where it is not given)."""
    return thorough if THOROUGH else plain or max(5, thorough // 10)


def asked(least: int) -> int:
    """As many as ICTXL_EXAMPLES says, `least` where it says nothing."""
    return int(os.environ.get("ICTXL_EXAMPLES", least))


PARTS = 8 if THOROUGH else 1


def in_parts(test: Test) -> Test:
    """Make a long test several, each with its `part` of the examples, so that several processes
    share them; they are begun before all others."""
    return pytest.mark.spread(pytest.mark.parametrize("part", range(PARTS))(test))


def draw(part: int, total: int, *strategies: Any, **options: Any) -> Callable[[Test], Test]:
    """Call the function under it with a part of `total` examples, others than the other parts."""

    def call(holds: Test) -> Test:
        usual = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
        chosen = settings(max_examples=-(-total // PARTS), **usual | options)
        test = chosen(given(*strategies)(holds))
        (test if EXPLORING else seed(part)(test))()
        return holds

    return call
