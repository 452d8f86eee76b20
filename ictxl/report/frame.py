"""Findings as a DataFrame, as the report's sheet 指摘 shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ictxl.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS: dict[str, Callable[[Finding], str]] = {
    "区分": lambda found: found.severity.label,
    "コード": lambda found: found.code,
    "担当課": lambda found: found.department,
    "施策": lambda found: found.measure,
    "ファイル": lambda found: found.file,
    "シート": lambda found: found.sheet,
    "セル": lambda found: found.cell,
    "内容": lambda found: found.message,
    "対処": lambda found: found.remedy,
    "記述": lambda found: found.value,
}


def findings_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """One row a finding, in their order; all text."""
    import pandas as pd  # noqa: PLC0415 - heavy, and not needed to write a report

    rows = [[value(found) for value in _COLUMNS.values()] for found in findings]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype("str")
