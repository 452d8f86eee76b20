"""報告: findings → terminal, JSON, workbook, page and files to send.

What goes to the terminal is imported from `report.terminal` and `report.status_table` where it is
shown: both bring rich, which most runs do without.
"""

from ictxl.report.audit import audit_record, write_audit
from ictxl.report.content import Report, counts
from ictxl.report.grouping import FindingGroup, group_findings, without_followers
from ictxl.report.own import AUDIT_SUFFIX, REPORT_SUFFIXES, is_own_output
from ictxl.report.page import letter_to, write_report_page
from ictxl.report.sendback import NotMarkableError, marked_workbook, write_finding_list
from ictxl.report.status import DepartmentStatus, State, days_left, department_statuses
from ictxl.report.workbook import write_report_workbook

__all__ = [
    "AUDIT_SUFFIX",
    "REPORT_SUFFIXES",
    "DepartmentStatus",
    "FindingGroup",
    "NotMarkableError",
    "Report",
    "State",
    "audit_record",
    "counts",
    "days_left",
    "department_statuses",
    "group_findings",
    "is_own_output",
    "letter_to",
    "marked_workbook",
    "without_followers",
    "write_audit",
    "write_finding_list",
    "write_report_page",
    "write_report_workbook",
]
