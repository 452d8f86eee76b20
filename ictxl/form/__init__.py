"""調査票: `Plan` + template → a department's workbook."""
