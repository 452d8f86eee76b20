"""Where findings are: the facts that those of all kinds may have."""

from __future__ import annotations

from typing import Required, TypedDict


class FindingPlace(TypedDict, total=False):
    """Where a finding is, and the text it is about; the texts of any kind may speak of these."""

    file: str
    sheet: str
    cell: str
    department: str
    measure: str
    value: str
    level: str
    """What the plan calls a measure, for the texts; 施策 where nobody says."""


class FindingPlaceInColumn(FindingPlace, total=False):
    """A cell in a list of the plan workbook, with its column's heading."""

    heading: str


class AnswerPlace(FindingPlace, total=False):
    """The cell of an answer, with its question's name."""

    question: Required[str]
