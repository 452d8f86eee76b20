"""Row heights of the plan workbook: whole texts visible, in rows that still grow in Excel."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from ictxl.plan.plan_sheet import PlanColumn, Record
from ictxl.text.linebreak import line_count
from ictxl.text.row_height import MAX_ROW_HEIGHT, column_units, height_of

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The oldest that a zip file knows, so that the same plan gives the same bytes."""


def row_height(columns: Iterable[PlanColumn], record: Record, font_size: float) -> float:
    """Points that show every cell of the row whole, as far as Excel lets a row grow."""
    lines = [
        line_count(value, column_units(column.width, font_size, font_size))
        for column in columns
        if isinstance(value := record.get(column, ""), str)
    ]
    return min(height_of(max(lines, default=1), font_size), MAX_ROW_HEIGHT)


def with_growing_rows(saved: bytes) -> bytes:
    """The workbook with its row heights as a start only.

    xlsxwriter marks every height it writes as set by a person, and Excel then leaves the row as it
    is when its text grows; without a height, LibreOffice shows one line only.
    """
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved)) as source,
        zipfile.ZipFile(packed, "w") as target,
    ):
        for member in source.infolist():
            content = source.read(member)
            if member.filename.startswith("xl/worksheets/sheet"):
                content = content.replace(b' customHeight="1"', b"")
            target.writestr(_entry(member.filename), content)
    return packed.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """A zip entry that tells neither the time nor the machine."""
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    return entry
