"""Write 指摘事項: the list of what a department is asked to mend, as a sheet or a workbook."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.fields import SENDBACK_SHEET
from ictxl.findings import Finding, Severity
from ictxl.report.links import cell_anchor, uri_of
from ictxl.text.clean import encode_escapes
from ictxl.text.linebreak import line_count
from ictxl.text.row_height import BODY_FONT, column_units, height_of

FILLS = {Severity.ERROR: "FFFFA7A0", Severity.WARNING: "FFFFDD80"}
"""Colours of the marks; no template is likely to use exactly these."""
_HEADINGS = (
    ("番号", 6),
    ("区分", 10),
    ("シート", 14),
    ("セル", 8),
    ("施策", 8),
    ("内容", 46),
    ("お願い", 50),
)
_SEVERITY_COLUMN, _CELL_COLUMN = 2, 4
_HEAD_ROW = 4
_FONT_SIZE = 10.5
_THIN = Side("thin", color="FFBFBFBF")
_BORDER = Border(_THIN, _THIN, _THIN, _THIN)


def write_list(
    sheet: Worksheet,
    findings: Sequence[Finding],
    heading: str,
    explanation: str,
    link: Callable[[Finding], Hyperlink | None],
) -> None:
    """Fill the sheet with the findings, one a row, each cell linked as `link` says."""
    _write(sheet, 1, 1, heading, bold=True, size=14)
    _write(sheet, 2, 1, explanation)
    for column, (title, width) in enumerate(_HEADINGS, 1):
        cell = _write(sheet, _HEAD_ROW, column, title, bold=True, box=True)
        cell.fill = PatternFill("solid", fgColor="FFDDEBF7")
        sheet.column_dimensions[cell.column_letter].width = width
    for number, found in enumerate(findings, 1):
        _list_row(sheet, _HEAD_ROW + number, number, found, link(found))
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    sheet.sheet_properties.tabColor = "FFC8372D"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _list_row(
    sheet: Worksheet, row: int, number: int, found: Finding, link: Hyperlink | None
) -> None:
    values = (
        str(number),
        found.severity.label,
        found.sheet,
        found.cell,
        found.measure,
        found.message,
        found.request,
    )
    lines = 1
    for column, (value, (_, width)) in enumerate(zip(values, _HEADINGS, strict=True), 1):
        cell = _write(sheet, row, column, value, box=True, wrap=True)
        lines = max(lines, line_count(value, column_units(width, _FONT_SIZE, _FONT_SIZE)))
        if column == _SEVERITY_COLUMN:
            cell.fill = PatternFill("solid", fgColor=FILLS[found.severity])
        elif column == _CELL_COLUMN and link:
            link.ref = cell.coordinate
            cell.hyperlink = link
            cell.font = Font(name=BODY_FONT, size=_FONT_SIZE, color="FF0563C1", underline="single")
    sheet.row_dimensions[row].height = height_of(lines, _FONT_SIZE)


def _write(
    sheet: Worksheet,
    row: int,
    column: int,
    text: str,
    *,
    bold: bool = False,
    size: float = _FONT_SIZE,
    box: bool = False,
    wrap: bool = False,
) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if text:
        cell.value = encode_escapes(text)
        cell.data_type = "s"
    cell.font = Font(name=BODY_FONT, size=size, bold=bold)
    cell.alignment = Alignment(vertical="top", wrap_text=wrap)
    if box:
        cell.border = _BORDER
    return cell


_EXPLANATION = (
    "隣に置いた「{file}」の、次のセルを直して上書き保存し、そのブックをご返送ください。"
    "セルをクリックするとその場所が開きます。"
)


def finding_list(findings: Sequence[Finding], heading: str, file: str) -> bytes:
    """The list as openpyxl saves it; its links lead to `file`, which lies in the same folder."""

    def link(found: Finding) -> Hyperlink | None:
        if not (found.cell and found.sheet):
            return None
        place = cell_anchor(found.sheet, found.cell)
        return Hyperlink(ref="A1", target=uri_of(file), location=place)

    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SENDBACK_SHEET
    write_list(sheet, findings, heading, _EXPLANATION.format(file=_printable(file)), link)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _printable(file: str) -> str:
    """A file name may hold bytes that are no text."""
    return file.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
