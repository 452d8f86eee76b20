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
    """The response with some answers changed, by their keys."""
    values = {key: text for key, text in {**response.values, **texts}.items() if text}
    return replace(response, values=values)
