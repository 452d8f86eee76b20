"""Responses to the usual questions, written and read in few words."""

from __future__ import annotations

from dataclasses import replace

from ictxl.questions import USUAL_KEYS
from ictxl.responses import Response

INPUTS = tuple(USUAL_KEYS.values())
"""Keys of the usual questions: rating, progress, next_step, remarks."""


def answered(measure: str, department: str, *answer: str, **place: object) -> Response:
    """A response with rating, progress, next step and remarks; the last ones may be left out."""
    values = {key: text for key, text in zip(INPUTS, answer, strict=False) if text}
    return Response(measure, department, values, **place)  # type: ignore[arg-type]  # any place


def answer_of(response: Response) -> tuple[str, str, str, str]:
    """Rating, progress, next step and remarks."""
    rating, progress, next_step, remarks = (response[key] for key in INPUTS)
    return rating, progress, next_step, remarks


def with_answers(response: Response, **texts: str) -> Response:
    """The response with answers changed, by their keys; last year's as `previous_rating`."""
    before = {k.removeprefix(_PREVIOUS): t for k, t in texts.items() if k.startswith(_PREVIOUS)}
    now = {key: text for key, text in texts.items() if not key.startswith(_PREVIOUS)}
    values = {key: text for key, text in {**response.values, **now}.items() if text}
    return replace(response, values=values, previous={**response.previous, **before})


_PREVIOUS = "previous_"
