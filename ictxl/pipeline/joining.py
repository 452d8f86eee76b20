"""Join a round's submissions, and have its findings as its plan wants them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ictxl import checks
from ictxl.findings import CATALOGUE, Finding, apply_settings
from ictxl.model import Plan
from ictxl.responses import IndicatorResponse, Response, Submission
from ictxl.returned.deciding.join import JoinedSubmissions, join_submissions
from ictxl.round import Round


def joined(plan: Plan, submissions: Iterable[Submission]) -> JoinedSubmissions:
    """The submissions joined, their findings as the plan wants them."""

    def found_in(answers: Sequence[Response]) -> list[Finding]:
        of_indicators = tuple(r for r in answers if isinstance(r, IndicatorResponse))
        others = tuple(r for r in answers if not isinstance(r, IndicatorResponse))
        unplaced = Round(plan, others, (), indicator_responses=of_indicators)
        return as_wanted(checks.run_checks(unplaced), plan)

    # Before they are joined: what a newer file has mended stays information.
    wanted = (replace(s, findings=tuple(as_wanted(s.findings, plan))) for s in submissions)
    return join_submissions(plan, wanted, found_in)


def as_wanted(found: Iterable[Finding], plan: Plan) -> list[Finding]:
    """The findings with what the plan's 点検設定 makes of them."""
    return apply_settings(found, plan.check_settings, CATALOGUE)
