"""Write the findings as a workbook beside a returned file that cannot be marked."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.fields import SENDBACK_SHEET
from ictxl.findings import Finding
from ictxl.report.links import cell_anchor, uri_of
from ictxl.sendback.list_sheet import write_list

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
