"""Save a form that was filled in, as on the day when it came back."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from ictxl.form.package.packing import pack


def save_as_returned(workbook: Workbook, form: Path, day: str) -> None:
    """Over the form as it was sent; `day` is a time such as 2026-05-25T00:00:00Z."""
    saved = BytesIO()
    workbook.save(saved)
    form.write_bytes(
        pack(
            saved.getvalue(),
            form.read_bytes(),
            title=workbook.properties.title or "",
            keywords=workbook.properties.keywords or "",
            modified=day,
        )
    )
