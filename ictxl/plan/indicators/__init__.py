"""The sheet 指標 of the plan workbook."""
