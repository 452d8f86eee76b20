"""The report's table of indicators: from which cell each actual came."""

from __future__ import annotations

from ictxl.indicators import ACTUAL_KEY
from ictxl.report.content import Report
from ictxl.report.report_table import PLACE, Linker, ReportColumn, ReportTable, Row, id_column


def indicator_sources(report: Report, linker: Linker) -> ReportTable:
    """A row an indicator and department, in the plan's order."""
    by_name = {(i.measure_id, i.name): i for i in report.round.plan.indicators}
    rows = [
        Row(
            (
                number,
                r.measure,
                r.indicator,
                r.department,
                by_name[r.measure, r.indicator].with_unit(r.actual),
                r.remark,
                linker.file(r.file),
                r.sheet,
                linker.cell(r.file, r.sheet, r.cell(ACTUAL_KEY)),
            )
        )
        for number, r in enumerate(report.round.indicator_responses, 1)
    ]
    columns = (
        ReportColumn("番号", 7),
        id_column(report),
        ReportColumn("指標", 34),
        ReportColumn("担当課", 18),
        ReportColumn("実績値", 14),
        ReportColumn("備考", 40),
        *PLACE,
    )
    note = "指標の実績が、どのファイルのどのセルから来たかの一覧です。"
    return ReportTable("出典(指標)", note, columns, tuple(rows), "指標の回答はありません。")
