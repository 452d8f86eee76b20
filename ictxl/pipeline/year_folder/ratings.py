"""The ratings of several years' consolidated tables, counted for charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ictxl.errors import IctxlError
from ictxl.pipeline.yearly import read_year
from ictxl.report.page import Bar, stacked_bars
from ictxl.returned.kept_files import Signature, signature_of

_TONES = 7
"""So many colours the charts have."""


@dataclass(frozen=True)
class YearRatings:
    """One year's table."""

    path: Path
    year: int
    label: str
    bars: tuple[Bar, ...]


def ratings_by_year(tables: Sequence[Path]) -> tuple[YearRatings, ...]:
    """Tables that can be read, the earliest year first."""
    read = (_ratings(path, signature_of(path)) for path in tables)
    return tuple(sorted((one for one in read if one), key=lambda one: (one.year, str(one.path))))


@lru_cache(maxsize=64)
def _ratings(path: Path, _as_it_is: Signature) -> YearRatings | None:
    try:
        year = read_year(path)
    except IctxlError:
        return None
    plan = year.plan
    leading = plan.leading_choice
    if leading is None or leading.choices is None:
        return None
    given = Counter(response[leading.key] for response in year.responses)
    pieces = [
        (choice.code, given.pop(choice.code, 0), f"rating{index % _TONES}")
        for index, choice in enumerate(leading.choices.choices)
    ]
    bars = stacked_bars([*pieces, ("未記入・不明", given.total(), "none")])
    return YearRatings(path, plan.year, plan.year_label, tuple(bars))
