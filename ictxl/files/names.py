"""Names of forms, and of files beside a published table, those for 情報課 only among them."""

from __future__ import annotations

from pathlib import Path

from ictxl.model import Plan
from ictxl.text.filenames import safe_name

INTERNAL = "内部用_"
"""At the front: such names stand apart from the table's wherever files are listed."""
RECORD_SUFFIX = ".audit.json"


def beside(table: Path, ending: str) -> Path:
    """`進捗状況.xlsx` → `進捗状況.pdf`, in the same folder."""
    stem = table.stem if table.suffix.lower() == ".xlsx" else table.name
    return table.with_name(stem + ending)


def internal_name(table: Path) -> Path:
    """`進捗状況.xlsx` → `内部用_進捗状況.xlsx`."""
    return table.with_name(INTERNAL + table.name)


def record_of(table: Path) -> Path:
    """`進捗状況.xlsx` → `内部用_進捗状況.audit.json`: what the table was made from."""
    return internal_name(table).with_suffix(RECORD_SUFFIX)


def records_of(output: Path) -> tuple[Path, ...]:
    """Where the record of a table's merge may lie; before it was set apart, under the table's
    name."""
    return record_of(output), output.with_suffix(RECORD_SUFFIX)


HEADING_MAP = "見出しの対応.xlsx"
"""What a person is asked of the columns of an imported table."""


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
