"""Group findings that say the same of many cells; leave out those that only follow from others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ictxl import findings
from ictxl.findings import Finding
from ictxl.model import grouped

BLANKS = findings.codes(
    findings.RATING_MISSING,
    findings.ANSWER_MISSING,
    findings.ANSWER_MISSING_UNLESS_FINISHED,
    findings.ANSWER_MISSING_FOR_CHOICE,
)
"""What is told of a cell that nobody has filled in."""
FOLLOWERS = {
    findings.ANSWER_COLUMN_MISSING.code: BLANKS,
    findings.QUESTION_NOT_IN_FORM.code: BLANKS,
    findings.UNKNOWN_DEPARTMENT.code: findings.codes(findings.ANSWER_OF_UNKNOWN_DEPARTMENT),
}
"""Where a file has the first, the others in it only say it again."""


@dataclass(frozen=True)
class FindingGroup:
    """Findings alike in all but their cells and measures; `first` speaks for them."""

    first: Finding
    findings: tuple[Finding, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        return tuple(found.cell for found in self.findings if found.cell)

    @property
    def measures(self) -> tuple[str, ...]:
        """Each once, as they came."""
        return tuple(dict.fromkeys(found.measure for found in self.findings if found.measure))

    @property
    def count(self) -> int:
        return len(self.findings)


def group_findings(findings: Iterable[Finding]) -> list[FindingGroup]:
    """40 blanks are one line with 40 cells. Groups stand where their first finding stood."""
    groups = grouped(
        ((f.code, f.file, f.sheet, f.department, f.message, f.remedy), f) for f in findings
    )
    return [FindingGroup(group[0], group) for group in groups.values()]


def without_followers(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that are faults of their own, in the same order."""
    found = list(findings)
    follow: dict[str, set[str]] = defaultdict(set)
    for leader in found:
        follow[leader.file] |= FOLLOWERS.get(leader.code, frozenset())
    return [f for f in found if not (f.code in follow[f.file] and _says_no_more(f))]


def _says_no_more(found: Finding) -> bool:
    """Without its column, a blank has no cell; of an unknown department all rows are homeless."""
    return not found.cell or found.is_a(findings.ANSWER_OF_UNKNOWN_DEPARTMENT)
