"""データ as a Parquet file, where there are more answers than a worksheet has rows."""

from __future__ import annotations

from pathlib import Path

from ictxl.consolidated.data_sheet import exceeds_sheet
from ictxl.consolidated.frame import data_frame
from ictxl.consolidated.table import ConsolidatedTable
from ictxl.errors import IctxlError
from ictxl.outputs import write_whole

__all__ = ["exceeds_sheet", "write_parquet"]


def write_parquet(table: ConsolidatedTable, path: Path) -> None:
    """Write データ with the headings and types of `data_frame`.

    Raises IctxlError where pyarrow is missing, OutputError where the place cannot be written.
    """
    frame = data_frame(table)
    try:
        write_whole(path, lambda draft: frame.to_parquet(draft, index=False, engine="pyarrow"))
    except ImportError as error:
        raise IctxlError(
            "回答が多くて Excel のシートに入り切らず、.parquet を書くには pyarrow が要ります。",
            "pip install 'ictxl[parquet]' で加えてください。",
        ) from error
