"""What the checks look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ictxl.checks.endings import katakana_words
from ictxl.findings import FindingPlace
from ictxl.model import Plan
from ictxl.responses import Response, Submission


@dataclass(frozen=True)
class Case:
    """One round's plan, the joined responses, and the submissions they came in."""

    plan: Plan
    rows: tuple[Response, ...]
    submissions: tuple[Submission, ...]

    @cached_property
    def submitted(self) -> frozenset[str]:
        """The departments that returned at least one form that could be read."""
        return frozenset(s.department for s in self.submissions if s.is_read and s.department)

    @cached_property
    def katakana_words(self) -> frozenset[str]:
        """Every katakana word that stands whole in a 目標 or a 進捗状況."""
        targets = [measure.target for measure in self.plan.measures]
        return katakana_words([*targets, *(row.progress for row in self.rows)])

    def missing(self) -> Iterator[tuple[str, str]]:
        """(measure id, department) that a department which returned something left out."""
        answered = {(row.measure, row.department) for row in self.rows}
        for measure in self.plan.measures:
            for department in measure.departments:
                pair = (measure.id, department)
                if department in self.submitted and pair not in answered:
                    yield pair


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
