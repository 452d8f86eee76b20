"""Make a DataFrame with the rows and headings of the sheet データ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ictxl.consolidated.data_sheet import COLUMNS, data_rows
from ictxl.consolidated.table import ConsolidatedTable

if TYPE_CHECKING:
    import pandas as pd

_NUMBERS = frozenset({"年度(西暦)", "基本施策番号", "項番"})


def data_frame(table: ConsolidatedTable) -> pd.DataFrame:
    """One row an answer, with the headings of データ: numbers as int64, everything else as str."""
    import pandas as pd  # noqa: PLC0415 - heavy, and not needed to write a workbook

    headings = [column.heading for column in COLUMNS]
    frame = pd.DataFrame(list(data_rows(table)), columns=headings)
    return frame.astype({name: "int64" if name in _NUMBERS else "str" for name in headings})
