"""報告: findings → terminal, JSON, workbook, page and files to send.

Each name is imported when it is asked for: counting findings needs neither xlsxwriter nor the
page's templates. What brings rich or openpyxl is imported from its own module by the job that
needs it: `report.terminal`, `report.status_table`, `report.sendback`.
"""

from typing import TYPE_CHECKING

from ictxl.runtime.lazy_names import names_of

if TYPE_CHECKING:
    from ictxl.report.audit import audit_record, write_audit
    from ictxl.report.content import Report, counts
    from ictxl.report.grouping import FindingGroup, group_findings, without_followers
    from ictxl.report.make import ReportFiles, make_report
    from ictxl.report.own_outputs import AUDIT_SUFFIX, REPORT_SUFFIXES, is_own_output
    from ictxl.report.page import letter_to, write_report_page
    from ictxl.report.request_texts import mail_subject, mending_text
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
    "ictxl.report.audit": "audit_record write_audit",
    "ictxl.report.content": "Report counts",
    "ictxl.report.grouping": "FindingGroup group_findings without_followers",
    "ictxl.report.make": "ReportFiles make_report",
    "ictxl.report.own_outputs": "AUDIT_SUFFIX REPORT_SUFFIXES is_own_output",
    "ictxl.report.page": "letter_to write_report_page",
    "ictxl.report.request_texts": "mail_subject mending_text",
    "ictxl.report.status": "DepartmentStatus State days_left department_statuses",
    "ictxl.report.workbook": "write_report_workbook",
}
"""Module → what it offers."""

__getattr__ = names_of(__name__, _HOMES)
