"""Forms as `ictxl generate` makes them, for tests, and where each field stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from openpyxl.utils import get_column_letter

from ictxl.contract.fields import ID_KEY
from ictxl.form import workbook
from ictxl.form.sheet.measures import Previous
from ictxl.form.template.template_file import Template, default_template_path, read_template
from ictxl.model import Plan
from tests.support.books import load

SHEET = "進捗入力"


@cache
def default_template() -> Template:
    return read_template(default_template_path())


def write_form(
    path: Path,
    plan: Plan,
    department: str,
    *,
    template: Template | None = None,
    previous: Previous | None = None,
) -> Path:
    workbook.write_form(
        template or default_template(), plan, plan.department_by_name[department], path, previous
    )
    return path


@dataclass(frozen=True)
class Where:
    """Where the measures and fields of a form stand."""

    columns: Mapping[str, str]
    """Field key → column letters."""
    rows: Mapping[str, int]
    """Measure id → row."""

    def at(self, measure: str, field: str) -> str:
        return f"{self.columns[field]}{self.rows[measure]}"


def where(path: Path, sheet: str = SHEET) -> Where:
    """By the hidden keys, as a second reader sees them."""
    book = load(path)
    keys = {
        str(cell.value): get_column_letter(cell.column) for cell in book[sheet][1] if cell.value
    }
    assert keys.pop(ID_KEY) == "A"
    ids = {str(cell.value): cell.row for cell in book[sheet]["A"][1:] if cell.value}
    return Where(keys, ids)
