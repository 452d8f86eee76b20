"""報告: findings → terminal, JSON, workbook, page and files to send.

Each name is imported when it is asked for: counting findings needs neither xlsxwriter nor the
page's templates. What brings rich or openpyxl is imported from its own module by the job that
needs it: `report.terminal`, `report.status_table`, `report.sendback`.
"""

from typing import TYPE_CHECKING

from ictxl.lazily import names_of

if TYPE_CHECKING:
    from ictxl.report.audit import audit_record, write_audit
    from ictxl.report.content import Report, counts
    from ictxl.report.grouping import FindingGroup, group_findings, without_followers
    from ictxl.report.making import ReportFiles, make_report
    from ictxl.report.own import AUDIT_SUFFIX, REPORT_SUFFIXES, is_own_output
    from ictxl.report.page import letter_to, write_report_page
    from ictxl.report.request import mail_subject, mending_text
    from ictxl.report.status import DepartmentStatus, State, days_left, department_statuses
    from ictxl.report.workbook import write_report_workbook

__all__ = [
    "AUDIT_SUFFIX",
    "REPORT_SUFFIXES",
    "DepartmentStatus",
    "FindingGroup",
    "Report",
    "ReportFiles",
    "State",
    "audit_record",
    "counts",
    "days_left",
    "department_statuses",
    "group_findings",
    "is_own_output",
    "letter_to",
    "mail_subject",
    "make_report",
    "mending_text",
    "without_followers",
    "write_audit",
    "write_report_page",
    "write_report_workbook",
]

_HOMES = {
    "audit": "audit_record write_audit",
    "content": "Report counts",
    "grouping": "FindingGroup group_findings without_followers",
    "making": "ReportFiles make_report",
    "own": "AUDIT_SUFFIX REPORT_SUFFIXES is_own_output",
    "page": "letter_to write_report_page",
    "request": "mail_subject mending_text",
    "status": "DepartmentStatus State days_left department_statuses",
    "workbook": "write_report_workbook",
}
"""Module → what it offers."""

__getattr__ = names_of(__name__, _HOMES)
