"""Compare this year's answers with last year's, where the form showed them."""

from __future__ import annotations

from collections.abc import Iterator

from ictxl.checks.case import Case
from ictxl.contract.spellings import read_rating
from ictxl.findings import Finding, finding
from ictxl.model import Rating
from ictxl.responses import Response
from ictxl.text.clean import fold_name

LARGE_CHANGE = 2
"""Steps of the 凡例 from which on a change of rating is worth a second look."""


def check_same_as_last_year(case: Case) -> Iterator[Finding]:
    """A012: the progress text is last year's."""
    for row in case.rows:
        before = fold_name(row.previous_progress)
        if before and before == fold_name(row.progress):
            yield _about(row, "progress", "A012")


def check_ratings_since_last_year(case: Case) -> Iterator[Finding]:
    """A013, A014: a finished measure that goes on again; a rating that jumps."""
    ratings = case.plan.rating_by_symbol
    going_on = [rating.symbol for rating in case.plan.ratings if not rating.finished]
    for row in case.rows:
        if not row.previous_rating:
            continue
        before = ratings.get(read_rating(row.previous_rating, case.plan) or "")
        now = ratings.get(row.rating)
        if before is None or now is None:
            continue
        facts = {"previous": before.symbol, "rating": now.symbol}
        if before.finished and not now.finished:
            yield _about(row, "rating", "A013", **facts)
        elif _steps(going_on, before, now) >= LARGE_CHANGE:
            yield _about(row, "rating", "A014", **facts)


def _steps(going_on: list[str], before: Rating, now: Rating) -> int:
    """How far apart two continuing ratings stand; 0 where one of them is finished."""
    if before.finished or now.finished:
        return 0
    return abs(going_on.index(before.symbol) - going_on.index(now.symbol))


def _about(row: Response, field: str, code: str, **facts: object) -> Finding:
    return finding(
        code,
        file=row.file,
        sheet=row.sheet,
        cell=row.cell(field),
        department=row.department,
        measure=row.measure,
        value=getattr(row, field),
        **facts,
    )
