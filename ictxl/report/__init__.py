"""報告: findings → terminal, JSON, workbook and page."""
