"""Read a form that Numbers has exported: each table is a sheet of its own, named after both.

Numbers shows the hidden sheets as well, as `_ictxl_common - 表1`, and puts a sheet before all
others that lists them.
"""

from __future__ import annotations

from dataclasses import replace

from ictxl.contract.metadata import HIDDEN_SHEETS
from ictxl.returned.unidentified import WorkbookContent
from ictxl.spreadsheets.cells import cell_text
from ictxl.spreadsheets.marks import MarkKind
from ictxl.text.clean import clean_text

_SUMMARIES = frozenset({"書き出しの概要", "Export Summary"})
_BETWEEN = " - "


def without_export_traces(content: WorkbookContent) -> tuple[WorkbookContent, str | None]:
    """The content with its hidden sheets under their own names, and what the list of sheets says;
    None where Numbers has not written the workbook."""
    names = [sheet.name for sheet in content.sheets]
    summary = next((name for name in names if name in _SUMMARIES), None)
    renamed = {
        name: own
        for name in names
        for own in HIDDEN_SHEETS
        if name.startswith(own + _BETWEEN) and own not in names
    }
    if summary is None and not renamed:
        return content, None
    sheets = tuple(
        replace(sheet, name=renamed.get(sheet.name, sheet.name))
        for sheet in content.sheets
        if sheet.name != summary
    )
    marks = {renamed.get(name, name): found for name, found in content.marks.items()}
    if summary in marks:
        # Its links lead to the sheets it lists.
        marks[summary] = [m for m in marks[summary] if m.kind is not MarkKind.LINK]
    return WorkbookContent(sheets, marks), _said(content, summary)


def _said(content: WorkbookContent, name: str | None) -> str:
    rows = (row for sheet in content.sheets if sheet.name == name for row in sheet.rows)
    lines = (" ".join(filter(None, (clean_text(cell_text(v)) for v in row))) for row in rows)
    return "\n".join(filter(None, lines))
