"""How many examples a generated test draws: few in a plain run, all where it is thorough."""

from __future__ import annotations

import os

THOROUGH = bool(os.environ.get("ICTXL_THOROUGH") or os.environ.get("ICTXL_EXPLORE"))


def examples(thorough: int, plain: int = 0) -> int:
    """`thorough` in CI and `make explore`, else `plain` (a tenth where it is not given)."""
    return thorough if THOROUGH else plain or max(5, thorough // 10)
