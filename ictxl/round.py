"""One round of the survey: the plan, what came back for it, and what was found about that."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ictxl.findings import Finding
from ictxl.model import Plan, grouped
from ictxl.responses import IndicatorResponse, Response, Submission


@dataclass(frozen=True, eq=False)
class Round:
    """One round of the survey, read, placed and joined."""

    plan: Plan
    responses: tuple[Response, ...]
    """One for each measure and department, in the plan's order."""
    submissions: tuple[Submission, ...]
    """One for each returned file, in the order of the files."""
    findings: tuple[Finding, ...] = ()
    """All that was found, errors first; none before the checks."""
    plan_file: Path | None = None
    """The plan workbook, where one was given besides the forms."""

    plan_carriers: tuple[str, ...] = ()
    """The files whose plan was taken, where none was given."""
    earlier_files: tuple[Path, ...] = ()
    """Consolidated workbooks of earlier years that stand beside this one's answers."""
    review: Round | None = None
    """The second reading, where its files came too: a round of its own plan, whose departments are
    the readers; its findings are among those here, too."""
    indicator_responses: tuple[IndicatorResponse, ...] = ()
    """One for each indicator and department, in the plan's order."""

    @property
    def plan_origin(self) -> str:
        """Where the plan came from, in Japanese."""
        if self.plan_file:
            return f"計画台帳「{self.plan_file.name}」"
        if len(self.plan_carriers) == 1:
            return f"調査票「{self.plan_carriers[0]}」に入っていた計画"
        return f"調査票 {len(self.plan_carriers)} 件に入っていた計画"

    @cached_property
    def submitted(self) -> frozenset[str]:
        """The departments that returned at least one form that could be read."""
        return frozenset(s.department for s in self.submissions if s.is_read and s.department)

    @property
    def all_submissions(self) -> tuple[Submission, ...]:
        """Those of the second reading, too."""
        return (*self.submissions, *(self.review.submissions if self.review else ()))

    @cached_property
    def responses_by_measure(self) -> dict[str, tuple[Response, ...]]:
        return grouped((response.measure, response) for response in self.responses)

    @property
    def foreign_count(self) -> int:
        """How many rows of workbooks that are no form the report copies."""
        return sum(s.foreign.count for s in self.submissions if s.foreign)
