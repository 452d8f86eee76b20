"""進捗状況: the consolidated table in all its forms."""

from ictxl.consolidated.table import ConsolidatedTable, consolidate
from ictxl.consolidated.workbook import write_consolidated

__all__ = ["ConsolidatedTable", "consolidate", "write_consolidated"]
