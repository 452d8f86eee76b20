"""報告: findings → terminal, JSON and files."""

from ictxl.report.grouping import FindingGroup, group_findings
from ictxl.report.terminal import findings_table, summary_line

__all__ = ["FindingGroup", "findings_table", "group_findings", "summary_line"]
