"""進捗状況: the consolidated table in all its forms.

Each name is imported when it is asked for: writing the workbook needs neither the page's templates
nor what reads tables back.
"""

from typing import TYPE_CHECKING

from ictxl.runtime.lazy_names import names_of

if TYPE_CHECKING:
    from ictxl.consolidated.csv_file import write_csv
    from ictxl.consolidated.data_reading import ConsolidatedData, read_data
    from ictxl.consolidated.frame import data_frame
    from ictxl.consolidated.page import write_html
    from ictxl.consolidated.parquet import exceeds_sheet, parquet_file
    from ictxl.consolidated.pdf import require_soffice, write_pdf
    from ictxl.consolidated.reading import TEXT_SUFFIXES, ImportedTable, read_consolidated
    from ictxl.consolidated.table import ConsolidatedTable, consolidate
    from ictxl.consolidated.workbook import write_consolidated

__all__ = [
    "TEXT_SUFFIXES",
    "ConsolidatedData",
    "ConsolidatedTable",
    "ImportedTable",
    "consolidate",
    "data_frame",
    "exceeds_sheet",
    "parquet_file",
    "read_consolidated",
    "read_data",
    "require_soffice",
    "write_consolidated",
    "write_csv",
    "write_html",
    "write_pdf",
]

_HOMES = {
    "ictxl.consolidated.csv_file": "write_csv",
    "ictxl.consolidated.data_reading": "ConsolidatedData read_data",
    "ictxl.consolidated.frame": "data_frame",
    "ictxl.consolidated.page": "write_html",
    "ictxl.consolidated.parquet": "exceeds_sheet parquet_file",
    "ictxl.consolidated.pdf": "require_soffice write_pdf",
    "ictxl.consolidated.reading": "TEXT_SUFFIXES ImportedTable read_consolidated",
    "ictxl.consolidated.table": "ConsolidatedTable consolidate",
    "ictxl.consolidated.workbook": "write_consolidated",
}
"""Module → what it offers."""

__getattr__ = names_of(__name__, _HOMES)
