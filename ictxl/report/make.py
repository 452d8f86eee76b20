"""Make both files of the report as bytes, so that another process can write them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ictxl.report.content import Report
from ictxl.report.page import page_content
from ictxl.report.workbook import workbook_content


@dataclass(frozen=True)
class ReportFiles:
    """What the files hold."""

    workbook: bytes
    page: bytes


def make_report(report: Report, folder: Path) -> ReportFiles:
    """The very bytes that `write_report_workbook` and `write_report_page` write into `folder`."""
    return ReportFiles(workbook_content(report, folder), page_content(report, folder))
