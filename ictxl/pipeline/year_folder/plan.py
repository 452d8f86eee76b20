"""What a plan workbook holds, or every place where it must be mended."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ictxl.errors import IctxlError
from ictxl.findings import Finding
from ictxl.model import Plan
from ictxl.plan.reading import read_plan_with_findings
from ictxl.text.era import date_label


@dataclass(frozen=True)
class PlanState:
    """One look at a plan workbook."""

    plan: Plan | None = None
    findings: tuple[Finding, ...] = ()
    error: IctxlError | None = None
    """Why it cannot be used as it is."""

    @property
    def deadline(self) -> str:
        """As printed; empty where there is none."""
        return date_label(self.plan.deadline, self.plan.year_label) if self.plan else ""


def plan_state(plan_file: Path) -> PlanState:
    """Read a plan workbook; never raises on what is in it."""
    try:
        plan, noted = read_plan_with_findings(plan_file)
    except IctxlError as error:
        return PlanState(findings=error.findings, error=error)
    return PlanState(plan, noted)
