"""計画台帳: the plan workbook ⇄ `Plan`.

Each name is imported when it is asked for: reading a plan needs no xlsxwriter.
"""

from typing import TYPE_CHECKING

from ictxl.runtime.lazy_names import names_of

if TYPE_CHECKING:
    from ictxl.plan.new_plan import starting_plan
    from ictxl.plan.reading import read_plan, read_plan_with_findings
    from ictxl.plan.writing import write_plan

__all__ = ["read_plan", "read_plan_with_findings", "starting_plan", "write_plan"]

_HOMES = {
    "ictxl.plan.reading": "read_plan read_plan_with_findings",
    "ictxl.plan.new_plan": "starting_plan",
    "ictxl.plan.writing": "write_plan",
}
"""Module → what it offers."""

__getattr__ = names_of(__name__, _HOMES)
