"""The cells of workbooks that are no .xlsx: by calamine, where it does not drop or garble them."""

from __future__ import annotations

from collections.abc import Collection

from ictxl.spreadsheets.errors import BrokenPartError, UnreadableError
from ictxl.spreadsheets.kinds import WorkbookKind
from ictxl.spreadsheets.legacy.ods_values import read_ods
from ictxl.spreadsheets.legacy.xls_streams import read_xls_sheet, read_xls_workbook
from ictxl.spreadsheets.legacy.xlsb_short_cells import readable_xlsb
from ictxl.spreadsheets.limits import Limits
from ictxl.spreadsheets.sheet import Sheet, Workbook
from ictxl.spreadsheets.values import read_sheet, read_workbook


def read_old_workbook(
    kind: WorkbookKind, content: bytes, limits: Limits, without: Collection[str] = ()
) -> Workbook:
    """As `values.read_workbook`."""
    if kind is WorkbookKind.XLS:
        return read_xls_workbook(content, without)
    if kind is not WorkbookKind.ODS:
        return read_workbook(readable_xlsb(content, limits), without)
    try:
        sheets = read_ods(content, limits)
    except BrokenPartError:
        return read_workbook(content, without)  # calamine reads up to what is broken
    left_out = tuple(sheet.name for sheet in sheets if sheet.name in without)
    return Workbook(tuple(s for s in sheets if s.name not in without), left_out=left_out)


def read_old_sheet(kind: WorkbookKind, content: bytes, limits: Limits, name: str) -> Sheet | None:
    """As `values.read_sheet`."""
    if kind is WorkbookKind.XLS:
        return read_xls_sheet(content, name)
    if kind is not WorkbookKind.ODS:
        return read_sheet(readable_xlsb(content, limits), name)
    try:
        sheets = read_ods(content, limits)
    except (BrokenPartError, UnreadableError):
        return read_sheet(content, name)
    return next((sheet for sheet in sheets if sheet.name == name), None)
