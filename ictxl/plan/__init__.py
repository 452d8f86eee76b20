"""計画台帳: the plan workbook ⇄ `Plan`."""

from ictxl.plan.reading import read_plan, read_plan_with_findings
from ictxl.plan.starting import starting_plan
from ictxl.plan.writing import write_plan

__all__ = ["read_plan", "read_plan_with_findings", "starting_plan", "write_plan"]
