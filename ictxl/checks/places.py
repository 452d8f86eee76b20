"""The place of an answer's field, for findings about it."""

from __future__ import annotations

from ictxl.findings import FindingPlace
from ictxl.responses import Response


def place_of(row: Response, field: str) -> FindingPlace:
    """The cell of one of the answer's fields, with what is written there."""
    return {
        "file": row.file,
        "sheet": row.sheet,
        "cell": row.cell(field),
        "department": row.department,
        "measure": row.measure,
        "value": getattr(row, field),
    }
