"""計画台帳: the plan workbook ⇄ `Plan`."""
