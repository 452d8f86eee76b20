"""How many examples a generated test draws, and in how many parts."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from itertools import count
from typing import Any

import pytest
from hypothesis.errors import HypothesisException

THOROUGH = bool(os.environ.get("ICTXL_THOROUGH") or os.environ.get("ICTXL_EXPLORE"))


def examples(thorough: int, plain: int = 0) -> int:
    """`thorough` in CI and `make explore`, else `plain` (a tenth where it is not given)."""
    return thorough if THOROUGH else plain or max(5, thorough // 10)


PARTS = 4 if THOROUGH else 1


def in_parts(test: Callable[..., None]) -> Callable[..., None]:
    """Make a long generated test several, which several processes share and which begin first.

    All parts draw the same examples in the same order; each tries those whose turn is its own.
    """
    generated: Any = test
    whole = generated.hypothesis.inner_test

    @pytest.mark.spread
    @pytest.mark.parametrize("part", range(PARTS))
    def one_part(part: int) -> None:
        turns, failed = count(), False

        @wraps(whole)
        def try_some(*drawn: Any, **named: Any) -> None:
            nonlocal failed
            if next(turns) % PARTS != part and not failed:
                return
            try:
                whole(*drawn, **named)
            except HypothesisException:  # not such an example as is meant
                raise
            except Exception:
                failed = True  # hypothesis looks for the least that fails, whoever's turn it is
                raise

        generated.hypothesis.inner_test = try_some
        test()

    one_part.__name__, one_part.__doc__ = test.__name__, test.__doc__
    return one_part
