"""Read any workbook: its sheets, and all that hangs on them. Knows no plan, form or finding."""
