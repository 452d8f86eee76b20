"""Compare this year's answers with last year's, where the form showed them."""

from __future__ import annotations

from collections.abc import Iterator

from ictxl import findings
from ictxl.checks.places import place_of
from ictxl.contract.spellings import read_rating
from ictxl.findings import Finding
from ictxl.model import Rating
from ictxl.round import Round
from ictxl.text.clean import fold_name

LARGE_CHANGE = 2
"""Steps of the 凡例 from which on a change of rating is worth a second look."""


def check_same_as_last_year(collected: Round) -> Iterator[Finding]:
    """A012: the progress text is last year's."""
    for row in collected.responses:
        before = fold_name(row.previous_progress)
        if before and before == fold_name(row.progress):
            yield findings.PROGRESS_SAME_AS_LAST_YEAR.at(place_of(row, "progress"))


def check_ratings_since_last_year(collected: Round) -> Iterator[Finding]:
    """A013, A014: a finished measure that goes on again; a rating that jumps."""
    ratings = collected.plan.rating_by_symbol
    going_on = [rating.symbol for rating in collected.plan.ratings if not rating.finished]
    for row in collected.responses:
        if not row.previous_rating:
            continue
        before = ratings.get(read_rating(row.previous_rating, collected.plan) or "")
        now = ratings.get(row.rating)
        if before is None or now is None:
            continue
        place = place_of(row, "rating")
        if before.finished and not now.finished:
            yield findings.FINISHED_MEASURE_CONTINUES.at(
                place, previous=before.symbol, rating=now.symbol
            )
        elif _steps(going_on, before, now) >= LARGE_CHANGE:
            yield findings.RATING_CHANGED_GREATLY.at(
                place, previous=before.symbol, rating=now.symbol
            )


def _steps(going_on: list[str], before: Rating, now: Rating) -> int:
    """How far apart two continuing ratings stand; 0 where one of them is finished."""
    if before.finished or now.finished:
        return 0
    return abs(going_on.index(before.symbol) - going_on.index(now.symbol))
