"""File names of the forms."""

from __future__ import annotations

from ictxl.model import Plan
from ictxl.text.filenames import safe_name

TEMPLATE_FILE = "progress_template.xlsx"
"""The name under which a city gets its own copy of the template."""


def form_file_names(plan: Plan) -> dict[str, str]:
    """Department → `01_秘書広報課.xlsx`, in the plan's order.

    The number, which two departments never share, keeps names apart that are alike otherwise.
    """
    asked = plan.answering_departments
    digits = max(2, len(str(len(asked))))
    return {
        department.name: f"{index:0{digits}}_{safe_name(department.name)}.xlsx"
        for index, department in enumerate(asked, 1)
    }
