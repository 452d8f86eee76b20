"""What a plan workbook holds, or every place where it must be mended."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ictxl import findings
from ictxl.errors import IctxlError
from ictxl.findings import Finding, Severity
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
    def is_begun(self) -> bool:
        """Whether nothing is wrong but that it is not filled in yet."""
        return self.error is not None and is_only_begun(self.error)

    @property
    def deadline(self) -> str:
        """As printed; empty where there is none."""
        return date_label(self.plan.deadline, self.plan.year_label) if self.plan else ""


def is_only_begun(error: IctxlError) -> bool:
    """Whether a plan workbook cannot be used only because places in it are still empty."""
    return bool(error.findings) and all(
        found.is_a(findings.PLAN_LIST_EMPTY) or found.is_a(findings.SETTING_MISSING)
        for found in error.findings
        if found.severity is Severity.ERROR
    )


def plan_state(plan_file: Path) -> PlanState:
    """Read a plan workbook; never raises on what is in it."""
    try:
        plan, noted = read_plan_with_findings(plan_file)
    except IctxlError as error:
        return PlanState(findings=error.findings, error=error)
    return PlanState(plan, noted)
