"""The place of an answer's field, for findings about it."""

from __future__ import annotations

from ictxl.findings import FindingPlace
from ictxl.questions import Question
from ictxl.responses import Response


def place_of(row: Response, question: Question) -> FindingPlace:
    """The cell of one of the answer's questions, with what is written there."""
    return {
        "file": row.file,
        "sheet": row.sheet,
        "cell": row.cell(question.key),
        "department": row.department,
        "measure": row.measure,
        "value": row[question.key],
    }
